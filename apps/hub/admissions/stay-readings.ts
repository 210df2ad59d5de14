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
const STRETCHES = 64;
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
  const { answered } = columns;
  const keys = new Set([
    ...(stretchMs === null ? columns.key : thinnedKeys(columns, scores, stretchMs)),
    ...answered.slice(-MOST_ANSWERED),
  ]);
  const [traced, usual] = await Promise.all([
    tracedReadings(database, { admissionId: stay.id, keys: [...keys], from, to }),
    usualOf(database, stay, { columns, from, to, now }),
  ]);
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
    usual,
    ranges: rangesOf(stay),
    targets: targetsOf(stay),
  };
}

function stretchOf(length: Duration): Duration {
  return STRETCH_LENGTHS.find((stretch) => length / stretch <= STRETCHES) ?? Math.ceil(length / STRETCHES / DAY) * DAY;
}

/** The keys of the readings that are shown when there are too many. Every change of oxygen and consciousness is one of them. */
function thinnedKeys(columns: ReadingColumns, scores: ScoreColumns, stretch: Duration): number[] {
  const [incomplete, anyThree, scaleTwo] = [scores.incomplete, scores.anyThree, scores.scaleTwo].map(
    (keys) => new Set(keys),
  );
  const bandAt = (row: number): number =>
    BANDS.indexOf(bandOfTotal(scores.least[row]!, anyThree!.has(scores.key[row]!)));
  const levels = new Map(columns.consciousness.map(([key, level]) => [key, CONSCIOUSNESS.indexOf(level)]));
  const oxygen = new Set(columns.onOxygen);
  // Both are oldest first: one walk along them finds the score of each reading.
  let scored = 0;
  const kind = columns.key.map((key) => {
    while (scored < scores.key.length && scores.key[scored]! < key) scored += 1;
    if (scores.key[scored] !== key) return null;
    const score = bandAt(scored) * 4 + Number(incomplete!.has(key)) * 2 + Number(scaleTwo!.has(key));
    return (score * 2 + Number(oxygen.has(key))) * 8 + (levels.get(key) ?? 0);
  });
  const sparse = Object.values(columns.sparse).flatMap((pairs) => {
    if (pairs.length === 0) return [];
    const known = new Map(pairs);
    return [columns.key.map((key) => known.get(key) ?? null)];
  });
  const rows = {
    at: columns.key.map((key) => key / 1_000),
    values: [...Object.values(columns.values), ...sparse],
    kind,
  };
  return thinned(rows, stretch).map((row) => columns.key[row]!);
}

const CONSCIOUSNESS: readonly string[] = ['A', 'C', 'V', 'P', 'U'] satisfies Consciousness[];

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
  const { method, recordedBy, device, quarantined, note, answers, notTaken } = reading.details;
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
    ...(notTaken !== undefined && { notTaken }),
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

/** The rules load so many of the newest readings of a stay whole, and of those before the last set of every four hours. */
const NEWEST_WHOLE = 500;
const BEFORE_EVERY: Duration = 4 * HOUR;

/** The rows since then that the rules would load, oldest first: who is measured every minute has ten thousand in a week. */
function rowsForRules({ key }: ReadingColumns, since: number): number[] {
  const rows: number[] = [];
  let within = Infinity;
  let lastSet = 0;
  for (let row = key.length - 1; row >= 0 && key[row]! >= since * 1_000; row--) {
    const at = key[row]! / 1_000;
    if (row < key.length - NEWEST_WHOLE) {
      const stretch = Math.floor((at - since) / BEFORE_EVERY);
      if (stretch < within) [within, lastSet] = [stretch, at];
      if (at <= lastSet - SET_SPAN) continue;
    }
    rows.push(row);
  }
  return rows.reverse();
}

/** As the rules take them, from `since` on. */
function readingsOf(columns: ReadingColumns, since: number): Reading[] {
  const { respiration, spo2, systolic, diastolic, pulse, temperature } = columns.values;
  const weights = new Map(columns.sparse.weight);
  return rowsForRules(columns, since).map((row): Reading => {
    const key = columns.key[row]!;
    const at = key / 1_000;
    return {
      id: String(row),
      effectiveAt: at,
      receivedAt: at,
      respiration: respiration[row] ?? undefined,
      spo2: spo2[row] ?? undefined,
      systolic: systolic[row] ?? undefined,
      diastolic: diastolic[row] ?? undefined,
      pulse: pulse[row] ?? undefined,
      temperature: temperature[row] ?? undefined,
      weight: weights.get(key),
    };
  });
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
