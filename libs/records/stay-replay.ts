import {
  atWallClock,
  comparePriority,
  Course,
  currentState,
  DAY,
  inOrder,
  isRecordReady,
  OWN_NORMAL_WINDOW,
  spo2ScaleAt,
  standingAfter,
  stepDownReadiness,
  zoneOffset,
  type HistoryKind,
  type MonitoringLevel,
  type OpenAlert,
  type Plan,
  type Priority,
  type Reading,
  type SpO2ScaleOrder,
  type Stay,
} from '#clinical';
import type { ReplayAlert, ReplayDecision, ReplayReading, StayPlan, StayReplay } from '#contracts';
import { careAsKnown } from './care.ts';
import type { Queryable } from './database.ts';
import { READING, readingOf } from './evaluations.ts';
import { NOTHING_SAID } from './stay-level.ts';
import { readinessRulesAt } from './readiness-rules.ts';
import { msOf } from './sql.ts';

/** What is usual for somebody is taken from the week before the days that the criteria are about. */
const LOOKS_BACK = OWN_NORMAL_WINDOW + 4 * DAY;
const MOST_READINGS = 5_000;
const MOST_SHOWN = 200;

/**
 * The stay `$1` of the wards `$2` as it stood at `$3`. What changes over time is told backwards, from the first change that came after:
 * it says what stood before it. Where none came, what stands now stood then.
 */
const STAY = `
  SELECT p.given_name || ' ' || p.family_name AS name, a.ward_id AS ward_now, then_on.id AS ward_id, then_on.name AS ward_name, then_on.time_zone AS zone,
    a.pathway, coalesce(next_level.from_level, a.level) AS level, coalesce(last_level.at, ${msOf('a.admitted_at')}) AS level_since,
    CASE WHEN unscheduled.schedule_before IS NULL THEN coalesce(next_plan.before, a.plan - 'scheduled')
      ELSE coalesce(next_plan.before, a.plan - 'scheduled') || jsonb_build_object('schedule', unscheduled.schedule_before) END AS plan,
    greatest(last_plan.at, CASE WHEN last_level.had_schedule THEN last_level.at END, ${msOf('a.admitted_at')}) AS plan_since,
    p.pregnant, extract(year FROM age($3::timestamptz, p.birth_date))::int AS age_years,
    ${msOf('a.admitted_at')} AS admitted_at, ${msOf('a.ended_at')} AS ended_at,
    coalesce((SELECT json_agg(json_build_object('scale', so.scale, 'from', ${msOf('so.in_force_from')}, 'authorisedBy', so.authorised_by,
        'role', so.role, 'reason', so.reason) ORDER BY so.in_force_from, so.id)
      FROM spo2_scale_order so WHERE so.admission_id = a.id AND so.in_force_from <= $3), '[]') AS scale_orders
  FROM admission a JOIN patient p ON p.id = a.patient_id
  LEFT JOIN LATERAL (
    SELECT t.from_ward_id FROM ward_transfer t WHERE t.admission_id = a.id AND t.at > $3 ORDER BY t.at, t.id LIMIT 1
  ) next_ward ON true
  JOIN ward then_on ON then_on.id = coalesce(next_ward.from_ward_id, a.ward_id)
  LEFT JOIN LATERAL (
    SELECT c.from_level FROM level_change c WHERE c.admission_id = a.id AND c.at > $3 ORDER BY c.at, c.id LIMIT 1
  ) next_level ON true
  LEFT JOIN LATERAL (
    SELECT ${msOf('c.at')} AS at, c.schedule_before IS NOT NULL AS had_schedule
    FROM level_change c WHERE c.admission_id = a.id AND c.at <= $3 ORDER BY c.at DESC, c.id DESC LIMIT 1
  ) last_level ON true
  LEFT JOIN LATERAL (
    SELECT c.at, c.before FROM plan_change c WHERE c.admission_id = a.id AND c.at > $3 ORDER BY c.at, c.id LIMIT 1
  ) next_plan ON true
  LEFT JOIN LATERAL (
    SELECT ${msOf('c.at')} AS at FROM plan_change c WHERE c.admission_id = a.id AND c.at <= $3 ORDER BY c.at DESC, c.id DESC LIMIT 1
  ) last_plan ON true
  -- A change of level takes the plan's own times of sets off, which is no change of the plan.
  LEFT JOIN LATERAL (
    SELECT c.schedule_before FROM level_change c
    WHERE c.admission_id = a.id AND c.at > $3 AND (next_plan.at IS NULL OR c.at < next_plan.at) AND c.schedule_before IS NOT NULL
    ORDER BY c.at, c.id LIMIT 1
  ) unscheduled ON true
  WHERE a.id = $1 AND a.ward_id = ANY ($2::text[])`;

interface StayRow {
  name: string;
  ward_now: string;
  ward_id: string;
  ward_name: string;
  zone: string;
  pathway: Stay['pathway'];
  level: MonitoringLevel;
  level_since: number;
  plan: StayPlan;
  plan_since: number;
  pregnant: boolean;
  age_years: number;
  admitted_at: number;
  ended_at: number | null;
  scale_orders: SpO2ScaleOrder[];
}

/** Whose a reading is may be said long after it came: before that it was not known of this stay. */
const KNOWN = `
  settled AS (
    SELECT r.observation_id, max(d.at) AS at FROM identity_decision d JOIN identity_decision_reading r ON r.decision_id = d.id
    WHERE d.admission_id = $1 AND r.placed = 'stay' GROUP BY 1
  ), known AS (
    SELECT o.*, greatest(o.received_at, s.at) AS known_at FROM observation o LEFT JOIN settled s ON s.observation_id = o.id
    WHERE o.admission_id = $1 AND NOT o.day_only AND o.received_at <= $2 AND (s.at IS NULL OR s.at <= $2)
  )`;

/** Measured since `$3`, as the rules take them. */
const FOR_RULES = `
  WITH ${KNOWN}
  SELECT ${READING} AS reading FROM known o
  WHERE o.effective_at >= $3 AND o.received_at >= $3::timestamptz - interval '10 minutes' ORDER BY o.effective_at DESC LIMIT ${MOST_READINGS}`;

/** Measured or come in since `$3`. What was measured since then came since 10 minutes before at the earliest. */
const OF_DAY = `
  WITH ${KNOWN}
  SELECT o.id, ${msOf('o.effective_at')} AS at, ${msOf('o.known_at')} AS "knownAt", s.name AS source, o.respiration, o.spo2,
    o.on_oxygen AS "onOxygen", o.oxygen_flow AS "oxygenFlow", o.systolic, o.diastolic, o.pulse, o.consciousness, o.temperature, o.weight,
    o.glucose, count(*) OVER ()::int AS among
  FROM known o JOIN source s ON s.id = o.source_id
  WHERE (o.effective_at >= $3 AND o.received_at >= $3::timestamptz - interval '10 minutes') OR o.known_at >= $3
  ORDER BY o.effective_at DESC, o.id DESC LIMIT ${MOST_SHOWN}`;

const ALERTS = `
  SELECT al.id, al.rule_id, al.priority, ${msOf('e.at')} AS at, e.kind AS what, e.actor AS by, e.sentence, e.details ->> 'priority' AS told_priority,
    found.priority AS found_priority, found.sentence AS found_sentence
  FROM alert al JOIN alert_event e ON e.alert_id = al.id AND e.at <= $2
  LEFT JOIN LATERAL (
    SELECT f.priority, f.sentence FROM finding f
    WHERE f.admission_id = $1 AND f.alert_id = al.id AND f.recorded_at <= $2 ORDER BY f.recorded_at DESC, f.id DESC LIMIT 1
  ) found ON true
  WHERE al.admission_id = $1 AND al.raised_at IS NOT NULL ORDER BY e.id`;

interface AlertRow {
  id: string;
  rule_id: string;
  priority: Priority;
  at: number;
  what: HistoryKind;
  by: string | null;
  sentence: string | null;
  told_priority: Priority | null;
  found_priority: Priority | null;
  found_sentence: string | null;
}

const NOTES = `
  SELECT n.id, ${msOf('n.at')} AS at, n.written_by_name AS by, n.text, s.written_by_name AS "struckBy"
  FROM stay_note n LEFT JOIN stay_note s ON s.strikes = n.id AND s.at <= $3
  WHERE n.admission_id = $1 AND n.at >= $2 AND n.at <= $3 ORDER BY n.at DESC, n.id DESC`;

const decision = (
  kind: ReplayDecision['kind'],
  of: {
    at: string;
    key: string;
    by: string;
    reason?: string;
    from?: string;
    to?: string;
    overridden?: string;
    criteria?: string;
    rules?: string;
    before?: string;
    after?: string;
  },
  source: string,
): string => `
  SELECT ${of.at} AS at, '${kind}:' || ${of.key} AS key, json_build_object('key', '${kind}:' || ${of.key}, 'kind', '${kind}', 'at', ${msOf(of.at)},
    'by', ${of.by}, 'reason', ${of.reason ?? 'NULL'}, 'from', ${of.from ?? 'NULL'}, 'to', ${of.to ?? 'NULL'},
    'overridden', ${of.overridden ?? `'[]'::json`}, 'criteria', ${of.criteria ?? `'[]'::json`}, 'rules', ${of.rules ?? 'NULL'}, 'before', ${of.before ?? 'NULL'},
    'after', ${of.after ?? 'NULL'}) AS decision
  FROM ${source}`;

/** Each decision about the stay `$1`, where and when it was made. Those of `$2` to `$3` are of the day; without `$2` all up to then. */
const DECISIONS = `
  SELECT d.decision FROM (${[
    decision(
      'referral',
      {
        at: 'e.at',
        key: 'e.id',
        by: 'e.by_name',
        reason: `nullif(concat_ws(' ', e.reason, e.advice), '')`,
        to: 'e.state',
        criteria: 'e.criteria',
      },
      'referral r JOIN referral_event e ON e.referral_id = r.id WHERE r.admission_id = $1',
    ),
    decision(
      'admitted',
      { at: 'a.admitted_at', key: 'a.id', by: 'NULL', to: 'NULL' },
      'admission a WHERE a.id = $1 AND NOT EXISTS (SELECT FROM referral r WHERE r.admission_id = a.id)',
    ),
    decision(
      'level',
      {
        at: 'c.at',
        key: 'c.id',
        by: 'c.changed_by_name',
        reason: 'c.reason',
        from: 'c.from_level',
        to: 'c.to_level',
        overridden: 'to_json(c.overridden)',
        criteria: 'c.criteria',
        rules: 'c.rules',
      },
      'level_change c WHERE c.admission_id = $1',
    ),
    decision(
      'plan',
      { at: 'c.at', key: 'c.id', by: 'c.changed_by_name', reason: 'c.reason', before: 'c.before', after: 'c.after' },
      'plan_change c WHERE c.admission_id = $1',
    ),
    decision(
      'scale',
      {
        at: 'so.in_force_from',
        key: 'so.id',
        by: 'so.authorised_by',
        reason: 'so.reason',
        to: 'so.scale::text',
      },
      'spo2_scale_order so WHERE so.admission_id = $1',
    ),
    decision(
      'round',
      { at: 'r.decided_at', key: 'r.id', by: 'acc.display_name', reason: 'r.note', to: 'r.decision' },
      'round_decision r JOIN account acc ON acc.id = r.decided_by WHERE r.admission_id = $1',
    ),
    decision(
      'review',
      {
        at: 'v.at',
        key: 'v.id',
        by: 'v.by_name',
        reason: 'v.reason',
        from: 'v.next_in_days::text',
        to: 'v.decision',
        criteria: 'v.criteria',
        rules: 'v.rules',
      },
      'stay_review v WHERE v.admission_id = $1',
    ),
    decision(
      'first-reading',
      { at: 'f.checked_at', key: 'f.admission_id', by: 'f.checked_by_name' },
      'first_reading f WHERE f.admission_id = $1 AND f.checked_at IS NOT NULL',
    ),
    decision(
      'planned-discharge',
      { at: 'd.at', key: 'd.id', by: 'd.by_name', reason: 'd.reason', to: `to_char(d.on_day, 'YYYY-MM-DD')` },
      'planned_discharge d WHERE d.admission_id = $1',
    ),
    decision(
      'ward',
      { at: 't.at', key: 't.id', by: 't.by_name', reason: 't.reason', from: 'w1.name', to: 'w2.name' },
      'ward_transfer t JOIN ward w1 ON w1.id = t.from_ward_id JOIN ward w2 ON w2.id = t.to_ward_id WHERE t.admission_id = $1',
    ),
    decision(
      'handed-on',
      { at: 't.at', key: 't.id', by: 't.transferred_by_name', reason: 't.reason', to: 't.transferred_to' },
      'onward_transfer t WHERE t.admission_id = $1',
    ),
    decision(
      'sbard',
      { at: 's.decided_at', key: 's.id', by: 's.decided_by_name', reason: 's.decision' },
      'sbard s WHERE s.admission_id = $1 AND s.decided_at IS NOT NULL',
    ),
    decision(
      'ended',
      { at: 'a.ended_at', key: 'a.id', by: 'a.ended_by_name', reason: 'a.ending_reason', to: 'a.ending' },
      'admission a WHERE a.id = $1 AND a.ended_at IS NOT NULL',
    ),
  ].join(' UNION ALL ')}
  ) d WHERE ($2::timestamptz IS NULL OR d.at >= $2) AND d.at <= $3 ORDER BY d.at, d.key`;

/** Which moment of a stay is asked for: the end of a day on the ward's clocks, a moment, or now. */
export type ReplayMoment = { readonly day: string } | { readonly at: Date } | null;

export type ReplayOutcome =
  | { readonly kind: 'found'; readonly wardNow: string; readonly replay: StayReplay }
  | { readonly kind: 'no-such-stay' }
  /** Before the stay began, or still to come. */
  | { readonly kind: 'no-such-day'; readonly first: string; readonly last: string };

/**
 * A stay of these wards as it was known at a moment. Everything is told from what was in the record by then, by when it came and not by
 * when it was measured: what came later changes nothing of it.
 */
export async function stayAsKnown(
  database: Queryable,
  {
    admissionId,
    wardIds,
    moment,
    now,
  }: { admissionId: string; wardIds: readonly string[]; moment: ReplayMoment; now: Date },
): Promise<ReplayOutcome> {
  const [bounds] = await database.query<{ zone: string; admitted_at: number; ended_at: number | null }>(
    `SELECT w.time_zone AS zone, ${msOf('a.admitted_at')} AS admitted_at, ${msOf('a.ended_at')} AS ended_at
     FROM admission a JOIN ward w ON w.id = a.ward_id WHERE a.id = $1 AND a.ward_id = ANY ($2::text[])`,
    [admissionId, wardIds],
  );
  if (!bounds) return { kind: 'no-such-stay' };
  const offset = zoneOffset(bounds.zone);
  const dayAt = (at: number): string => new Date(at + offset(at)).toISOString().slice(0, 10);
  const startOf = (day: string): number => atWallClock(Date.parse(`${day}T00:00:00Z`), 0, offset);
  const endOf = (day: string): number => atWallClock(Date.parse(`${day}T00:00:00Z`) + DAY, 0, offset) - 1;
  const last = Math.min(now.getTime(), bounds.ended_at === null ? Infinity : endOf(dayAt(bounds.ended_at)));
  const firstDay = dayAt(bounds.admitted_at);
  const lastDay = dayAt(last);
  const wanted = moment === null ? last : 'day' in moment ? endOf(moment.day) : moment.at.getTime();
  const day = dayAt(wanted);
  const isNoDay = Number.isNaN(wanted) || day < firstDay || day > lastDay || wanted < bounds.admitted_at;
  if (isNoDay) return { kind: 'no-such-day', first: firstDay, last: lastDay };
  const at = Math.min(wanted, now.getTime());
  const then = new Date(at);
  const dayBegan = new Date(startOf(day));

  const [row] = await database.query<StayRow>(STAY, [admissionId, wardIds, then]);
  if (!row) return { kind: 'no-such-stay' };
  const stay: Stay = {
    id: admissionId,
    wardId: row.ward_id,
    pathway: row.pathway,
    level: row.level,
    ageYears: row.age_years,
    pregnant: row.pregnant,
    admittedAt: row.admitted_at,
    plan: { ...(row.plan as Plan), spo2ScaleOrders: row.scale_orders },
  };
  const since = new Date(Math.min(at - LOOKS_BACK, dayBegan.getTime() - DAY));
  const forRules = await database.query<{ reading: unknown[] }>(FOR_RULES, [admissionId, then, since]);
  const ordered = inOrder(forRules.map(({ reading }) => readingOf(reading)).toReversed());
  const course = new Course(
    stay,
    ordered.filter(({ effectiveAt }) => effectiveAt <= at),
    at,
  );
  const state = currentState(course);
  const ofDay = await database.query<Omit<ReplayReading, 'news2'> & { among: number }>(OF_DAY, [
    admissionId,
    then,
    dayBegan,
  ]);
  const alerts = alertsAsKnown(await database.query<AlertRow>(ALERTS, [admissionId, then]));
  const ended = row.ended_at !== null && row.ended_at <= at;
  const readiness = stepDownReadiness({
    stay,
    readings: ordered,
    openAlerts: alerts.map(asOpenAlert),
    now: at,
    ...NOTHING_SAID,
    rules: await readinessRulesAt(database, then),
  });
  const isFirstDay = day === firstDay;
  const decisions = await database.query<{ decision: ReplayDecision }>(DECISIONS, [
    admissionId,
    isFirstDay ? null : dayBegan,
    then,
  ]);
  const best = state?.lastComplete ?? null;
  return {
    kind: 'found',
    wardNow: row.ward_now,
    replay: {
      admissionId,
      name: row.name,
      zone: row.zone,
      at,
      day,
      firstDay,
      lastDay,
      ended,
      ward: { id: row.ward_id, name: row.ward_name },
      pathway: row.pathway,
      level: row.level,
      levelSince: row.level_since,
      plan: row.plan,
      planSince: row.plan_since,
      spo2Scale: spo2ScaleAt(stay, at),
      score: best?.news2.kind === 'complete' ? { at: best.at, total: best.news2.total, scale: best.news2.scale } : null,
      trend: state?.trend ?? 'unknown',
      readings: ofDay.toReversed().map((one) => {
        const { among: _, ...reading } = one;
        return { ...reading, news2: scoreOf(course, reading.id) };
      }),
      moreReadings: (ofDay[0]?.among ?? 0) - ofDay.length,
      alerts,
      readiness: ended
        ? null
        : {
            recordReady: isRecordReady(readiness),
            mayOverride: readiness.mayOverride,
            criteria: [...readiness.criteria],
          },
      notes: await database.query<StayReplay['notes'][number]>(NOTES, [admissionId, dayBegan, then]),
      care: await careAsKnown(database, admissionId, then),
      decisions: decisions.map((one) => one.decision),
    },
  };
}

/** The score of the set that ends with a reading, and with all that was measured at the same instant. */
function scoreOf(course: Course, id: string): ReplayReading['news2'] {
  const { ordered } = course;
  let index = ordered.findIndex((reading: Reading) => reading.id === id);
  if (index === -1) return null;
  while (ordered[index + 1]?.effectiveAt === ordered[index]!.effectiveAt) index++;
  const { news2 } = course.scoreToKeep(index);
  switch (news2.kind) {
    case 'complete':
      return { total: news2.total, least: news2.total, most: news2.total, scale: news2.scale };
    case 'incomplete':
      return Object.keys(news2.subScores).length === 0
        ? null
        : { total: null, least: news2.least, most: news2.most, scale: news2.scale };
    case 'not-applicable':
      return null;
  }
}

function alertsAsKnown(rows: readonly AlertRow[]): ReplayAlert[] {
  const byAlert = new Map<string, AlertRow[]>();
  for (const row of rows) byAlert.set(row.id, [...(byAlert.get(row.id) ?? []), row]);
  const open = [...byAlert.values()].flatMap((lines): ReplayAlert[] => {
    const standing = standingAfter(lines);
    const [first] = lines;
    if (!standing?.open || first === undefined) return [];
    const raised = lines.findLast(({ what }) => what === 'raised' || what === 'worsened');
    return [
      {
        id: first.id,
        ruleId: first.rule_id,
        // As it was raised; a finding since then may have said more.
        priority: raised?.told_priority ?? first.found_priority ?? first.priority,
        sentence: first.found_sentence ?? raised?.sentence ?? '',
        raisedAt: standing.raisedAt,
        holder: standing.holder,
      },
    ];
  });
  return open.toSorted((a, b) => comparePriority(b.priority, a.priority) || a.raisedAt - b.raisedAt);
}

/** As the criteria ask for it: they look at how grave it is. */
const asOpenAlert = ({ ruleId, priority, raisedAt }: ReplayAlert): OpenAlert => ({
  ruleId,
  priority,
  raisedAt,
  effectiveAt: raisedAt,
  count: 1,
  conditionPresent: true,
});
