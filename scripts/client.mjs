import './node-version.mjs';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { alone } from './alone.mjs';
import { ensureServersBuilt } from './build.mjs';
import { typesOf } from './client-types.mjs';
import { ensureInstalled } from './install.mjs';
import { root, runNode, tool } from './run.mjs';
import { Refusal, step } from './step.mjs';

// node scripts/client.mjs       builds packages/client, ready for `npm pack`

const folder = join(root, 'packages', 'client');
const stamp = join(root, 'dist', '.client-built');

/** What the types are made of, and what the client is: together they say whether it has to be built again. */
async function fingerprint(descriptions) {
  const hash = createHash('sha256').update(JSON.stringify(descriptions));
  const sources = (await readdir(join(folder, 'src'))).map((name) => join('packages/client/src', name));
  for (const file of ['packages/client/tsconfig.json', 'scripts/client-types.mjs', 'package-lock.json', ...sources]) {
    hash.update(await readFile(join(root, file)));
  }
  return hash.digest('hex');
}

/**
 * Brings the client's types and its packed form up to date with the contracts. Does nothing, quickly, when they are.
 *
 * @param {AbortSignal} [signal]
 */
export async function ensureClientBuilt(signal) {
  await ensureServersBuilt(signal);
  const { describeHub, describeIngestion } = await import('../dist/libs/openapi/index.js');
  const descriptions = { ingestion: describeIngestion(), hub: describeHub() };
  const wanted = await fingerprint(descriptions);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return;
  await alone(() =>
    step('Building the client', async () => {
      await mkdir(join(folder, 'generated'), { recursive: true });
      for (const [name, description] of Object.entries(descriptions)) {
        await writeFile(join(folder, 'generated', `${name}.ts`), await typesOf(description));
      }
      await rm(join(folder, 'dist'), { recursive: true, force: true });
      const { code, output } = await runNode(tool('typescript/bin/tsc'), ['-p', folder], { signal });
      if (code !== 0) throw new Refusal(`The client could not be built:\n${output.trim()}`);
      await copyFile(join(root, 'LICENSE'), join(folder, 'LICENSE'));
      await writeFile(stamp, wanted);
    }),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await ensureInstalled();
    await ensureClientBuilt();
  } catch (error) {
    console.error(error instanceof Refusal ? error.message : error);
    process.exitCode = 1;
  }
}
