import type { Sbard, SbardDraft, SbardSent } from '#contracts';
import type { Actor } from '../alerts/alerts.ts';
import { appendAudit } from '../audit.ts';
import type { Database, Queryable } from '../database.ts';
import { msOf, OPEN } from '../sql.ts';
import { wardOfStay } from '../stay-notes.ts';
import { appendToFeed } from '../ward-feed.ts';

const SBARD = `
  SELECT w.id, ${msOf('w.written_at')} AS at, w.written_by_name AS "by", h.name AS home, w.situation, w.background, w.assessment,
    w.recommendation, CASE WHEN w.decision IS NOT NULL THEN
      json_build_object('text', w.decision, 'at', ${msOf('w.decided_at')}, 'by', w.decided_by_name) END AS decision
  FROM sbard w JOIN care_home h ON h.id = w.care_home_id`;

/** Newest first, 50 at most. */
function sbardsOf(database: Queryable, admissionId: string): Promise<Sbard[]> {
  return database.query<Sbard>(`${SBARD} WHERE w.admission_id = $1 ORDER BY w.written_at DESC, w.id LIMIT 50`, [
    admissionId,
  ]);
}

/** Those of a stay of these wards; null when there is no such stay. */
export async function sbardsOfStay(
  database: Queryable,
  question: { admissionId: string; wardIds: readonly string[] },
): Promise<{ wardId: string; sbards: Sbard[] } | null> {
  const wardId = await wardOfStay(database, question);
  return wardId === null ? null : { wardId, sbards: await sbardsOf(database, question.admissionId) };
}

/** A resident of this home who is on a ward now, with what the home has sent about them; null when there is none. */
export async function sbardsOfResident(
  database: Queryable,
  { admissionId, careHomeId }: { admissionId: string; careHomeId: string },
): Promise<{ wardId: string; zone: string; asks: boolean; sbards: Sbard[] } | null> {
  const [stay] = await database.query<{ ward_id: string; time_zone: string; asks: boolean }>(
    `SELECT a.ward_id, w.time_zone, EXISTS (SELECT FROM alert al WHERE al.admission_id = a.id AND ${OPEN}) AS asks
     FROM admission a JOIN ward w ON w.id = a.ward_id WHERE a.id = $1 AND a.care_home_id = $2 AND a.status = 'active'`,
    [admissionId, careHomeId],
  );
  if (!stay) return null;
  const { ward_id: wardId, time_zone: zone, asks } = stay;
  return { wardId, zone, asks, sbards: await sbardsOf(database, admissionId) };
}

export type SbardOutcome =
  | { readonly kind: 'sent' | 'sent-before'; readonly sbard: Sbard }
  | { readonly kind: 'no-such-resident' }
  /** Nothing is open: nobody at the hub would be asked to look. */
  | { readonly kind: 'nothing-open' };

/** A home tells the hub of a resident. It stands on an open alert, so that there is somebody who has to answer. */
export function sendSbard(
  database: Database,
  wish: { admissionId: string; careHomeId: string; draft: SbardDraft; sent: SbardSent; actor: Actor; now: Date },
): Promise<SbardOutcome> {
  const { admissionId, careHomeId, draft, sent, actor, now } = wish;
  return database.transaction(async (transaction): Promise<SbardOutcome> => {
    const [stay] = await transaction.query<{ ward_id: string; asks: boolean }>(
      `SELECT a.ward_id, EXISTS (SELECT FROM alert al WHERE al.admission_id = a.id AND ${OPEN}) AS asks
       FROM admission a WHERE a.id = $1 AND a.care_home_id = $2 AND a.status = 'active' FOR NO KEY UPDATE`,
      [admissionId, careHomeId],
    );
    if (!stay) return { kind: 'no-such-resident' };
    const kept = async (): Promise<Sbard | undefined> =>
      (
        await transaction.query<Sbard>(`${SBARD} WHERE w.id = $1 AND w.admission_id = $2 AND w.written_by = $3`, [
          sent.id,
          admissionId,
          actor.id,
        ])
      )[0];
    const before = await kept();
    if (before) return { kind: 'sent-before', sbard: before };
    if (!stay.asks) return { kind: 'nothing-open' };
    const [written] = await transaction.query(
      `INSERT INTO sbard (id, admission_id, care_home_id, written_at, written_by, written_by_name, situation, background, assessment, recommendation)
       VALUES ($1, $2, $3, $4, $5, $6, $7::text[], $8::text[], $9::text[], $10) ON CONFLICT DO NOTHING RETURNING id`,
      [
        sent.id,
        admissionId,
        careHomeId,
        now,
        actor.id,
        actor.displayName,
        draft.situation,
        draft.background,
        draft.assessment,
        sent.recommendation,
      ],
    );
    const stored = written ? await kept() : undefined;
    // Somebody else's under the same id: it is nobody's business here.
    if (!stored) return { kind: 'no-such-resident' };
    await appendToFeed(transaction, { type: 'admission-changed', at: now, changed: [admissionId] });
    await appendAudit(transaction, [
      {
        act: 'sent-sbard',
        actor: { kind: 'person', id: actor.id },
        ward: stay.ward_id,
        careHome: careHomeId,
        admissions: [admissionId],
        details: { sbard: sent.id },
      },
    ]);
    return { kind: 'sent', sbard: stored };
  });
}

export type SbardDecisionOutcome = 'decided' | 'no-such-sbard' | 'decided-before';

/** The hub's decision. It is made once: whoever thinks otherwise writes a note. */
export function decideOnSbard(
  database: Database,
  wish: { admissionId: string; sbardId: string; decision: string; actor: Actor; now: Date },
): Promise<SbardDecisionOutcome> {
  const { admissionId, sbardId, decision, actor, now } = wish;
  return database.transaction(async (transaction): Promise<SbardDecisionOutcome> => {
    const [found] = await transaction.query<{ ward_id: string; care_home_id: string; decided: boolean }>(
      `SELECT a.ward_id, w.care_home_id, w.decision IS NOT NULL AS decided
       FROM sbard w JOIN admission a ON a.id = w.admission_id
       WHERE w.id = $1 AND a.id = $2 AND a.ward_id = ANY ($3::text[]) FOR NO KEY UPDATE OF w, a`,
      [sbardId, admissionId, actor.wardIds],
    );
    if (!found) return 'no-such-sbard';
    if (found.decided) return 'decided-before';
    await transaction.query(
      'UPDATE sbard SET decision = $2, decided_at = $3, decided_by = $4, decided_by_name = $5 WHERE id = $1',
      [sbardId, decision, now, actor.id, actor.displayName],
    );
    await appendToFeed(transaction, { type: 'admission-changed', at: now, changed: [admissionId] });
    await appendAudit(transaction, [
      {
        act: 'decided-on-sbard',
        actor: { kind: 'person', id: actor.id },
        ward: found.ward_id,
        careHome: found.care_home_id,
        admissions: [admissionId],
        details: { sbard: sbardId },
      },
    ]);
    return 'decided';
  });
}
