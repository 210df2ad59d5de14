import { describe, expect, test } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { chartSets } from './chart-sets.ts';
import { MINUTE } from './instant.ts';
import { setAt } from './reading-set.ts';
import { VITALS, type Reading, type Vitals } from './vitals.ts';

const aReading = (minute: number, vitals: Vitals, id = `reading at ${minute}`): Reading => ({
  id,
  effectiveAt: minute * MINUTE,
  receivedAt: minute * MINUTE,
  ...vitals,
});

const minutes = (readings: readonly Reading[]): number[] => chartSets(readings).map(({ at }) => at / MINUTE);

describe('the columns of a chart', () => {
  test('are one for a set that came in pieces, at its last piece', () => {
    expect(minutes([aReading(0, { pulse: 80 }), aReading(1, { spo2: 97 }), aReading(4, { temperature: 37 })])).toEqual([
      4,
    ]);
  });

  test('are two where something was measured again: what was there first is not overwritten', () => {
    expect(minutes([aReading(0, { spo2: 88, pulse: 80 }), aReading(5, { spo2: 94 })])).toEqual([0, 5]);
  });

  test('never mix what is half an hour apart', () => {
    expect(minutes([aReading(0, { pulse: 80 }), aReading(30, { spo2: 97 })])).toEqual([0, 30]);
  });

  test('are none for answers alone', () => {
    expect(minutes([{ ...aReading(0, {}), answers: { chestPain: false } }])).toEqual([]);
  });

  test('hold every believable value that was measured, and say of each instant what the rules say of it', () => {
    const someReadings = fc
      .array(
        fc.record({
          minute: fc.nat(120),
          pulse: fc.option(fc.integer({ min: 40, max: 160 }), { nil: undefined }),
          spo2: fc.option(fc.integer({ min: 80, max: 100 }), { nil: undefined }),
          temperature: fc.option(fc.integer({ min: 35, max: 40 }), { nil: undefined }),
        }),
        { maxLength: 14 },
      )
      .map((rows) => rows.map(({ minute, ...vitals }, i) => aReading(minute, vitals, `reading ${i}`)));
    fc.assert(
      fc.property(someReadings, (readings) => {
        const sets = chartSets(readings);
        expect(sets).toEqual(sets.map(({ at }) => setAt(readings, at)));
        for (const { effectiveAt } of readings) {
          const then = setAt(readings, effectiveAt);
          for (const vital of VITALS) {
            if (then.measuredAt[vital] !== effectiveAt) continue;
            const shown = sets.some(
              (set) => set.measuredAt[vital] === effectiveAt && set.vitals[vital] === then.vitals[vital],
            );
            expect(shown).toBe(true);
          }
        }
      }),
    );
  });
});
