import { DAY, type Instant } from './instant.ts';
import { median } from './statistics.ts';

export type PlainChange = 'first' | 'same' | 'higher' | 'lower';

/** So much apart is a difference worth a word to somebody who measures at home; less is how measuring goes. [ours] */
const WORTH_A_WORD = { systolic: 10, pulse: 10, spo2: 2, temperature: 0.5, weight: 1 } as const;
export type PlainVital = keyof typeof WORTH_A_WORD;

const COMPARED_WITH = 7 * DAY;

/**
 * How the newest of somebody's readings stands to the middle one of the seven days before it, for a sentence in plain words. It says
 * what is so and never that all is well. Readings in any order; null when there are none.
 */
export function plainTrend<Reading extends { readonly at: Instant; readonly value: number }>(
  vital: PlainVital,
  readings: readonly Reading[],
): { readonly last: Reading; readonly change: PlainChange } | null {
  const last = readings.reduce<Reading | null>((newest, one) => (newest && newest.at >= one.at ? newest : one), null);
  if (last === null) return null;
  const before = readings.filter(({ at }) => at < last.at && at >= last.at - COMPARED_WITH).map(({ value }) => value);
  if (before.length === 0) return { last, change: 'first' };
  const difference = last.value - median(before);
  if (Math.abs(difference) < WORTH_A_WORD[vital]) return { last, change: 'same' };
  return { last, change: difference > 0 ? 'higher' : 'lower' };
}
