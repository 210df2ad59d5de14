import './node-version.mjs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root, runNode } from './run.mjs';

// npm run bench -- ingest latency --json: the names first, whatever follows them is for the benchmarks.
const args = process.argv.slice(2);
const firstOption = args.findIndex((arg) => arg.startsWith('-'));
const names = firstOption === -1 ? args : args.slice(0, firstOption);
const options = firstOption === -1 ? [] : args.slice(firstOption);

await ensureInstalled();
await ensureBuilt();
const fileOf = (name) => join(root, 'dist', 'bench', `${name}.js`);
const unknown = names.filter((name) => !existsSync(fileOf(name)));
if (names.length === 0 || unknown.length > 0) {
  for (const name of unknown) console.error(`There is no bench/${name}.ts.`);
  console.error('As in: npm run bench -- ingest latency rules replay');
  process.exit(1);
}
for (const name of names) {
  const { code } = await runNode(fileOf(name), options, { show: true });
  if (code !== 0) process.exitCode = 1;
}
