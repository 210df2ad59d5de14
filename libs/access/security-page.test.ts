import { expect, test } from '@jest/globals';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const DOCS = join(import.meta.dirname, '..', '..', 'docs');

test('each threat of the security page names tests that are there', async () => {
  const page = await readFile(join(DOCS, 'security.md'), 'utf8');
  const threats = page.split('\n').filter((line) => /^\| [STRIDE]: /.test(line));
  expect(threats.length).toBeGreaterThan(15);
  const named = threats.map((threat) => [...threat.matchAll(/\]\(([^)]+\.test\.ts)\)/g)].map(([, path = '']) => path));
  expect(threats.filter((_, at) => named[at]?.length === 0)).toEqual([]);
  for (const path of new Set(named.flat())) await access(join(DOCS, path));
  const linked = [...page.matchAll(/\]\((\.\.\/[^)]+)\)/g)].map(([, path = '']) => path);
  for (const path of new Set(linked)) await access(join(DOCS, path));
});
