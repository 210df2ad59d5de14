import {
  bandOfTotal,
  BANDS,
  chartSets,
  Course,
  DAY,
  HOUR,
  MINUTE,
  OWN_NORMAL_WINDOW,
  SET_SPAN,
  spo2ScaleAt,
  thinned,
  VITALS,
  type Consciousness,
  type Duration,
  type MeasuredVital,
  type Reading,
  type ReadingSet,
  type Vital,
} from '#clinical';
import type { KeptScore, MeasuredSet, StayReadings, TakenReading, Taker } from '#contracts';
import {
  MEASURED_COLUMNS,
  readingColumns,
  tracedReadings,
  type KnownStay,
  type Queryable,
  type ReadingColumns,
  type ScoreColumns,
  type StoredScore,
  type TracedReading,
} from '#records';

/** So many readings are shown as they are; of more, what matters of each stretch. [ours] */
const MOST_WHOLE = 600;
/** Into about so many stretches the time is cut, so that a screen has a few points for each. [ours] */
const STRETCHES = 96;
const STRETCH_LENGTHS: readonly Duration[] = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 4, 6, 12].map((hours) => hours * HOUR),
];
/** The newest of them; the rest are counted. */
const MOST_ANSWERED = 200;

/** What was measured and answered in [from, to) of a stay, as its page shows it. Times are epoch ms. */
export async function stayReadings(
  database: Queryable,
  stay: KnownStay,
  { from, to, now }: { from: number; to: number; now: number },
): Promise<StayReadings> {
  const { readings: columns, scores } = await readingColumns(database, { admissionId: stay.id, from, to });
  const { length } = columns.key;
  const stretchMs = length > MOST_WHOLE ? stretchOf(to - from) : null;
  const answered = columns.key.filter((_, row) => columns.answered[row]);
  const keys = new Set([
    ...(stretchMs === null ? columns.key : thinnedKeys(columns, scores, stretchMs)),
    ...answered.slice(-MOST_ANSWERED),
  ]);
  const traced = await tracedReadings(database, { admissionId: stay.id, keys: [...keys], from, to });
  return {
    at: now,
    from,
    to,
    stored: length,
    stretchMs,
    ...setsOf(traced, keys),
    moreAnswers: Math.max(0, answered.length - MOST_ANSWERED),
    scaleOrders: (stay.plan.spo2ScaleOrders ?? []).map(({ from: inForceFrom, ...order }) => ({
      ...order,
      inForceFrom,
    })),
    usual: await usualOf(database, stay, { columns, from, to, now }),
    ranges: rangesOf(stay),
    targets: targetsOf(stay),
  };
}

function stretchOf(length: Duration): Duration {
  return STRETCH_LENGTHS.find((stretch) => length / stretch <= STRETCHES) ?? Math.ceil(length / STRETCHES / DAY) * DAY;
}

const CONSCIOUSNESS = ['A', 'C', 'V', 'P', 'U'] as const satisfies readonly Consciousness[];

/** The keys of the readings that are shown when there are too many. */
function thinnedKeys(columns: ReadingColumns, scores: ScoreColumns, stretch: Duration): number[] {
  const kinds = new Map(
    scores.key.map((key, row) => {
      const band = BANDS.indexOf(bandOfTotal(scores.least[row]!, scores.anyThree[row]!));
      return [key, (band * 2 + Number(scores.complete[row])) * 2 + (scores.scale[row]! - 1)];
    }),
  );
  const ranks = columns.consciousness.map((level) =>
    level === null ? null : CONSCIOUSNESS.indexOf(level as Consciousness),
  );
  const oxygen = columns.onOxygen.map((on) => (on === null ? null : Number(on)));
  const rows = {
    at: columns.key.map((key) => key / 1_000),
    values: [...MEASURED_COLUMNS.map((name) => columns[name]), ranks, oxygen],
    kind: columns.key.map((key) => kinds.get(key) ?? null),
  };
  return thinned(rows, stretch).map((row) => columns.key[row]!);
}

/** Sets, what they are made of, and who took that: each reading and each taker is named once. */
function setsOf(
  { readings, scores }: { readings: readonly TracedReading[]; scores: readonly StoredScore[] },
  keys: ReadonlySet<number>,
): Pick<StayReadings, 'sets' | 'readings' | 'takers'> {
  const takers: Taker[] = [];
  const places = new Map<string, number>();
  const placeOf = (taker: Taker): number => {
    const name = JSON.stringify(taker);
    const known = places.get(name);
    if (known !== undefined) return known;
    places.set(name, takers.length);
    return takers.push(taker) - 1;
  };
  const byId = new Map(readings.map(({ id }, place) => [id, place]));
  const scoreAt = new Map(scores.map((score) => [score.key / 1_000, score]));
  const shown = new Set([...keys].map((key) => key / 1_000));
  const sets = chartSets(readings.filter(({ dayOnly }) => !dayOnly)).filter(({ at }) => shown.has(at));
  return {
    sets: sets.map((set) => setOf(set, scoreAt.get(set.at), byId)),
    readings: readings.map((reading) => takenOf(reading, placeOf)),
    takers,
  };
}

function setOf(set: ReadingSet, score: StoredScore | undefined, byId: ReadonlyMap<string, number>): MeasuredSet {
  const earlier = (Object.entries(set.measuredAt) as [Vital, number][]).filter(([, at]) => at !== set.at);
  return {
    at: set.at,
    vitals: set.vitals,
    ...(earlier.length > 0 && { earlier: Object.fromEntries(earlier) }),
    score: score === undefined ? null : scoreOf(score),
    readings: set.readingIds.flatMap((id) => byId.get(id) ?? []),
  };
}

function scoreOf({ complete, least, most, scale, subScores, statedTotal }: StoredScore): KeptScore {
  const band = bandOfTotal(least, Object.values(subScores).includes(3));
  return { complete, least, most, band, scale, subScores, statedTotal };
}

function takenOf(reading: TracedReading, placeOf: (taker: Taker) => number): TakenReading {
  const { method, recordedBy, device, quarantined, note, answers } = reading.details;
  const name = [device?.model, device?.serial ?? device?.reference].filter((part) => part !== undefined).join(' ');
  return {
    at: reading.effectiveAt,
    receivedAt: reading.receivedAt,
    ...(reading.dayOnly && { ofTheDay: vitalsOf(reading) }),
    taker: placeOf({
      source: reading.source,
      ...(method !== undefined && { method: method as NonNullable<Taker['method']> }),
      ...(recordedBy !== undefined && { recordedBy }),
      ...(name !== '' && { device: name }),
    }),
    ...(quarantined !== undefined && { quarantined }),
    ...(note !== undefined && { note }),
    ...(answers !== undefined && { answers }),
  };
}

const vitalsOf = (reading: TracedReading): MeasuredSet['vitals'] =>
  Object.fromEntries(VITALS.flatMap((vital) => (reading[vital] === undefined ? [] : [[vital, reading[vital]]])));

/** Of these it is told what is usual. */
const WITH_USUAL = [
  'respiration',
  'spo2',
  'systolic',
  'diastolic',
  'pulse',
  'temperature',
  'weight',
] as const satisfies readonly MeasuredVital[];

/** What is usual for the person now, by the functions that the rules use, whatever stretch is looked at. */
async function usualOf(
  database: Queryable,
  stay: KnownStay,
  { columns, from, to, now }: { columns: ReadingColumns; from: number; to: number; now: number },
): Promise<StayReadings['usual']> {
  const since = now - OWN_NORMAL_WINDOW - SET_SPAN - HOUR;
  const isThere = from <= since && to >= now;
  const recent = isThere
    ? columns
    : (await readingColumns(database, { admissionId: stay.id, from: since, to: now })).readings;
  const ordered = readingsOf(recent, since);
  if (ordered.length === 0) return {};
  const course = new Course(stay, ordered, now);
  const newest = course.onScale(ordered.length - 1, spo2ScaleAt(stay, now));
  const usual = WITH_USUAL.flatMap((vital) => {
    const normal = newest.ownNormal(vital);
    return normal === null ? [] : [[vital, normal] as const];
  });
  course.rest();
  return Object.fromEntries(usual);
}

/** As the rules take them, from `since` on. */
function readingsOf(columns: ReadingColumns, since: number): Reading[] {
  const readings: Reading[] = [];
  for (const [row, key] of columns.key.entries()) {
    if (key < since * 1_000) continue;
    const reading: Record<string, unknown> = { id: String(row), effectiveAt: key / 1_000, receivedAt: key / 1_000 };
    for (const vital of MEASURED_COLUMNS) reading[vital] = columns[vital][row] ?? undefined;
    readings.push(reading as unknown as Reading);
  }
  return readings;
}

function rangesOf({ plan }: KnownStay): StayReadings['ranges'] {
  const limits = VITALS.flatMap((vital) => {
    const limit = vital === 'onOxygen' || vital === 'consciousness' ? undefined : plan.limits?.[vital];
    if (limit === undefined) return [];
    const { low, high } = limit;
    return [[vital, { ...(low !== undefined && { low }), ...(high !== undefined && { high }) }] as const];
  });
  return Object.fromEntries(limits);
}

function targetsOf({ plan }: KnownStay): StayReadings['targets'] {
  return {
    ...(plan.spo2Target && { spo2: { low: plan.spo2Target.low, high: plan.spo2Target.high } }),
    ...(plan.targetWeight !== undefined && { weight: { low: plan.targetWeight, high: plan.targetWeight } }),
  };
}
