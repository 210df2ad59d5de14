import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { freePort } from '../../scripts/postgres/free-port.ts';
import { readDemoWard, type DemoWard } from '../../scripts/start/demo-ward.ts';
import { compiled } from '../../scripts/start/project-root.ts';
import { startApp, type TestApp } from './apps.ts';
import { openDatabase, type TestDatabase } from './postgres.ts';
import { openRedis, type TestRedis } from './redis.ts';
import { cleanEnvironment, jobBackend, temporaryFolder, type JobBackend } from './settings.ts';
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

/** Ingestion alone, on a ward of its own: for what no rule and no board has a part in. */
export async function openIngestion(env: NodeJS.ProcessEnv = {}): Promise<TestIngestion> {
  const database = await openDatabase();
  const data = await temporaryFolder('homeward-ingestion-');
  stopAtTheEnd(() => rm(data, { recursive: true, force: true }));
  const all = { DATABASE_URL: database.url, HOMEWARD_DATA: data, HOMEWARD_URL: 'http://127.0.0.1', ...env };
  await openDemoWard(all);
  const ingestion = await startApp('ingestion', all);
  return { url: ingestion.url, ingestion, database, demo: await readDemoWard(data) };
}

/** All of Homeward on one machine as `npm start` runs it, without the simulator, on a ward of its own. */
export async function openStack(options: StackOptions = {}): Promise<TestStack> {
  const database = options.database ?? (await openDatabase());
  const redis = (options.jobs ?? jobBackend()) === 'redis' ? await openRedis() : undefined;
  const data = await temporaryFolder('homeward-stack-');
  stopAtTheEnd(() => rm(data, { recursive: true, force: true }));

  const frontPort = await freePort();
  const url = `http://127.0.0.1:${frontPort}`;
  const env: NodeJS.ProcessEnv = {
    DATABASE_URL: database.url,
    ...(redis && { REDIS_URL: redis.url }),
    HOMEWARD_DATA: data,
    HOMEWARD_URL: url,
    ...options.env,
  };
  await openDemoWard(env);
  const demo = await readDemoWard(data);

  const [hub, worker] = await Promise.all([startApp('hub', env), startApp('rules-worker', env)]);
  const ingestion = await startApp('ingestion', { ...env, PORT: String(frontPort), HUB_URL: hub.url });
  return { url, ingestion, worker, hub, database, redis, demo, env };
}
