import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runningOn } from './left-behind.ts';
import { DATABASE, USER } from './names.ts';
import { placeOf } from './place.ts';

/** The address, with its password, of the embedded PostgreSQL that runs on this data now; null when none does. Changes nothing. */
export async function urlOfRunning(dataDir: string): Promise<string | null> {
  const folder = await placeOf(resolve(dataDir));
  const cluster = join(folder, 'cluster');
  if ((await runningOn(cluster)) === undefined) return null;
  // The fourth line of a server's pid file is its port.
  const port = Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[3]);
  const password = await readFile(join(folder, 'password'), 'utf8');
  return `postgres://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`;
}
