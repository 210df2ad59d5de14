import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { freePort } from '../../scripts/postgres/free-port.ts';
import { writeDemoWard } from '../../scripts/demo/demo-file.ts';
import { readDemoWard, type DemoWard } from '../../scripts/start/demo-ward.ts';
import { compiled } from '../../scripts/start/project-root.ts';
import { startApp, type TestApp } from './apps.ts';
import { logsNameNobody } from './logs-name-nobody.ts';
import { MIGRATED, openDatabase, type TestDatabase } from './postgres.ts';
import { openRedis, type TestRedis } from './redis.ts';
import { cleanEnvironment, jobBackend, sharedFolder, temporaryFolder, type JobBackend } from './settings.ts';
import { stopAtTheEnd } from './started.ts';

export interface StackOptions {
  /** What this run is about, unless the test is about one of them. */
  readonly jobs?: JobBackend;
  /** One on `openPostgres` for tests that stop the server. */
  readonly database?: TestDatabase;
  /** For every app, beyond what makes the stack hang together. */
  readonly env?: NodeJS.ProcessEnv;
}

export interface TestStack {
  /** The one front door. */
  readonly url: string;
  readonly ingestion: TestApp;
  readonly worker: TestApp;
  readonly hub: TestApp;
  readonly database: TestDatabase;
  /** Undefined when the jobs are in PostgreSQL. */
  readonly redis: TestRedis | undefined;
  /** The demo ward that was opened in it: accounts, source keys, patients. */
  readonly demo: DemoWard;
  /** What the apps were given, for starting a second one of a kind. */
  readonly env: NodeJS.ProcessEnv;
}

export type TestIngestion = Pick<TestStack, 'url' | 'ingestion' | 'database' | 'demo'>;

async function openDemoWard(env: NodeJS.ProcessEnv): Promise<void> {
  await promisify(execFile)(process.execPath, [compiled('scripts/demo/open-demo-ward')], {
    env: { ...cleanEnvironment(), ...env },
  });
}

interface Ward {
  readonly database: TestDatabase;
  /** The folder of its demo ward's file. */
  readonly data: string;
  readonly demo: DemoWard;
}

/** A demo ward of the test's own. To open one takes seconds: those of one run are copies of the first. */
async function openWard(url: string, onDatabase?: TestDatabase): Promise<Ward> {
  const data = await temporaryFolder('homeward-ward-');
  stopAtTheEnd(() => rm(data, { recursive: true, force: true }));
  const firstData = sharedFolder('demo-ward');
  if (onDatabase || firstData === undefined) {
    const database = onDatabase ?? (await openDatabase());
    await openDemoWard({ DATABASE_URL: database.url, HOMEWARD_DATA: data, HOMEWARD_URL: url });
    return { database, data, demo: await readDemoWard(data) };
  }
  const database = await openDatabase({
    template: {
      name: 'demo_ward',
      from: MIGRATED,
      fill: (first) => openDemoWard({ DATABASE_URL: first, HOMEWARD_DATA: firstData, HOMEWARD_URL: url }),
    },
  });
  const demo = { ...(await readDemoWard(firstData)), url };
  await writeDemoWard(data, demo);
  return { database, data, demo };
}

/** Ingestion alone, on a ward of its own: for what no rule and no board has a part in. */
export async function openIngestion(env: NodeJS.ProcessEnv = {}): Promise<TestIngestion> {
  const url = 'http://127.0.0.1';
  const { database, data, demo } = await openWard(url);
  const ingestion = await startApp('ingestion', {
    DATABASE_URL: database.url,
    HOMEWARD_DATA: data,
    HOMEWARD_URL: url,
    ...env,
  });
  return { url: ingestion.url, ingestion, database, demo };
}

/** All of Homeward on one machine as `npm start` runs it, without the simulator, on a ward of its own. */
export async function openStack(options: StackOptions = {}): Promise<TestStack> {
  const redis = (options.jobs ?? jobBackend()) === 'redis' ? await openRedis() : undefined;
  const frontPort = await freePort();
  const url = `http://127.0.0.1:${frontPort}`;
  const { database, data, demo } = await openWard(url, options.database);
  const env: NodeJS.ProcessEnv = {
    DATABASE_URL: database.url,
    ...(redis && { REDIS_URL: redis.url }),
    HOMEWARD_DATA: data,
    HOMEWARD_URL: url,
    ...options.env,
  };
  const [hub, worker] = await Promise.all([startApp('hub', env), startApp('rules-worker', env)]);
  const ingestion = await startApp('ingestion', { ...env, PORT: String(frontPort), HUB_URL: hub.url });
  stopAtTheEnd(() => logsNameNobody([hub, worker, ingestion], { database, demo }));
  return { url, ingestion, worker, hub, database, redis, demo, env };
}
