import {
  decideLevel,
  LEVELS,
  readinessVersion,
  stepDownReadiness,
  type Instant,
  type LevelDecision,
  type MonitoringLevel,
  type OpenAlert,
  type Plan,
  type Readiness,
  type ReadinessRules,
  type Reading,
  type SpO2ScaleOrder,
  type Stay,
} from '#clinical';
import type { LevelChange, LevelChangeMade, ReviewMade } from '#contracts';
import type { Actor } from './alerts/alerts.ts';
import { appendAudit } from './audit.ts';
import type { Database, Queryable, Transaction } from './database.ts';
import { READING, readingOf, stayOf, withOrders } from './evaluations.ts';
import { AWAITS_FIRST, dueAnew } from './first-readings.ts';
import { lockBeds } from './free-beds.ts';
import { readinessRulesAt } from './readiness-rules.ts';
import { msOf, OPEN, ordersOfScales } from './sql.ts';
import { appendToFeed } from './ward-feed.ts';

/** Of a stay that is measured every minute the newest are looked at: they hold the last days, which the criteria are about. */
const MOST_READINGS = 5_000;

/** A stay with what its readiness to be watched less closely rests on. */
export interface StayForReadiness {
  readonly wardId: string;
  readonly version: number;
  readonly name: string;
  readonly bed: number | null;
  readonly stay: Stay;
  readonly zone: string;
  readonly lastHeardAt: Instant;
  /** The first set of a new stay has not come. */
  readonly awaitsFirst: boolean;
  readonly readings: readonly Reading[];
  readonly openAlerts: readonly OpenAlert[];
  readonly lastChange: LevelChangeMade | null;
  readonly lastReview: ReviewMade | null;
}

interface StayRow {
  id: string;
  ward_id: string;
  version: number;
  name: string;
  bed: number | null;
  pathway: Stay['pathway'];
  level: MonitoringLevel;
  plan: Plan;
  pregnant: boolean;
  age_years: number;
  admitted_at: Instant;
  zone: string;
  last_heard_at: Instant;
  awaits_first: boolean;
  readings: unknown[][];
  open_alerts: OpenAlert[];
  scale_orders: SpO2ScaleOrder[];
  last_change: LevelChangeMade | null;
  last_review: ReviewMade | null;
}

/** The active stays of `$1`, or the one of `$2` on one of these wards, with their readings since `$3`. */
const STAYS = `
  SELECT a.id, a.ward_id, a.version, p.given_name || ' ' || p.family_name AS name, a.bed, a.pathway, a.level, a.plan, p.pregnant,
    extract(year FROM age(now(), p.birth_date))::int AS age_years, ${msOf('a.admitted_at')} AS admitted_at, w.time_zone AS zone,
    ${msOf('coalesce(a.last_reading_at, a.admitted_at)')} AS last_heard_at, ${AWAITS_FIRST} AS awaits_first,
    coalesce((SELECT json_agg(newest.reading) FROM (
      SELECT ${READING} AS reading FROM observation o
      WHERE o.admission_id = a.id AND NOT o.day_only AND o.effective_at >= $3 AND o.received_at >= $3::timestamptz - interval '10 minutes'
      ORDER BY o.effective_at DESC LIMIT ${MOST_READINGS}
    ) newest), '[]') AS readings,
    coalesce((SELECT json_agg(json_build_object('ruleId', al.rule_id, 'priority', al.priority, 'raisedAt', ${msOf('al.raised_at')},
        'effectiveAt', ${msOf('al.effective_at')}, 'count', al.count, 'conditionPresent', al.condition_present))
      FROM alert al WHERE al.admission_id = a.id AND ${OPEN}), '[]') AS open_alerts,
    ${ordersOfScales('a.id')} AS scale_orders,
    (SELECT json_build_object('at', ${msOf('c.at')}, 'by', c.changed_by_name, 'from', c.from_level, 'to', c.to_level, 'reason', c.reason,
        'overridden', c.overridden, 'criteria', c.criteria, 'rules', c.rules, 'bedBefore', c.bed_before, 'bedAfter', c.bed_after)
      FROM level_change c WHERE c.admission_id = a.id ORDER BY c.at DESC, c.id DESC LIMIT 1) AS last_change,
    (SELECT json_build_object('id', v.id, 'at', ${msOf('v.at')}, 'by', v.by_name, 'decision', v.decision, 'reason', v.reason,
        'nextInDays', v.next_in_days)
      FROM stay_review v WHERE v.admission_id = a.id ORDER BY v.id DESC LIMIT 1) AS last_review
  FROM admission a JOIN patient p ON p.id = a.patient_id JOIN ward w ON w.id = a.ward_id
  WHERE a.ward_id = ANY ($1::text[]) AND ($2::uuid IS NULL OR a.id = $2) AND a.status = 'active'`;

async function stays(
  database: Queryable,
  { wardIds, admissionId, since, now }: { wardIds: readonly string[]; admissionId?: string; since: Date; now: Date },
): Promise<StayForReadiness[]> {
  const rows = await database.query<StayRow>(STAYS, [wardIds, admissionId ?? null, since]);
  return rows.map((row) => ({
    wardId: row.ward_id,
    version: row.version,
    name: row.name,
    bed: row.bed,
    stay: withOrders(stayOf(row), row.scale_orders, now.getTime()),
    zone: row.zone,
    lastHeardAt: row.last_heard_at,
    awaitsFirst: row.awaits_first,
    readings: row.readings.map(readingOf).toReversed(),
    openAlerts: row.open_alerts,
    lastChange: row.last_change,
    lastReview: row.last_review,
  }));
}

/** Everybody who is on a ward now, with what their readiness rests on: readings since then and open alerts. */
export function staysForReadiness(
  database: Queryable,
  { wardId, since, now }: { wardId: string; since: Date; now: Date },
): Promise<StayForReadiness[]> {
  return stays(database, { wardIds: [wardId], since, now });
}

/** One stay of these wards that goes on, held until the transaction ends; null when there is none. */
export async function stayForReadiness(
  transaction: Transaction,
  { admissionId, wardIds, since, now }: { admissionId: string; wardIds: readonly string[]; since: Date; now: Date },
): Promise<StayForReadiness | null> {
  // Looked at after the lock, in a statement of its own: what an evaluation that held the stay has just raised is then seen.
  await transaction.query(LOCK_STAY, [admissionId, wardIds]);
  const [found] = await stays(transaction, { wardIds, admissionId, since, now });
  return found ?? null;
}

/** What people say of a step down, which no record can tell. */
export type Said = Pick<
  LevelChange,
  'agreedByClinician' | 'agreedByPatient' | 'hasSafetyNetAdvice' | 'canTakeReadings'
>;

export const NOTHING_SAID: Said = {
  agreedByClinician: null,
  agreedByPatient: null,
  hasSafetyNetAdvice: null,
  canTakeReadings: null,
};

/** Criterion by criterion, as of now. */
export function readinessOf(
  { stay, readings, openAlerts }: StayForReadiness,
  said: Said,
  now: Date,
  rules: ReadinessRules,
): Readiness {
  const { agreedByClinician, agreedByPatient, hasSafetyNetAdvice, canTakeReadings } = said;
  return stepDownReadiness({
    stay,
    readings,
    openAlerts,
    now: now.getTime(),
    agreedByClinician,
    agreedByPatient,
    hasSafetyNetAdvice,
    canTakeReadings,
    rules,
  });
}

export type LevelOutcome =
  | { readonly kind: 'changed'; readonly version: number; readonly bed: number | null; readonly nextDueAt: Instant }
  | { readonly kind: 'no-such-stay' }
  | { readonly kind: 'stale' }
  /** The level holds a bed, and the ward has none that is free. */
  | { readonly kind: 'no-bed'; readonly capacity: number }
  | { readonly kind: 'refused'; readonly decision: Exclude<LevelDecision, { kind: 'up' | 'down' }> };

const LOCK_STAY = `
  SELECT FROM admission WHERE id = $1 AND ward_id = ANY ($2::text[]) AND status = 'active' FOR NO KEY UPDATE`;

const CHANGE = `
  WITH changed AS (
    UPDATE admission SET level = $2, bed = $3::smallint, plan = $4::jsonb, next_due_at = to_timestamp($5::float8 / 1000), version = version + 1
    WHERE id = $1::uuid RETURNING version
  )
  INSERT INTO level_change (admission_id, at, changed_by, changed_by_name, from_level, to_level, reason, overridden, criteria, bed_before,
    bed_after, schedule_before, version, rules)
  SELECT $1::uuid, $6::timestamptz, $7::uuid, $8, $9, $2, $10, $11::text[], $12::jsonb, $13::smallint, $3::smallint, $14::jsonb, changed.version, $15
  FROM changed RETURNING id, version`;

/**
 * Has a patient watched more or less closely. Down is decided by every criterion as it stands in the transaction that holds the stay: an
 * alert that came meanwhile counts. The schedule begins anew, so that nothing that was due before is overdue.
 */
export function changeLevel(
  database: Database,
  wish: LevelChange & { admissionId: string; actor: Actor; since: Date; now: Date },
): Promise<LevelOutcome> {
  const { admissionId, actor, since, now, to, reason } = wish;
  return database.transaction(async (transaction): Promise<LevelOutcome> => {
    const found = await stayForReadiness(transaction, { admissionId, wardIds: actor.wardIds, since, now });
    if (!found) return { kind: 'no-such-stay' };
    if (found.version !== wish.version) return { kind: 'stale' };
    const { stay, wardId, zone } = found;
    const rules = await readinessRulesAt(transaction, now);
    const readiness = readinessOf(found, wish, now, rules);
    const decision = decideLevel({ from: stay.level, to, override: wish.override }, readiness);
    if (decision.kind !== 'up' && decision.kind !== 'down') return { kind: 'refused', decision };

    let { bed } = found;
    if (!LEVELS[to].holdsBed) bed = null;
    else if (bed === null) {
      // Whoever else wants the last bed waits here, and then looks anew.
      const { capacity, free } = await lockBeds(transaction, wardId);
      const [lowest] = free;
      if (lowest === undefined) return { kind: 'no-bed', capacity };
      bed = lowest;
    }
    const { schedule, spo2ScaleOrders: _, ...rest } = stay.plan;
    const plan: Plan = { ...rest, scheduled: { zone, since: now.getTime() } };
    const nextDueAt = dueAnew({ level: to, plan, awaitsFirst: found.awaitsFirst, lastHeardAt: found.lastHeardAt, now });
    const [made] = await transaction.query<{ id: string; version: number }>(CHANGE, [
      admissionId,
      to,
      bed,
      JSON.stringify(plan),
      nextDueAt,
      now,
      actor.id,
      actor.displayName,
      stay.level,
      reason,
      decision.kind === 'down' ? decision.overridden : [],
      JSON.stringify(readiness.criteria),
      found.bed,
      schedule === undefined ? null : JSON.stringify(schedule),
      readinessVersion(rules),
    ]);
    if (!made) throw new Error('a stay that is locked is there');
    await appendToFeed(transaction, { type: 'admission-changed', at: now, changed: [admissionId] });
    await appendAudit(transaction, [
      {
        act: 'changed-level',
        actor: { kind: 'person', id: actor.id },
        ward: wardId,
        admissions: [admissionId],
        details: { change: made.id, from: stay.level, to },
      },
    ]);
    return { kind: 'changed', version: made.version, bed, nextDueAt };
  });
}
