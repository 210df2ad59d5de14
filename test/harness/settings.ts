import { accessSync, constants } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export type JobBackend = 'postgres' | 'redis';

/** Which job backend this run is about: `npm test` runs the suites once on each. */
export function jobBackend(): JobBackend {
  const asked = process.env['HOMEWARD_TEST_JOBS'] ?? 'postgres';
  if (asked !== 'postgres' && asked !== 'redis')
    throw new Error(`HOMEWARD_TEST_JOBS is postgres or redis, not ${asked}.`);
  return asked;
}

/** The PostgreSQL server that `npm test` opened for all test files, if it was `npm test` that began this. */
export function sharedPostgres(): string | undefined {
  return process.env['HOMEWARD_TEST_POSTGRES'];
}

/** A new folder. Under the one that `npm test` deletes at its end, if it was `npm test` that began this. */
export function temporaryFolder(prefix: string): Promise<string> {
  return mkdtemp(join(process.env['HOMEWARD_TEST_FOLDER'] ?? tmpdir(), prefix));
}

/** A folder that all test files share, for what is made once; undefined unless it was `npm test` that began this. */
export function sharedFolder(name: string): string | undefined {
  const folder = process.env['HOMEWARD_TEST_FOLDER'];
  return folder === undefined || sharedPostgres() === undefined ? undefined : join(folder, name);
}

/** The environment for programs under test: the machine's, without any setting that would lead out of the test. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(PORT|HUB_URL|DATABASE_URL|REDIS_URL|NODE_OPTIONS|NODE_ENV|JEST_WORKER_ID|HOMEWARD_.*)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

/** The first of these programs that this machine has. */
export function programOnPath(...names: readonly string[]): string | undefined {
  for (const name of names) {
    for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Look further.
      }
    }
  }
  return undefined;
}
