import { TOLD_ALWAYS, type OnwardTransfer, type SbardDraft, type TransferDraft } from '#contracts';
import type { Actor } from './alerts/alerts.ts';
import { appendAudit } from './audit.ts';
import type { Database, Queryable } from './database.ts';
import { msOf, OPEN } from './sql.ts';
import { objectionsToSharing } from './sharing.ts';
import { wardOfStay } from './stay-notes.ts';
import { appendToFeed } from './ward-feed.ts';

const TRANSFER = `
  SELECT t.id, ${msOf('t.at')} AS at, t.transferred_by_name AS "by", t.transferred_to AS "to", t.reason, t.whereabouts, t.medications, t.done, t.despite_objection AS "despiteObjection",
    ${msOf('t.first_alert_at')} AS "firstAlertAt", t.told
  FROM onward_transfer t`;

/** What made somebody look: the first urgent or emergency alert among those that are open, or were raised in the day before `$2`. */
const FIRST_ALERT = `
  SELECT min(e.at) FROM alert al JOIN alert_event e ON e.alert_id = al.id AND e.kind = 'raised'
  WHERE al.admission_id = $1 AND al.priority IN ('urgent', 'emergency') AND al.status <> 'historic'
    AND (${OPEN} OR e.at > $2::timestamptz - interval '1 day')`;

export type TransferOutcome =
  | { readonly kind: 'handed-on' | 'handed-on-before'; readonly transfer: OnwardTransfer }
  /** Not on one of this person's wards, or over. */
  | { readonly kind: 'no-such-stay' }
  /** They object to community partners, and nobody said why these are told all the same. */
  | { readonly kind: 'objected-to' };

/** Somebody is handed on to those who can do more. The stay goes on until it is ended. */
export function handOn(
  database: Database,
  wish: { admissionId: string; draft: TransferDraft; told: SbardDraft; actor: Actor; now: Date },
): Promise<TransferOutcome> {
  const { admissionId, draft, told, actor, now } = wish;
  return database.transaction(async (transaction): Promise<TransferOutcome> => {
    const [stay] = await transaction.query<{ ward_id: string }>(
      `SELECT a.ward_id FROM admission a
       WHERE a.id = $1 AND a.ward_id = ANY ($2::text[]) AND a.status = 'active' FOR NO KEY UPDATE`,
      [admissionId, actor.wardIds],
    );
    if (!stay) return { kind: 'no-such-stay' };
    const objects = (await objectionsToSharing(transaction, admissionId)).includes('community');
    if (objects && !TOLD_ALWAYS.has(draft.to) && draft.despiteObjection === undefined) return { kind: 'objected-to' };
    const [made] = await transaction.query(
      `INSERT INTO onward_transfer (id, admission_id, at, transferred_to, reason, transferred_by, transferred_by_name, told, first_alert_at, despite_objection, whereabouts, medications, done)
       VALUES ($3, $1, $2, $4, $5, $6, $7, $8, (${FIRST_ALERT}), $9, $10, $11, $12) ON CONFLICT DO NOTHING RETURNING id`,
      [
        admissionId,
        now,
        draft.id,
        draft.to,
        draft.reason,
        actor.id,
        actor.displayName,
        JSON.stringify(told),
        draft.despiteObjection ?? null,
        draft.whereabouts ?? null,
        draft.medications ?? null,
        draft.done ?? null,
      ],
    );
    const [transfer] = await transaction.query<OnwardTransfer>(`${TRANSFER} WHERE t.id = $1 AND t.admission_id = $2`, [
      draft.id,
      admissionId,
    ]);
    // Another stay's under the same id: it is nobody's business here.
    if (!transfer) return { kind: 'no-such-stay' };
    if (!made) return { kind: 'handed-on-before', transfer };
    await appendToFeed(transaction, { type: 'admission-changed', at: now, changed: [admissionId] });
    await appendAudit(transaction, [
      {
        act: 'handed-on',
        actor: { kind: 'person', id: actor.id },
        ward: stay.ward_id,
        admissions: [admissionId],
        details: { transfer: draft.id, to: draft.to, ...(objects && { despiteObjection: true }) },
      },
    ]);
    return { kind: 'handed-on', transfer };
  });
}

/** To whom somebody of these wards was handed on, newest first; null when there is no such stay. */
export async function transfersOf(
  database: Queryable,
  question: { admissionId: string; wardIds: readonly string[] },
): Promise<{ wardId: string; transfers: OnwardTransfer[] } | null> {
  const wardId = await wardOfStay(database, question);
  if (wardId === null) return null;
  const transfers = await database.query<OnwardTransfer>(
    `${TRANSFER} WHERE t.admission_id = $1 ORDER BY t.at DESC, t.id LIMIT 50`,
    [question.admissionId],
  );
  return { wardId, transfers };
}
