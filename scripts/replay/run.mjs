import '../node-version.mjs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from '../build.mjs';
import { ensureInstalled } from '../install.mjs';
import { root } from '../run.mjs';
import { Refusal } from '../step.mjs';

/** `npm run replay -- …`: builds what is missing and replays. Files are looked for where the command was given. */
try {
  await ensureInstalled();
  await ensureBuilt();
  // The heap is bounded so that a long file is a matter of time and not of memory.
  const args = ['--max-old-space-size=400', '--enable-source-maps', join(root, 'dist/scripts/replay/replay.js')];
  const child = spawn(process.execPath, [...args, ...process.argv.slice(2)], {
    cwd: process.env.INIT_CWD ?? process.cwd(),
    stdio: 'inherit',
  });
  child.once('close', (code) => (process.exitCode = code ?? 1));
} catch (error) {
  console.error(error instanceof Refusal ? error.message : error);
  process.exitCode = 1;
}
