import './node-version.mjs';
import { join } from 'node:path';
import { ensureClientBuilt } from './client.mjs';
import { ensureInstalled } from './install.mjs';
import { root, runNode, tool } from './run.mjs';

const KEPT_BY_CONTENT = [
  '--cache',
  '--cache-strategy',
  'content',
  '--cache-location',
  join(root, 'dist', '.prettier-cache'),
];

/** All of them run, whatever the ones before them say. */
const checks = [
  {
    name: 'formatting',
    file: 'prettier/bin/prettier.cjs',
    args: ['--check', '--log-level', 'warn', '.', ...KEPT_BY_CONTENT],
  },
  { name: 'lint', file: 'oxlint/bin/oxlint', args: ['--type-aware', '--quiet'] },
  {
    name: 'types',
    file: 'typescript/bin/tsc',
    // Its own notes: the build's say what has been compiled, not what has been checked.
    args: ['-p', root, '--noEmit', '--tsBuildInfoFile', join(root, 'dist', '.types.tsbuildinfo')],
  },
  {
    name: 'import directions',
    file: 'dependency-cruiser/bin/dependency-cruise.mjs',
    args: ['--config', '.dependency-cruiser.mjs', 'apps', 'libs', 'packages', 'scripts', 'test', 'bench'],
  },
  { name: 'dead code', file: 'knip/bin/knip.js', args: ['--no-progress'] },
];

await ensureInstalled();
// Its types are made of the contracts, and are looked at with everything else.
await ensureClientBuilt();
for (const { name, file, args } of checks) {
  const began = performance.now();
  const { code, output } = await runNode(tool(file), args);
  const took = `${((performance.now() - began) / 1000).toFixed(1)} s`;
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${took})`);
  if (code !== 0) {
    console.log(output.trim());
    process.exitCode = 1;
  }
}
