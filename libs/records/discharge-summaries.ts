import type { Pathway } from '#clinical';
import {
  RESTRICTED_NAME,
  type AfterDischarge,
  type DischargeContents,
  type DischargeSending,
  type DischargeSummary,
  type DischargeSummaryDraft,
  type DischargeTold,
  type StayEnding,
} from '#contracts';
import { hiddenFrom, type Account } from './accounts.ts';
import type { Actor } from './alerts/alerts.ts';
import { appendAudit } from './audit.ts';
import type { Database, Queryable } from './database.ts';
import { queueBundle, sendingsOf } from './discharge-sendings.ts';
import { msOf } from './sql.ts';

/** What of a stay a discharge summary is made of. Times are epoch ms. */
export interface DischargeFacts {
  readonly admissionId: string;
  readonly wardId: string;
  readonly ward: string;
  /** IANA. */
  readonly zone: string;
  /** Which patients of the ward ring; null where nobody said. */
  readonly phone: string | null;
  readonly name: string;
  readonly nhsNumber: string;
  /** ISO. */
  readonly birthDate: string;
  readonly pathway: Pathway;
  readonly admittedAt: number;
  readonly endedAt: number | null;
  readonly ending: StayEnding | null;
  readonly escalation: string | null;
  /** Of the referral; null for a stay that came without one. */
  readonly referral: { readonly reason: string; readonly clinician: string | null; readonly gp: string | null } | null;
  readonly worst: { readonly at: number; readonly total: number } | null;
  readonly last: { readonly at: number; readonly total: number } | null;
  /** How many alerts of each priority were raised. */
  readonly alerts: readonly { readonly priority: string; readonly count: number }[];
  readonly levels: readonly { readonly at: number; readonly to: string }[];
  readonly handedOn: readonly { readonly at: number; readonly to: string; readonly reason: string }[];
  readonly toCome: { readonly reason: string; readonly at: number; readonly by: string } | null;
  /** Where bundles of the ward are sent, as it is called. */
  readonly endpoint: string | null;
  readonly sendings: readonly DischargeSending[];
  readonly written: readonly DischargeSummary[];
}

const SCORE = (order: string): string =>
  `(SELECT json_build_object('at', ${msOf('n.at')}, 'total', n.least) FROM news2_score n WHERE n.admission_id = a.id AND n.complete ORDER BY ${order} LIMIT 1)`;

const FACTS = `
  SELECT a.id AS "admissionId", w.id AS "wardId", w.name AS ward, w.time_zone AS zone, w.patient_phone AS phone,
    p.given_name || ' ' || p.family_name AS name, p.nhs_number AS "nhsNumber", to_char(p.birth_date, 'YYYY-MM-DD') AS "birthDate",
    a.pathway, ${msOf('a.admitted_at')} AS "admittedAt", ${msOf('a.ended_at')} AS "endedAt", a.ending, a.plan ->> 'escalation' AS escalation,
    (SELECT json_build_object('reason', r.terms ->> 'reason', 'clinician', r.terms ->> 'clinician', 'gp', r.terms ->> 'gp')
     FROM referral r WHERE r.admission_id = a.id LIMIT 1) AS referral,
    ${SCORE('n.least DESC, n.at DESC')} AS worst, ${SCORE('n.at DESC')} AS last,
    (SELECT coalesce(json_agg(json_build_object('priority', c.priority, 'count', c.count)), '[]') FROM (
       SELECT al.priority, count(*)::int AS count FROM alert al WHERE al.admission_id = a.id AND al.status <> 'historic' GROUP BY al.priority) c) AS alerts,
    (SELECT coalesce(json_agg(json_build_object('at', ${msOf('lc.at')}, 'to', lc.to_level) ORDER BY lc.id), '[]')
     FROM level_change lc WHERE lc.admission_id = a.id) AS levels,
    (SELECT coalesce(json_agg(json_build_object('at', ${msOf('t.at')}, 'to', t.transferred_to, 'reason', t.reason) ORDER BY t.at), '[]')
     FROM onward_transfer t WHERE t.admission_id = a.id) AS "handedOn",
    (SELECT json_build_object('reason', s.reason, 'at', ${msOf('s.at')}, 'by', s.by_name) FROM summary_to_come s WHERE s.admission_id = a.id) AS "toCome",
    (SELECT e.name FROM discharge_endpoint e WHERE e.ended_at IS NULL AND (e.ward_id = w.id OR e.ward_id IS NULL) ORDER BY e.ward_id IS NULL LIMIT 1) AS endpoint
  FROM admission a JOIN patient p ON p.id = a.patient_id JOIN ward w ON w.id = a.ward_id
  WHERE a.id = $1 AND a.ward_id = ANY ($2::text[])`;

interface WrittenRow {
  id: string;
  at: number;
  by: string;
  contents: DischargeContents;
  told: DischargeTold;
}

/** The newest first: each follows the one before. */
const WRITTEN = `
  SELECT s.id, ${msOf('s.at')} AS at, s.written_by_name AS "by", s.contents, s.told FROM discharge_summary s
  WHERE s.admission_id = $1 ORDER BY s.at DESC, s.id DESC LIMIT 20`;

/** What a summary of one stay of these wards is made of, and those that are written; null when there is no such stay. */
export async function dischargeFactsOf(
  database: Queryable,
  { admissionId, wardIds }: { admissionId: string; wardIds: readonly string[] },
): Promise<DischargeFacts | null> {
  const [facts] = await database.query<Omit<DischargeFacts, 'written' | 'sendings'>>(FACTS, [admissionId, wardIds]);
  if (!facts) return null;
  const rows = await database.query<WrittenRow>(WRITTEN, [admissionId]);
  const sendings = await sendingsOf(database, admissionId);
  return { ...facts, sendings, written: rows.map(({ contents, ...row }) => ({ ...contents, ...row })) };
}

export type SummaryOutcome =
  | { readonly kind: 'written' | 'written-before' }
  | { readonly kind: 'no-such-stay' }
  /** Somebody wrote one since. */
  | { readonly kind: 'stale' };

/** A clinician writes the summary of a stay, also of one that has ended. What stood before stays, and this one holds. */
export function writeDischargeSummary(
  database: Database,
  wish: {
    admissionId: string;
    draft: DischargeSummaryDraft;
    told: DischargeTold;
    actor: Actor;
    now: Date;
    base: string;
  },
): Promise<SummaryOutcome> {
  const { admissionId, draft, told, actor, now, base } = wish;
  return database.transaction(async (transaction): Promise<SummaryOutcome> => {
    const [stay] = await transaction.query<{ ward_id: string }>(
      'SELECT ward_id FROM admission WHERE id = $1 AND ward_id = ANY ($2::text[]) FOR NO KEY UPDATE',
      [admissionId, actor.wardIds],
    );
    if (!stay) return { kind: 'no-such-stay' };
    const [before] = await transaction.query('SELECT FROM discharge_summary WHERE id = $1 AND admission_id = $2', [
      draft.id,
      admissionId,
    ]);
    if (before) return { kind: 'written-before' };
    const [newest] = await transaction.query<{ id: string }>(WRITTEN, [admissionId]);
    if ((newest?.id ?? null) !== draft.after) return { kind: 'stale' };
    const { id, after, ...contents } = draft;
    const [made] = await transaction.query(
      `INSERT INTO discharge_summary (id, admission_id, at, written_by, written_by_name, after, contents, told)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id`,
      [id, admissionId, now, actor.id, actor.displayName, after, JSON.stringify(contents), JSON.stringify(told)],
    );
    // Another stay's under the same id: it is nobody's business here.
    if (!made) return { kind: 'no-such-stay' };
    await queueBundle(transaction, { admissionId, base, by: actor.displayName, now });
    await appendAudit(transaction, [
      {
        act: 'wrote-discharge-summary',
        actor: { kind: 'person', id: actor.id },
        ward: stay.ward_id,
        admissions: [admissionId],
        details: { summary: id, after },
      },
    ]);
    return { kind: 'written' };
  });
}

const TO_COME = `
  SELECT a.id AS "admissionId", p.given_name || ' ' || p.family_name AS name, ${msOf('a.ended_at')} AS "endedAt", s.reason, s.by_name AS "by"
  FROM summary_to_come s JOIN admission a ON a.id = s.admission_id JOIN patient p ON p.id = a.patient_id
  WHERE a.ward_id = $1 AND NOT EXISTS (SELECT FROM discharge_summary d WHERE d.admission_id = a.id AND d.at >= s.at) ORDER BY a.ended_at, a.id`;

/** Of each stay the newest: what it took the place of is nobody's work any more. */
const NOT_RECEIVED = `
  SELECT a.id AS "admissionId", p.given_name || ' ' || p.family_name AS name, e.name AS "to", ${msOf('s.queued_at')} AS "queuedAt", s.state, s.attempts, s.detail
  FROM discharge_sending s JOIN admission a ON a.id = s.admission_id JOIN patient p ON p.id = a.patient_id JOIN discharge_endpoint e ON e.id = s.endpoint_id
  WHERE s.state <> 'received' AND a.ward_id = $1
    AND NOT EXISTS (SELECT FROM discharge_sending n WHERE n.admission_id = a.id AND (n.queued_at, n.id) > (s.queued_at, s.id))
  ORDER BY s.queued_at, s.id LIMIT 200`;

/** What is still to be done for those who have left this ward. */
export async function afterDischargeOf(
  database: Queryable,
  wardId: string,
  asks: Account,
): Promise<Omit<AfterDischarge, 'at'>> {
  const hidden = hiddenFrom(asks);
  const named = <One extends { admissionId: string; name: string }>(one: One): One =>
    hidden.has(one.admissionId) ? { ...one, name: RESTRICTED_NAME } : one;
  const toCome = await database.query<AfterDischarge['summariesToCome'][number]>(TO_COME, [wardId]);
  const notReceived = await database.query<AfterDischarge['notReceived'][number]>(NOT_RECEIVED, [wardId]);
  return { summariesToCome: toCome.map(named), notReceived: notReceived.map(named) };
}
