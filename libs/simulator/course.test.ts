import { describe, expect, test } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { DAY, HOUR, implausible, MINUTE, news2, type Pathway } from '#clinical';
import { vitalsAt, type Course } from './course.ts';
import { endOf, type Episode } from './episode.ts';
import { ARTEFACTS, measureAt } from './measurement.ts';
import type { SimulatedPerson } from './person.ts';

const START = Date.UTC(2026, 10, 2);

const aPerson = (person: Partial<SimulatedPerson> = {}): SimulatedPerson => ({
  pathway: 'respiratory',
  spo2Scale: 1,
  oxygenFlow: 0,
  usual: { respiration: 16, spo2: 96.8, systolic: 128, diastolic: 74, pulse: 75, temperature: 36.6, weight: 70 },
  ...person,
});
const onScale2 = aPerson({
  spo2Scale: 2,
  usual: { respiration: 17, spo2: 90, systolic: 128, diastolic: 74, pulse: 78, temperature: 36.6, weight: 70 },
});

const seeds = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const moments = fc.integer({ min: START, max: START + 365 * DAY });
const pathways = fc.constantFrom<Pathway>('respiratory', 'cardiac', 'frailty');
const people = pathways.map((pathway) => aPerson({ pathway }));

/** NEWS2 every hour. */
const scores = (course: Course, from: number, to: number): number[] => {
  const totals: number[] = [];
  for (let at = from; at < to; at += HOUR) {
    const score = news2(measureAt(course, at).vitals, course.person.spo2Scale);
    if (score.kind !== 'complete') throw new Error('a whole set was measured');
    totals.push(score.total);
  }
  return totals;
};
const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

describe('a course of vitals', () => {
  test('is the same for the same seed, asked in any order', () => {
    fc.assert(
      fc.property(seeds, people, fc.array(moments, { minLength: 2, maxLength: 8 }), (seed, person, times) => {
        const forwards = times.map((at) => measureAt({ person, seed }, at));
        const backwards = times
          .toReversed()
          .map((at) => measureAt({ person, seed }, at))
          .toReversed();
        expect(backwards).toEqual(forwards);
      }),
    );
  });

  test('differs between seeds', () => {
    fc.assert(
      fc.property(seeds, people, moments, (seed, person, at) => {
        expect(vitalsAt({ person, seed }, at).pulse).not.toBe(vitalsAt({ person, seed: seed ^ 1 }, at).pulse);
      }),
    );
  });

  test('can always be believed, except where a device went wrong', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(aPerson(), onScale2), pathways, moments, (seed, person, pathway, at) => {
        const course = { person: { ...person, pathway }, seed };
        expect(implausible(vitalsAt(course, at))).toEqual([]);
        const { vitals, artefact } = measureAt(course, at);
        if (artefact === null) expect(implausible(vitals)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('moves little within minutes and freely over a day', () => {
    const course: Course = { person: aPerson(), seed: 7, episodes: [] };
    let near = 0;
    let far = 0;
    const days = 300;
    for (let day = 0; day < days; day++) {
      const at = START + day * DAY;
      const pulse = vitalsAt(course, at).pulse;
      near += (vitalsAt(course, at + 5 * MINUTE).pulse - pulse) ** 2;
      far += (vitalsAt(course, at + DAY).pulse - pulse) ** 2;
    }
    expect(Math.sqrt(near / days)).toBeLessThan(1.2);
    expect(Math.sqrt(far / days)).toBeGreaterThan(3);
    expect(Math.sqrt(far / days)).toBeLessThan(6);
  });

  test.each([
    ['scale 1', aPerson(), 94, 100],
    ['scale 2', onScale2, 88, 92],
  ])('a well person on %s saturates where they live', (_, person, least, most) => {
    const course: Course = { person, seed: 11, episodes: [] };
    const seen = Array.from({ length: 2_000 }, (_unused, i) => measureAt(course, START + i * 97 * MINUTE)).filter(
      ({ artefact }) => artefact === null,
    );
    const within = seen.filter(({ vitals }) => vitals.spo2 >= least && vitals.spo2 <= most);
    expect(within.length / seen.length).toBeGreaterThan(0.97);
  });

  test('a well person is seldom alarming', () => {
    fc.assert(
      fc.property(seeds, people, (seed, person) => {
        const totals = scores({ person, seed, episodes: [] }, START, START + 5 * DAY);
        expect(middle(totals)).toBeLessThanOrEqual(1);
        expect(totals.filter((total) => total >= 5).length / totals.length).toBeLessThan(0.02);
      }),
      { numRuns: 15 },
    );
  });

  test('somebody who deteriorates reaches a NEWS2 of 5 within the episode, and comes back', () => {
    const aPersonIll = fc.record({
      person: fc.oneof(people, fc.constant(onScale2)),
      // From 0.8 on each of 6,400 courses tried does; at 0.75, 4 of 1,600 do not.
      peak: fc.double({ min: 0.82, max: 1, noNaN: true }),
      worsens: fc.integer({ min: 12, max: 26 }),
    });
    fc.assert(
      fc.property(seeds, aPersonIll, (seed, { person, peak, worsens }) => {
        const illness = ({ respiratory: 'chest-infection', cardiac: 'decompensation', frailty: 'sepsis' } as const)[
          person.pathway
        ];
        const episode: Episode = {
          illness,
          startsAt: START + DAY,
          worsensFor: worsens * HOUR,
          staysFor: 8 * HOUR,
          recoversFor: 24 * HOUR,
          peak,
        };
        const course: Course = { person, seed, episodes: [episode] };
        const worst = episode.startsAt + episode.worsensFor;
        expect(middle(scores(course, START, START + DAY))).toBeLessThanOrEqual(2);
        expect(middle(scores(course, worst, worst + episode.staysFor))).toBeGreaterThanOrEqual(5);
        expect(middle(scores(course, endOf(episode), endOf(episode) + DAY))).toBeLessThanOrEqual(2);
      }),
      { numRuns: 40 },
    );
  });

  test('a failing heart gains weight and loses it again', () => {
    const episode: Episode = {
      illness: 'decompensation',
      startsAt: START,
      worsensFor: 24 * HOUR,
      staysFor: 12 * HOUR,
      recoversFor: 30 * HOUR,
      peak: 0.9,
    };
    const course: Course = { person: aPerson({ pathway: 'cardiac' }), seed: 3, episodes: [episode] };
    const weightAt = (at: number) => vitalsAt(course, at).weight;
    expect(weightAt(START + 30 * HOUR) - weightAt(START)).toBeGreaterThan(2);
    expect(Math.abs(weightAt(endOf(episode) + HOUR) - weightAt(START))).toBeLessThan(1.5);
  });

  test('about a third of people fall ill in four days, and devices go wrong now and then', () => {
    const ill = Array.from({ length: 150 }, (_, seed) => seed * 7919).filter((seed) =>
      scores({ person: aPerson(), seed }, START, START + 4 * DAY).some((total) => total >= 5),
    );
    expect(ill.length).toBeGreaterThan(25);
    expect(ill.length).toBeLessThan(85);

    const wrong = Array.from({ length: 10_000 }, (_, i) =>
      measureAt({ person: aPerson(), seed: 5, episodes: [] }, START + i * 11 * MINUTE),
    ).flatMap(({ artefact }) => artefact ?? []);
    expect(wrong.length).toBeGreaterThan(50);
    expect(wrong.length).toBeLessThan(120);
    expect(new Set(wrong)).toEqual(new Set(ARTEFACTS));
  });
});
