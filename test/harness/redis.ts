import { spawn, type ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { endWithThisProcess } from '../../scripts/postgres/deadman.ts';
import { freePort } from '../../scripts/postgres/free-port.ts';
import { programOnPath, temporaryFolder } from './settings.ts';
import { stopAtTheEnd } from './started.ts';

export interface TestRedis {
  /** Stays the same when the server is killed and started again. */
  readonly url: string;
  /** Forgets everything, as a Redis that lost its disk. */
  flush(): Promise<void>;
  /** The answer to a command, as Redis writes it: for looking behind the scenes. */
  command(...words: readonly string[]): Promise<string>;
  kill(): Promise<void>;
  /** Again, on the same port, with what its append-only file kept. */
  start(): Promise<void>;
}

interface RedisProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
}

/** Certificate and key of the server, and of who signed it: paths of files in PEM. */
export interface RedisTls {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

interface Launched {
  readonly binary: string;
  readonly folder: string;
  readonly tls: RedisTls | null;
}

async function launch({ binary, folder, tls }: Launched, port: number): Promise<RedisProcess> {
  const listening =
    tls === null
      ? ['--port', String(port)]
      : `--port 0 --tls-port ${port} --tls-auth-clients no --tls-cert-file ${tls.cert} --tls-key-file ${tls.key} --tls-ca-cert-file ${tls.ca}`.split(
          ' ',
        );
  const child = spawn(
    binary,
    [...listening, '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--save', ''],
    { detached: true, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => reject(new Error(`redis-server did not start: ${said}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      if (said.length < 20_000) said += chunk.toString();
      if (said.includes('Ready to accept connections')) resolve();
    });
  });
  const calmGuard = endWithThisProcess(child.pid as number, 'TERM');
  void ended.then(calmGuard);
  return { child, ended };
}

async function launchOnFreePort(what: Launched): Promise<{ port: number; running: RedisProcess }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { port, running: await launch(what, port) };
    } catch (error) {
      if (attempt === 5 || !String(error).includes('Address already in use')) throw error;
    }
  }
}

function ask(port: number, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.once('error', reject);
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.once('close', () => resolve(answer.replace(/\+OK\r\n$/, '').trim()));
    const command = [...words].map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('');
    // QUIT makes the server close the connection after its answer, so the end of the answer is known.
    socket.write(`*${words.length}\r\n${command}*1\r\n$4\r\nQUIT\r\n`);
  });
}

/**
 * A Redis server of the test's own. It and what it kept go at the end of the test file. One with TLS speaks nothing else: its `flush`
 * and `command`, which go without, reach it not.
 */
export async function openRedis({ tls = null }: { tls?: RedisTls | null } = {}): Promise<TestRedis> {
  const binary = programOnPath('redis-server');
  if (binary === undefined) throw new Error('These tests need redis-server: sudo apt-get install redis-server');
  const folder = await temporaryFolder('homeward-redis-');
  const what = { binary, folder, tls };
  const first = await launchOnFreePort(what);
  const { port } = first;
  let running: RedisProcess | undefined = first.running;

  const end = async (signal: NodeJS.Signals) => {
    running?.child.kill(signal);
    await running?.ended;
    running = undefined;
  };
  stopAtTheEnd(async () => {
    await end('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });
  return {
    url: tls === null ? `redis://127.0.0.1:${port}` : `rediss://localhost:${port}`,
    flush: async () => void (await ask(port, ['FLUSHALL'])),
    command: (...words) => ask(port, words),
    kill: () => end('SIGKILL'),
    start: async () => {
      running ??= await launch(what, port);
    },
  };
}
