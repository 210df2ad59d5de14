import type { OwnSessions } from '#contracts';
import type { Account } from './accounts.ts';
import { appendAudit } from './audit.ts';
import type { Database, Queryable } from './database.ts';
import { msOf } from './sql.ts';

/** Where an account is signed in, the newest first. `tokenHash` is the session that asks. */
export function sessionsOf(
  database: Queryable,
  { accountId, tokenHash, now, seenSince }: { accountId: string; tokenHash: Buffer; now: Date; seenSince: Date },
): Promise<OwnSessions['sessions']> {
  return database.query(
    `SELECT id, ${msOf('created_at')} AS "startedAt", ${msOf('last_seen_at')} AS "lastSeenAt", ${msOf('expires_at')} AS "endsAt",
       browser, address, token_hash = $2 AS "thisOne"
     FROM session WHERE account_id = $1 AND expires_at > $3 AND last_seen_at > $4 ORDER BY created_at DESC LIMIT 100`,
    [accountId, tokenHash, now, seenSince],
  );
}

/** Ends one session of the account, and with it its sockets. False where there is none of that name. */
export function endOwnSession(
  database: Database,
  { account, sessionId }: { account: Account; sessionId: string },
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const ended = await transaction.query<{ id: string }>(
      'DELETE FROM session WHERE id = $1 AND account_id = $2 RETURNING id',
      [sessionId, account.id],
    );
    await appendAudit(
      transaction,
      ended.map(({ id }) => endedBy(account, id)),
    );
    return ended.length > 0;
  });
}

/** Ends every session of the account but the one that asks. */
export function endOtherSessions(
  database: Database,
  { account, tokenHash }: { account: Account; tokenHash: Buffer },
): Promise<void> {
  return database.transaction(async (transaction) => {
    const ended = await transaction.query<{ id: string }>(
      'DELETE FROM session WHERE account_id = $1 AND token_hash <> $2 RETURNING id',
      [account.id, tokenHash],
    );
    await appendAudit(
      transaction,
      ended.map(({ id }) => endedBy(account, id)),
    );
  });
}

const endedBy = ({ id }: Account, session: string) =>
  ({ act: 'ended-session', actor: { kind: 'person', id }, details: { session } }) as const;
