import { join } from 'node:path';
import { urlOfRunning } from '../postgres/running.ts';
import { readSettings } from '../start/settings.ts';
import { fail } from './fail.ts';

/** The database that a command is about: DATABASE_URL's, else the one that `npm start` runs on this machine. */
export async function meantDatabase(): Promise<string> {
  const { databaseUrl, data } = readSettings();
  return (
    databaseUrl ??
    (await urlOfRunning(join(data, 'postgres'))) ??
    fail(
      `DATABASE_URL is not set, and no Homeward runs on ${data}: start it, or give the PostgreSQL database that is meant.`,
      2,
    )
  );
}
