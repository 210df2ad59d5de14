import type { StayNote } from '#contracts';
import { v7 as newId } from 'uuid';
import type { Actor } from './alerts/alerts.ts';
import { appendAudit } from './audit.ts';
import { isUniqueViolation, type Database, type Queryable } from './database.ts';
import { msOf } from './sql.ts';
import { appendToFeed } from './ward-feed.ts';

export type NoteOutcome =
  | { readonly kind: 'written'; readonly id: string }
  /** Not on one of this person's wards, or over. */
  | { readonly kind: 'no-such-stay' }
  /** The note to strike is not one of this stay. */
  | { readonly kind: 'no-such-note' }
  /** Somebody struck it before. */
  | { readonly kind: 'struck-before' };

/** Somebody writes a note on a stay that goes on; one that strikes another puts it right. */
export async function writeNote(
  database: Database,
  wish: { admissionId: string; text: string; strikes?: string; actor: Actor; now: Date },
): Promise<NoteOutcome> {
  const { admissionId, text, strikes = null, actor, now } = wish;
  try {
    return await database.transaction(async (transaction): Promise<NoteOutcome> => {
      const [stay] = await transaction.query<{ ward_id: string }>(
        `SELECT a.ward_id FROM admission a
         WHERE a.id = $1 AND a.ward_id = ANY ($2::text[]) AND a.status = 'active' FOR NO KEY UPDATE`,
        [admissionId, actor.wardIds],
      );
      if (!stay) return { kind: 'no-such-stay' };
      if (strikes !== null) {
        const [there] = await transaction.query('SELECT FROM stay_note WHERE admission_id = $1 AND id = $2', [
          admissionId,
          strikes,
        ]);
        if (!there) return { kind: 'no-such-note' };
      }
      const id = newId();
      await transaction.query(
        `INSERT INTO stay_note (id, admission_id, at, written_by, written_by_name, text, strikes)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [id, admissionId, now, actor.id, actor.displayName, text, strikes],
      );
      await appendToFeed(transaction, { type: 'admission-changed', at: now, changed: [admissionId] });
      await appendAudit(transaction, [
        {
          act: 'wrote-note',
          actor: { kind: 'person', id: actor.id },
          ward: stay.ward_id,
          admissions: [admissionId],
          details: { note: id, strikes },
        },
      ]);
      return { kind: 'written', id };
    });
  } catch (error) {
    if (isUniqueViolation(error, 'stay_note_strikes_key')) return { kind: 'struck-before' };
    throw error;
  }
}

const MOST_NOTES = 500;

const NOTES = `
  SELECT n.id, ${msOf('n.at')} AS at, n.written_by_name AS "by", n.text, n.strikes,
    CASE WHEN s.id IS NOT NULL THEN json_build_object('by', s.written_by_name, 'at', ${msOf('s.at')}, 'noteId', s.id) END AS struck
  FROM stay_note n LEFT JOIN stay_note s ON s.strikes = n.id
  WHERE n.admission_id = $1 ORDER BY n.at DESC, n.id DESC LIMIT ${MOST_NOTES}`;

/** The notes on a stay of these wards, newest first; null when there is no such stay. */
export async function notesOn(
  database: Queryable,
  { admissionId, wardIds }: { admissionId: string; wardIds: readonly string[] },
): Promise<{ wardId: string; notes: StayNote[] } | null> {
  const wardId = await wardOfStay(database, { admissionId, wardIds });
  return wardId === null ? null : { wardId, notes: await database.query<StayNote>(NOTES, [admissionId]) };
}

/** The ward of a stay, where it is one of these; null when there is no such stay. */
export async function wardOfStay(
  database: Queryable,
  { admissionId, wardIds }: { admissionId: string; wardIds: readonly string[] },
): Promise<string | null> {
  const [row] = await database.query<{ ward_id: string }>(
    'SELECT a.ward_id FROM admission a WHERE a.id = $1 AND a.ward_id = ANY ($2::text[])',
    [admissionId, wardIds],
  );
  return row?.ward_id ?? null;
}
