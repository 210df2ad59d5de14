import { describe, expect, it } from '@jest/globals';
import fc from '../../../test/harness/properties.ts';
import { HOUR } from '../instant.ts';
import { Course } from '../moment.ts';
import type { Reading } from '../vitals.ts';
import { isHalfFarFrom } from './own-course.ts';
import { aStay, findingOf, steadily, T0, tierOf, WELL, type Past } from './rule-cases.ts';

const now = (vitals: Partial<Past> = {}): Past => ({ ...WELL, hoursAgo: 0, ...vitals });

describe('news2-above-normal', () => {
  const two = { respiration: 22 };
  const three = { respiration: 22, pulse: 95 };
  it('is routine from 2 above the usual, urgent from 3, unknown without a usual', () => {
    const usual = steadily(WELL, 24, 4);
    expect(tierOf('news2-above-normal', [...usual, now({ pulse: 95 })])).toBe('absent');
    expect(tierOf('news2-above-normal', [...usual, now(two)])).toBe('routine');
    expect(tierOf('news2-above-normal', [...usual, now(three)])).toBe('urgent');
    expect(tierOf('news2-above-normal', [...usual.slice(1), now(three)])).toBe('unknown');
    expect(tierOf('news2-above-normal', [...usual, now({ ...three, temperature: undefined })])).toBe('unknown');
    expect(tierOf('news2-above-normal', [now(three)], aStay({ plan: { baseline: { news2: 1 } } }))).toBe('routine');
  });
  it('is nearly so within one of it, which clears nothing', () => {
    const half = [...steadily(WELL, 48, 2), ...steadily({ ...WELL, pulse: 95 }, 48, 2, 72)];
    expect(tierOf('news2-above-normal', [...half, now(two)])).toBe('near');
    expect(tierOf('news2-above-normal', [...steadily({ ...WELL, pulse: 95 }, 24, 4), now(two)])).toBe('absent');
    expect(tierOf('news2-above-normal', [...half, now(three)])).toBe('routine');
  });
  it('keeps what is usual with what was found', () => {
    const found = findingOf('news2-above-normal', [...steadily(WELL, 24, 4), now(three)]);
    expect(found?.sentence).toBe('NEWS2 3, 3 above the usual 0.');
    expect(found?.evidence).toMatchObject({ values: { news2: 3, above: 3, usual: 0 }, ownNormal: { news2: 0 } });
  });
  it('with three sets in the day judges the day and not its noisiest set', () => {
    const usual = steadily(WELL, 12, 5, 30);
    expect(tierOf('news2-above-normal', [...usual, ...steadily(WELL, 6, 2), now(three)])).toBe('absent');
    const day = [...usual, ...steadily({ ...WELL, ...three }, 6, 2), now(three)];
    expect(tierOf('news2-above-normal', day)).toBe('urgent');
    expect(findingOf('news2-above-normal', day)?.sentence).toBe('NEWS2 3 over the last day, 3 above the usual 0.');
  });
});

describe('news2-rising', () => {
  const scores = (...totals: number[]): Past[] =>
    totals.map((total, i) => {
      const rates = [{}, { pulse: 95 }, { respiration: 22 }, { respiration: 22, pulse: 95 }];
      return now({ ...rates[total], hoursAgo: (totals.length - 1 - i) * 8 });
    });
  it.each([
    [[0, 1, 2], 'routine'],
    [[0, 0, 2], 'routine'],
    [[0, 2, 2], 'routine'],
    [[1, 0, 2], 'absent'],
    [[0, 3, 2], 'absent'],
    [[1, 1, 2], 'absent'],
    [[0, 2], 'unknown'],
    [[0, 1], 'absent'],
  ])('%j is %s', (totals, expected) => {
    expect(tierOf('news2-rising', scores(...totals))).toBe(expected);
  });
  it('passes over incomplete sets', () => {
    const [third, second, first] = scores(0, 1, 3) as [Past, Past, Past];
    const between = now({ temperature: undefined, hoursAgo: 4 });
    const found = findingOf('news2-rising', [third, second, between, first]);
    expect(found?.sentence).toBe('NEWS2 rose from 0 to 1 to 3 in 16 h.');
    expect(found?.evidence.values).toEqual({ from: 0, middle: 1, to: 3, hours: 16 });
    expect(tierOf('news2-rising', [...scores(2, 1, 3)])).toBe('absent');
  });
  it('says from where to where', () => {
    expect(findingOf('news2-rising', scores(0, 1, 3))?.sentence).toBe('NEWS2 rose from 0 to 1 to 3 in 16 h.');
  });
});

describe('drift', () => {
  const usual = steadily(WELL, 12, 6, 24);
  it('wants two sets in a row, to the same side, and five values before', () => {
    const high = { pulse: 90 };
    expect(tierOf('drift', [...usual, now({ ...high, hoursAgo: 12 }), now(high)])).toBe('routine');
    expect(tierOf('drift', [...usual, now({ hoursAgo: 12 }), now(high)])).toBe('absent');
    expect(tierOf('drift', [...usual, now({ pulse: 50, hoursAgo: 12 }), now(high)])).toBe('absent');
    expect(tierOf('drift', [...usual.slice(0, 4), now({ ...high, hoursAgo: 12 }), now(high)])).toBe('absent');
    expect(tierOf('drift', [{ hoursAgo: 0, weight: 80 }])).toBe('unknown');
  });
  it('takes three least spreads at the least, either way', () => {
    const after = (pulse: number) => tierOf('drift', [...usual, now({ pulse, hoursAgo: 12 }), now({ pulse })]);
    expect([after(78), after(79), after(62), after(61)]).toEqual(['absent', 'routine', 'absent', 'routine']);
  });
  it('keeps how far it is, and from what', () => {
    const found = findingOf('drift', [...usual, now({ pulse: 85, hoursAgo: 12 }), now({ pulse: 85.5 })]);
    expect(found?.evidence).toMatchObject({
      values: { vital: 'pulse', value: 85.5, usual: 70, z: 5.2 },
      ownNormal: { pulse: 70 },
    });
  });
  it('is no drift when less than half of the values before lie far away: found without sorting them', () => {
    const pulses = fc.array(fc.option(fc.integer({ min: 60, max: 80 }), { nil: undefined }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(
        pulses,
        fc.integer({ min: 60, max: 80 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(),
        fc.nat(),
        (run, value, far, some, back) => {
          const readings = run.map((pulse, i): Reading => {
            const at = T0 - (run.length - i) * 6 * HOUR;
            return { id: `r${i}`, effectiveAt: at, receivedAt: at, pulse };
          });
          const end = some % (run.length + 1);
          const since = T0 - (back % (run.length + 2)) * 6 * HOUR;
          const before = readings
            .slice(0, end)
            .filter(({ effectiveAt, pulse }) => effectiveAt > since && pulse !== undefined);
          const below = before.filter(({ pulse }) => pulse! <= value - far).length;
          const above = before.filter(({ pulse }) => pulse! >= value + far).length;
          const course = new Course(aStay(), readings, T0);
          const rows = { first: Math.min(end, course.columns.firstAfter(since, run.length - 1)), end };
          expect(isHalfFarFrom(value, far, course.columns, 'pulse', rows)).toBe(
            2 * below >= before.length || 2 * above >= before.length,
          );
          course.rest();
        },
      ),
      { numRuns: 300 },
    );
  });
  it('is not moved by one artefact in the days before', () => {
    const past = [...usual, now({ pulse: 190, hoursAgo: 100 }), now({ pulse: 85, hoursAgo: 12 }), now({ pulse: 85 })];
    expect(findingOf('drift', past)?.sentence).toBe('Pulse 85 in two sets in a row; usual over 14 days 70.');
  });
});

describe('day-worse', () => {
  const noise = [0, 1, -1, 0, 1, -1, 0, 1, -1, 0, 1, -1];
  /** Three steady days and one shifted by so much for each vital. */
  function shifted(by: number, moreNow: Partial<Past> = {}): Past[] {
    const vitals = (i: number, shift: number): Partial<Past> => ({
      respiration: 19.4 + noise[i % 12]! + shift,
      spo2: 96 + noise[(i + 1) % 12]! - shift,
      systolic: 130 + 3 * noise[(i + 2) % 12]! - 3 * shift,
      pulse: 88 + 2 * noise[(i + 3) % 12]! + 3 * shift,
      temperature: 37.2 + 0.1 * noise[(i + 4) % 12]! + 0.2 * shift,
    });
    const before = Array.from({ length: 12 }, (_, i) => now({ ...vitals(i, 0), hoursAgo: 26 + 6 * i }));
    const day = Array.from({ length: 4 }, (_, i) => now({ ...vitals(i, by * (1.2 - 0.1 * i)), hoursAgo: 6 * i }));
    return [...before, ...day.slice(1), { ...day[0]!, ...moreNow }];
  }
  it('adds up small changes of several vitals', () => {
    expect(tierOf('day-worse', shifted(0))).toBe('absent');
    expect(tierOf('day-worse', shifted(2))).toBe('urgent');
    expect(findingOf('day-worse', shifted(2))?.sentence).toMatch(
      /^Worse over the last day than in the three days before: .+; mean NEWS2 [\d.]+\.$/,
    );
  });
  it('does not take better for worse', () => {
    expect(tierOf('day-worse', shifted(-2))).toBe('absent');
  });
  it('is not found by one set that is better than its day', () => {
    expect(tierOf('day-worse', shifted(2, { ...WELL }))).toBe('absent');
  });
  it('is unknown without a day of sets, or with an incomplete one', () => {
    expect(tierOf('day-worse', [now({ respiration: 22 })])).toBe('unknown');
    expect(tierOf('day-worse', shifted(2, { temperature: undefined }))).toBe('unknown');
    expect(tierOf('day-worse', shifted(2).slice(12))).toBe('unknown');
  });
});
