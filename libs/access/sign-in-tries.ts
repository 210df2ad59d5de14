import { createHash } from 'node:crypto';
import {
  forgetTries,
  giveTryBack,
  isKnownBrowser,
  takeTry,
  type Database,
  type Patience,
  type Queryable,
} from '#records';

/**
 * Of one account, from one browser that its owner signed in from before, or from everywhere else together. Nobody waits
 * longer than five minutes, and whoever guesses from elsewhere keeps nobody out of their own browser.
 */
const OF_ACCOUNT: Patience = {
  free: 10,
  firstWaitMs: 15_000,
  longestWaitMs: 300_000,
  forgottenAfterMs: 3_600_000,
};

/** Of one address, whichever accounts are tried: a whole hospital may stand behind one. */
const OF_ADDRESS: Patience = {
  free: 100,
  firstWaitMs: 5_000,
  longestWaitMs: 60_000,
  forgottenAfterMs: 900_000,
};

/**
 * Of one person who opens patients beyond their wards by number and birth date: so many may be mistyped, and nobody finds a birth date
 * by trying. It is nobody else's account that is kept shut by it.
 */
const OF_GLASS: Patience = {
  free: 5,
  firstWaitMs: 60_000,
  longestWaitMs: 3_600_000,
  forgottenAfterMs: 86_400_000,
};

/** Of one address, whoever tries there. */
const OF_GLASS_ADDRESS: Patience = {
  free: 20,
  firstWaitMs: 60_000,
  longestWaitMs: 900_000,
  forgottenAfterMs: 3_600_000,
};

/** Where somebody signs in from. */
export interface From {
  address: string;
  /** What the browser was given when somebody signed in from it before, or null. */
  browser: string | null;
  /** What the browser says that it is. */
  userAgent: string | undefined;
}

/** A try to sign in that was taken from those that there are. */
export interface TakenTry {
  readonly account: Buffer;
  readonly address: Buffer;
}

/** Takes a try of this address, for what is no account's yet; or says when there is the next. */
export async function takeAddressTry(
  database: Database,
  { from, now }: { from: From; now: Date },
): Promise<{ address: Buffer } | { until: Date }> {
  const address = keyOf('address', from.address);
  const until = await takeTry(database, { key: address, patience: OF_ADDRESS, now });
  return until ? { until } : { address };
}

/** Takes a try; or says when there is the next. It is the same whether there is such an account or not, and takes as long. */
export async function takeSignInTry(
  database: Database,
  { username, from, now }: { username: string; from: From; now: Date },
): Promise<TakenTry | { until: Date }> {
  const name = username.trim().toLowerCase();
  const ofAddress = await takeAddressTry(database, { from, now });
  if ('until' in ofAddress) return ofAddress;
  const known =
    from.browser !== null &&
    (await isKnownBrowser(database, { username: name, browserHash: browserHash(from.browser) }));
  const account = known ? keyOf('browser', `${from.browser} ${name}`) : triesOf(name);
  const shutAccount = await takeTry(database, { key: account, patience: OF_ACCOUNT, now });
  return shutAccount ? { until: shutAccount } : { account, ...ofAddress };
}

/** Takes a try to open a patient beyond one's wards; or says when there is the next. */
export async function takeGlassTry(
  database: Database,
  { accountId, address, now }: { accountId: string; address: string; now: Date },
): Promise<TakenTry | { until: Date }> {
  const taken = { account: keyOf('glass', accountId), address: keyOf('glass-address', address) };
  const until =
    (await takeTry(database, { key: taken.account, patience: OF_GLASS, now })) ??
    (await takeTry(database, { key: taken.address, patience: OF_GLASS_ADDRESS, now }));
  return until ? { until } : taken;
}

/** It was right. */
export async function rightTry(database: Queryable, { account, address }: TakenTry): Promise<void> {
  await forgetTries(database, [account]);
  await giveAddressBack(database, { address });
}

/** It was neither: it counts for nothing. */
export async function giveSignInTryBack(database: Queryable, { account, address }: TakenTry): Promise<void> {
  await giveTryBack(database, { key: account });
  await giveTryBack(database, { key: address });
}

export async function giveAddressBack(database: Queryable, { address }: { address: Buffer }): Promise<void> {
  await giveTryBack(database, { key: address });
}

/** What the tries at an account from everywhere but its owner's browsers are counted by. */
export const triesOf = (username: string): Buffer => keyOf('account', username.trim().toLowerCase());

/** As a browser is known by in the record. */
export const browserHash = (token: string): Buffer => createHash('sha256').update(token).digest();

const keyOf = (kind: string, counted: string): Buffer => createHash('sha256').update(`${kind} ${counted}`).digest();
