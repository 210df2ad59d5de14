import './node-version.mjs';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { alone } from './alone.mjs';
import { ensureInstalled } from './install.mjs';
import { root, runNode, tool } from './run.mjs';
import { Refusal, step } from './step.mjs';

const dist = join(root, 'dist');
const CODE = ['apps', 'libs', 'scripts', 'test', 'bench'];

async function filesUnder(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Changes when a file is edited, added or removed. */
async function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths.sort()) {
    const { mtimeMs, size } = await stat(path);
    hash.update(`${relative(root, path)} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

const settings = ['package.json', 'package-lock.json', 'tsconfig.json'].map((name) => join(root, name));
const allUnder = async (folders) => (await Promise.all(folders.map((folder) => filesUnder(join(root, folder))))).flat();

async function deleteOrphans() {
  // The compiler leaves the output of a source that is gone; a migration among them would still be found and run.
  for (const path of (await Promise.all(CODE.map((folder) => filesUnder(join(dist, folder))))).flat()) {
    const source = join(root, relative(dist, path)).replace(/\.js(\.map)?$/, '');
    if (!existsSync(`${source}.ts`) && !existsSync(`${source}.tsx`)) await rm(path);
  }
}

const servers = {
  label: 'Compiling',
  stamp: join(dist, '.servers-built'),
  sources: async () => [...settings, ...(await allUnder(CODE)).filter((path) => /\.tsx?$/.test(path))],
  async make(signal) {
    // Types are `npm run check`'s business: starting must not wait for them, nor fail because of them.
    const { code, output } = await runNode(tool('typescript/bin/tsc'), ['-p', root, '--noCheck'], { signal });
    if (code !== 0) throw new Refusal(`The TypeScript compiler failed:\n${output.trim()}`);
    await deleteOrphans();
  },
};

const web = {
  label: 'Building the web app',
  stamp: join(dist, '.web-built'),
  sources: async () => [...settings, ...(await allUnder(['apps/web', 'libs/clinical', 'libs/contracts']))],
  async make(signal) {
    if (!existsSync(join(root, 'apps/web/index.html'))) return;
    // Built beside and swapped in: a hub that runs from this checkout serves the old one whole until then.
    const next = join(dist, 'web.next');
    const args = ['build', join(root, 'apps/web'), '--outDir', next, '--emptyOutDir', '--logLevel', 'warn'];
    const { code, output } = await runNode(tool('vite/bin/vite.js'), args, { signal });
    if (code !== 0) throw new Refusal(`The web app could not be built:\n${output.trim()}`);
    await rm(join(dist, 'web'), { recursive: true, force: true });
    await rename(next, join(dist, 'web'));
  },
};

async function isBuilt({ stamp, sources }) {
  const before = await readFile(stamp, 'utf8').catch(() => '');
  return before !== '' && before === (await fingerprint(await sources()));
}

async function build(part, signal) {
  if (await isBuilt(part)) return;
  // Taken first: what is edited while it is being built is then built again next time.
  const sources = await fingerprint(await part.sources());
  await step(part.label, () => part.make(signal));
  await writeFile(part.stamp, sources);
}

/** Brings dist up to date with the sources. Does nothing, quickly, when it is. */
export async function ensureBuilt(signal) {
  if ((await isBuilt(servers)) && (await isBuilt(web))) return;
  await mkdir(dist, { recursive: true });
  await alone(async () => {
    await build(servers, signal);
    await build(web, signal);
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await ensureInstalled();
    await ensureBuilt();
  } catch (error) {
    console.error(error instanceof Refusal ? error.message : error);
    process.exitCode = 1;
  }
}
