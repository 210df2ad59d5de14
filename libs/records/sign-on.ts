import type { Role } from '#contracts';
import { v7 as newId } from 'uuid';
import { accountById, type Account } from './accounts.ts';
import { appendAudit } from './audit.ts';
import type { Database, Transaction } from './database.ts';

/** Who a provider's claims make somebody. */
export interface VouchedFor {
  issuer: string;
  subject: string;
  username: string;
  displayName: string;
  role: Role;
  wardIds: readonly string[];
  careHomeId: string | null;
}

/**
 * The account of somebody whom the provider vouches for, as it is now by their claims: made when they come for the first time. Never
 * one that signs in with a password, whatever it is called. Null when nothing of what they were given is here, or the account is
 * switched off here.
 */
export async function accountVouchedFor(
  transaction: Transaction,
  of: VouchedFor,
): Promise<{ kind: 'account'; account: Account } | { kind: 'nowhere' | 'switched-off' }> {
  const { issuer, subject, displayName, role } = of;
  // Who comes for the first time by two doors at once is one person.
  await transaction.query('SELECT pg_advisory_xact_lock(hashtextextended($1 || $2, 0))', [issuer, subject]);
  const wards = await transaction.query<{ id: string }>('SELECT id FROM ward WHERE id = ANY ($1::text[])', [
    of.wardIds,
  ]);
  const homes = await transaction.query<{ id: string }>('SELECT id FROM care_home WHERE id = $1', [of.careHomeId]);
  const wardIds = wards.map(({ id }) => id).toSorted();
  const careHomeId = homes[0]?.id ?? null;
  if (role === 'care-home' ? careHomeId === null : wardIds.length === 0) return { kind: 'nowhere' };
  const [found] = await transaction.query<{ id: string; disabled: boolean }>(
    `SELECT id, disabled_at IS NOT NULL AS disabled FROM account WHERE issuer = $1 AND subject = $2 AND subject IS NOT NULL FOR UPDATE`,
    [issuer, subject],
  );
  if (found?.disabled) return { kind: 'switched-off' };
  const id = found?.id ?? newId();
  const [taken] = await transaction.query('SELECT 1 FROM account WHERE username = $1 AND id <> $2', [of.username, id]);
  const username = taken ? `${of.username} (${id.slice(-6)})` : of.username;
  const values = [id, issuer, subject, username, displayName, role, wardIds, role === 'care-home' ? careHomeId : null];
  await transaction.query(
    found
      ? `UPDATE account SET username = $4, display_name = $5, role = $6, ward_ids = $7, care_home_id = $8
         WHERE id = $1 AND issuer = $2 AND subject = $3`
      : `INSERT INTO account (id, issuer, subject, username, display_name, role, ward_ids, care_home_id, password_hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'none')`,
    values,
  );
  const account = await accountById(transaction, id);
  if (!account) throw new Error('an account that was just written is not there');
  return { kind: 'account', account };
}

/** What the provider asks for to end its own session; null for a session that began with a password. */
export async function idTokenOf(database: Database, tokenHash: Buffer): Promise<string | null> {
  const [row] = await database.query<{ id_token: string | null }>(
    'SELECT id_token FROM session WHERE token_hash = $1',
    [tokenHash],
  );
  return row?.id_token ?? null;
}

/**
 * Ends the sessions that the provider says are over, and with them their sockets: the one that it names, or all of somebody that
 * began before it said so. Resolves to how many.
 */
export function endSessionsOfProvider(
  database: Database,
  ended: { issuer: string; subject: string | null; providerSession: string | null; madeAt: Date },
): Promise<number> {
  const { issuer, subject, providerSession, madeAt } = ended;
  return database.transaction(async (transaction) => {
    const sessions = await transaction.query<{ id: string; account_id: string }>(
      `DELETE FROM session s USING account c
       WHERE c.id = s.account_id AND c.issuer = $1 AND ($2::text IS NULL OR c.subject = $2)
         AND ($3::text IS NULL OR s.provider_session = $3) AND s.created_at < $4
       RETURNING s.id, s.account_id`,
      [issuer, subject, providerSession, madeAt],
    );
    await appendAudit(
      transaction,
      sessions.map(({ account_id }) => ({
        act: 'signed-out' as const,
        actor: { kind: 'person' as const, id: account_id },
        details: { by: 'provider' },
      })),
    );
    return sessions.length;
  });
}
