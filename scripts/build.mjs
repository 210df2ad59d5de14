import './node-version.mjs';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, gzipSync } from 'node:zlib';
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

/** Ours too: another compiler setting is another output. */
const settings = ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts/build.mjs'].map((name) =>
  join(root, name),
);
const allUnder = async (folders) => (await Promise.all(folders.map((folder) => filesUnder(join(root, folder))))).flat();

/** As jest.config.mjs has it: what is tested is what is run. */
const COMPILER = {
  swcrc: false,
  sourceMaps: true,
  module: { type: 'es6' },
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    rewriteRelativeImportExtensions: true,
  },
};

/** File by file and without looking at types: that is `npm run check`'s business, and takes ten times as long. */
async function compile(sources, signal) {
  const { transform } = await import('@swc/core');
  const outputs = sources.map((source) => join(dist, relative(root, source)).replace(/\.ts$/, '.js'));
  await Promise.all(
    sources.map(async (source, at) => {
      signal?.throwIfAborted();
      const output = outputs[at];
      const sourceFileName = relative(dirname(output), source);
      const { code, map } = await transform(await readFile(source, 'utf8'), {
        ...COMPILER,
        filename: source,
        sourceFileName,
      });
      await mkdir(dirname(output), { recursive: true });
      await writeFile(`${output}.map`, map);
      await writeFile(output, `${code}//# sourceMappingURL=${basename(output)}.map\n`);
    }),
  );
  return outputs;
}

async function deleteOrphans(outputs) {
  // The output of a source that is gone: a migration among them would still be found and run.
  const current = new Set(outputs.flatMap((output) => [output, `${output}.map`]));
  for (const path of (await Promise.all(CODE.map((folder) => filesUnder(join(dist, folder))))).flat()) {
    if (!current.has(path)) await rm(path, { force: true });
  }
}

const isServerSource = (path) =>
  path.endsWith('.ts') && !/\.(test|d)\.ts$/.test(path) && !path.startsWith(join(root, 'apps', 'web'));

const servers = {
  stamp: join(dist, '.servers-built'),
  sources: async () => [...settings, ...(await allUnder(CODE)).filter(isServerSource)],
  async make(signal) {
    const outputs = await compile((await allUnder(CODE)).filter(isServerSource), signal).catch((error) => {
      if (signal?.aborted) throw error;
      throw new Refusal(`The compiler failed:\n${error.message}`);
    });
    await deleteOrphans(outputs);
  },
};

/** What a board loads before it is there: its page with every script and stylesheet that the page names, compressed. */
const MOST_BOARD_BYTES = 250_000;

async function keepsSmall(folder) {
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, name]) => name);
  const files = await Promise.all(named.map((name) => readFile(join(folder, name))));
  const bytes = files.reduce((sum, file) => sum + gzipSync(file).length, 0);
  if (named.length === 0 || bytes > MOST_BOARD_BYTES)
    throw new Refusal(`The board is ${bytes} bytes of ${named.length} files, compressed; at most ${MOST_BOARD_BYTES}.`);
}

/** From here on a file is worth compressing, bytes. */
const LEAST_COMPRESSED = 1_024;

/**
 * Each file beside itself as browsers take it over a slow line: brotli, and gzip for a line that is not encrypted. The hub serves
 * whichever is asked for.
 */
async function compressBeside(folder) {
  const texts = (await filesUnder(folder)).filter((path) => /\.(js|css|svg|html|webmanifest)$/.test(path));
  await Promise.all(
    texts.map(async (path) => {
      const whole = await readFile(path);
      if (whole.length < LEAST_COMPRESSED) return;
      const params = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: whole.length };
      await writeFile(`${path}.br`, await promisify(brotliCompress)(whole, { params }));
      await writeFile(`${path}.gz`, await promisify(gzip)(whole, { level: 9 }));
    }),
  );
}

const web = {
  stamp: join(dist, '.web-built'),
  sources: async () => [...settings, ...(await allUnder(['apps/web', 'libs/clinical', 'libs/contracts']))],
  async make(signal) {
    if (!existsSync(join(root, 'apps/web/index.html'))) return;
    // Built beside and swapped in: a hub that runs from this checkout serves the old one whole until then.
    const next = join(dist, 'web.next');
    const args = ['build', join(root, 'apps/web'), '--outDir', next, '--emptyOutDir', '--logLevel', 'warn'];
    const { code, output } = await runNode(tool('vite/bin/vite.js'), args, { signal });
    if (code !== 0) throw new Refusal(`The web app could not be built:\n${output.trim()}`);
    await keepsSmall(next);
    await compressBeside(next);
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
  await part.make(signal);
  await writeFile(part.stamp, sources);
}

/** The part of `ensureBuilt` that Node runs. */
export async function ensureServersBuilt(signal) {
  if (await isBuilt(servers)) return;
  await mkdir(dist, { recursive: true });
  await alone(() => step('Building', () => build(servers, signal)));
}

/** Brings dist up to date with the sources. Does nothing, quickly, when it is. */
export async function ensureBuilt(signal) {
  if ((await isBuilt(servers)) && (await isBuilt(web))) return;
  await mkdir(dist, { recursive: true });
  await alone(async () => {
    await step('Building', async () => {
      // Both to their end, so that nobody else's turn begins while one still writes.
      const outcomes = await Promise.allSettled([build(servers, signal), build(web, signal)]);
      const failure = outcomes.find(({ status }) => status === 'rejected');
      if (failure) throw failure.reason;
    });
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
