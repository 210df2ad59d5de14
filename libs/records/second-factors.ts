import type { SecondFactorView } from '#contracts';
import { appendAudit } from './audit.ts';
import type { Database, Queryable } from './database.ts';
import { msOf } from './sql.ts';

/** An account's secret as it is kept: sealed, or (from before it was) the salt that it is derived with. */
export type KeptSecret =
  { readonly sealed: Buffer; readonly salt: null } | { readonly sealed: null; readonly salt: Buffer };

/** An account's second factor, and whether it is in use. */
export type KeptSecondFactor = KeptSecret & { readonly isOn: boolean };

export async function secondFactorOf(database: Queryable, accountId: string): Promise<KeptSecondFactor | null> {
  const [kept] = await database.query<KeptSecondFactor>(
    'SELECT salt, sealed, since IS NOT NULL AS "isOn" FROM second_factor WHERE account_id = $1',
    [accountId],
  );
  return kept ?? null;
}

/** Everybody's, as they are kept. */
export function keptSecrets(database: Queryable): Promise<(KeptSecret & { accountId: string })[]> {
  return database.query('SELECT account_id AS "accountId", salt, sealed FROM second_factor');
}

/** Keeps the same secret sealed anew. False where it is another by now. */
export async function sealAnew(
  database: Queryable,
  { accountId, kept, sealed }: { accountId: string; kept: KeptSecret; sealed: Buffer },
): Promise<boolean> {
  const done = await database.query(
    `UPDATE second_factor SET salt = NULL, sealed = $4
     WHERE account_id = $1 AND salt IS NOT DISTINCT FROM $2 AND sealed IS NOT DISTINCT FROM $3 RETURNING account_id`,
    [accountId, kept.salt, kept.sealed, sealed],
  );
  return done.length > 0;
}

/** For its owner to see. */
export async function secondFactorSeen(
  database: Queryable,
  accountId: string,
): Promise<Pick<SecondFactorView, 'since' | 'codesLeft'>> {
  const [seen] = await database.query<{ since: number; codesLeft: number }>(
    `SELECT ${msOf('f.since')} AS since,
       (SELECT count(*)::int FROM spare_code c WHERE c.account_id = f.account_id AND c.used_at IS NULL) AS "codesLeft"
     FROM second_factor f WHERE f.account_id = $1 AND f.since IS NOT NULL`,
    [accountId],
  );
  return seen ?? { since: null, codesLeft: 0 };
}

/** Begins with a secret that is not asked for yet; the one before it that was not confirmed is forgotten. False where one is in use. */
export async function beginSecondFactor(
  database: Queryable,
  { accountId, sealed, now }: { accountId: string; sealed: Buffer; now: Date },
): Promise<boolean> {
  const begun = await database.query(
    `INSERT INTO second_factor AS f (account_id, sealed, begun_at) VALUES ($1, $2, $3)
     ON CONFLICT (account_id) DO UPDATE SET salt = NULL, sealed = $2, begun_at = $3, last_step = 0
     WHERE f.since IS NULL RETURNING account_id`,
    [accountId, sealed, now],
  );
  return begun.length > 0;
}

/** Uses the code of a step up. False when it, or a later one, was used before. */
export async function useStep(
  database: Queryable,
  { accountId, step }: { accountId: string; step: number },
): Promise<boolean> {
  const used = await database.query(
    'UPDATE second_factor SET last_step = $2 WHERE account_id = $1 AND last_step < $2::bigint RETURNING account_id',
    [accountId, step],
  );
  return used.length > 0;
}

/** Uses a spare code up. False when there is none such, or it was used. */
export async function useSpareCode(
  database: Queryable,
  { accountId, codeHash, now }: { accountId: string; codeHash: Buffer; now: Date },
): Promise<boolean> {
  const used = await database.query(
    'UPDATE spare_code SET used_at = $3 WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL RETURNING account_id',
    [accountId, codeHash, now],
  );
  return used.length > 0;
}

/** From now on it is asked for, and sessions that could only set it up can do everything. False where it was confirmed before. */
export function confirmSecondFactor(
  database: Database,
  wish: { accountId: string; step: number; codeHashes: readonly Buffer[]; now: Date },
): Promise<boolean> {
  const { accountId, step, codeHashes, now } = wish;
  return database.transaction(async (transaction) => {
    const confirmed = await transaction.query(
      'UPDATE second_factor SET since = $2, last_step = $3 WHERE account_id = $1 AND since IS NULL RETURNING account_id',
      [accountId, now, step],
    );
    if (confirmed.length === 0) return false;
    await transaction.query(
      'INSERT INTO spare_code (account_id, code_hash) SELECT $1, code FROM unnest($2::bytea[]) code',
      [accountId, codeHashes],
    );
    await transaction.query(`UPDATE session SET kind = 'full' WHERE account_id = $1 AND kind = 'setting-up'`, [
      accountId,
    ]);
    await appendAudit(transaction, [{ act: 'set-second-factor', actor: { kind: 'person', id: accountId } }]);
    return true;
  });
}

/** Its owner removes it. False where none is in use. */
export function removeSecondFactor(database: Database, accountId: string): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const removed = await transaction.query(
      'DELETE FROM second_factor WHERE account_id = $1 AND since IS NOT NULL RETURNING account_id',
      [accountId],
    );
    if (removed.length === 0) return false;
    await appendAudit(transaction, [{ act: 'removed-second-factor', actor: { kind: 'person', id: accountId } }]);
    return true;
  });
}

/** It is asked for no more, and its spare codes are good for nothing. */
export async function forgetSecondFactor(database: Queryable, accountId: string): Promise<void> {
  await database.query('DELETE FROM second_factor WHERE account_id = $1', [accountId]);
}
