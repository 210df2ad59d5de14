import { createHash, randomBytes } from 'node:crypto';
import {
  accountOfSession,
  accountToSignIn,
  appendAudit,
  endSession,
  startSession,
  tryCode,
  useCode,
  type Account,
  type Database,
} from '#records';
import { isPasswordOf } from './passwords.ts';

export const SESSION_COOKIE = 'homeward_session';

/** A session ends this long after sign-in, in hours: one long shift. */
const ABSOLUTE_HOURS = 13;
/** And after this long without use, in hours. A live board uses it every minute. */
const IDLE_HOURS = 2;
/** A patient's, or a carer's, ends with the stay; and after so long, or so long without use, in hours. */
const AT_HOME_HOURS = 90 * 24;
const AT_HOME_IDLE_HOURS = 7 * 24;
const HOUR_MS = 3_600_000;

export interface StartedSession {
  account: Account;
  /** Goes into the cookie and nowhere else: the record keeps its hash. */
  token: string;
  maxAgeSeconds: number;
}

/** Signs somebody in with a new session; null when username or password is wrong, without telling which. */
export async function signIn(
  database: Database,
  credentials: { username: string; password: string },
  now: Date,
): Promise<StartedSession | null> {
  const found = await accountToSignIn(database, credentials.username);
  if (!(await isPasswordOf(found?.passwordHash ?? null, credentials.password)) || !found) {
    const id = found?.account.id ?? null;
    await appendAudit(database, [{ act: 'sign-in-refused', actor: { kind: 'person', id } }]);
    return null;
  }
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + ABSOLUTE_HOURS * HOUR_MS);
  await database.transaction(async (transaction) => {
    await startSession(transaction, { tokenHash: tokenHash(token), accountId: found.account.id, now, expiresAt });
    await appendAudit(transaction, [{ act: 'signed-in', actor: { kind: 'person', id: found.account.id } }]);
  });
  return { account: found.account, token, maxAgeSeconds: ABSOLUTE_HOURS * 3_600 };
}

/**
 * Signs a patient or carer in by a one-time code; null when it is none, was used, has run out or was tried too often, without telling
 * which. It takes as long whichever it is.
 */
export async function signInByCode(
  database: Database,
  { locator, secret }: { locator: string; secret: string },
  now: Date,
): Promise<StartedSession | null> {
  const code = await tryCode(database, locator, now);
  const isRight = await isPasswordOf(code?.secretHash ?? null, secret);
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + AT_HOME_HOURS * HOUR_MS);
  const started =
    code !== null &&
    isRight &&
    (await database.transaction(async (transaction) => {
      if (!(await useCode(transaction, { id: code.id, now }))) return false;
      const { accountId } = code;
      await startSession(transaction, { tokenHash: tokenHash(token), accountId, now, expiresAt });
      await appendAudit(transaction, [{ act: 'signed-in', actor: { kind: 'person', id: accountId } }]);
      return true;
    }));
  const account = started ? await whoseSession(database, token, now) : null;
  if (account) return { account, token, maxAgeSeconds: AT_HOME_HOURS * 3_600 };
  await appendAudit(database, [{ act: 'sign-in-refused', actor: { kind: 'person', id: code?.accountId ?? null } }]);
  return null;
}

/** Whose session a token is, looked up anew each time; null when it is nobody's any more. */
export async function whoseSession(database: Database, token: string | undefined, now: Date): Promise<Account | null> {
  if (token === undefined || token.length === 0 || token.length > 100) return null;
  const since = (hours: number): Date => new Date(now.getTime() - hours * HOUR_MS);
  return accountOfSession(database, {
    tokenHash: tokenHash(token),
    now,
    seenSince: since(IDLE_HOURS),
    atHomeSeenSince: since(AT_HOME_IDLE_HOURS),
  });
}

export async function signOut(database: Database, token: string): Promise<void> {
  await database.transaction(async (transaction) => {
    const accountId = await endSession(transaction, tokenHash(token));
    if (accountId) await appendAudit(transaction, [{ act: 'signed-out', actor: { kind: 'person', id: accountId } }]);
  });
}

function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
