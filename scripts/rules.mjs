import './node-version.mjs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root, runNode } from './run.mjs';

await ensureInstalled();
await ensureBuilt();
const { code } = await runNode(join(root, 'dist', 'scripts', 'rules.js'), process.argv.slice(2), { show: true });
process.exitCode = code;
