import type { OwnSessions } from '#contracts';
import type { Account } from './accounts.ts';
import { appendAudit } from './audit.ts';
import type { Database, Queryable } from './database.ts';
import { msOf } from './sql.ts';

/** Where an account is signed in, the newest first. `tokenHash` is the session that asks. */
export function sessionsOf(
  database: Queryable,
  asked: { accountId: string; tokenHash: Buffer; now: Date; seenSince: Date; wallSeenSince: Date },
): Promise<OwnSessions['sessions']> {
  const { accountId, tokenHash, now, seenSince, wallSeenSince } = asked;
  return database.query(
    `SELECT s.id, ${msOf('s.created_at')} AS "startedAt", ${msOf('s.last_seen_at')} AS "lastSeenAt", ${msOf('s.expires_at')} AS "endsAt",
       s.browser, s.address, s.token_hash = $2 AS "thisOne",
       CASE WHEN s.kind = 'wall' THEN json_build_object('ward', w.name, 'place', s.wall_place) END AS wall
     FROM session s LEFT JOIN ward w ON w.id = s.wall_ward_id
     WHERE s.account_id = $1 AND s.expires_at > $3 AND s.last_seen_at > CASE WHEN s.kind = 'wall' THEN $5::timestamptz ELSE $4::timestamptz END
     ORDER BY s.created_at DESC LIMIT 100`,
    [accountId, tokenHash, now, seenSince, wallSeenSince],
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
