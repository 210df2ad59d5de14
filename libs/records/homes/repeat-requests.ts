import type { RepeatDraft } from '#contracts';
import type { Actor } from '../alerts/alerts.ts';
import { appendAudit } from '../audit.ts';
import type { Database } from '../database.ts';
import { appendToFeed } from '../ward-feed.ts';

export type RepeatOutcome =
  { readonly kind: 'asked' } | { readonly kind: 'no-such-stay' } | { readonly kind: 'no-home' };

/** The hub asks the home of a resident for readings once more. The newest request is the one that stands. */
export function askToRepeat(
  database: Database,
  { admissionId, draft, actor, now }: { admissionId: string; draft: RepeatDraft; actor: Actor; now: Date },
): Promise<RepeatOutcome> {
  return database.transaction(async (transaction): Promise<RepeatOutcome> => {
    const [stay] = await transaction.query<{ ward_id: string; care_home_id: string | null }>(
      `SELECT a.ward_id, a.care_home_id FROM admission a
       WHERE a.id = $1 AND a.ward_id = ANY ($2::text[]) AND a.status = 'active' FOR NO KEY UPDATE`,
      [admissionId, actor.wardIds],
    );
    if (!stay) return { kind: 'no-such-stay' };
    if (stay.care_home_id === null) return { kind: 'no-home' };
    await transaction.query(
      `INSERT INTO repeat_request (admission_id, asked_at, due_at, asked_by, asked_by_name, note)
       VALUES ($1, $2, $2::timestamptz + make_interval(mins => $3), $4, $5, $6)`,
      [admissionId, now, draft.minutes, actor.id, actor.displayName, draft.note ?? null],
    );
    await appendToFeed(transaction, { type: 'admission-changed', at: now, changed: [admissionId] });
    await appendAudit(transaction, [
      {
        act: 'asked-to-repeat',
        actor: { kind: 'person', id: actor.id },
        ward: stay.ward_id,
        careHome: stay.care_home_id,
        admissions: [admissionId],
        details: { minutes: draft.minutes },
      },
    ]);
    return { kind: 'asked' };
  });
}
