import type { AuditEntry, OwnSessions, WallNames } from '#contracts';
import { createHash, randomBytes } from 'node:crypto';
import {
  accountOfSession,
  accountToSignIn,
  appendAudit,
  endOtherSessions,
  endSession,
  forgetSecondFactor,
  forgetTries,
  knowBrowser,
  secondFactorOf,
  sessionsOf,
  setPassword,
  startSession,
  tryCode,
  tryRecoveryCode,
  useCode,
  type Account,
  type Database,
  type Transaction,
  type VouchedSession,
} from '#records';
import { browserName } from './browser-name.ts';
import { tooEasy } from './password-strength.ts';
import { hashPassword, isPasswordOf } from './passwords.ts';
import { passesSecondFactor, type SecondFactorTerms } from './second-factor.ts';
import {
  browserHash,
  giveAddressBack,
  giveSignInTryBack,
  rightTry,
  takeAddressTry,
  takeSignInTry,
  triesOf,
  type From,
  type TakenTry,
} from './sign-in-tries.ts';

export const SESSION_COOKIE = 'homeward_session';
/** By which a browser is known again. It lets nobody in: tries from it are counted by themselves. */
export const BROWSER_COOKIE = 'homeward_browser';
/** A browser that was not used for so long is a stranger again. */
export const BROWSER_KNOWN_DAYS = 365;

/** A session ends this long after sign-in, in hours: one long shift. */
const ABSOLUTE_HOURS = 13;
/** And after this long without use, in hours. A live board uses it every minute. */
const IDLE_HOURS = 2;
/** A patient's, or a carer's, ends with the stay; and after so long, or so long without use, in hours. */
const AT_HOME_HOURS = 90 * 24;
const AT_HOME_IDLE_HOURS = 7 * 24;
/** A wall screen's goes dark after so long, and where it was switched off for longer than a long weekend, in hours. */
const WALL_HOURS = 30 * 24;
const WALL_IDLE_HOURS = 4 * 24;
const HOUR_MS = 3_600_000;

export interface StartedSession {
  account: Account;
  /** Goes into the cookie and nowhere else: the record keeps its hash. */
  token: string;
  maxAgeSeconds: number;
}

/** What became of a wish to sign in: `wrong` never tells which of the two was; `wait` is the same for an account that is none. */
export type SignInOutcome =
  | { kind: 'in'; session: StartedSession; browser: string }
  | { kind: 'wrong' }
  /** The password is right, and the account has a second factor of which no code was sent. */
  | { kind: 'second-factor-needed' }
  | { kind: 'wait'; until: Date };

/**
 * Signs somebody in, always with a new session; one that the browser came with ends, whoever's it was. Tries that fail are
 * counted in the record, for all hubs together.
 */
export async function signIn(
  database: Database,
  wish: {
    username: string;
    password: string;
    secondFactor: string | null;
    terms: SecondFactorTerms;
    from: From;
    cameWith: string | null;
  },
  now: Date,
): Promise<SignInOutcome> {
  const { terms, from, cameWith } = wish;
  const proof = await tried(database, wish, now);
  if (proof.kind !== 'proven') return proof;
  const { account, taken } = proof;
  return database.transaction(async (transaction) => {
    await rightTry(transaction, taken);
    return enter(transaction, { account, terms, from, cameWith: hashOf(cameWith), now });
  });
}

type Proof = { account: Account; hasSecondFactor: boolean };

/** Somebody shows whose account is theirs, as at sign-in and counted with it, without being signed in: for orders at the machine. */
export async function proveWho(
  database: Database,
  wish: Parameters<typeof tried>[1],
  now: Date,
): Promise<Exclude<SignInOutcome, { kind: 'in' }> | ({ kind: 'proven' } & Proof)> {
  const proof = await tried(database, wish, now);
  if (proof.kind !== 'proven') return proof;
  await rightTry(database, proof.taken);
  return { kind: 'proven', account: proof.account, hasSecondFactor: proof.hasSecondFactor };
}

/** Takes a try, and says whether password and second factor were right. */
async function tried(
  database: Database,
  wish: {
    username: string;
    password: string;
    secondFactor: string | null;
    terms: SecondFactorTerms;
    from: From;
  },
  now: Date,
): Promise<Exclude<SignInOutcome, { kind: 'in' }> | ({ kind: 'proven'; taken: TakenTry } & Proof)> {
  const { username, password, secondFactor, terms, from } = wish;
  const taken = await takeSignInTry(database, { username, from, now });
  if ('until' in taken) return { kind: 'wait', until: taken.until };
  const found = await accountToSignIn(database, username);
  if (!(await isPasswordOf(found?.passwordHash ?? null, password)) || !found) {
    const id = found?.account.id ?? null;
    await appendAudit(database, [{ act: 'sign-in-refused', actor: { kind: 'person', id } }]);
    return { kind: 'wrong' };
  }
  const { account } = found;
  const second = await passesSecondFactor(database, { account, keys: terms, code: secondFactor }, now);
  if (second === 'needed') {
    // Neither right nor wrong: it counts for nothing, and what was counted stays.
    await giveSignInTryBack(database, taken);
    return { kind: 'second-factor-needed' };
  }
  if (second === 'wrong') {
    await appendAudit(database, [{ act: 'sign-in-refused', actor: { kind: 'person', id: account.id } }]);
    return { kind: 'wrong' };
  }
  const hasSecondFactor = (await secondFactorOf(database, account.id))?.isOn ?? false;
  return { kind: 'proven', account, taken, hasSecondFactor };
}

/** Starts a session of somebody who showed that they are who they say, and ends the one that the browser came with. Last in its transaction. */
export async function enter(
  transaction: Transaction,
  {
    account: before,
    terms,
    from,
    cameWith,
    now,
    told = [],
    vouchedFor = null,
  }: {
    account: Account;
    terms: SecondFactorTerms;
    from: From;
    /** The hash of the token. */
    cameWith: Buffer | null;
    now: Date;
    told?: readonly AuditEntry[];
    /** By an OpenID provider: there is no password of ours that is guessed, and no browser to be known by for that. */
    vouchedFor?: VouchedSession | null;
  },
): Promise<SignInOutcome & { kind: 'in' }> {
  const lacks = terms.demandedOf.includes(before.role) && !(await secondFactorOf(transaction, before.id))?.isOn;
  const account: Account = { ...before, session: lacks ? 'setting-up' : 'full' };
  const token = newToken();
  const browser = from.browser ?? newToken();
  const expiresAt = new Date(now.getTime() + ABSOLUTE_HOURS * HOUR_MS);
  if (vouchedFor === null)
    await knowBrowser(transaction, { accountId: account.id, browserHash: browserHash(browser), now });
  const ended = cameWith === null ? null : await endSession(transaction, cameWith);
  await startSession(transaction, {
    tokenHash: tokenHash(token),
    accountId: account.id,
    now,
    expiresAt,
    browser: browserName(from.userAgent),
    address: from.address,
    kind: account.session,
    vouchedFor,
  });
  await appendAudit(transaction, [
    ...told,
    ...(ended === null ? [] : [{ act: 'signed-out', actor: { kind: 'person', id: ended } } as const]),
    { act: 'signed-in', actor: { kind: 'person', id: account.id } },
  ]);
  return { kind: 'in', session: { account, token, maxAgeSeconds: ABSOLUTE_HOURS * 3_600 }, browser };
}

/**
 * Changes one's own password. Every session of the account ends and this browser gets another. `wrong` when the current one is not
 * right, which is counted as a try to sign in is; `weak` says why the new one will not do.
 */
export async function changePassword(
  database: Database,
  wish: { account: Account; current: string; password: string; terms: SecondFactorTerms; from: From },
  now: Date,
): Promise<SignInOutcome | { kind: 'weak'; why: string }> {
  const { account, current, password, terms, from } = wish;
  const why = await tooEasy(password, [account.username, account.displayName]);
  if (why !== null) return { kind: 'weak', why };
  const taken = await takeSignInTry(database, { username: account.username, from, now });
  if ('until' in taken) return { kind: 'wait', until: taken.until };
  const found = await accountToSignIn(database, account.username);
  if (!(await isPasswordOf(found?.passwordHash ?? null, current))) return { kind: 'wrong' };
  const passwordHash = await hashPassword(password);
  return database.transaction(async (transaction) => {
    await rightTry(transaction, taken);
    await setPassword(transaction, { accountId: account.id, passwordHash });
    const told = [{ act: 'changed-password', actor: { kind: 'person', id: account.id } }] as const;
    return enter(transaction, { account, terms, from, cameWith: null, now, told });
  });
}

/**
 * Sets a new password by a code that an administrator gave, and signs in; whoever was kept waiting by somebody's guesses waits no
 * more. `wrong` for a code that is none, was used, has run out or was tried too often, in as long.
 */
export async function recover(
  database: Database,
  wish: {
    code: { locator: string; secret: string } | null;
    password: string;
    terms: SecondFactorTerms;
    from: From;
    cameWith: string | null;
  },
  now: Date,
): Promise<SignInOutcome | { kind: 'weak'; why: string }> {
  const { code: given, password, terms, from, cameWith } = wish;
  // Before anything of the code is known: what is said of a password tells nothing of a code.
  const common = await tooEasy(password, []);
  if (common !== null) return { kind: 'weak', why: common };
  const taken = await takeAddressTry(database, { from, now });
  if ('until' in taken) return { kind: 'wait', until: taken.until };
  const code = given && (await tryRecoveryCode(database, given.locator, now));
  const isRight = await isPasswordOf(code?.secretHash ?? null, given?.secret ?? '');
  const found = code && isRight ? await accountToSignIn(database, code.username) : null;
  if (!code || !found) {
    await appendAudit(database, [{ act: 'sign-in-refused', actor: { kind: 'person', id: code?.accountId ?? null } }]);
    return { kind: 'wrong' };
  }
  const { account } = found;
  const why = await tooEasy(password, [account.username, account.displayName]);
  if (why !== null) return { kind: 'weak', why };
  const passwordHash = await hashPassword(password);
  return database.transaction(async (transaction) => {
    if (!(await useCode(transaction, { id: code.id, now }))) return { kind: 'wrong' };
    await giveAddressBack(transaction, taken);
    await forgetTries(transaction, [triesOf(account.username)]);
    await setPassword(transaction, { accountId: account.id, passwordHash });
    // The administrator vouched for who it is: what is on a telephone that may be lost is asked for no more.
    await forgetSecondFactor(transaction, account.id);
    const told = [{ act: 'recovered-account', actor: { kind: 'person', id: account.id } }] as const;
    return enter(transaction, { account, terms, from, cameWith: hashOf(cameWith), now, told });
  });
}

/** Asks for the password once more, before what a stranger at an open screen must not do. */
export async function isStillThem(
  database: Database,
  wish: { account: Account; password: string; from: From },
  now: Date,
): Promise<'yes' | 'wrong' | { until: Date }> {
  const { account, password, from } = wish;
  const taken = await takeSignInTry(database, { username: account.username, from, now });
  if ('until' in taken) return { until: taken.until };
  const found = await accountToSignIn(database, account.username);
  if (!(await isPasswordOf(found?.passwordHash ?? null, password))) return 'wrong';
  await rightTry(database, taken);
  return 'yes';
}

/** Where somebody is signed in; `token` is the session that asks. */
export function whereSignedIn(
  database: Database,
  { account, token }: { account: Account; token: string },
  now: Date,
): Promise<OwnSessions['sessions']> {
  const asked = { accountId: account.id, tokenHash: tokenHash(token), now };
  return sessionsOf(database, { ...asked, seenSince: before(now, IDLE_HOURS), wallSeenSince: wallSeenSince(now) });
}

/** Ends every session of the account but the one that asks. */
export async function signOutElsewhere(
  database: Database,
  { account, token }: { account: Account; token: string },
): Promise<void> {
  await endOtherSessions(database, { account, tokenHash: tokenHash(token) });
}

/**
 * Signs a patient or carer in by a one-time code; null when it is none, was used, has run out or was tried too often, without telling
 * which. It takes as long whichever it is.
 */
export async function signInByCode(
  database: Database,
  { locator, secret, from }: { locator: string; secret: string; from: Omit<From, 'browser'> },
  now: Date,
): Promise<StartedSession | null> {
  const code = await tryCode(database, locator, now);
  const isRight = await isPasswordOf(code?.secretHash ?? null, secret);
  const token = newToken();
  const expiresAt = new Date(now.getTime() + AT_HOME_HOURS * HOUR_MS);
  const started =
    code !== null &&
    isRight &&
    (await database.transaction(async (transaction) => {
      if (!(await useCode(transaction, { id: code.id, now }))) return false;
      const { accountId } = code;
      await startSession(transaction, {
        tokenHash: tokenHash(token),
        accountId,
        now,
        expiresAt,
        browser: browserName(from.userAgent),
        address: from.address,
        kind: 'full',
      });
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
  return accountOfSession(database, {
    tokenHash: tokenHash(token),
    now,
    seenSince: before(now, IDLE_HOURS),
    atHomeSeenSince: before(now, AT_HOME_IDLE_HOURS),
    wallSeenSince: wallSeenSince(now),
  });
}

export async function signOut(database: Database, token: string): Promise<void> {
  await database.transaction(async (transaction) => {
    const accountId = await endSession(transaction, tokenHash(token));
    if (accountId) await appendAudit(transaction, [{ act: 'signed-out', actor: { kind: 'person', id: accountId } }]);
  });
}

/**
 * Turns this browser into a wall screen of a ward: a session of its own kind, and the one that it came with ends, so that whoever
 * stands before the screen is nobody. Null where the ward is none of the person's.
 */
export async function openWallScreen(
  database: Database,
  wish: { account: Account; wardId: string; names: WallNames; place: string; token: string; from: From },
  now: Date,
): Promise<StartedSession | null> {
  const { account, wardId, names, place, from } = wish;
  if (!account.wardIds.includes(wardId)) return null;
  const token = newToken();
  const expiresAt = new Date(now.getTime() + WALL_HOURS * HOUR_MS);
  await database.transaction(async (transaction) => {
    const ended = await endSession(transaction, tokenHash(wish.token));
    const sessionId = await startSession(transaction, {
      tokenHash: tokenHash(token),
      accountId: account.id,
      now,
      expiresAt,
      browser: browserName(from.userAgent),
      address: from.address,
      kind: 'wall',
      wall: { wardId, names, place },
    });
    const actor = { kind: 'person', id: account.id } as const;
    await appendAudit(transaction, [
      ...(ended === null ? [] : [{ act: 'signed-out', actor } as const]),
      { act: 'opened-wall-screen', actor, ward: wardId, details: { session: sessionId, names } },
    ]);
  });
  const screen = await whoseSession(database, token, now);
  return screen && { account: screen, token, maxAgeSeconds: WALL_HOURS * 3_600 };
}

/** Before this moment a wall screen that showed nothing since is over. */
export const wallSeenSince = (now: Date): Date => before(now, WALL_IDLE_HOURS);

const before = (now: Date, hours: number): Date => new Date(now.getTime() - hours * HOUR_MS);

const newToken = (): string => randomBytes(32).toString('base64url');

const hashOf = (token: string | null): Buffer | null => (token === null ? null : tokenHash(token));

export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
