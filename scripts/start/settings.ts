import { resolve } from 'node:path';
import { Refusal } from './refusal.ts';

export interface Settings {
  readonly port: number;
  /** Absolute. */
  readonly data: string;
  /** Undefined: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** Everything, for the programs that are started. */
  readonly environment: NodeJS.ProcessEnv;
}

const DEFAULT_PORT = 3000;

/** The one place that reads the environment for `npm start`. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const port = Number(environment['PORT'] || DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Refusal('PORT has to be a port number from 1 to 65535.');
  }
  return {
    port,
    data: resolve(environment['HOMEWARD_DATA'] || '.homeward'),
    databaseUrl: environment['DATABASE_URL'] || undefined,
    environment,
  };
}
