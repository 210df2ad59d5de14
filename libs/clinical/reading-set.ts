import { MINUTE, type Duration, type Instant } from './instant.ts';
import { isWithin, PLAUSIBLE, type PlausibleRange } from './plausible.ts';
import type { Reading, Vital, Vitals } from './vitals.ts';
import { VITALS } from './vitals.ts';

/** Parameters measured within this long of each other form one set; values further apart are never mixed. [ours] */
export const SET_SPAN: Duration = 30 * MINUTE;

/** What was known of the patient at one moment: the latest value of each vital in the half hour up to it. */
export interface ReadingSet {
  readonly at: Instant;
  readonly vitals: Vitals;
  /** The readings whose values or answers are in the set, oldest first. */
  readonly readingIds: readonly string[];
  readonly measuredAt: Readonly<Partial<Record<Vital, Instant>>>;
}

/** Oldest first. Of two at the same instant the one that was received later counts (a correction), then the greater id. */
export function byTime(a: Reading, b: Reading): number {
  return a.effectiveAt - b.effectiveAt || a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The readings, oldest first. The given array is left as it is. */
export function inOrder(readings: readonly Reading[]): readonly Reading[] {
  for (let i = 1; i < readings.length; i++) {
    if (byTime(readings[i - 1]!, readings[i]!) > 0) return readings.toSorted(byTime);
  }
  return readings;
}

type Gathered = { -readonly [V in Vital]: Vitals[V] };

function plausible(value: number | undefined, range: PlausibleRange): number | undefined {
  return value !== undefined && isWithin(value, range) ? value : undefined;
}

/** The values of a reading that can be scored. A pressure that is not above its own diastolic is no pressure. */
function believed(reading: Reading): Gathered {
  const { systolic, diastolic } = reading;
  const noPressure = systolic !== undefined && diastolic !== undefined && systolic <= diastolic;
  return {
    respiration: plausible(reading.respiration, PLAUSIBLE.respiration),
    spo2: plausible(reading.spo2, PLAUSIBLE.spo2),
    onOxygen: reading.onOxygen,
    oxygenFlow: plausible(reading.oxygenFlow, PLAUSIBLE.oxygenFlow),
    systolic: noPressure ? undefined : plausible(systolic, PLAUSIBLE.systolic),
    diastolic: noPressure ? undefined : plausible(diastolic, PLAUSIBLE.diastolic),
    pulse: plausible(reading.pulse, PLAUSIBLE.pulse),
    consciousness: reading.consciousness,
    temperature: plausible(reading.temperature, PLAUSIBLE.temperature),
    weight: plausible(reading.weight, PLAUSIBLE.weight),
    height: plausible(reading.height, PLAUSIBLE.height),
    bmi: plausible(reading.bmi, PLAUSIBLE.bmi),
    glucose: plausible(reading.glucose, PLAUSIBLE.glucose),
  };
}

function isNothingOrWithin(value: number | undefined, range: PlausibleRange): boolean {
  return value === undefined || isWithin(value, range);
}

/**
 * The vitals of the set that ends with this reading, for those who only want their values: when the reading is a set by
 * itself and nothing of it is passed over, it is the reading as it stands.
 */
export function vitalsEndingWith(ordered: readonly Reading[], last: number): Vitals {
  const reading = ordered[last]!;
  if (!standsAlone(ordered, last)) return gather(ordered, last, reading.effectiveAt).vitals;
  const { systolic, diastolic } = reading;
  const asItStands =
    !(systolic !== undefined && diastolic !== undefined && systolic <= diastolic) &&
    isNothingOrWithin(reading.respiration, PLAUSIBLE.respiration) &&
    isNothingOrWithin(reading.spo2, PLAUSIBLE.spo2) &&
    isNothingOrWithin(reading.oxygenFlow, PLAUSIBLE.oxygenFlow) &&
    isNothingOrWithin(systolic, PLAUSIBLE.systolic) &&
    isNothingOrWithin(diastolic, PLAUSIBLE.diastolic) &&
    isNothingOrWithin(reading.pulse, PLAUSIBLE.pulse) &&
    isNothingOrWithin(reading.temperature, PLAUSIBLE.temperature);
  return asItStands ? reading : believed(reading);
}

/** Whether no other reading shares the half hour up to this one, so that its set is made of it alone. */
export function standsAlone(ordered: readonly Reading[], last: number): boolean {
  return last === 0 || ordered[last - 1]!.effectiveAt <= ordered[last]!.effectiveAt - SET_SPAN;
}

/** The set at the last reading of a run that is in order: readings after `last` are not looked at. */
export function setEndingWith(ordered: readonly Reading[], last: number): Omit<ReadingSet, 'measuredAt'> {
  const reading = ordered[last]!;
  if (standsAlone(ordered, last)) {
    return { at: reading.effectiveAt, vitals: believed(reading), readingIds: [reading.id] };
  }
  return gather(ordered, last, reading.effectiveAt);
}

/** The set at an instant, of the readings up to and including `last` of a run that is in order. */
export function gather(ordered: readonly Reading[], last: number, at: Instant): ReadingSet {
  const vitals: Partial<Record<Vital, Vitals[Vital]>> = {};
  const measuredAt: Partial<Record<Vital, Instant>> = {};
  const readingIds: string[] = [];
  for (let i = last; i >= 0; i--) {
    const reading = ordered[i]!;
    if (reading.effectiveAt <= at - SET_SPAN) break;
    const values = believed(reading);
    let used = reading.answers !== undefined;
    for (const vital of VITALS) {
      if (values[vital] === undefined || measuredAt[vital] !== undefined) continue;
      vitals[vital] = values[vital];
      measuredAt[vital] = reading.effectiveAt;
      used = true;
    }
    if (used) readingIds.push(reading.id);
  }
  readingIds.reverse();
  return { at, vitals: vitals as Vitals, readingIds, measuredAt };
}

/**
 * For each vital its latest believable value measured in (at − 30 min, at]. Implausible values are passed over: they are
 * kept elsewhere, and are not scored. The order in which the readings are given does not matter.
 */
export function setAt(readings: readonly Reading[], at: Instant): ReadingSet {
  const ordered = inOrder(readings);
  let last = ordered.length - 1;
  while (last >= 0 && ordered[last]!.effectiveAt > at) last--;
  return gather(ordered, last, at);
}

/**
 * The distinct instants whose set a fresh reading changes, oldest first: its own, and that of every later reading whose
 * half hour reaches back to it.
 */
export function anchorsTouchedBy(readings: readonly Reading[], freshIds: ReadonlySet<string>): Instant[] {
  const touched = new Set<Instant>();
  const ordered = inOrder(readings);
  let freshest = -Infinity;
  for (const reading of ordered) {
    if (freshIds.has(reading.id)) freshest = reading.effectiveAt;
    if (reading.effectiveAt < freshest + SET_SPAN) touched.add(reading.effectiveAt);
  }
  // Of several readings at one instant the fresh one may stand last: the instant is then added by it.
  return [...touched];
}
