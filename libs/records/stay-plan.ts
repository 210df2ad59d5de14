import { refusePlan, type Instant, type MonitoringLevel, type Plan, type Refusal, type Stay } from '#clinical';
import type { PlanChangeMade, SpO2ScaleOrders, StayPlan } from '#contracts';
import type { Actor } from './alerts/alerts.ts';
import { appendAudit } from './audit.ts';
import type { Database, Queryable } from './database.ts';
import { AWAITS_FIRST, dueAnew } from './first-readings.ts';
import { msOf } from './sql.ts';
import { spo2ScaleOrdersOf } from './spo2-scale-orders.ts';
import { appendToFeed } from './ward-feed.ts';

/** The plan as people state it: what Homeward itself keeps beside the schedule is no part of it. */
const STATED = (plan: string): string => `(${plan} - 'scheduled')`;

const LOCK_STAY = `
  SELECT a.version, a.ward_id, a.level, a.plan, w.time_zone AS zone, ${msOf('coalesce(a.last_reading_at, a.admitted_at)')} AS last_heard_at,
    ${AWAITS_FIRST} AS awaits_first
  FROM admission a JOIN ward w ON w.id = a.ward_id
  WHERE a.id = $1 AND a.ward_id = ANY ($2::text[]) AND a.status = 'active' FOR NO KEY UPDATE OF a`;

const CHANGE = `
  WITH changed AS (
    UPDATE admission SET plan = $2::jsonb, version = version + 1,
      next_due_at = coalesce(to_timestamp($3::float8 / 1000), next_due_at)
    WHERE id = $1::uuid RETURNING version
  )
  INSERT INTO plan_change (admission_id, at, changed_by, changed_by_name, reason, version, before, after)
  SELECT $1::uuid, $4::timestamptz, $5::uuid, $6, $7, changed.version, ${STATED('$8::jsonb')}, ${STATED('$2::jsonb')} FROM changed
  RETURNING id, version`;

/** Whether these two plans say the same to the rules: words of escalation and times of sets they do not read. */
const SAME_RULES = `
  SELECT $1::jsonb - '{escalation,schedule,scheduled}'::text[] = $2::jsonb - '{escalation,schedule,scheduled}'::text[] AS same_rules,
    ${STATED('$1::jsonb')} = ${STATED('$2::jsonb')} AS same,
    ($1::jsonb -> 'schedule') IS NOT DISTINCT FROM ($2::jsonb -> 'schedule') AS same_schedule`;

/**
 * Puts the present back into the outbox: the newest complete set and what came after it, of a day at most, so that every rule that
 * can tell is asked again. Nothing older is looked at again.
 */
const PRESENT_AGAIN = `
  WITH newest AS (
    SELECT o.effective_at AS at FROM observation o
    WHERE o.admission_id = $1::uuid AND NOT o.day_only ORDER BY o.effective_at DESC LIMIT 1
  ), present AS (
    SELECT greatest(coalesce(to_timestamp((a.current_state -> 'lastComplete' ->> 'at')::float8 / 1000), newest.at),
      newest.at - interval '24 hours') AS since
    FROM newest JOIN admission a ON a.id = $1::uuid
  )
  INSERT INTO pending_evaluation (admission_id, observation_id, received_at, waits_since)
  SELECT o.admission_id, o.id, o.received_at, $2::timestamptz
  FROM present JOIN observation o ON o.admission_id = $1::uuid AND NOT o.day_only AND o.effective_at >= present.since
  WHERE NOT EXISTS (SELECT FROM pending_evaluation q WHERE q.admission_id = $1::uuid AND q.observation_id = o.id)`;

export type PlanChangeOutcome =
  | { readonly kind: 'changed'; readonly version: number }
  /** Not on one of this person's wards, or over. */
  | { readonly kind: 'no-such-stay' }
  /** Somebody changed the stay since the person looked. */
  | { readonly kind: 'stale' }
  /** Outside a bound, or otherwise no plan. */
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'no-change' };

/**
 * A clinician puts another plan in the place of the one that they saw. New readings are judged by it at once; the present is
 * judged again by the worker where the rules read something else in it; history never is.
 */
export function changePlan(
  database: Database,
  wish: { admissionId: string; version: number; plan: StayPlan; reason: string; actor: Actor; now: Date },
): Promise<PlanChangeOutcome> {
  const { admissionId, version, plan, reason, actor, now } = wish;
  return database.transaction(async (transaction): Promise<PlanChangeOutcome> => {
    const [stay] = await transaction.query<{
      version: number;
      ward_id: string;
      level: MonitoringLevel;
      plan: Plan;
      zone: string;
      last_heard_at: Instant;
      awaits_first: boolean;
    }>(LOCK_STAY, [admissionId, actor.wardIds]);
    if (!stay) return { kind: 'no-such-stay' };
    if (stay.version !== version) return { kind: 'stale' };
    const refusals = refusePlan(plan, stay.level);
    if (refusals.length > 0) return { kind: 'refused', refusals };

    const [compared] = await transaction.query<{ same: boolean; same_rules: boolean; same_schedule: boolean }>(
      SAME_RULES,
      [JSON.stringify(stay.plan), JSON.stringify(plan)],
    );
    if (compared?.same !== false) return { kind: 'no-change' };
    const scheduled = compared.same_schedule ? stay.plan.scheduled : { zone: stay.zone, since: now.getTime() };
    const next: Plan = { ...plan, ...(scheduled && { scheduled }) };
    const due = compared.same_schedule
      ? null
      : dueAnew({
          level: stay.level,
          plan: next,
          awaitsFirst: stay.awaits_first,
          lastHeardAt: stay.last_heard_at,
          now,
        });
    const [made] = await transaction.query<{ id: string; version: number }>(CHANGE, [
      admissionId,
      JSON.stringify(next),
      due,
      now,
      actor.id,
      actor.displayName,
      reason,
      JSON.stringify(stay.plan),
    ]);
    if (!made) throw new Error('a stay that is locked is there');
    if (!compared.same_rules) await transaction.query(PRESENT_AGAIN, [admissionId, now]);
    await appendToFeed(transaction, { type: 'admission-changed', at: now, changed: [admissionId] });
    await appendAudit(transaction, [
      {
        act: 'changed-plan',
        actor: { kind: 'person', id: actor.id },
        ward: stay.ward_id,
        admissions: [admissionId],
        details: { change: made.id, version: made.version },
      },
    ]);
    return { kind: 'changed', version: made.version };
  });
}

/** What is kept of a stay's plan. */
export interface KeptPlan {
  readonly wardId: string;
  readonly version: number;
  readonly active: boolean;
  /** As the rules take it, with its orders of a scale and all. */
  readonly stay: Stay;
  readonly stated: StayPlan;
  readonly zone: string;
  readonly lastReadingAt: Instant | null;
  readonly nextDueAt: Instant | null;
  readonly spo2Scale: Omit<SpO2ScaleOrders, 'version'>;
  /** Newest first. */
  readonly changes: readonly PlanChangeMade[];
}

const MOST_CHANGES = 100;

const KEPT = `
  SELECT a.version, a.ward_id, a.status = 'active' AS active, a.pathway, a.level, a.plan, ${STATED('a.plan')} AS stated, w.time_zone AS zone,
    p.pregnant, extract(year FROM age(now(), p.birth_date))::int AS age_years, ${msOf('a.admitted_at')} AS admitted_at,
    ${msOf('a.last_reading_at')} AS last_reading_at, ${msOf('a.next_due_at')} AS next_due_at,
    coalesce((SELECT json_agg(c) FROM (
      SELECT ${msOf('pc.at')} AS at, pc.changed_by_name AS "by", pc.reason, pc.version, pc.before, pc.after
      FROM plan_change pc WHERE pc.admission_id = a.id ORDER BY pc.at DESC, pc.id DESC LIMIT ${MOST_CHANGES}
    ) c), '[]') AS changes
  FROM admission a JOIN ward w ON w.id = a.ward_id JOIN patient p ON p.id = a.patient_id
  WHERE a.id = $1 AND a.ward_id = ANY ($2::text[])`;

/** The plan of a stay of these wards, also when it is over; null when there is no such stay. */
export async function planOf(
  database: Queryable,
  { admissionId, wardIds }: { admissionId: string; wardIds: readonly string[] },
): Promise<KeptPlan | null> {
  const [row] = await database.query<{
    version: number;
    ward_id: string;
    active: boolean;
    pathway: Stay['pathway'];
    level: MonitoringLevel;
    plan: Plan;
    stated: StayPlan;
    zone: string;
    pregnant: boolean;
    age_years: number;
    admitted_at: Instant;
    last_reading_at: Instant | null;
    next_due_at: Instant | null;
    changes: PlanChangeMade[];
  }>(KEPT, [admissionId, wardIds]);
  const orders = await spo2ScaleOrdersOf(database, { admissionId, wardIds });
  if (!row || !orders) return null;
  const { inForce, orders: made } = orders;
  const spo2ScaleOrders = made.map(({ scale, inForceFrom: from, authorisedBy, role, reason }) => {
    return { scale, from, authorisedBy, role, reason };
  });
  return {
    wardId: row.ward_id,
    version: row.version,
    active: row.active,
    stay: {
      id: admissionId,
      wardId: row.ward_id,
      pathway: row.pathway,
      level: row.level,
      ageYears: row.age_years,
      pregnant: row.pregnant,
      admittedAt: row.admitted_at,
      plan: { ...row.plan, spo2ScaleOrders },
    },
    stated: row.stated,
    zone: row.zone,
    lastReadingAt: row.last_reading_at,
    nextDueAt: row.next_due_at,
    spo2Scale: { inForce, orders: made },
    changes: row.changes,
  };
}
