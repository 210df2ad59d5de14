import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { alone } from './alone.mjs';
import { root, run, runNode } from './run.mjs';
import { Refusal, step } from './step.mjs';

async function packagesIn(file) {
  try {
    return JSON.parse(await readFile(join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Whether node_modules holds what the lock file asks for. By content, not by date: a checkout or a copy may give any
 * date to either. Packages for other platforms are allowed to be missing.
 */
async function isInstalled() {
  const [wanted, present] = await Promise.all([
    packagesIn('package-lock.json'),
    packagesIn('node_modules/.package-lock.json'),
  ]);
  if (!wanted || !present) return false;
  const same = (path) =>
    present[path]?.version === wanted[path]?.version && present[path]?.integrity === wanted[path]?.integrity;
  return (
    Object.keys(present).every((path) => path in wanted && same(path)) &&
    Object.entries(wanted).every(([path, { optional, devOptional, peer }]) => {
      return path === '' || path in present || optional || devOptional || peer;
    })
  );
}

/** Installs the dependencies when they are missing or are not those of the lock file. */
export async function ensureInstalled(signal) {
  if (await isInstalled()) return;
  await step('Installing dependencies', () =>
    alone(async () => {
      if (await isInstalled()) return; // the one who was before us did it
      // `--include=dev` since NODE_ENV=production would leave out the compiler.
      // Nothing that we use has to run at its installation; the list in package.json is for whoever installs by hand.
      const args = [
        'ci',
        '--ignore-scripts',
        '--include=dev',
        '--no-audit',
        '--no-fund',
        '--prefer-offline',
        '--loglevel=error',
      ];
      const npm = process.env.npm_execpath;
      const { code, output } = npm?.endsWith('.js')
        ? await runNode(npm, args, { signal })
        : await run('npm', args, { signal, shell: process.platform === 'win32' });
      if (code !== 0) throw new Refusal(`npm ci failed:\n${output.trim()}`);
    }),
  );
}
