import { Database } from '#records';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { openPostgres, openRedis, startApp, stopAtTheEnd, type TestRedis } from '../harness/index.ts';
import { temporaryFolder } from '../harness/settings.ts';

/* The lines to PostgreSQL and Redis, encrypted by what their addresses say; real servers, with certificates of the test's own. */

/** Words without blanks in them. */
const openssl = (words: string) => promisify(execFile)('openssl', words.split(' '));
const NEW_KEY = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes';

let folder: string;
let postgresUrl: string;
let redis: TestRedis;
let ours: string;
let another: string;

async function authority(name: string): Promise<string> {
  const cert = join(folder, `${name}.pem`);
  await openssl(`req -x509 ${NEW_KEY} -days 2 -subj /CN=${name} -keyout ${join(folder, `${name}.key`)} -out ${cert}`);
  return cert;
}

async function certificateFor(host: string, by: string): Promise<{ cert: string; key: string }> {
  const [key, cert, asked, names] = ['key', 'crt', 'csr', 'ext'].map((kind) => join(folder, `${host}.${kind}`)) as [
    string,
    string,
    string,
    string,
  ];
  await openssl(`req ${NEW_KEY} -subj /CN=${host} -keyout ${key} -out ${asked}`);
  await writeFile(names, `subjectAltName=DNS:${host}`);
  const signer = `-CA ${by} -CAkey ${by.replace(/pem$/, 'key')} -CAcreateserial`;
  await openssl(`x509 -req -in ${asked} -days 2 -extfile ${names} -out ${cert} ${signer}`);
  return { cert, key };
}

/** As the server's own user, who alone may read its key. */
async function showAs(certificate: { cert: string; key: string }): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  const { rows } = await client.query<{ at: string }>(`SELECT current_setting('data_directory') AS at`);
  const at = rows[0]?.at ?? '';
  for (const [name, file] of [
    ['server.crt', certificate.cert],
    ['server.key', certificate.key],
  ] as const) {
    const path = client.escapeLiteral(`umask 077; base64 -d > '${at}/${name}'`);
    const text = client.escapeLiteral((await readFile(file)).toString('base64'));
    await client.query(`COPY (SELECT ${text}) TO PROGRAM ${path}`);
  }
  await client.query('ALTER SYSTEM SET ssl = on');
  await client.query('SELECT pg_reload_conf()');
  await client.end();
  // The reload is a signal: the next connection may still come before it.
  await new Promise((resolve) => setTimeout(resolve, 500));
}

const by = (ca: string): string =>
  `${postgresUrl.replace('127.0.0.1', 'localhost')}?sslmode=verify-full&sslrootcert=${ca}`;

beforeAll(async () => {
  folder = await temporaryFolder('homeward-tls-');
  stopAtTheEnd(() => rm(folder, { recursive: true, force: true }));
  [ours, another] = await Promise.all([authority('ours'), authority('another')]);
  const server = await certificateFor('localhost', ours);
  const postgres = await openPostgres();
  postgresUrl = (await postgres.openDatabase()).url;
  await showAs(server);
  redis = await openRedis({ tls: { ...server, ca: ours } });
});

describe('the line to PostgreSQL', () => {
  const IS_ENCRYPTED = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';

  it('is encrypted where its address says so', async () => {
    const database = await Database.open({ url: by(ours), poolSize: 1, applicationName: 'test' });
    stopAtTheEnd(() => database.close());
    expect(await database.query(IS_ENCRYPTED)).toEqual([{ ssl: true }]);
  });

  it('is not opened to a server whose certificate somebody else signed, or that is another’s', async () => {
    const open = (): Promise<unknown> => Database.open({ url: by(another), poolSize: 1, applicationName: 'test' });
    await expect(open()).rejects.toThrow(/certificate/);
    await showAs(await certificateFor('elsewhere.example', ours));
    await expect(Database.open({ url: by(ours), poolSize: 1, applicationName: 'test' })).rejects.toThrow(/localhost/);
    await showAs(await certificateFor('localhost', ours));
  });
});

describe('the line to Redis', () => {
  const connecting = async (ca: string): Promise<string> => {
    const client = new Redis(redis.url, {
      tls: { ca: await readFile(ca) },
      lazyConnect: true,
      retryStrategy: () => null,
    });
    let why = '';
    client.on('error', (error: Error) => (why = error.message));
    try {
      await client.connect();
      return await client.ping();
    } catch {
      return why;
    } finally {
      client.disconnect();
    }
  };

  it('is encrypted, and not opened to a server whose certificate somebody else signed', async () => {
    expect(await connecting(ours)).toBe('PONG');
    expect(await connecting(another)).toMatch(/certificate/);
  });
});

describe('a worker and a hub', () => {
  it('have every line encrypted by their addresses alone', async () => {
    const terms = { DATABASE_URL: by(ours), REDIS_URL: redis.url, NODE_EXTRA_CA_CERTS: ours };
    await Promise.all([startApp('rules-worker', terms), startApp('hub', { DATABASE_URL: by(ours) })]);
    const client = new pg.Client({ connectionString: postgresUrl });
    await client.connect();
    const { rows } = await client.query<{ plain: number; encrypted: number }>(
      `SELECT count(*) FILTER (WHERE NOT s.ssl)::int AS plain, count(*) FILTER (WHERE s.ssl)::int AS encrypted
       FROM pg_stat_activity a JOIN pg_stat_ssl s USING (pid)
       WHERE a.backend_type = 'client backend' AND a.pid <> pg_backend_pid() AND a.datname = current_database()`,
    );
    await client.end();
    expect(rows[0]?.plain).toBe(0);
    expect(rows[0]?.encrypted).toBeGreaterThan(3);
    const asking = new Redis(redis.url, { tls: { ca: await readFile(ours) } });
    // This one, and those of the worker's jobs.
    const clients = String(await asking.client('LIST'))
      .trim()
      .split('\n');
    asking.disconnect();
    expect(clients.length).toBeGreaterThan(1);
  });
});
