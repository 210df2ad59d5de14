import { createHash, randomBytes } from 'node:crypto';
import {
  accountOfSession,
  accountToSignIn,
  appendAudit,
  endSession,
  startSession,
  type Account,
  type Database,
} from '#records';
import { isPasswordOf } from './passwords.ts';

export const SESSION_COOKIE = 'homeward_session';

/** A session ends this long after sign-in, in hours: one long shift. */
const ABSOLUTE_HOURS = 13;
/** And after this long without use, in hours. A live board uses it every minute. */
const IDLE_HOURS = 2;
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

/** Whose session a token is, looked up anew each time; null when it is nobody's any more. */
export async function whoseSession(database: Database, token: string | undefined, now: Date): Promise<Account | null> {
  if (token === undefined || token.length === 0 || token.length > 100) return null;
  const seenSince = new Date(now.getTime() - IDLE_HOURS * HOUR_MS);
  return accountOfSession(database, { tokenHash: tokenHash(token), now, seenSince });
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
