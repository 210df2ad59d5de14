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

/** Where somebody signs in from. */
export interface From {
  address: string;
  /** What the browser was given when somebody signed in from it before, or null. */
  browser: string | null;
}

/** A try to sign in that was taken from those that there are. */
export interface TakenTry {
  readonly account: Buffer;
  readonly address: Buffer;
}

/** Takes a try; or says when there is the next. It is the same whether there is such an account or not, and takes as long. */
export async function takeSignInTry(
  database: Database,
  { username, from, now }: { username: string; from: From; now: Date },
): Promise<TakenTry | { until: Date }> {
  const name = username.trim().toLowerCase();
  const address = keyOf('address', from.address);
  const shutAddress = await takeTry(database, { key: address, patience: OF_ADDRESS, now });
  if (shutAddress) return { until: shutAddress };
  const known =
    from.browser !== null &&
    (await isKnownBrowser(database, { username: name, browserHash: browserHash(from.browser) }));
  const account = known ? keyOf('browser', `${from.browser} ${name}`) : keyOf('account', name);
  const shutAccount = await takeTry(database, { key: account, patience: OF_ACCOUNT, now });
  return shutAccount ? { until: shutAccount } : { account, address };
}

/** It was right. */
export async function rightTry(database: Queryable, { account, address }: TakenTry, now: Date): Promise<void> {
  await forgetTries(database, [account]);
  await giveTryBack(database, { key: address, now });
}

/** As a browser is known by in the record. */
export const browserHash = (token: string): Buffer => createHash('sha256').update(token).digest();

const keyOf = (kind: string, counted: string): Buffer => createHash('sha256').update(`${kind} ${counted}`).digest();
