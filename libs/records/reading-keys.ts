import type { Queryable } from './database.ts';

/** The identity of a reading stays where new ones are written for as long as senders commonly send again, in ms. */
const RECENT_FOR = 31 * 24 * 3_600_000;
/**
 * So long a moved key lies in both places, in ms: a statement that began before it was copied, and so does not see the copy,
 * still finds the original. None runs for nearly as long.
 */
const IN_BOTH_FOR = 3_600_000;
const PIECE = 2_000;

/** SQL for the `observation_id` and `received_at` of what is kept under a source and a reference, wherever its key lies. */
export const keptUnder = (sourceId: string, sourceRef: string): string => `LATERAL (
    SELECT observation_id, received_at FROM reading_key WHERE source_id = ${sourceId} AND source_ref = ${sourceRef}
    UNION
    SELECT observation_id, received_at FROM reading_key_past WHERE source_id = ${sourceId} AND source_ref = ${sourceRef}
  )`;

/**
 * Moves the keys of readings that were received long before `now` to where nothing new is written. In two steps, an hour or
 * more apart: copied by one call, taken away by a later one. A key is never in neither place, and nobody waits for it.
 */
export async function movePastKeys(database: Queryable, now: Date): Promise<void> {
  const before = new Date(now.getTime() - RECENT_FOR);
  const copiedBefore = new Date(now.getTime() - IN_BOTH_FOR);
  let last = { id: 0, ref: '' };
  for (;;) {
    const [end] = await database.query<{ id: number; ref: string; n: number }>(
      `WITH piece AS (
        SELECT source_id, source_ref, observation_id, received_at FROM reading_key
        WHERE received_at < $1 AND (source_id, source_ref) > ($2, $3) ORDER BY source_id, source_ref LIMIT ${PIECE} FOR UPDATE
      ), copied AS (
        INSERT INTO reading_key_past (source_id, source_ref, observation_id, received_at, moved_at)
        SELECT *, $4::timestamptz FROM piece ORDER BY source_id, source_ref ON CONFLICT DO NOTHING
      ), gone AS (
        DELETE FROM reading_key k USING piece, reading_key_past past
        WHERE (k.source_id, k.source_ref) = (piece.source_id, piece.source_ref)
          AND (past.source_id, past.source_ref) = (piece.source_id, piece.source_ref) AND past.moved_at < $5
      )
      SELECT source_id AS id, source_ref AS ref, (count(*) OVER ())::int AS n FROM piece
      ORDER BY source_id DESC, source_ref DESC LIMIT 1`,
      [before, last.id, last.ref, now, copiedBefore],
      'move-past-keys',
    );
    if (end === undefined || end.n < PIECE) return;
    last = end;
  }
}
