import type {
  AlertEffect,
  CurrentState,
  Finding,
  Instant,
  OpenAlert,
  PendingRepeat,
  Plan,
  Reading,
  RecentScore,
  RepeatEffect,
  ScoreAt,
  SpO2ScaleOrder,
  Stay,
} from '#clinical';
import { v7 as newId } from 'uuid';
import { writeAlertEffects } from './alerts/found.ts';
import type { Queryable, Transaction } from './database.ts';
import { pendingRepeatsOf, someoneCanRepeat, writeRepeats } from './homes/pending-repeats.ts';
import { OPEN, ordersOfScales } from './sql.ts';

/** A reading with the NEWS2 total that its sender gave it, if any: compared with ours, never trusted. */
export interface StoredReading extends Reading {
  readonly statedNews2?: number;
}

/** A stay with readings that no rule has looked at yet, locked by this transaction. */
export interface ClaimedStay {
  stay: Stay;
  wardId: string;
  storedState: StoredState | null;
  readings: StoredReading[];
  fresh: Set<string>;
  /** What was taken out of the outbox, as it stood there. */
  outboxRows: readonly { id: string; received_at: string }[];
  openAlerts: (OpenAlert & { id: string; version: number })[];
  /** What waits for its repeat; null where nobody would see that one is wanted. */
  pendingRepeats: PendingRepeat[] | null;
  /** The stay ended after its readings came. */
  ended: boolean;
}

/** The current state as it is kept: with the total that the sender of the last complete set gave it, if any, and what the board draws. */
export interface StoredState extends CurrentState {
  readonly statedTotal: number | null;
  readonly recent: readonly RecentScore[];
  /** Usual for this person by their own readings, beside `lastComplete`. */
  readonly usualNews2: number | null;
}

/** What the rules said of a claimed stay. */
export interface EvaluatedStay {
  admissionId: string;
  wardId: string;
  scores: readonly (ScoreAt & { statedTotal: number | null })[];
  current: StoredState | null;
  nextDueAt: Instant | null;
  findings: readonly Finding[];
  alertEffects: readonly AlertEffect[];
  openAlerts: ClaimedStay['openAlerts'];
  repeats: readonly RepeatEffect[];
  ended: boolean;
}

/**
 * The stays that have waited longest and that no other worker holds. NO KEY UPDATE: a reading that is being stored for
 * the same stay, or a row that refers to it, does not wait.
 */
const LOCK_STAYS = `
  WITH oldest AS (
    SELECT admission_id, min(seq) AS first
    FROM (SELECT admission_id, seq FROM pending_evaluation WHERE retry_at IS NULL OR retry_at <= $3 ORDER BY seq LIMIT $2) waiting
    GROUP BY admission_id
  )
  SELECT a.id, a.ward_id, a.status = 'ended' AS ended, a.pathway, a.level, a.plan, a.current_state, p.pregnant,
    (extract(epoch FROM a.admitted_at) * 1000)::float8 AS admitted_at,
    extract(year FROM age(now(), p.birth_date))::int AS age_years
  FROM oldest JOIN admission a ON a.id = oldest.admission_id JOIN patient p ON p.id = a.patient_id
  ORDER BY oldest.first LIMIT $1
  FOR NO KEY UPDATE OF a SKIP LOCKED`;

/** A reading as the rules take it, in the order of READING_FIELDS. */
export const READING = `json_build_array(
    o.id, (extract(epoch FROM o.effective_at) * 1000)::float8, (extract(epoch FROM o.received_at) * 1000)::float8,
    o.respiration, o.spo2, o.on_oxygen, o.oxygen_flow, o.systolic, o.diastolic, o.pulse, o.consciousness, o.temperature,
    o.weight, o.glucose, o.stated_news2, o.details -> 'answers', o.details -> 'notTaken')`;

/** Arrival bounds measuring time from below (within 5 min), so that a window over measuring times prunes partitions. */
const OF_STAY = `o.admission_id = reach.admission_id AND NOT o.day_only AND o.received_at >= reach.since - interval '10 minutes'`;

/**
 * What the rules need of the locked stays, from one moment after the lock: the fresh readings (taken out of the outbox
 * with it), the window around them, and the open alerts.
 *
 * A stay that is measured every minute would have twenty thousand readings in its window. Of those beyond the newest 500
 * the last set of every four hours is loaded, which is more than the schedule of any level asks for, and what lies
 * around a fresh reading that came late.
 */
const LOAD_STAYS = `
  WITH asked AS (
    SELECT * FROM unnest($1::uuid[], $2::float8[]) AS a(admission_id, look_back_ms)
  ), fresh AS (
    DELETE FROM pending_evaluation WHERE admission_id = ANY ($1::uuid[]) RETURNING admission_id, observation_id, received_at
  ), fresh_reading AS (
    SELECT f.admission_id, f.observation_id, f.received_at, o.effective_at
    FROM fresh f JOIN observation o ON o.id = f.observation_id AND o.received_at = f.received_at
  ), reach AS (
    SELECT f.admission_id, json_agg(json_build_object('id', f.observation_id, 'received_at', f.received_at)) AS outbox_rows,
      least(min(f.effective_at), $3::timestamptz) - make_interval(secs => min(asked.look_back_ms) / 1000.0) AS since
    FROM fresh_reading f JOIN asked USING (admission_id)
    GROUP BY f.admission_id
  )
  SELECT reach.admission_id, reach.outbox_rows,
    (
      WITH newest AS MATERIALIZED (
        SELECT o.effective_at, ${READING} AS reading FROM observation o
        WHERE ${OF_STAY} AND o.effective_at >= reach.since
        ORDER BY o.effective_at DESC LIMIT 500
      ), cut AS (
        SELECT min(effective_at) AS at FROM newest HAVING count(*) = 500
      )
      SELECT json_agg(loaded.reading) FROM (
        SELECT reading FROM newest
        UNION ALL
        SELECT ${READING} FROM cut
        CROSS JOIN generate_series(reach.since, cut.at, interval '4 hours') AS began
        CROSS JOIN LATERAL (
          SELECT o.effective_at AS at FROM observation o
          WHERE ${OF_STAY} AND o.effective_at >= began AND o.effective_at < least(began + interval '4 hours', cut.at)
          ORDER BY o.effective_at DESC LIMIT 1
        ) AS last_set
        JOIN observation o ON ${OF_STAY} AND o.effective_at > last_set.at - interval '30 minutes' AND o.effective_at <= last_set.at
        UNION ALL
        SELECT ${READING} FROM cut
        JOIN fresh_reading f ON f.admission_id = reach.admission_id AND f.effective_at < cut.at
        JOIN observation o ON ${OF_STAY} AND o.effective_at < cut.at
          AND o.effective_at BETWEEN f.effective_at - interval '30 minutes' AND f.effective_at + interval '30 minutes'
      ) AS loaded
    ) AS readings,
    coalesce((SELECT json_agg(json_build_object('id', al.id, 'version', al.version, 'ruleId', al.rule_id, 'priority', al.priority,
        'raisedAt', (extract(epoch FROM al.raised_at) * 1000)::bigint, 'effectiveAt', (extract(epoch FROM al.effective_at) * 1000)::bigint,
        'count', al.count, 'conditionPresent', al.condition_present))
      FROM alert al WHERE al.admission_id = reach.admission_id AND ${OPEN}), '[]') AS open_alerts,
    ${ordersOfScales('reach.admission_id')} AS scale_orders,
    ${pendingRepeatsOf('reach.admission_id')} AS pending_repeats, ${someoneCanRepeat('reach.admission_id')} AS can_repeat
  FROM reach`;

const READING_FIELDS = [
  'id',
  'effectiveAt',
  'receivedAt',
  'respiration',
  'spo2',
  'onOxygen',
  'oxygenFlow',
  'systolic',
  'diastolic',
  'pulse',
  'consciousness',
  'temperature',
  'weight',
  'glucose',
  'statedNews2',
  'answers',
  'notTaken',
] as const satisfies (keyof StoredReading)[];

/** A missing value is an absent field, never a null or a zero. */
export function readingOf(values: readonly unknown[]): StoredReading {
  const reading: Record<string, unknown> = {};
  for (const [i, field] of READING_FIELDS.entries()) {
    const value = values[i];
    if (value !== null) reading[field] = value;
  }
  return reading as unknown as StoredReading;
}

/** The newest readings of a stay since then, as the rules take them, oldest first. */
export async function newestReadings(
  database: Queryable,
  { admissionId, since, most }: { admissionId: string; since: Date; most: number },
): Promise<StoredReading[]> {
  const rows = await database.query<{ reading: unknown[] }>(
    `SELECT ${READING} AS reading FROM observation o
     WHERE o.admission_id = $1 AND NOT o.day_only AND o.effective_at >= $2 AND o.received_at >= $2::timestamptz - interval '10 minutes'
     ORDER BY o.effective_at DESC LIMIT $3`,
    [admissionId, since, most],
  );
  return rows.map(({ reading }) => readingOf(reading)).toReversed();
}

/** Parts of a long window may overlap. */
function eachOnce(rows: readonly unknown[][]): unknown[][] {
  return [...new Map(rows.map((row) => [row[0], row])).values()];
}

interface LockedRow {
  id: string;
  ward_id: string;
  ended: boolean;
  pathway: Stay['pathway'];
  level: Stay['level'];
  plan: Plan;
  current_state: StoredState | null;
  pregnant: boolean;
  admitted_at: number;
  age_years: number;
}

interface LoadedRow {
  admission_id: string;
  outbox_rows: { id: string; received_at: string }[];
  readings: unknown[][];
  open_alerts: ClaimedStay['openAlerts'];
  scale_orders: SpO2ScaleOrder[];
  pending_repeats: PendingRepeat[];
  can_repeat: boolean;
}

/** How many waiting readings are looked through for stays: several per stay, so that other workers find stays beside these. */
const READINGS_A_STAY = 8;

/**
 * Claims up to `limit` stays with unevaluated readings: locked, their readings taken out of the outbox, until the
 * transaction ends. Empty when there is nothing to do. `lookBack` says, in ms, how far back of the oldest fresh reading a
 * stay's rules look: that much is loaded and no more.
 */
export async function claimStays(
  transaction: Transaction,
  { limit, lookBack, now }: { limit: number; lookBack: (stay: Stay) => number; now: Instant },
): Promise<ClaimedStay[]> {
  const locked = await transaction.query<LockedRow>(
    LOCK_STAYS,
    [limit, limit * READINGS_A_STAY, new Date(now)],
    'lock-stays',
  );
  if (locked.length === 0) return [];
  const stays = locked.map(stayOf);
  const loaded = await transaction.query<LoadedRow>(
    LOAD_STAYS,
    [stays.map((stay) => stay.id), stays.map(lookBack), new Date(now)],
    'load-stays',
  );
  const byId = new Map(loaded.map((row) => [row.admission_id, row]));
  return locked.flatMap((row, i): ClaimedStay[] => {
    const found = byId.get(row.id);
    const stay = stays[i];
    // Not found: another worker evaluated it between this statement's look at the outbox and its lock.
    if (!found || !stay) return [];
    return [
      {
        stay: withOrders(stay, found.scale_orders, now),
        wardId: row.ward_id,
        storedState: row.current_state,
        readings: eachOnce(found.readings).map(readingOf),
        fresh: new Set(found.outbox_rows.map((row) => row.id)),
        outboxRows: found.outbox_rows,
        openAlerts: found.open_alerts,
        pendingRepeats: found.can_repeat || found.pending_repeats.length > 0 ? found.pending_repeats : null,
        ended: row.ended,
      },
    ];
  });
}

/** The stay of a row, as the rules take it; its orders of a scale are added by `withOrders`. */
export function stayOf(row: Omit<LockedRow, 'ended' | 'current_state'>): Stay {
  return {
    id: row.id,
    wardId: row.ward_id,
    pathway: row.pathway,
    level: row.level,
    ageYears: row.age_years,
    pregnant: row.pregnant,
    admittedAt: row.admitted_at,
    plan: row.plan,
  };
}

/**
 * An order that is in the record has been made, though the clock here may be behind that of whoever wrote it. It is read after the
 * lock, which whoever makes one holds.
 */
export function withOrders(stay: Stay, orders: readonly SpO2ScaleOrder[], now: Instant): Stay {
  if (orders.length === 0) return stay;
  const spo2ScaleOrders = orders.map((order) => ({ ...order, from: Math.min(order.from, now) }));
  return { ...stay, plan: { ...stay.plan, spo2ScaleOrders } };
}

/** True while any reading waits for the rules and is not put off: what a sweep asks. */
export async function anyUnevaluated(database: Queryable, now: Date): Promise<boolean> {
  const [row] = await database.query<{ waiting: boolean }>(
    'SELECT EXISTS (SELECT FROM pending_evaluation WHERE retry_at IS NULL OR retry_at <= $1) AS waiting',
    [now],
    'any-unevaluated',
  );
  return row?.waiting ?? false;
}

/** Puts a claimed stay's readings back into the outbox until `retryAt`: the rules failed over them, and others must not wait. */
export async function putBack(transaction: Transaction, claimed: ClaimedStay, retryAt: Date): Promise<void> {
  await transaction.query(
    `INSERT INTO pending_evaluation (admission_id, observation_id, received_at, retry_at)
     SELECT $1, r.id, r.received_at, $2 FROM json_to_recordset($3) AS r(id uuid, received_at timestamptz)`,
    [claimed.stay.id, retryAt, JSON.stringify(claimed.outboxRows)],
  );
}

const WRITE = `
  WITH scored AS (
    INSERT INTO news2_score (admission_id, at, complete, least, most, scale, sub_scores, reading_ids, stated_total, rule_set_version)
    SELECT r.admission_id, to_timestamp(r.at / 1000), r.complete, r.least, r.most, r.scale, r.sub_scores,
      ARRAY(SELECT jsonb_array_elements_text(r.reading_ids))::uuid[], r.stated_total, $2
    FROM jsonb_to_recordset($1::jsonb)
      AS r(admission_id uuid, at float8, complete boolean, least smallint, most smallint, scale smallint, sub_scores jsonb, reading_ids jsonb, stated_total smallint)
    ON CONFLICT (admission_id, at) DO UPDATE SET
      complete = excluded.complete, least = excluded.least, most = excluded.most, sub_scores = excluded.sub_scores,
      reading_ids = excluded.reading_ids, stated_total = excluded.stated_total, rule_set_version = excluded.rule_set_version,
      scored_at = excluded.scored_at
    -- Looked at once more with the same outcome it stands as it was, with when and by which rules it was made.
    WHERE (news2_score.complete, news2_score.least, news2_score.most, news2_score.sub_scores, news2_score.reading_ids, news2_score.stated_total)
      IS DISTINCT FROM (excluded.complete, excluded.least, excluded.most, excluded.sub_scores, excluded.reading_ids, excluded.stated_total)
  ), found AS (
    INSERT INTO finding (
      id, admission_id, alert_id, rule_id, rule_version, rule_set_version, priority, effective_at, recorded_at, sentence, evidence, source)
    SELECT r.id, r.admission_id, r.alert_id, r.rule_id, r.rule_version, $2, r.priority, to_timestamp(r.effective_at / 1000), $3, r.sentence, r.evidence, r.source
    FROM jsonb_to_recordset($4::jsonb)
      AS r(id uuid, admission_id uuid, alert_id uuid, rule_id text, rule_version text, priority text, effective_at float8, sentence text,
           evidence jsonb, source jsonb)
    WHERE NOT EXISTS (
      SELECT FROM finding f WHERE f.admission_id = r.admission_id AND f.effective_at = to_timestamp(r.effective_at / 1000)
        AND f.rule_id = r.rule_id AND f.priority = r.priority AND f.sentence = r.sentence)
  )
  UPDATE admission SET
    current_state = r.current_state,
    last_reading_at = greatest(admission.last_reading_at, to_timestamp(r.last_reading_at / 1000)),
    next_due_at = to_timestamp(r.next_due_at / 1000)
  FROM jsonb_to_recordset($5::jsonb) AS r(id uuid, current_state jsonb, last_reading_at float8, next_due_at float8)
  WHERE admission.id = r.id`;

/** Everything that one evaluation of many stays brings about, in the transaction that claimed them. */
export async function writeEvaluations(
  transaction: Transaction,
  evaluated: readonly EvaluatedStay[],
  { ruleSetVersion, now }: { ruleSetVersion: string; now: Instant },
): Promise<void> {
  const scores: object[] = [];
  const found: object[] = [];
  const states: object[] = [];
  const alertOfFinding = await writeAlertEffects(
    transaction,
    evaluated.map(({ wardId, admissionId, ended, alertEffects: effects, openAlerts }) => {
      return { wardId, admissionId, subject: null, ended, effects, openAlerts };
    }),
  );

  await writeRepeats(transaction, evaluated, { alertOf: alertOfFinding, now: new Date(now) });

  for (const one of evaluated) {
    for (const { at, news2, readingIds, statedTotal } of one.scores) {
      if (news2.kind === 'not-applicable') continue;
      scores.push({
        admission_id: one.admissionId,
        at,
        complete: news2.kind === 'complete',
        least: news2.kind === 'complete' ? news2.total : news2.least,
        most: news2.kind === 'complete' ? news2.total : news2.most,
        scale: news2.scale,
        sub_scores: news2.subScores,
        reading_ids: readingIds,
        stated_total: statedTotal,
      });
    }

    for (const finding of one.findings) {
      found.push({
        id: newId(),
        admission_id: one.admissionId,
        alert_id: alertOfFinding.get(finding) ?? null,
        rule_id: finding.ruleId,
        rule_version: String(finding.ruleVersion),
        priority: finding.priority,
        effective_at: finding.at,
        sentence: finding.sentence,
        evidence: finding.evidence,
        source: finding.source,
      });
    }
    states.push({
      id: one.admissionId,
      current_state: one.current,
      last_reading_at: one.current?.lastReadingAt ?? null,
      next_due_at: one.nextDueAt,
    });
  }

  await transaction.query(
    WRITE,
    [scores, ruleSetVersion, new Date(now), found, states].map((value) =>
      Array.isArray(value) ? JSON.stringify(value) : value,
    ),
    'write-evaluations',
  );
}
