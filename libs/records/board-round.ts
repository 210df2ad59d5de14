import type { Handover, HandoverStay, RoundDecided, RoundDecisionDraft } from '#contracts';
import type { Actor } from './alerts/alerts.ts';
import { appendAudit } from './audit.ts';
import type { Database, Queryable } from './database.ts';
import { msOf } from './sql.ts';

const DECISION = `json_build_object('id', d.id, 'decision', d.decision, 'note', d.note, 'at', ${msOf('d.decided_at')}, 'by', acc.display_name)`;

/** Alerts raised longer ago than a handover reaches are found by the board, which shows all that are open. */
const CHANGES = `
  SELECT a.id AS "admissionId", ${msOf('a.admitted_at')} AS "admittedAt",
    (SELECT s.least FROM news2_score s WHERE s.admission_id = a.id AND s.complete AND s.at < $2 ORDER BY s.at DESC LIMIT 1) AS before,
    scored.*, coalesce(told.alerts, '[]') AS alerts,
    coalesce((
      SELECT json_agg(${DECISION} ORDER BY d.id DESC)
      FROM (SELECT * FROM round_decision r WHERE r.admission_id = a.id ORDER BY r.id DESC LIMIT 3) d JOIN account acc ON acc.id = d.decided_by
    ), '[]') AS decisions
  FROM admission a
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE s.complete)::int AS complete, count(*) FILTER (WHERE NOT s.complete)::int AS incomplete,
      min(s.least) FILTER (WHERE s.complete) AS least, max(s.least) FILTER (WHERE s.complete) AS most,
      ${msOf('(array_agg(s.at ORDER BY s.least DESC, s.at DESC) FILTER (WHERE s.complete))[1]')} AS "mostAt"
    FROM news2_score s WHERE s.admission_id = a.id AND s.at >= $2
  ) scored
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object('id', al.id, 'priority', al.priority, 'sentence', al.sentence, 'raisedAt', ${msOf('al.raised_at')},
      'status', al.status, 'by', coalesce(al.resolved_by_name, al.accepted_by_name), 'resolvedAt', ${msOf('al.resolved_at')},
      'outcome', al.outcome, 'note', al.note) ORDER BY al.raised_at DESC, al.id) AS alerts
    FROM alert al
    WHERE al.ward_id = $1 AND al.raised_at >= $2::timestamptz - interval '31 days' AND al.admission_id = a.id AND al.status <> 'historic'
      AND (al.raised_at >= $2 OR al.resolved_at >= $2)
  ) told ON true
  WHERE a.ward_id = $1 AND a.status = 'active'
  ORDER BY a.bed, a.id`;

/** What changed for everybody on the ward since a moment, with what the last rounds decided. */
export async function handoverOf(
  database: Queryable,
  { wardId, since, now }: { wardId: string; since: Date; now: Date },
): Promise<Handover> {
  const stays = await database.query<HandoverStay>(CHANGES, [wardId, since]);
  return { at: now.getTime(), since: since.getTime(), stays };
}

const LOCK_STAY = `
  SELECT a.ward_id FROM admission a
  WHERE a.id = $1 AND a.ward_id = ANY ($2::text[]) AND a.status = 'active' FOR NO KEY UPDATE`;

export type RoundDecisionOutcome =
  | ({ readonly kind: 'decided' } & RoundDecided)
  /** Not on one of this person's wards, or over. */
  | { readonly kind: 'no-such-stay' }
  /** Somebody decided something since the person looked. */
  | { readonly kind: 'stale' };

/** Keeps what a round decided for a patient. It is only ever added to: a second decision of the same round stands above the first. */
export function decideOnRound(
  database: Database,
  { admissionId, draft, actor, now }: { admissionId: string; draft: RoundDecisionDraft; actor: Actor; now: Date },
): Promise<RoundDecisionOutcome> {
  return database.transaction(async (transaction): Promise<RoundDecisionOutcome> => {
    const [stay] = await transaction.query<{ ward_id: string }>(LOCK_STAY, [admissionId, actor.wardIds]);
    if (!stay) return { kind: 'no-such-stay' };
    // After the lock, and so after whoever held it.
    const [newest] = await transaction.query<{ id: string | null }>(
      'SELECT max(id) AS id FROM round_decision WHERE admission_id = $1',
      [admissionId],
    );
    if (Number(newest?.id ?? 0) !== (draft.after ?? 0)) return { kind: 'stale' };
    const [made] = await transaction.query<{ id: string }>(
      `INSERT INTO round_decision (admission_id, decision, note, decided_at, decided_by)
       VALUES ($1, $2, nullif($3, ''), $4, $5) RETURNING id`,
      [admissionId, draft.decision, draft.note ?? '', now, actor.id],
    );
    if (!made) throw new Error('a decision that was kept has a number');
    await appendAudit(transaction, [
      {
        act: 'decided-on-round',
        actor: { kind: 'person', id: actor.id },
        ward: stay.ward_id,
        admissions: [admissionId],
        details: { decision: draft.decision },
      },
    ]);
    return { kind: 'decided', id: Number(made.id), at: now.getTime() };
  });
}
