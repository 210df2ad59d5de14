import { ROLES, type Role } from '#contracts';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import { randomKey } from './random-key.ts';
import { retentionSettings, retentionVariables, type RetentionSettings } from './retention-settings.ts';
import { signOnSettings, signOnVariables, whatSignOnLacks, type SignOnSettings } from './sign-on-settings.ts';
import { channelSettings, channelVariables, whatDoesNotGoTogether, type ChannelSettings } from './channel-settings.ts';

const postgresUrl = z
  .url({ protocol: /^postgres(ql)?$/, error: 'expected a postgres:// address' })
  .refine((url) => !URL.canParse(url) || !isSoonGuessed(new URL(url)), {
    error: 'its password is soon guessed: expected at least 12 characters that are not the user’s name',
  });
const redisUrl = z.url({ protocol: /^rediss?$/, error: 'expected a redis:// or rediss:// address' });
const httpUrl = z.url({ protocol: /^https?$/, error: 'expected an http:// or https:// address' });

/** Addresses and networks: 10.0.0.1, 10.0.0.0/8, ::1. */
const addresses = z.string().transform((text, context): string[] => {
  const listed = text.split(',').map((part) => part.trim());
  const wrong = listed.some((one) => {
    const [address = '', prefix, ...rest] = one.split('/');
    const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
    return (
      rest.length > 0 || bits < 0 || (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits))
    );
  });
  if (!wrong) return listed;
  context.issues.push({
    code: 'custom',
    input: text,
    message: 'expected addresses or networks, such as 10.0.0.7, 10.1.0.0/16',
  });
  return z.NEVER;
});

/** Whoever reaches the server tries these first. On this machine alone, as the demo is, nobody else does. */
const SHORTEST_DATABASE_PASSWORD = 12;

function isSoonGuessed({ hostname, username, password }: URL): boolean {
  const here = /^(|localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
  // Without one it is a certificate, a socket or a file that lets us in.
  if (here || password === '') return false;
  const plain = decodeURIComponent(password).toLowerCase();
  const isOneLetter = new Set(plain).size < 4;
  return (
    plain.length < SHORTEST_DATABASE_PASSWORD ||
    isOneLetter ||
    plain.includes(decodeURIComponent(username).toLowerCase())
  );
}

const environment = z.object({
  DATABASE_URL: postgresUrl,
  /** With it, jobs go through Redis; without, through PostgreSQL. */
  REDIS_URL: redisUrl.optional(),
  PORT: z.coerce.number({ error: 'expected a port number' }).int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Where browsers reach the front door: decides whether cookies need https, and where the links of messages lead. */
  PUBLIC_URL: httpUrl.optional(),
  /** Ingestion only: with it, ingestion is the front door of a single machine and passes on to the hub what is not a reading. */
  HUB_URL: z
    .string()
    .transform((list) => list.split(',').map((url) => url.trim()))
    .pipe(z.array(httpUrl).min(1))
    .optional(),
  /** Ingestion only: the header in which the front door names the sender's client certificate, by fingerprint or subject. */
  CLIENT_CERTIFICATE_HEADER: z
    .string()
    .regex(/^[\w-]{1,100}$/, 'expected the name of a header')
    .toLowerCase()
    .optional(),
  /** Ingestion only: the front doors whose word is taken for it. From anywhere else the header means nothing. */
  TRUSTED_PROXIES: addresses.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** The hub only: what the secrets of second factors are sealed with. Without it there are none. */
  SECOND_FACTOR_KEY: randomKey.optional(),
  /** Another that opens them: the one that was in use before, or (with several hubs) the one that is about to be. */
  SECOND_FACTOR_KEY_BEFORE: randomKey.optional(),
  /** The hub only: whose roles need a second factor, with commas. */
  SECOND_FACTOR_ROLES: z
    .string()
    .transform((list) => list.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(ROLES, 'expected names of roles, such as lead, administrator')))
    .optional(),
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(10),
  ...channelVariables,
  /** The hub only: signing in by an OpenID provider. */
  ...signOnVariables,
  ...retentionVariables,
});

export interface Settings {
  databaseUrl: string;
  redisUrl: string | null;
  port: number;
  host: string;
  publicUrl: string | null;
  /** One or more hubs, when this is ingestion and the front door. */
  hubUrls: readonly string[];
  /** Null when no front door names certificates. */
  clientCertificate: { header: string; trustedProxies: readonly string[] } | null;
  secondFactor: { key: Buffer | null; keyBefore: Buffer | null; demandedOf: readonly Role[] };
  logLevel: z.infer<typeof environment>['LOG_LEVEL'];
  databasePool: number;
  channels: ChannelSettings;
  /** Null where everybody signs in with a password. */
  signOn: SignOnSettings | null;
  retention: RetentionSettings;
}

/** A setting that the app cannot start with. Names the variable, never its value: it may be a secret. */
export class UnusableSettings extends Error {
  override name = 'UnusableSettings';
}

/** What may stand in a file that `NAME_FILE` names, as container platforms hand secrets over. */
const IN_FILES = [
  'DATABASE_URL',
  'REDIS_URL',
  'SECOND_FACTOR_KEY',
  'SECOND_FACTOR_KEY_BEFORE',
  'VAPID_PRIVATE_KEY',
  'VAPID_PRIVATE_KEY_BEFORE',
  'NOTIFY_API_KEY',
  'NOTIFY_CALLBACK_TOKEN',
  'SMTP_URL',
  'WEBHOOK_KEY',
  'WEBHOOK_KEY_BEFORE',
  'OIDC_CLIENT_SECRET',
  'OIDC_CLIENT_KEY',
  'OIDC_CLAIMS',
] as const;

function withFiles(variables: Record<string, string | undefined>): Record<string, string | undefined> {
  const read = { ...variables };
  for (const name of IN_FILES) {
    const file = variables[`${name}_FILE`];
    if (!file) continue;
    if (variables[name]) throw new UnusableSettings(`${name} and ${name}_FILE are both set: which is it?`);
    try {
      read[name] = readFileSync(file, 'utf8').trim();
    } catch {
      throw new UnusableSettings(`${name}_FILE cannot be used: the file cannot be read`);
    }
    if (read[name] === '') throw new UnusableSettings(`${name}_FILE cannot be used: the file is empty`);
  }
  return read;
}

/** The settings of second factors alone, for what is ordered at the machine. */
export function readSecondFactor(
  variables: Record<string, string | undefined> = process.env,
): Settings['secondFactor'] {
  const { SECOND_FACTOR_KEY, SECOND_FACTOR_KEY_BEFORE, SECOND_FACTOR_ROLES } = withFiles(variables);
  const DATABASE_URL = 'postgres://localhost/unused';
  return readSettings({ DATABASE_URL, SECOND_FACTOR_KEY, SECOND_FACTOR_KEY_BEFORE, SECOND_FACTOR_ROLES }).secondFactor;
}

/** Reads the environment once. Empty variables count as unset. */
export function readSettings(variables: Record<string, string | undefined> = process.env): Settings {
  const set = Object.fromEntries(
    Object.entries(withFiles(variables)).filter(([, value]) => value !== undefined && value !== ''),
  );
  const read = environment.safeParse(set);
  if (!read.success) {
    const wrong = read.error.issues.map((issue) => {
      const variable = String(issue.path[0]);
      return `${variable} ${set[variable] === undefined ? 'is not set' : 'cannot be used'}: ${issue.message}`;
    });
    throw new UnusableSettings(wrong.join('; '));
  }
  const { data } = read;
  if (data.CLIENT_CERTIFICATE_HEADER !== undefined && data.TRUSTED_PROXIES === undefined) {
    throw new UnusableSettings('TRUSTED_PROXIES is not set: whose CLIENT_CERTIFICATE_HEADER is to be believed?');
  }
  const keyOf = (text: string | undefined): Buffer | null => (text === undefined ? null : Buffer.from(text, 'base64'));
  const secondFactorKey = keyOf(data.SECOND_FACTOR_KEY);
  if (secondFactorKey === null && data.SECOND_FACTOR_KEY_BEFORE !== undefined) {
    throw new UnusableSettings('SECOND_FACTOR_KEY is not set: SECOND_FACTOR_KEY_BEFORE is another beside it');
  }
  if (secondFactorKey === null && data.SECOND_FACTOR_ROLES !== undefined) {
    throw new UnusableSettings(
      'SECOND_FACTOR_KEY is not set: what are the second factors of SECOND_FACTOR_ROLES made of?',
    );
  }
  const together = [...whatDoesNotGoTogether(data), ...whatSignOnLacks(data)];
  if (together.length > 0) throw new UnusableSettings(together.join('; '));
  return {
    databaseUrl: data.DATABASE_URL,
    redisUrl: data.REDIS_URL ?? null,
    port: data.PORT,
    host: data.HOST,
    publicUrl: data.PUBLIC_URL ?? null,
    hubUrls: data.HUB_URL ?? [],
    clientCertificate:
      data.CLIENT_CERTIFICATE_HEADER === undefined
        ? null
        : { header: data.CLIENT_CERTIFICATE_HEADER, trustedProxies: data.TRUSTED_PROXIES ?? [] },
    secondFactor: {
      key: secondFactorKey,
      keyBefore: keyOf(data.SECOND_FACTOR_KEY_BEFORE),
      demandedOf: data.SECOND_FACTOR_ROLES ?? [],
    },
    logLevel: data.LOG_LEVEL,
    databasePool: data.DATABASE_POOL,
    channels: channelSettings(data),
    signOn: signOnSettings(data),
    retention: retentionSettings(data),
  };
}
