import type { Queryable } from './database.ts';

/** How patient we are with one who fails to sign in, by whatever their tries are counted. */
export interface Patience {
  /** So many may fail before anybody has to wait. */
  readonly free: number;
  /** The first wait; each failure after it doubles it, up to the longest. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** After so long without a try nothing is counted any more. */
  readonly forgottenAfterMs: number;
}

/** How often it is looked anew where the count was taken away meanwhile. */
const MOST_LOOKS = 5;

/**
 * Counts a try as failed before it is known whether it is right, so that however many come at once there are no more than may be;
 * null when it may be made. Otherwise when the next may be: a try that was not made counts for nothing, and no wait grows by it.
 */
export async function takeTry(
  database: Queryable,
  { key, patience, now }: { key: Buffer; patience: Patience; now: Date },
): Promise<Date | null> {
  const { free, firstWaitMs, longestWaitMs, forgottenAfterMs } = patience;
  for (let looks = 1; ; looks += 1) {
    // While tries are free none has to wait for another: one that came at the same moment may have a clock a little ahead.
    const taken = await database.query(
      `INSERT INTO sign_in_try AS t (key, failures, last_at, open_at) VALUES ($1, 1, $2, '-infinity')
       ON CONFLICT (key) DO UPDATE SET (failures, last_at, open_at) = (
         SELECT n, $2::timestamptz, CASE WHEN n < $3::integer THEN '-infinity'::timestamptz
           ELSE $2::timestamptz + interval '1 ms' * least($4::float8 * 2 ^ least(n - $3::integer, 30), $5::float8) END
         FROM (SELECT CASE WHEN t.last_at < $6::timestamptz THEN 1 ELSE t.failures + 1 END) AS counted (n))
       WHERE t.open_at <= $2
       RETURNING key`,
      [key, now, free, firstWaitMs, longestWaitMs, new Date(now.getTime() - forgottenAfterMs)],
    );
    if (taken.length > 0) return null;
    const [shut] = await database.query<{ open_at: Date }>('SELECT open_at FROM sign_in_try WHERE key = $1', [key]);
    if (shut) return shut.open_at;
    // Gone in this moment: somebody got in, so that there is nothing to wait for.
    if (looks === MOST_LOOKS) return new Date(now.getTime() + 1_000);
  }
}

/** The try that was taken was right: nothing is counted by this any more. */
export async function forgetTries(database: Queryable, keys: readonly Buffer[]): Promise<void> {
  await database.query('DELETE FROM sign_in_try WHERE key = ANY ($1::bytea[])', [keys]);
}

/** The try that was taken was right: it counts no more, what others failed at does. */
export async function giveTryBack(database: Queryable, { key }: { key: Buffer }): Promise<void> {
  await database.query(
    `UPDATE sign_in_try SET failures = greatest(failures - 1, 0), open_at = '-infinity' WHERE key = $1`,
    [key],
  );
}

/** Whether somebody has signed in with this username from this browser before. */
export async function isKnownBrowser(
  database: Queryable,
  { username, browserHash }: { username: string; browserHash: Buffer },
): Promise<boolean> {
  const known = await database.query(
    `SELECT 1 FROM account a JOIN known_browser b ON b.account_id = a.id
     WHERE a.username = lower($1) AND b.browser_hash = $2`,
    [username, browserHash],
  );
  return known.length > 0;
}

export async function knowBrowser(
  database: Queryable,
  { accountId, browserHash, now }: { accountId: string; browserHash: Buffer; now: Date },
): Promise<void> {
  await database.query(
    `INSERT INTO known_browser (account_id, browser_hash, last_used_at) VALUES ($1, $2, $3)
     ON CONFLICT (account_id, browser_hash) DO UPDATE SET last_used_at = $3`,
    [accountId, browserHash, now],
  );
}

/** Tries and browsers that nobody has come with for so long. */
export async function forgetTriesAndBrowsers(
  database: Queryable,
  before: { tries: Date; browsers: Date },
): Promise<void> {
  await database.query('DELETE FROM sign_in_try WHERE last_at < $1', [before.tries]);
  await database.query('DELETE FROM known_browser WHERE last_used_at < $1', [before.browsers]);
}
