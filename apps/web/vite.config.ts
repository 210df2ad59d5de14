import react from '@vitejs/plugin-react';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PurgeCSS } from 'purgecss';
import { build, defaultClientConditions, defineConfig, parseSync, type Plugin } from 'vite';

/**
 * The design system's stylesheet fetches a licensed font from another site, which no ward screen may depend on (Arial
 * stands in), and names its images by an address that only its own server has. Of its rules the page takes those for names that
 * stand somewhere in our own code: the others, two thirds of it, would hold up the first paint for nothing.
 */
const ownDesignSystem: Plugin = {
  name: 'own-design-system',
  enforce: 'pre',
  async transform(code, id) {
    if (!id.includes('nhsuk-frontend') || !id.endsWith('.css')) return null;
    const [used] = await new PurgeCSS().purge({
      content: ['html', 'tsx', 'ts'].map((kind) => `${import.meta.dirname}/**/*.${kind}`),
      css: [{ raw: code }],
      defaultExtractor: (source) => source.match(/[\w-]+/g) ?? [],
      // Written with a number of characters.
      safelist: { greedy: [/nhsuk-input--width-/] },
    });
    return {
      code: (used?.css ?? code).replaceAll(/@font-face\{[^}]*\}/g, '').replaceAll('url(/assets/', 'url(./assets/'),
      map: null,
    };
  },
};

const conditions = ['source', ...defaultClientConditions];

const revisionOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex').slice(0, 16);

/** Files that are served as they lie there. */
async function publicFiles(): Promise<{ url: string; revision: string }[]> {
  const folder = join(import.meta.dirname, 'public');
  const names = await readdir(folder);
  return Promise.all(
    names.map(async (name) => ({ url: `/${name}`, revision: revisionOf(await readFile(join(folder, name))) })),
  );
}

/**
 * Puts `service-worker.js` beside the page: one file that imports nothing, at an address that stays the same, since that is how a
 * browser finds out that there is a newer one (docs/decisions/0020).
 */
const serviceWorker: Plugin = {
  name: 'service-worker',
  apply: 'build',
  // After the page is in the bundle: the worker is told of every file.
  enforce: 'post',
  async generateBundle(_options, bundle) {
    const shell = [
      ...Object.values(bundle).map((file) => {
        const named = file.fileName.startsWith('assets/');
        return {
          url: `/${file.fileName}`,
          revision: named ? null : revisionOf(file.type === 'asset' ? file.source : file.code),
        };
      }),
      ...(await publicFiles()),
    ];
    const built = await build({
      configFile: false,
      root: import.meta.dirname,
      logLevel: 'warn',
      resolve: { conditions },
      publicDir: false,
      define: { SHELL: JSON.stringify(shell), 'process.env.NODE_ENV': '"production"' },
      build: {
        write: false,
        target: 'es2022',
        lib: {
          entry: 'service-worker/service-worker.ts',
          formats: ['iife'],
          name: 'homeward',
          fileName: 'service-worker',
        },
      },
    });
    const [output] = Array.isArray(built) ? built : [built];
    const code = output && 'output' in output ? output.output[0].code : null;
    if (code === null) throw new Error('the service worker was not built');
    this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: code });
  },
};

/**
 * What the contracts' and the clinical tables' constants are made by changes nothing else: said here, so that a schema that nobody in the
 * browser asks is left out of the build, and zod with the last of them.
 */
const constantsAreOnlyMade: Plugin = {
  name: 'constants-are-only-made',
  enforce: 'pre',
  apply: 'build',
  transform(code, id) {
    if (!/\/libs\/(clinical|contracts)\/.*\.ts$/.test(id)) return null;
    const made = parseSync(id, code).program.body.flatMap((statement) => {
      const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
      return declared?.type === 'VariableDeclaration' ? declared.declarations.flatMap(({ init }) => init ?? []) : [];
    });
    const wrapped = made.reduceRight(
      (text, { start, end }) =>
        `${text.slice(0, start)}/* @__PURE__ */ (() => (${text.slice(start, end)}))()${text.slice(end)}`,
      code,
    );
    return { code: wrapped, map: null };
  },
};

/** Compiled whole beside the page's own thread while it comes, rather than function by function as each is called: browsers that know no such comment skip it. */
const compiledAhead: Plugin = {
  name: 'compiled-ahead',
  apply: 'build',
  enforce: 'post',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk' && ['ahead', 'homeward'].includes(file.name))
        file.code = `//# allFunctionsCalledOnLoad\n${file.code}`;
    }
  },
};

const START = join(import.meta.dirname, 'main.tsx');
const AHEAD = join(import.meta.dirname, 'ahead.ts');
/** The script that asks ahead names a ward's feed out of the contracts, and would have all of them with it. */
const OF_ALL_CONTRACTS = /\/libs\/(?!contracts\/ward-feed\.ts)|\/node_modules\/(?!.*(socket|engine)\.io)/;

/** Puts the script that asks ahead before all others: it runs as soon as it is there, and waits for no stylesheet. */
const asksAhead: Plugin = {
  name: 'asks-ahead',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle = {} }) =>
      Object.values(bundle)
        .filter((file) => file.type === 'chunk' && file.facadeModuleId === AHEAD)
        .map(({ fileName }) => ({
          tag: 'script',
          attrs: { type: 'module', async: true, crossorigin: true, src: `/${fileName}` },
          injectTo: 'head-prepend' as const,
        })),
  },
};

type AboutModule = (id: string) => { readonly importers: readonly string[] } | null;

/** Whether this script has this module from its start, rather than when a part of it is opened. */
function fromTheStart(script: string, id: string, about: AboutModule, seen = new Set<string>()): boolean {
  if (id === script) return true;
  seen.add(id);
  return about(id)?.importers.some((by) => !seen.has(by) && fromTheStart(script, by, about, seen)) ?? false;
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [constantsAreOnlyMade, ownDesignSystem, react(), asksAhead, compiledAhead, serviceWorker],
  resolve: { conditions },
  // The strict CSP admits no data: scripts or fonts, and assets that are files can be cached.
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    // The design system's stylesheet comes minified, with a hack for an old browser that the minifier cannot read.
    cssMinify: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: join(import.meta.dirname, 'index.html'), ahead: AHEAD },
      output: {
        // Whatever is put into one file or several: main.tsx says first that nothing is evaluated (no-eval.ts), and then schemas are made.
        strictExecutionOrder: true,
        // One script for the board, since each of many small ones waits for the line: what the page itself imports, and not what is fetched later.
        codeSplitting: {
          groups: [
            {
              name: (id, chunks) =>
                OF_ALL_CONTRACTS.test(id) || !fromTheStart(AHEAD, id, (other) => chunks.getModuleInfo(other))
                  ? null
                  : 'ahead',
              debugName: 'asked ahead',
              priority: 1,
            },
            {
              name: (id, chunks) =>
                fromTheStart(START, id, (other) => chunks.getModuleInfo(other)) ? 'homeward' : null,
              debugName: 'from the start',
            },
          ],
        },
      },
      treeshake: { moduleSideEffects: (id) => !/\/libs\/(clinical|contracts)\//.test(id) },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000', '/socket.io': { target: 'ws://127.0.0.1:3000', ws: true } } },
});
