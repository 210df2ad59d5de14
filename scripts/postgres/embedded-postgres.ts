import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { endWithThisProcess } from './deadman.ts';
import { freePort } from './free-port.ts';
import { stopLeftBehind } from './left-behind.ts';
import { BoundedLog } from './log-file.ts';
import { DATABASE, USER } from './names.ts';
import { placeFor, type Place } from './place.ts';

export interface EmbeddedPostgres {
  /** With the password: not for logs. Its database is `homeward`, its user may make others. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, connections closed. At most about 3 s. */
  stop(): Promise<void>;
  /** As a power cut would, except that the disk's caches are kept. */
  kill(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Kept between starts. May end up as a pointer only: see `placeFor`. */
  readonly dataDir: string;
  /** A free one by default. */
  readonly port?: number;
  readonly logFile: string;
}

/** For a small machine that is shared with everything else, and that must not lose a reading: fsync stays on. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  fsync: 'on',
  synchronous_commit: 'on',
  wal_level: 'replica',
  max_wal_senders: '0',
  min_wal_size: '128MB',
  max_wal_size: '1GB',
  checkpoint_timeout: '10min',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %q%d ',
  log_checkpoints: 'off',
} as const;

/** Nothing of ours: a PGPORT or LD_LIBRARY_PATH that was meant for another PostgreSQL would lead this one astray. */
const ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } as unknown as NodeJS.ProcessEnv;

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function spawnAs(place: Place, command: string, args: readonly string[]): ChildProcess {
  return spawn(command, args, {
    ...place.user,
    cwd: place.folder,
    env: ENVIRONMENT,
    // Its own session: a Ctrl-C on the terminal must not reach it before those who still write to it have ended.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

async function runToEnd(place: Place, command: string, args: readonly string[], input = ''): Promise<void> {
  const running = spawnAs(place, command, args);
  const calmGuard = running.pid === undefined ? () => undefined : endWithThisProcess(running.pid, 'TERM');
  const said: Buffer[] = [];
  running.stdout?.on('data', (chunk: Buffer) => said.push(chunk));
  running.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
  running.stdin?.on('error', () => undefined);
  running.stdin?.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    running.once('error', reject);
    running.once('close', resolve);
  });
  calmGuard();
  if (code !== 0) throw new Error(`PostgreSQL's ${basename(command)} failed: ${Buffer.concat(said).toString().trim()}`);
}

async function createCluster(place: Place, cluster: string): Promise<void> {
  // Made beside and renamed: a first start that is killed half-way must not leave half a cluster.
  const unfinished = `${cluster}.new`;
  const passwordFile = join(place.folder, 'password');
  await rm(unfinished, { recursive: true, force: true, maxRetries: 5 });
  await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (place.user) await chown(passwordFile, place.user.uid, place.user.gid);

  await runToEnd(place, place.binaries.initdb, [
    `--pgdata=${unfinished}`,
    `--username=${USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorts by code point but knows upper and lower case in every script; the same on every machine.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ]);
  // The single-user mode needs no server to be up and no client.
  await runToEnd(
    place,
    place.binaries.postgres,
    ['--single', '-D', unfinished, 'postgres'],
    `CREATE DATABASE ${DATABASE}\n`,
  );
  await rename(unfinished, cluster);
}

const READY = 'database system is ready to accept connections';
/** A server that was killed a moment ago: its last processes are still letting go of the shared memory or the port. */
const STILL_ENDING = /pre-existing shared memory block|is another postmaster/;
const PORT_TAKEN = 'Address already in use';

class DidNotStart extends Error {}

async function launch(place: Place, cluster: string, port: number, log: BoundedLog): Promise<ChildProcess> {
  const settings = Object.entries({ ...SETTINGS, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawnAs(place, place.binaries.postgres, ['-D', cluster, ...settings]);
  server.stdout?.resume();
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('close', () => reject(new DidNotStart(said.trim())));
    server.stderr?.on('data', (chunk: Buffer) => {
      log.write(chunk);
      // Clients that come too soon are told off in the log, each of them, before the line that is waited for.
      said = `${said}${chunk.toString()}`.slice(-10_000);
      if (said.includes(READY)) resolve();
    });
  });
  return server;
}

async function launchPatiently(place: Place, cluster: string, port: number | undefined, log: BoundedLog) {
  for (let attempt = 1; ; attempt += 1) {
    const chosen = port ?? (await freePort());
    try {
      return { server: await launch(place, cluster, chosen, log), port: chosen };
    } catch (error) {
      if (!(error instanceof DidNotStart)) throw error;
      const passing = STILL_ENDING.test(error.message) || (error.message.includes(PORT_TAKEN) && port === undefined);
      if (!passing || attempt === 20) throw new Error(`PostgreSQL did not start: ${error.message}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/**
 * Starts the PostgreSQL that npm installed, on data that is made at the first start, and answers once it takes
 * connections. A server that a killed process left behind on the same data is stopped first. Ends with this process.
 * Works for root too: see `placeFor`. Linux and macOS.
 */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = await placeFor(options.dataDir);
  const cluster = join(place.folder, 'cluster');
  const isNew = !(await exists(cluster));
  if (isNew) await createCluster(place, cluster);
  else await stopLeftBehind(cluster);

  const log = new BoundedLog(options.logFile);
  const { server, port } = await launchPatiently(place, cluster, options.port, log).catch((error: unknown) => {
    log.close();
    throw error;
  });
  const pid = server.pid as number;
  const calmGuard = endWithThisProcess(pid, 'INT');
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => {
      calmGuard();
      log.close();
      resolve();
    });
  });

  const end = async (signals: readonly [NodeJS.Signals, number][]) => {
    for (const [signal, patience] of signals) {
      server.kill(signal);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<'late'>((resolve) => (timer = setTimeout(resolve, patience, 'late')));
      const outcome = await Promise.race([ended, late]);
      clearTimeout(timer);
      if (outcome !== 'late') return;
    }
    await ended;
  };

  const password = await readFile(join(place.folder, 'password'), 'utf8');
  const urlOf = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;

  return {
    url: urlOf(DATABASE),
    port,
    pid,
    ended,
    stop: () =>
      end([
        ['SIGINT', 2_000],
        ['SIGQUIT', 1_000],
        ['SIGKILL', 1_000],
      ]),
    kill: () => end([['SIGKILL', 5_000]]),
  };
}
