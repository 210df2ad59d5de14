import { isPlausible, news2, PLAUSIBLE, type MeasuredVital, type News2, type SpO2Scale, type Vitals } from '#clinical';
import type { MyStay, ReadingSetInput } from '#contracts';
import { readNumber } from '../bedside/entry.ts';

/** What somebody measures at home by themselves, besides the blood pressure. */
export const HOME_VITALS = ['pulse', 'spo2', 'temperature', 'weight'] as const;
export type HomeVital = (typeof HOME_VITALS)[number];
export type HomeField = HomeVital | 'systolic' | 'diastolic';

export interface Pressure {
  readonly systolic: number;
  readonly diastolic: number;
}

/** What was taken so far. What was not is absent: it is never taken for normal. */
export interface Taken {
  readonly pressures: readonly Pressure[];
  readonly values: Readonly<Partial<Record<HomeVital, number>>>;
  readonly onOxygen: boolean | null;
}

export const NOTHING_TAKEN: Taken = { pressures: [], values: {}, onOxygen: null };

/** What is asked one after the other: a weight of those whose weight matters. */
export const vitalsAsked = (pathway: MyStay['pathway']): readonly HomeVital[] =>
  HOME_VITALS.filter((vital) => vital !== 'weight' || pathway === 'cardiac');

/** The middle of the pressures that were taken, in whole numbers as a cuff shows them; null when there is none. */
export function averageOf(pressures: readonly Pressure[]): Pressure | null {
  if (pressures.length === 0) return null;
  const middle = (of: keyof Pressure): number =>
    Math.round(pressures.reduce((sum, one) => sum + one[of], 0) / pressures.length);
  return { systolic: middle('systolic'), diastolic: middle('diastolic') };
}

export function vitalsTaken({ pressures, values, onOxygen }: Taken): Vitals {
  return { ...averageOf(pressures), ...values, ...(onOxygen === null ? {} : { onOxygen }) };
}

/** The number that was typed; null when it is none. */
export const numberIn = (field: HomeField, text: string): number | null =>
  readNumber(field === 'weight' ? 'spo2' : field, text);

/** What is doubtful about a number: it may be sent as it stands, and the hub asks for it again. */
export function doubtfulRange(field: MeasuredVital, value: number): { min: number; max: number } | null {
  const { min, max } = PLAUSIBLE[field];
  return isPlausible(field, value) ? null : { min, max };
}

/** What the readings come to by themselves, without the values that cannot be believed; null when there is nothing to score. */
export function scoreOf(taken: Taken, { scored, spo2Scale }: { scored: boolean; spo2Scale: SpO2Scale }): News2 | null {
  const vitals: Record<string, unknown> = { ...vitalsTaken(taken) };
  for (const [vital, value] of Object.entries(vitals)) {
    if (typeof value === 'number' && !isPlausible(vital as MeasuredVital, value)) delete vitals[vital];
  }
  return scored && Object.keys(vitals).length > 0 ? news2(vitals, spo2Scale) : null;
}

/** The set as it is sent: of two blood pressures their middle, with both of them. */
export function setOf(taken: Taken): Partial<ReadingSetInput> {
  const { pressures } = taken;
  return {
    ...(vitalsTaken(taken) as Partial<ReadingSetInput>),
    ...(pressures.length > 1 ? { bloodPressures: pressures.map((one) => ({ ...one })) } : {}),
  };
}
