import { expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from './start/project-root.ts';

const jsonOf = async <Read>(file: string): Promise<Read> =>
  JSON.parse(await readFile(join(projectRoot, file), 'utf8')) as Read;

test('every package that wants to run something when it is installed was looked at, and no other is listed', async () => {
  const { packages } = await jsonOf<{ packages: Record<string, { hasInstallScript?: boolean }> }>('package-lock.json');
  const { allowScripts } = await jsonOf<{ allowScripts: Record<string, boolean> }>('package.json');
  const wanting = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
    hasInstallScript === true ? [path.replace(/^.*node_modules\//, '')] : [],
  );
  expect([...new Set(wanting)].toSorted()).toEqual(Object.keys(allowScripts).toSorted());
});

test('no installation of ours runs what is not listed', async () => {
  const read = (file: string): Promise<string> => readFile(join(projectRoot, file), 'utf8');
  // npm from 11.6 knows the list; those before it are told to run nothing.
  expect(await read('.npmrc')).toMatch(/^strict-allow-scripts=true$/m);
  for (const file of ['Dockerfile', 'scripts/install.mjs']) {
    const installing = [...(await read(file)).matchAll(/^RUN npm ci.*$|\[\s*'ci',[^\]]*\]/gm)].map(([text]) => text);
    expect(installing.length).toBeGreaterThan(0);
    expect(installing.filter((text) => !text.includes('--ignore-scripts'))).toEqual([]);
  }
});
