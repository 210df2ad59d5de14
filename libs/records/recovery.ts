import type { StaffAccounts } from '#contracts';
import { v7 as newId } from 'uuid';
import type { Account } from './accounts.ts';
import type { CodeToTry } from './at-home/access.ts';
import { appendAudit } from './audit.ts';
import type { Database, Queryable } from './database.ts';
import { msOf } from './sql.ts';

const TRIES = 5;

/** Accounts with a password that work on one of `$1`'s wards, or in a care home of one. */
const AMONG = `c.admission_id IS NULL AND c.subject IS NULL AND
  (c.ward_ids && $1::text[] OR EXISTS (SELECT FROM care_home h WHERE h.id = c.care_home_id AND h.ward_id = ANY ($1::text[])))`;

/** Who signs in with a password on these wards and in their care homes, by name. */
export function staffAccountsAmong(
  database: Database,
  { asks, now }: { asks: Account; now: Date },
): Promise<StaffAccounts['accounts']> {
  return database.transaction(async (transaction) => {
    // All of them are meant, and there are as many as there are staff.
    await transaction.query('SET LOCAL enable_seqscan = on');
    return transaction.query(
      `SELECT c.id, c.display_name AS name, c.username, c.role, h.name AS "careHome", ${msOf('c.last_signed_in_at')} AS "lastSignedInAt",
         c.disabled_at IS NOT NULL AS disabled, c.id = $2 AS "isYou",
         (SELECT ${msOf('max(s.expires_at)')} FROM sign_in_code s
          WHERE s.account_id = c.id AND s.used_at IS NULL AND s.revoked_at IS NULL AND s.tries_left > 0 AND s.expires_at > $3) AS "codeUntil"
       FROM account c LEFT JOIN care_home h ON h.id = c.care_home_id WHERE ${AMONG} ORDER BY c.display_name, c.username`,
      [asks.wardIds, asks.id, now],
    );
  });
}

/**
 * Gives somebody who cannot get in a code to set a new password with; the codes before it are good for nothing any more. False where
 * the account is none of the actor's wards, is disabled, or is the actor's own.
 */
export function giveRecoveryCode(
  database: Database,
  wish: {
    accountId: string;
    code: { locator: string; secretHash: string };
    expiresAt: Date;
    actor: Account;
    now: Date;
  },
): Promise<boolean> {
  const { accountId, code, expiresAt, actor, now } = wish;
  return database.transaction(async (transaction) => {
    const found = await transaction.query(
      `SELECT 1 FROM account c WHERE c.id = $2 AND c.id <> $3 AND c.disabled_at IS NULL AND ${AMONG} FOR UPDATE OF c`,
      [actor.wardIds, accountId, actor.id],
    );
    if (found.length === 0) return false;
    await transaction.query(
      'UPDATE sign_in_code SET revoked_at = $2 WHERE account_id = $1 AND used_at IS NULL AND revoked_at IS NULL',
      [accountId, now],
    );
    await transaction.query(
      `INSERT INTO sign_in_code (id, account_id, locator, secret_hash, issued_at, issued_by, issued_by_name, expires_at, tries_left)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, ${TRIES})`,
      [newId(), accountId, code.locator, code.secretHash, now, actor.id, actor.displayName, expiresAt],
    );
    await appendAudit(transaction, [
      { act: 'gave-recovery-code', actor: { kind: 'person', id: actor.id }, details: { account: accountId } },
    ]);
    return true;
  });
}

/** As `tryCode` is for those at home: the recovery code of this locator, with one of its tries taken from it, and whose it is. */
export async function tryRecoveryCode(
  database: Queryable,
  locator: string,
  now: Date,
): Promise<(CodeToTry & { username: string }) | null> {
  const [code] = await database.query<{ id: string; account_id: string; secret_hash: string; username: string }>(
    `UPDATE sign_in_code s SET tries_left = tries_left - 1 FROM account c
     WHERE s.locator = $1 AND s.account_id = c.id AND s.tries_left > 0 AND s.used_at IS NULL AND s.revoked_at IS NULL AND s.expires_at > $2
       AND c.disabled_at IS NULL AND c.admission_id IS NULL AND c.subject IS NULL
     RETURNING s.id, s.account_id, s.secret_hash, c.username`,
    [locator, now],
  );
  if (!code) return null;
  return { id: code.id, accountId: code.account_id, secretHash: code.secret_hash, username: code.username };
}

/** Gives an account another password and ends every session that it has. */
export async function setPassword(
  database: Queryable,
  { accountId, passwordHash }: { accountId: string; passwordHash: string },
): Promise<void> {
  await database.query('UPDATE account SET password_hash = $2 WHERE id = $1', [accountId, passwordHash]);
  await database.query('DELETE FROM session WHERE account_id = $1', [accountId]);
}
