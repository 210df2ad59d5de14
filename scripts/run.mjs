import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The JavaScript file behind a development tool's command. */
export const tool = (path) => join(root, 'node_modules', path);

const OUTPUT_KEPT = 200_000;

/**
 * Runs a program to its end in the checkout.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, signal?: AbortSignal, show?: boolean, shell?: boolean }} [options]
 *   `show`: let it write to the terminal; else what it writes is in the answer.
 * @returns {Promise<{ code: number, output: string }>} `code` is 1 when a signal ended it
 */
export function run(command, args, { env = process.env, signal, show = false, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      shell,
      signal,
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk) => (output = (output + chunk).slice(-OUTPUT_KEPT));
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The same for a JavaScript file. */
export const runNode = (file, args, options) => run(process.execPath, [file, ...args], options);
