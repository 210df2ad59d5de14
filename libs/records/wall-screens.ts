import type { WallScreens } from '#contracts';
import { MAY_STILL_HAVE_WALL, type Account } from './accounts.ts';
import { appendAudit } from './audit.ts';
import type { Database, Queryable } from './database.ts';
import { msOf } from './sql.ts';

/** Who may end a screen `s` of one of their wards, beside whoever opened it. `$1` is the account that asks, `$2` whether it looks after all. */
const MAY_END = '(s.account_id = $1 OR $2::boolean)';

const looksAfterAll = ({ role }: Account): boolean => role === 'lead' || role === 'administrator';

/** The screens of a ward that are good still, the newest first. */
export function wallScreensOf(
  database: Queryable,
  { asks, wardId, now, seenSince }: { asks: Account; wardId: string; now: Date; seenSince: Date },
): Promise<WallScreens['screens']> {
  return database.query(
    `SELECT s.id, s.wall_place AS place, s.wall_names AS names, c.display_name AS "openedBy", ${msOf('s.created_at')} AS "openedAt",
       ${msOf('s.last_seen_at')} AS "lastSeenAt", ${msOf('s.expires_at')} AS "endsAt", ${MAY_END} AS "mayEnd"
     FROM session s JOIN account c ON c.id = s.account_id
     WHERE s.wall_ward_id = $3 AND $3 = ANY ($4::text[]) AND s.expires_at > $5 AND s.last_seen_at > $6
       AND c.disabled_at IS NULL AND ${MAY_STILL_HAVE_WALL}
     ORDER BY s.created_at DESC, s.id`,
    [asks.id, looksAfterAll(asks), wardId, asks.wardIds, now, seenSince],
  );
}

/** Ends a screen, and with it its socket. False where there is none of that name on that ward that this person may end. */
export function endWallScreen(
  database: Database,
  { actor, wardId, screenId }: { actor: Account; wardId: string; screenId: string },
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const ended = await transaction.query(
      `DELETE FROM session s WHERE s.id = $3 AND s.wall_ward_id = $4 AND $4 = ANY ($5::text[]) AND ${MAY_END} RETURNING 1`,
      [actor.id, looksAfterAll(actor), screenId, wardId, actor.wardIds],
    );
    if (ended.length === 0) return false;
    await appendAudit(transaction, [
      {
        act: 'ended-wall-screen',
        actor: { kind: 'person', id: actor.id },
        ward: wardId,
        details: { session: screenId },
      },
    ]);
    return true;
  });
}
