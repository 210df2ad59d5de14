import { describe, expect, test } from '@jest/globals';
import type { StayReadings } from '#contracts';
import fc from '../../../../test/harness/properties.ts';
import { finenessInWords, withFiner } from './finer.ts';
import { around } from './zoom.ts';

const HOUR = 3_600_000;

const someReadings = (
  from: number,
  to: number,
  moments: readonly number[],
  stretchMs: number | null,
): StayReadings => ({
  at: to,
  from,
  to,
  stored: moments.length,
  stretchMs,
  sets: moments.map((at) => ({ at, vitals: { pulse: 70 }, score: null, readings: [] })),
  readings: [],
  takers: [],
  moreAnswers: 0,
  scaleOrders: [],
  usual: {},
  ranges: {},
  targets: {},
});
const momentsOf = ({ sets }: StayReadings): number[] => sets.map(({ at }) => at);

describe('a part of many readings, looked at closely', () => {
  test('shows all that came of the part, all of the whole beside it, each once and in order', () => {
    const some = fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { maxLength: 60 });
    fc.assert(
      fc.property(
        some,
        some,
        fc.integer({ min: 0, max: 900 }),
        fc.integer({ min: 1, max: 99 }),
        (all, more, from, long) => {
          const to = from + long;
          const isWithin = (at: number): boolean => at >= from && at < to;
          const whole = someReadings(
            0,
            1_000,
            all.toSorted((a, b) => a - b),
            4 * HOUR,
          );
          const part = more.filter(isWithin).toSorted((a, b) => a - b);
          const shown = momentsOf(withFiner(whole, someReadings(from, to, part, null)));
          expect(shown.filter(isWithin)).toEqual(part);
          expect(shown.filter((at) => !isWithin(at))).toEqual(momentsOf(whole).filter((at) => !isWithin(at)));
          expect(shown).toEqual(shown.toSorted((a, b) => a - b));
        },
      ),
    );
  });

  test('is asked for with half as much on either side, never beyond the whole', () => {
    const whole = { from: 0, to: 100 };
    expect(around({ from: 40, to: 60 }, whole)).toEqual({ from: 30, to: 70 });
    expect(around({ from: 0, to: 60 }, whole)).toEqual({ from: 0, to: 90 });
  });

  test('says how much of it stands there', () => {
    const seen = { from: 10 * HOUR, to: 12 * HOUR };
    const whole = someReadings(0, 24 * HOUR, [], 4 * HOUR);
    const said = (readings: StayReadings | null, trouble: string | null = null): string | null =>
      finenessInWords(whole, seen, { readings, trouble });
    expect(said(null)).toBe('fetching more of it…');
    expect(said(someReadings(11 * HOUR, 13 * HOUR, [], null))).toBe('fetching more of it…');
    expect(said(someReadings(9 * HOUR, 13 * HOUR, [], null))).toBe('every reading');
    expect(said(someReadings(9 * HOUR, 13 * HOUR, [], 600_000))).toBe('the lowest and the highest of every 10 min');
    expect(said(null, 'Homeward could not be reached.')).toBe(
      'Homeward could not be reached. Only some of its readings are shown.',
    );
    expect(finenessInWords(someReadings(0, HOUR, [], null), seen, { readings: null, trouble: null })).toBeNull();
  });
});
