import { describe, expect, test } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { DAY, HOUR, type MonitoringLevel } from '#clinical';
import type { Course } from './course.ts';
import { extraSetTimes, rounds, setTimes } from './timetable.ts';

const START = Date.UTC(2026, 10, 2);
const seeds = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const levels = fc.constantFrom<MonitoringLevel>('intensive', 'standard', 'light', 'check-in');

const aCourse = (seed: number): Course => ({
  seed,
  person: {
    pathway: 'frailty',
    spo2Scale: 1,
    oxygenFlow: 0,
    usual: { respiration: 16, spo2: 97, systolic: 130, diastolic: 70, pulse: 70, temperature: 36.5, weight: 60 },
  },
  episodes: [],
});

describe('when sets are taken', () => {
  test.each([
    ['intensive', 28],
    ['standard', 14],
    ['light', 7],
    ['check-in', 2],
  ] as const)('at %s level %i a week', (level, aWeek) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(setTimes(aCourse(seed), level, START, START + 70 * DAY).length).toBeGreaterThanOrEqual(10 * aWeek - 4);
        expect(setTimes(aCourse(seed), level, START, START + 70 * DAY).length).toBeLessThanOrEqual(10 * aWeek + 4);
      }),
      { numRuns: 10 },
    );
  });

  test('looked at in pieces, as whole: nothing twice and nothing forgotten', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: 3 * DAY }), { maxLength: 20 });
    fc.assert(
      fc.property(seeds, levels, cuts, (seed, level, inner) => {
        const edges = [0, ...inner.toSorted((a, b) => a - b), 3 * DAY].map((offset) => START + offset);
        const pieces = edges.slice(1).flatMap((to, i) => setTimes(aCourse(seed), level, edges[i]!, to));
        expect(pieces).toEqual(setTimes(aCourse(seed), level, START, START + 3 * DAY));
        const walks = edges.slice(1).flatMap((to, i) => rounds(seed, edges[i]!, to));
        expect(walks).toEqual(rounds(seed, START, START + 3 * DAY));
      }),
    );
  });

  test('in between by those who are unwell, and by nobody else', () => {
    const well = aCourse(1);
    const unwell: Course = {
      ...well,
      episodes: [
        { illness: 'sepsis', startsAt: START, worsensFor: 6 * HOUR, staysFor: 60 * HOUR, recoversFor: HOUR, peak: 0.8 },
      ],
    };
    const during = [START + 8 * HOUR, START + 56 * HOUR] as const;
    expect(extraSetTimes(unwell, ...during)).toHaveLength(12);
    expect(extraSetTimes(well, ...during)).toHaveLength(0);
  });

  test('a care home walks four rounds a day, and meets everybody due', () => {
    const walks = rounds(9, START, START + 28 * DAY);
    expect(walks.length / 28).toBeCloseTo(4, 0);
    const met = (level: MonitoringLevel) => walks.filter(({ due }) => due.has(level)).length / 4;
    expect([met('intensive'), met('standard'), met('light'), met('check-in')].map(Math.round)).toEqual([28, 14, 7, 2]);
  });
});
