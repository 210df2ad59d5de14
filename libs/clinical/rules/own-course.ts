import { NO_VALUE, type Columns, type Rows } from '../columns.ts';
import { DAY, HOUR, type Duration } from '../instant.ts';
import { ABOUT_A_DAY, OWN_NORMAL_WINDOW, type Moment } from '../moment.ts';
import { ABSENT, ALL_PATHWAYS, NEARLY, UNKNOWN, inWords, type Rule } from '../rule.ts';
import { SET_SPAN } from '../reading-set.ts';
import { mean, median, robustSpread, stepNoise } from '../statistics.ts';
import { SPOKEN, type MeasuredVital } from '../vitals.ts';
import { OURS, RESTORE2 } from './sources.ts';

/** With this many sets in a day the day is judged, and not its noisiest set. */
const SETS_FOR_A_DAY = 3;

/**
 * NEWS2 above what is usual for this person. With three sets or more in the last day it is the day's median that is compared
 * with the days before, so that one noisy set is no finding; otherwise the set by itself.
 */
export const news2AboveNormal: Rule<'routine' | 'urgent'> = {
  id: 'news2-above-normal',
  version: 1,
  title: 'NEWS2 above own normal',
  pathways: ALL_PATHWAYS,
  priority: 'routine',
  source: RESTORE2,
  approver: null,
  sentence: 'NEWS2 {news2}{over}, {above} above the usual {usual}.',
  window: OWN_NORMAL_WINDOW + ABOUT_A_DAY,
  asksRepeat: true,
  parameters: {
    routine: { value: 2, min: 1, max: 4, unit: '{score}', perPatient: true },
    urgent: { value: 3, min: 2, max: 5, unit: '{score}', perPatient: true },
  },
  judge(moment, { routine, urgent }) {
    if (moment.total === null) return UNKNOWN;
    if (moment.total < routine) return ABSENT;
    const day = moment.dayTotals;
    const wholeDay = day.length >= SETS_FOR_A_DAY;
    const own = moment.ownNews2(wholeDay ? ABOUT_A_DAY : SET_SPAN);
    if (own === null) return UNKNOWN;
    const news2 = wholeDay ? Math.min(moment.total, median(day)) : moment.total;
    const above = news2 - own.value;
    if (above < routine) return above > routine - 1 ? NEARLY : ABSENT;
    return {
      kind: 'present',
      facts: { news2, above, usual: own.value },
      words: { over: wholeDay ? ' over the last day' : '' },
      ownNormal: { news2: own.value },
      priority: above >= urgent ? 'urgent' : 'routine',
      certain: wholeDay,
    };
  },
};

/** NEWS2 rising set by set. Three complete sets within a day, none lower than the one before. */
export const news2Rising: Rule<'rise'> = {
  id: 'news2-rising',
  version: 1,
  title: 'NEWS2 rising',
  pathways: ALL_PATHWAYS,
  priority: 'routine',
  source: OURS,
  approver: null,
  sentence: 'NEWS2 rose from {from} to {middle} to {to} in {hours} h.',
  window: 2 * ABOUT_A_DAY,
  asksRepeat: true,
  parameters: { rise: { value: 2, min: 1, max: 5, unit: '{score}' } },
  judge(moment, { rise }) {
    const to = moment.total;
    if (to === null) return UNKNOWN;
    if (to < rise) return ABSENT;
    const [, middle, from] = moment.dayTotals;
    if (middle === undefined || from === undefined) return UNKNOWN;
    if (to < middle || middle < from || to - from < rise) return ABSENT;
    const third = moment.rounds(ABOUT_A_DAY).filter((round) => round.total !== null)[2]!;
    return { kind: 'present', facts: { from, middle, to, hours: Math.round((moment.at - third.at) / HOUR) } };
  },
};

/** The least spread that is taken for a vital: below it a difference is the device's, not the patient's. [ours] */
const LEAST_SPREAD = {
  respiration: 1.5,
  spo2: 1,
  systolic: 5,
  diastolic: 4,
  pulse: 3,
  temperature: 0.2,
} as const satisfies Partial<Record<MeasuredVital, number>>;
type DriftingVital = keyof typeof LEAST_SPREAD;
const DRIFTING = Object.keys(LEAST_SPREAD) as DriftingVital[];

interface Drift {
  readonly vital: DriftingVital;
  readonly value: number;
  readonly usual: number;
  readonly z: number;
}

/** Whether at least half of a vital's values in some rows lie this far below, or this far above, a value. */
export function isHalfFarFrom(
  value: number,
  far: number,
  columns: Columns,
  vital: DriftingVital,
  { first, end }: Rows,
): boolean {
  const low = value - far;
  const high = value + far;
  const { cells } = columns;
  const column = columns.column(vital, first);
  // Almost always more than half of the rows are near, which the newest of them show: then nothing is counted.
  const half = (end - first) >> 1;
  const least = Math.max(low, NO_VALUE);
  let near = 0;
  for (let i = column + end - 1; i >= column + first; i--) {
    const earlier = cells[i]!;
    if (earlier > least && earlier < high && ++near > half) return false;
  }
  let known = 0;
  let below = 0;
  let above = 0;
  for (let i = column + first; i < column + end; i++) {
    const earlier = cells[i]!;
    if (earlier === NO_VALUE) continue;
    known++;
    if (earlier <= low) below++;
    else if (earlier >= high) above++;
  }
  return 2 * below >= known || 2 * above >= known;
}

/** A vital that is far from what it was in the days before the round. `before` is the rows of these days. */
function driftOf(
  moment: Moment,
  before: Rows,
  vital: DriftingVital,
  { z: limit, readings: least, days }: { z: number; readings: number; days: number },
): Drift | null {
  const value = moment.vitals[vital];
  if (value === undefined || before.end - before.first < least) return null;
  // Half of the values lie on each side of the median: unless half are far enough away, no sorting is needed.
  if (!isHalfFarFrom(value, limit * LEAST_SPREAD[vital], moment.columns, vital, before)) return null;
  const values = moment.values(vital, days * DAY, SET_SPAN);
  if (values.length < least) return null;
  const usual = median(values);
  const z = (value - usual) / Math.max(robustSpread(values, usual), LEAST_SPREAD[vital]);
  return Math.abs(z) >= limit ? { vital, value, usual, z } : null;
}

/** Any vital far from this person's own last 14 days, in two rounds in a row and to the same side. Median and MAD, not mean and SD. */
export const drift: Rule<'z' | 'readings' | 'days'> = {
  id: 'drift',
  version: 1,
  title: 'A vital drifts from own normal',
  pathways: ALL_PATHWAYS,
  priority: 'routine',
  source: OURS,
  approver: null,
  sentence: '{word} {value}{unit} in two sets in a row; usual over {days} days {usual}{unit}.',
  window: 14 * DAY + DAY,
  parameters: {
    z: { value: 3, min: 2, max: 5, unit: 'SD', perPatient: true },
    readings: { value: 5, min: 5, max: 20, unit: '{reading}' },
    days: { value: 14, min: 7, max: 14, unit: 'd' },
  },
  judge(moment, values) {
    const earlier = moment.rows(values.days * DAY, SET_SPAN);
    let known = false;
    for (const vital of DRIFTING) {
      known ||= moment.vitals[vital] !== undefined;
      const now = driftOf(moment, earlier, vital, values);
      if (now === null) continue;
      const before = moment.roundBefore(2 * DAY);
      if (before === null) continue;
      const then = driftOf(before, before.rows(values.days * DAY, SET_SPAN), vital, values);
      if (then === null || Math.sign(then.z) !== Math.sign(now.z)) continue;
      const { word, unit } = SPOKEN[vital];
      return {
        kind: 'present',
        facts: { vital, value: now.value, usual: now.usual, z: Math.round(now.z * 10) / 10 },
        words: { word: word[0]!.toUpperCase() + word.slice(1), unit },
        ownNormal: { [vital]: now.usual },
      };
    }
    return known ? ABSENT : UNKNOWN;
  },
};

/** The direction in which each vital gets worse, and how much one value of it is expected to vary by itself. [ours] */
const WORSENING = {
  respiration: { sign: 1, noise: 2 },
  spo2: { sign: -1, noise: 2 },
  systolic: { sign: -1, noise: 5 },
  pulse: { sign: 1, noise: 4 },
  temperature: { sign: 1, noise: 0.4 },
} as const satisfies Partial<Record<MeasuredVital, { sign: 1 | -1; noise: number }>>;
type TrendVital = keyof typeof WORSENING;
const TREND_VITALS = Object.keys(WORSENING) as TrendVital[];

/** No single vital may speak for all: beyond these its part of the sum does not grow (one artefact) or shrink (one recovery). */
const MOST_OF_ONE = 4;
const LEAST_OF_ONE = -1;
/** The reference is the three days before the day. */
const REFERENCE: Duration = 3 * DAY;
const REFERENCE_VALUES = 4;

interface DayTrend {
  readonly z: number;
  readonly parts: readonly {
    readonly vital: TrendVital;
    readonly from: number;
    readonly to: number;
    readonly z: number;
  }[];
}

/** The last day against the three days before: for each vital the change of its mean, in units of its own noise, signed so that worse is positive. */
function dayTrend(moment: Moment, day: Duration): DayTrend | null {
  const parts: DayTrend['parts'][number][] = [];
  const { columns } = moment;
  const { cells } = columns;
  const { first, end } = moment.rows(day + REFERENCE);
  const inDay = columns.firstAfter(moment.at - day, end - 1);
  let sum = 0;
  for (const vital of TREND_VITALS) {
    const column = columns.column(vital, first);
    let count = 0;
    let referenceCount = 0;
    let toSum = 0;
    let fromSum = 0;
    for (let i = first; i < end; i++) {
      const value = cells[column + i]!;
      if (value === NO_VALUE) continue;
      if (i < inDay) {
        fromSum += value;
        referenceCount++;
      } else {
        toSum += value;
        count++;
      }
    }
    if (count < SETS_FOR_A_DAY || referenceCount < REFERENCE_VALUES) continue;
    const { sign, noise } = WORSENING[vital];
    // The expected noise counts as one more step, so that a handful of equal values does not make the noise nothing.
    const steps = count + referenceCount - 1;
    const spread = (steps * stepNoise(cells, column + first, column + end) + noise) / (steps + 1);
    const to = toSum / count;
    const from = fromSum / referenceCount;
    const z = (sign * (to - from)) / (spread * Math.sqrt(1 / count + 1 / referenceCount));
    sum += Math.max(LEAST_OF_ONE, Math.min(MOST_OF_ONE, z));
    parts.push({ vital, from, to, z });
  }
  return parts.length < TREND_VITALS.length - 1 ? null : { z: sum / Math.sqrt(parts.length), parts };
}

/** The totals of the last day, or of the last two for those with fewer sets: whichever first holds three. */
function dayOf(moment: Moment): { day: Duration; totals: readonly number[] } | null {
  if (moment.dayTotals.length >= SETS_FOR_A_DAY) return { day: ABOUT_A_DAY, totals: moment.dayTotals };
  const totals = moment.totals(2 * ABOUT_A_DAY);
  return totals.length >= SETS_FOR_A_DAY ? { day: 2 * ABOUT_A_DAY, totals } : null;
}

/**
 * Several vitals worse, over a day, than in the three days before, and still getting worse: what a slow decline looks like
 * before any one set is alarming. The changes of all vitals are added up in units of this person's own noise (Stouffer's z),
 * so that many small ones count and one noisy value does not.
 */
export const dayWorse: Rule<'z' | 'news2'> = {
  id: 'day-worse',
  version: 2,
  title: 'Worse over a day than in the days before',
  pathways: ALL_PATHWAYS,
  priority: 'urgent',
  source: OURS,
  approver: null,
  sentence: 'Worse over the last day than in the three days before: {changes}; mean NEWS2 {dayNews2}.',
  window: REFERENCE + 3 * ABOUT_A_DAY,
  parameters: {
    /** Where nothing changes, one day in a hundred comes to this by chance. */
    z: { value: 2.33, min: 1.5, max: 4, unit: 'SD', perPatient: true },
    news2: { value: 1, min: 0, max: 3, unit: '{score}' },
  },
  judge(moment, { z, news2 }) {
    if (moment.total === null) return UNKNOWN;
    const found = dayOf(moment);
    if (found === null) return UNKNOWN;
    const { day } = found;
    const dayNews2 = mean(found.totals);
    // A set that is better than its day speaks against it.
    if (dayNews2 < news2 || moment.total < dayNews2 - 0.5) return ABSENT;
    const trend = dayTrend(moment, day);
    if (trend === null) return UNKNOWN;
    if (trend.z < z) return ABSENT;
    const before = moment.roundBefore(day);
    const earlier = before === null ? null : dayTrend(before, day);
    // Once it no longer grows the worsening is over, and what is left is a level: that is for the other rules.
    if (earlier !== null && trend.z < earlier.z) return ABSENT;
    const worst = trend.parts
      .filter((part) => part.z >= 1)
      .toSorted((a, b) => b.z - a.z)
      .slice(0, 3);
    const changes = worst
      .map(
        ({ vital, from, to }) =>
          `${SPOKEN[vital].word} ${inWords(Math.round(from * 10) / 10)} to ${inWords(Math.round(to * 10) / 10)}${SPOKEN[vital].unit}`,
      )
      .join(', ');
    const facts: Record<string, number> = {
      z: Math.round(trend.z * 10) / 10,
      dayNews2: Math.round(dayNews2 * 10) / 10,
    };
    const ownNormal: Record<string, number> = {};
    for (const { vital, from, to } of worst) {
      facts[vital] = Math.round(to * 10) / 10;
      ownNormal[vital] = Math.round(from * 10) / 10;
    }
    return { kind: 'present', facts, words: { changes }, ownNormal };
  },
};
