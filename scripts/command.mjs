import './node-version.mjs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root, runNode } from './run.mjs';

// npm run rules, npm run audit: `scripts/NAME.ts` of what was built, with the arguments that follow.

const [name, ...args] = process.argv.slice(2);
await ensureInstalled();
await ensureBuilt();
const { code } = await runNode(join(root, 'dist', 'scripts', `${name}.js`), args, { show: true });
process.exitCode = code;
