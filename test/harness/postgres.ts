import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { openEmbeddedPostgres, type EmbeddedPostgres } from '../../scripts/postgres/embedded-postgres.ts';
import { deletePlace } from '../../scripts/postgres/place.ts';
import { compiled } from '../../scripts/start/project-root.ts';
import { cleanEnvironment, sharedPostgres, temporaryFolder } from './settings.ts';
import { stopAtTheEnd } from './started.ts';

export interface TestPostgres {
  /** Stays the same when the server is stopped and started again. */
  readonly url: string;
  /** A fresh database on this server, as `openDatabase` makes them. */
  openDatabase(options?: DatabaseOptions): Promise<TestDatabase>;
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** Again, on the same port and data. */
  start(): Promise<void>;
}

export interface DatabaseOptions {
  /** What it is a copy of: our schema with nothing in it, unless another is named. Null for an empty database. */
  readonly template?: Template | null;
}

export interface TestDatabase {
  readonly url: string;
  /** One statement on a connection of its own, for looking behind the scenes. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Closes whatever is still connected. Happens by itself at the end of the test file. */
  drop(): Promise<void>;
}

async function onServer<Answer>(url: string, work: (client: pg.Client) => Promise<Answer>): Promise<Answer> {
  const client = new pg.Client({ connectionString: url });
  // A server that goes away under the test is the test's business, not a reason for the process to end.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Any number that only the makers of templates use. */
const TEMPLATE_LOCK = 20_170_101;

/** A database that is filled once for each server: every other of its kind is a copy. */
export interface Template {
  readonly name: string;
  /** What it starts as: an empty database when there is none. */
  readonly from?: Template;
  readonly fill: (url: string) => Promise<void>;
}

export const MIGRATED: Template = {
  name: 'migrated',
  fill: async (url) => {
    await promisify(execFile)(process.execPath, [compiled('scripts/migrate')], {
      env: { ...cleanEnvironment(), DATABASE_URL: url },
    });
  },
};

async function ensureTemplate(server: string, { name, from, fill }: Template): Promise<void> {
  if (from) await ensureTemplate(server, from);
  await onServer(server, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) {
      await client.query(`DROP DATABASE IF EXISTS ${name}_unfinished WITH (FORCE)`);
      await client.query(`CREATE DATABASE ${name}_unfinished ${from ? `TEMPLATE ${from.name}` : ''}`);
      await fill(databaseUrl(server, `${name}_unfinished`));
      await client.query(`ALTER DATABASE ${name}_unfinished RENAME TO ${name}`);
    }
  });
}

async function openDatabaseOn(server: string, { template = MIGRATED }: DatabaseOptions = {}): Promise<TestDatabase> {
  if (template) await ensureTemplate(server, template);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(server, (client) =>
    client.query(`CREATE DATABASE ${name}${template ? ` TEMPLATE ${template.name}` : ''}`),
  );
  const url = databaseUrl(server, name);
  const drop = () => onServer(server, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  return {
    url,
    query: <Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) =>
      onServer(url, async (client) => (await client.query<Row>(sql, values)).rows),
    drop: async () => void (await drop()),
  };
}

/**
 * A PostgreSQL server of the test's own, for tests that stop it. Everything on it goes at the end of the test file.
 * Tests that only need a database take `openDatabase`, which is quicker.
 */
export async function openPostgres(): Promise<TestPostgres> {
  const folder = await temporaryFolder('homeward-test-');
  const options = { dataDir: join(folder, 'postgres'), logFile: join(folder, 'postgres.log') };
  let server: EmbeddedPostgres | undefined = await openEmbeddedPostgres(options);
  const { url, port } = server;
  stopAtTheEnd(async () => {
    await server?.stop();
    await deletePlace(options.dataDir);
    await rm(folder, { recursive: true, force: true });
  });
  return {
    url,
    openDatabase: (databaseOptions) => openDatabaseOn(url, databaseOptions),
    stop: async () => {
      await server?.stop();
      server = undefined;
    },
    kill: async () => {
      await server?.kill();
      server = undefined;
    },
    start: async () => {
      server ??= await openEmbeddedPostgres({ ...options, port });
    },
  };
}

let ownServer: Promise<TestPostgres> | undefined;

/** A fresh database with our schema in it, on a server that the test files share. Dropped at the end of the test file. */
export async function openDatabase(options: DatabaseOptions = {}): Promise<TestDatabase> {
  const database = await openDatabaseOn(sharedPostgres() ?? (await (ownServer ??= openPostgres())).url, options);
  stopAtTheEnd(() => database.drop());
  return database;
}
