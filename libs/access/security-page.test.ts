import { expect, test } from '@jest/globals';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const DOCS = join(import.meta.dirname, '..', '..', 'docs');
const page = await readFile(join(DOCS, 'security.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| '));
const TEST = /\]\(([^) ]+\.test\.ts)(?: '([^']+)')?\)/g;

/** A table of the page, by how its first column is called. */
const table = (heading: string): string[] => {
  const at = rows.findIndex((row) => row.startsWith(`| ${heading} `));
  expect(at).toBeGreaterThanOrEqual(0);
  const end = rows.findIndex((_, i) => i > at + 1 && rows[i + 1]?.startsWith('| --'));
  return rows.slice(at + 2, end === -1 ? undefined : end);
};

test('each threat and each attack of the security page names a test, and each test that it names is there, by its words', async () => {
  const threats = rows.filter((line) => /^\| [STRIDE]: /.test(line));
  const attacks = table('attack');
  expect([threats.length, attacks.length].every((count) => count > 15)).toBe(true);
  // What is in every run's logs is looked at by the harness, and no test of its own.
  const held = attacks.filter((row) => !row.includes('logs-name-nobody.ts'));
  const unnamed = [...threats, ...held].filter((row) => [...row.matchAll(TEST)].length === 0);
  expect(unnamed).toEqual([]);
  const missing: string[] = [];
  for (const [, path = '', words] of page.matchAll(TEST)) {
    const file = await readFile(join(DOCS, path), 'utf8').catch(() => '');
    if (words === undefined || !file.includes(words)) missing.push(`${path}: ${words ?? 'which test?'}`);
  }
  expect(missing).toEqual([]);
});

test('whatever else the security page leads to is there', async () => {
  const linked = [...page.matchAll(/\]\(([^)# ]+)[^)]*\)/g)].map(([, path = '']) => path);
  expect(linked.length).toBeGreaterThan(50);
  for (const path of new Set(linked.filter((one) => !one.includes(':')))) await access(join(DOCS, path));
});
