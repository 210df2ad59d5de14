import {
  beginSecondFactor,
  confirmSecondFactor,
  keptSecrets,
  sealAnew,
  secondFactorOf,
  useSpareCode,
  useStep,
  type Account,
  type Database,
  type KeptSecret,
} from '#records';
import type { Role, SecondFactorBegun } from '#contracts';
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { newSpokenCode, readSpokenCode, spokenCodeHash } from './spoken-codes.ts';

/** Source: RFC 6238; what every authenticator app takes. */
const STEP_SECONDS = 30;
const DIGITS = 6;
/** A telephone's clock may be off by so many steps. Source: RFC 6238, 5.2. */
const STEPS_OFF = 1;
const CIPHER = 'aes-256-gcm';
const CIPHER_KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Source: RFC 4226, 4: at least 128 bits, 160 recommended. */
const SECRET_BYTES = 20;
const SPARE_CODES = 10;
const SPARE_CODE_GROUPS = 4;

/** How second factors are kept and asked for, by the settings. */
export interface SecondFactorTerms {
  /** What secrets are sealed with, so that none stands in the record; null where there are no second factors. */
  readonly key: Buffer | null;
  /** While secrets move from one key to the next, the other one: it opens and never seals. */
  readonly keyBefore: Buffer | null;
  /** Whoever has one of these roles can do nothing before they have one. */
  readonly demandedOf: readonly Role[];
}

type Keys = Pick<SecondFactorTerms, 'key' | 'keyBefore'>;

const cipherKey = (key: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'homeward second factors', CIPHER_KEY_BYTES));

/** A secret as it is kept: nobody opens it without the key, or as another account's. */
function sealed(key: Buffer, accountId: string, secret: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, cipherKey(key), nonce).setAAD(Buffer.from(accountId));
  const closed = Buffer.concat([cipher.update(secret), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), closed]);
}

function opened(key: Buffer, accountId: string, kept: Buffer): Buffer | null {
  try {
    const decipher = createDecipheriv(CIPHER, cipherKey(key), kept.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(Buffer.from(accountId))
      .setAuthTag(kept.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(kept.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}

/**
 * What an account's secret may be, with whether it is kept under the key that seals now. Of one that is derived nothing tells which
 * key it is of: a code does.
 */
function secretsOf(
  { key, keyBefore }: Keys,
  accountId: string,
  kept: KeptSecret,
): { secret: Buffer; isSealedNow: boolean }[] {
  return [key, keyBefore].flatMap((one) => {
    if (one === null) return [];
    const secret =
      kept.sealed === null
        ? createHmac('sha256', one).update(accountId).update(kept.salt).digest().subarray(0, SECRET_BYTES)
        : opened(one, accountId, kept.sealed);
    return secret === null ? [] : [{ secret, isSealedNow: kept.sealed !== null && one === key }];
  });
}

/**
 * Seals with the key whatever is kept under the one before it, so that nobody needs that any more. What neither opens is left, and
 * counted: those people's codes are right no more.
 */
export async function sealUnderTheKey(
  database: Database,
  terms: Keys,
): Promise<{ sealedAnew: number; waiting: number; unopened: number }> {
  const done = { sealedAnew: 0, waiting: 0, unopened: 0 };
  const { key } = terms;
  if (key === null) return done;
  for (const kept of await keptSecrets(database)) {
    const secrets = secretsOf(terms, kept.accountId, kept);
    const [one] = secrets;
    if (one === undefined) done.unopened += 1;
    else if (secrets.length > 1 && kept.sealed === null) done.waiting += 1;
    else if (!one.isSealedNow) {
      const anew = sealed(key, kept.accountId, one.secret);
      if (await sealAnew(database, { accountId: kept.accountId, kept, sealed: anew })) done.sealedAnew += 1;
    }
  }
  return done;
}

function totpOf(secret: Buffer, account: Pick<Account, 'username'>): TOTP {
  return new TOTP({
    issuer: 'Homeward',
    label: account.username,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
    algorithm: 'SHA1',
    digits: DIGITS,
    period: STEP_SECONDS,
  });
}

/** The step of which this is the code, near enough to now; null when it is none. */
export function stepOf(totp: TOTP, code: string, now: Date): number | null {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const delta = totp.validate({ token, timestamp: now.getTime(), window: STEPS_OFF });
  return delta === null ? null : Math.floor(now.getTime() / 1_000 / STEP_SECONDS) + delta;
}

/** A new secret, which is asked for once a code of it was right; null where one is in use. */
export async function beginSettingUp(
  database: Database,
  { account, key }: { account: Account; key: Buffer },
  now: Date,
): Promise<SecondFactorBegun | null> {
  const secret = randomBytes(SECRET_BYTES);
  const kept = sealed(key, account.id, secret);
  if (!(await beginSecondFactor(database, { accountId: account.id, sealed: kept, now }))) return null;
  const totp = totpOf(secret, account);
  return { secret: totp.secret.base32, address: totp.toString() };
}

/** Confirms it by a code from the telephone; gives the spare codes, this once. Null when the code is not right. */
export async function confirmSettingUp(
  database: Database,
  { account, keys, code }: { account: Account; keys: Keys; code: string },
  now: Date,
): Promise<string[] | null> {
  const kept = await secondFactorOf(database, account.id);
  const right = kept === null || kept.isOn ? null : rightOf(keys, { account, kept, code }, now);
  if (right === null) return null;
  const { step } = right;
  const codes = Array.from({ length: SPARE_CODES }, () => newSpokenCode(SPARE_CODE_GROUPS));
  const codeHashes = codes.map(spokenCodeHash);
  return (await confirmSecondFactor(database, { accountId: account.id, step, codeHashes, now })) ? codes : null;
}

/** The step of which this is the code, with the secret that said so; null where it is none. */
function rightOf(
  keys: Keys,
  { account, kept, code }: { account: Account; kept: KeptSecret; code: string },
  now: Date,
): { step: number; secret: Buffer; isSealedNow: boolean } | null {
  for (const one of secretsOf(keys, account.id, kept)) {
    const step = stepOf(totpOf(one.secret, account), code, now);
    if (step !== null) return { step, ...one };
  }
  return null;
}

/** Whether a second factor lets this account in: it needs none, or the code is right and was not used before. */
export async function passesSecondFactor(
  database: Database,
  { account, keys, code }: { account: Account; keys: Keys; code: string | null },
  now: Date,
): Promise<'passes' | 'needed' | 'wrong'> {
  const kept = await secondFactorOf(database, account.id);
  if (!kept?.isOn) return 'passes';
  if (code === null || code.trim() === '') return 'needed';
  // Without the key nobody can tell: a setting that was lost lets nobody by.
  const right = rightOf(keys, { account, kept, code }, now);
  if (right !== null) {
    if (!(await useStep(database, { accountId: account.id, step: right.step }))) return 'wrong';
    if (keys.key !== null && !right.isSealedNow) {
      const anew = sealed(keys.key, account.id, right.secret);
      await sealAnew(database, { accountId: account.id, kept, sealed: anew });
    }
    return 'passes';
  }
  const spare = readSpokenCode(code, SPARE_CODE_GROUPS);
  if (spare === null) return 'wrong';
  const used = await useSpareCode(database, { accountId: account.id, codeHash: spokenCodeHash(spare), now });
  return used ? 'passes' : 'wrong';
}
