import { expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';

/* No pattern that we ship takes longer than in proportion to what somebody sends (ReDoS). */

const ROOT = join(import.meta.dirname, '..');
const SHIPPED = ['apps', 'libs', join('packages', 'client', 'src')];
const ONLY_HERE = /\.test\.tsx?$|[/\\](stories|node_modules|generated)[/\\]|vite\.config\.ts$/;
/** Without one of these a pattern looks at no more than it is long itself. */
const WITHOUT_END = /[*+]|\{\d+,\}/;
const PATIENCE_MS = 20_000;

/** Those that could take long, and what keeps short what they are given. */
const KEPT_SHORT = new Map([
  [String.raw`/^(?<words>[^([]*)[([](?<inside>[^)\]]*)[)\]]?\s*$/`, 'LONGEST_HEADING'],
  [String.raw`/^(?<words>.+?)[\s,]+(?<unit>\S+)$/`, 'LONGEST_HEADING'],
  [
    String.raw`/^(?<date>.*?\d{4}|\d{4}-\d{1,2}-\d{1,2})(?:[ T,]+(?:at )?)(?<time>\d{1,2}(?:[:.]\d{2}.*| ?[ap]\.?m\.?.*))$/i`,
    'LONGEST_TIME',
  ],
]);

function patternsIn(file: string, source: string): string[] {
  const found: string[] = [];
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const look = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push(node.text);
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, false, kind));
  return found;
}

it('takes no longer than in proportion, whatever somebody sends', async () => {
  // Its faster ways start a JVM or a program of its own.
  process.env['RECHECK_BACKEND'] = 'pure';
  const { checkSync } = await import('recheck');
  const where = new Map<string, string>();
  for (const folder of SHIPPED) {
    const files = await readdir(join(ROOT, folder), { recursive: true });
    for (const name of files.filter((one) => /\.tsx?$/.test(one)).map((one) => join(folder, one))) {
      if (ONLY_HERE.test(name)) continue;
      for (const pattern of patternsIn(name, await readFile(join(ROOT, name), 'utf8'))) where.set(pattern, name);
    }
  }
  expect(where.size).toBeGreaterThan(100);
  const slow: unknown[] = [];
  for (const [pattern, file] of where) {
    if (KEPT_SHORT.has(pattern) || !WITHOUT_END.test(pattern)) continue;
    const [, source = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(pattern) ?? [];
    const told = checkSync(source, flags, { timeout: PATIENCE_MS });
    if (told.status !== 'safe') slow.push([pattern, file, told.status]);
  }
  expect(slow).toEqual([]);
  expect([...KEPT_SHORT.keys()].filter((pattern) => !where.has(pattern))).toEqual([]);
}, 300_000);
