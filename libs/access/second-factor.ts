import {
  beginSecondFactor,
  confirmSecondFactor,
  secondFactorOf,
  useSpareCode,
  useStep,
  type Account,
  type Database,
} from '#records';
import type { Role, SecondFactorBegun } from '#contracts';
import { createHmac, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { newSpokenCode, readSpokenCode, spokenCodeHash } from './spoken-codes.ts';

/** Source: RFC 6238; what every authenticator app takes. */
const STEP_SECONDS = 30;
const DIGITS = 6;
/** A telephone's clock may be off by so many steps. Source: RFC 6238, 5.2. */
const STEPS_OFF = 1;
const SALT_BYTES = 16;
/** Source: RFC 4226, 4: at least 128 bits, 160 recommended. */
const SECRET_BYTES = 20;
const SPARE_CODES = 10;
const SPARE_CODE_GROUPS = 4;

/** How second factors are kept and asked for, by the settings. */
export interface SecondFactorTerms {
  /** What secrets are derived from, so that none stands in the record; null where there are no second factors. */
  readonly key: Buffer | null;
  /** Whoever has one of these roles can do nothing before they have one. */
  readonly demandedOf: readonly Role[];
}

function totpOf(key: Buffer, { account, salt }: { account: Pick<Account, 'id' | 'username'>; salt: Buffer }): TOTP {
  const bytes = createHmac('sha256', key).update(account.id).update(salt).digest().subarray(0, SECRET_BYTES);
  return new TOTP({
    issuer: 'Homeward',
    label: account.username,
    secret: new Secret({ buffer: new Uint8Array(bytes).buffer }),
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
  const salt = randomBytes(SALT_BYTES);
  if (!(await beginSecondFactor(database, { accountId: account.id, salt, now }))) return null;
  const totp = totpOf(key, { account, salt });
  return { secret: totp.secret.base32, address: totp.toString() };
}

/** Confirms it by a code from the telephone; gives the spare codes, this once. Null when the code is not right. */
export async function confirmSettingUp(
  database: Database,
  { account, key, code }: { account: Account; key: Buffer; code: string },
  now: Date,
): Promise<string[] | null> {
  const kept = await secondFactorOf(database, account.id);
  const step = kept === null || kept.isOn ? null : stepOf(totpOf(key, { account, salt: kept.salt }), code, now);
  if (step === null) return null;
  const codes = Array.from({ length: SPARE_CODES }, () => newSpokenCode(SPARE_CODE_GROUPS));
  const codeHashes = codes.map(spokenCodeHash);
  return (await confirmSecondFactor(database, { accountId: account.id, step, codeHashes, now })) ? codes : null;
}

/** Whether a second factor lets this account in: it needs none, or the code is right and was not used before. */
export async function passesSecondFactor(
  database: Database,
  { account, key, code }: { account: Account; key: Buffer | null; code: string | null },
  now: Date,
): Promise<'passes' | 'needed' | 'wrong'> {
  const kept = await secondFactorOf(database, account.id);
  if (!kept?.isOn) return 'passes';
  if (code === null || code.trim() === '') return 'needed';
  // Without the key nobody can tell: a setting that was lost lets nobody by.
  const step = key === null ? null : stepOf(totpOf(key, { account, salt: kept.salt }), code, now);
  if (step !== null) return (await useStep(database, { accountId: account.id, step })) ? 'passes' : 'wrong';
  const spare = readSpokenCode(code, SPARE_CODE_GROUPS);
  if (spare === null) return 'wrong';
  const used = await useSpareCode(database, { accountId: account.id, codeHash: spokenCodeHash(spare), now });
  return used ? 'passes' : 'wrong';
}
