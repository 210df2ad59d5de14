import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Violation {
  id: string;
  help: string;
  nodes: { html: string }[];
}

/** What axe-core finds wrong with the page as it is now, or with what `within` selects of it; empty when nothing is. */
export async function barriersOf(page: Page, within?: string): Promise<string[]> {
  const there = await page.evaluate(() => 'axe' in window);
  // Evaluated rather than added as a script: the page's content policy admits none but its own.
  if (!there) await page.evaluate(`${await readFile(AXE, 'utf8')};0`);
  return page.evaluate(async (selector) => {
    const { axe } = window as unknown as {
      axe: { run(context: object, options: object): Promise<{ violations: Violation[] }> };
    };
    const { violations } = await axe.run(selector === undefined ? document : { include: [selector] }, {
      resultTypes: ['violations'],
    });
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help} (${nodes.length} ×, ${nodes[0]?.html.slice(0, 160)})`,
    );
  }, within);
}
