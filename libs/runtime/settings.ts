import { z } from 'zod';

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'expected a postgres:// address' });
const redisUrl = z.url({ protocol: /^rediss?$/, error: 'expected a redis:// or rediss:// address' });
const httpUrl = z.url({ protocol: /^https?$/, error: 'expected an http:// or https:// address' });

const environment = z.object({
  DATABASE_URL: postgresUrl,
  /** With it, jobs go through Redis; without, through PostgreSQL. */
  REDIS_URL: redisUrl.optional(),
  PORT: z.coerce.number({ error: 'expected a port number' }).int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Where browsers reach the front door: decides whether cookies need https. */
  PUBLIC_URL: httpUrl.optional(),
  /** Ingestion only: with it, ingestion is the front door of a single machine and passes on to the hub what is not a reading. */
  HUB_URL: httpUrl.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(10),
});

export interface Settings {
  databaseUrl: string;
  redisUrl: string | null;
  port: number;
  host: string;
  publicUrl: string | null;
  hubUrl: string | null;
  logLevel: z.infer<typeof environment>['LOG_LEVEL'];
  databasePool: number;
}

/** A setting that the app cannot start with. Names the variable, never its value: it may be a secret. */
export class UnusableSettings extends Error {
  override name = 'UnusableSettings';
}

/** Reads the environment once. Empty variables count as unset. */
export function readSettings(variables: Record<string, string | undefined> = process.env): Settings {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''));
  const read = environment.safeParse(set);
  if (!read.success) {
    const wrong = read.error.issues.map((issue) => {
      const variable = String(issue.path[0]);
      return `${variable} ${set[variable] === undefined ? 'is not set' : 'cannot be used'}: ${issue.message}`;
    });
    throw new UnusableSettings(wrong.join('; '));
  }
  const { data } = read;
  return {
    databaseUrl: data.DATABASE_URL,
    redisUrl: data.REDIS_URL ?? null,
    port: data.PORT,
    host: data.HOST,
    publicUrl: data.PUBLIC_URL ?? null,
    hubUrl: data.HUB_URL ?? null,
    logLevel: data.LOG_LEVEL,
    databasePool: data.DATABASE_POOL,
  };
}
