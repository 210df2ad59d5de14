import { readdir, readFile, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { Refusal } from './refusal.ts';

const LISTEN = '0A';

/** The socket inodes that listen on `port`, from the text of /proc/net/tcp or tcp6. */
export function listenersOn(port: number, table: string): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => state === LISTEN && local.endsWith(`:${wanted}`))
    .map((columns) => columns[9] ?? '');
}

/** Who listens on the port, as far as this machine lets us see: only Linux tells, and only of one's own processes. */
async function holderOf(port: number): Promise<string | undefined> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const sockets = new Set(tables.flatMap((table) => listenersOn(port, table)).map((inode) => `socket:[${inode}]`));
  if (sockets.size === 0) return undefined;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    for (const file of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      if (sockets.has(await readlink(`/proc/${pid}/fd/${file}`).catch(() => ''))) {
        const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
        return `${name.trim() || 'a process'}, pid ${pid}`;
      }
    }
  }
  return undefined;
}

/** Refuses, naming the setting to move by, when somebody listens on the port or it may not be used. */
export async function refuseTakenPort(port: number): Promise<void> {
  const problem = await new Promise<string | undefined>((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(undefined)));
  });
  if (problem === undefined) return;
  const advice = `Choose another with the setting PORT, as in: PORT=${port < 65_000 ? port + 1 : 3001} npm start`;
  if (problem !== 'EADDRINUSE') throw new Refusal(`Port ${port} cannot be used (${problem}). ${advice}`);
  const holder = await holderOf(port);
  throw new Refusal(`Port ${port} is taken${holder === undefined ? '' : ` (${holder})`}. ${advice}`);
}
