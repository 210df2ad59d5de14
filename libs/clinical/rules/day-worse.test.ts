import { describe, expect, it } from '@jest/globals';
import fc from '../../../test/harness/properties.ts';
import { DAY, HOUR, type Duration, type Instant } from '../instant.ts';
import { Course } from '../moment.ts';
import { news2Total } from '../news2.ts';
import type { Verdict } from '../rule.ts';
import { dayWorse } from './own-course.ts';
import { aStay, findingOf, T0, WELL, type Past } from './rule-cases.ts';
import { SPOKEN, type Reading } from '../vitals.ts';

/*
 * The rule that finds a slow decline, held against its definition written out plainly: a day (24 h and the half hour that a round may
 * come late) against the three days before it, for each vital in units of its own noise, and added up.
 */
const ABOUT_A_DAY = 24 * HOUR + HOUR / 2;
const VITALS = [
  ['respiration', 1, 2],
  ['spo2', -1, 2],
  ['systolic', -1, 5],
  ['pulse', 1, 4],
  ['temperature', 1, 0.4],
] as const;
type Part = readonly [vital: (typeof VITALS)[number][0], from: number, to: number, z: number];

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

function plainTrend(sets: readonly Reading[], at: Instant, day: Duration): { z: number; parts: Part[] } | null {
  const parts: Part[] = [];
  let sum = 0;
  for (const [vital, sign, expected] of VITALS) {
    const known = sets.filter(({ [vital]: value }) => value !== undefined);
    const within = (after: Instant, upTo: Instant) =>
      known.filter((set) => set.effectiveAt > after && set.effectiveAt <= upTo).map((set) => set[vital]!);
    const now = within(at - day, at);
    const before = within(at - day - 3 * DAY, at - day);
    if (now.length < 3 || before.length < 4) continue;
    const all = [...before, ...now];
    const steps = all.slice(1).map((value, i) => Math.abs(value - all[i]!));
    const noise = (1.4826 * middle(steps)) / Math.SQRT2;
    const spread = (steps.length * noise + expected) / (steps.length + 1);
    const [from, to] = [mean(before), mean(now)];
    const z = (sign * (to - from)) / (spread * Math.sqrt(1 / now.length + 1 / before.length));
    sum += Math.max(-1, Math.min(4, z));
    parts.push([vital, from, to, z]);
  }
  return parts.length < 4 ? null : { z: sum / Math.sqrt(parts.length), parts };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

function plainly(run: readonly Reading[], at: Instant, limits: { z: number; news2: number }): Verdict {
  const sets = run.filter(({ effectiveAt }) => effectiveAt <= at);
  const totals = (span: Duration): number[] =>
    sets.filter(({ effectiveAt }) => effectiveAt > at - span).flatMap((set) => news2Total(set, 1) ?? []);
  const total = news2Total(sets.at(-1)!, 1);
  const day = [ABOUT_A_DAY, 2 * ABOUT_A_DAY].find((span) => totals(span).length >= 3);
  if (total === null || day === undefined) return { kind: 'unknown' };
  const dayNews2 = mean(totals(day));
  if (dayNews2 < limits.news2 || total < dayNews2 - 0.5) return { kind: 'absent' };
  const trend = plainTrend(sets, at, day);
  if (trend === null) return { kind: 'unknown' };
  const before = sets.at(-2);
  const earlier = before === undefined ? null : plainTrend(sets.slice(0, -1), before.effectiveAt, day);
  if (trend.z < limits.z || (earlier !== null && trend.z < earlier.z)) return { kind: 'absent' };
  const worst = trend.parts
    .filter(([, , , z]) => z >= 1)
    .toSorted((a, b) => b[3] - a[3])
    .slice(0, 3);
  return {
    kind: 'present',
    facts: {
      z: tenth(trend.z),
      dayNews2: tenth(dayNews2),
      ...Object.fromEntries(worst.map(([vital, , to]) => [vital, tenth(to)])),
    },
    words: {
      changes: worst
        .map(([vital, from, to]) => `${SPOKEN[vital].word} ${tenth(from)} to ${tenth(to)}${SPOKEN[vital].unit}`)
        .join(', '),
    },
    ownNormal: Object.fromEntries(worst.map(([vital, from]) => [vital, tenth(from)])),
  };
}

const jitter = fc.integer({ min: -2, max: 2 });
/** A week or less of sets, now and then with something missing; towards the end everything gets worse by so much a set, or better. */
const courses = fc
  .record({
    every: fc.constantFrom(4, 6, 6, 8, 12, 13),
    slope: fc.constantFrom(-1, 0, 0.3, 0.6, 1, 2),
    worseFrom: fc.integer({ min: 0, max: 10 }),
    better: fc.constantFrom(0, 0, 0, 4),
    sets: fc.array(
      fc.record({
        jitters: fc.tuple(jitter, jitter, jitter, jitter, jitter),
        missing: fc.constantFrom(null, null, null, null, null, null, ...VITALS.map(([vital]) => vital)),
      }),
      { minLength: 1, maxLength: 34 },
    ),
  })
  .map(({ every, slope, worseFrom, better, sets }) =>
    sets.map(({ jitters: [r, o, s, p, t], missing }, i): Reading => {
      const last = sets.length - 1;
      const worse = i === last && better > 0 ? -better : slope * Math.max(0, i - (last - worseFrom));
      const at = T0 - (last - i) * every * HOUR;
      const vitals = {
        respiration: 19 + r + worse,
        spo2: Math.min(100, 96 + o - worse),
        systolic: 118 + 2 * s - 2 * worse,
        pulse: 88 + 2 * p + 3 * worse,
        temperature: 37.4 + 0.1 * t + 0.1 * worse,
      };
      if (missing !== null) delete (vitals as Partial<typeof vitals>)[missing];
      return { id: `r${i}`, effectiveAt: at, receivedAt: at, onOxygen: false, consciousness: 'A', ...vitals };
    }),
  );

describe('day-worse', () => {
  it('finds what its definition finds, at every set of a course', () => {
    fc.assert(
      fc.property(courses, fc.constantFrom(1.5, 2.5), fc.constantFrom(0, 1, 2), (run, z, news2) => {
        const course = new Course(aStay(), run, T0);
        for (const [i, { effectiveAt }] of run.entries())
          expect(dayWorse.judge(course.endingWith(i), { z, news2 })).toEqual(plainly(run, effectiveAt, { z, news2 }));
        course.rest();
      }),
    );
  });

  const steady = (i: number): Past => ({
    ...WELL,
    respiration: 18 + (i % 3),
    spo2: 96 - (i % 2),
    systolic: 120 + (i % 4),
    pulse: 80 + 2 * (i % 3),
    temperature: 37 + 0.1 * (i % 3),
    hoursAgo: 30 + 6 * i,
  });
  const worse = (hoursAgo: number, by: number): Past => ({
    ...WELL,
    respiration: 20 + by,
    spo2: 95 - by,
    systolic: 120 - by,
    pulse: 84 + 4 * by,
    temperature: 37.1 + 0.2 * by,
    hoursAgo,
  });

  it('says what changed most, from what to what, and keeps it as evidence', () => {
    const past = [
      ...Array.from({ length: 12 }, (_, i) => steady(i)),
      ...[24, 18, 12, 6, 0].map((hours, i) => worse(hours, i)),
    ];
    const found = findingOf('day-worse', past);
    expect(found?.sentence).toBe(
      'Worse over the last day than in the three days before: temperature 37.1 to 37.5 °C, pulse 82 to 92, ' +
        'systolic pressure 121.5 to 118; mean NEWS2 4.',
    );
    expect(found?.evidence).toEqual({
      readingIds: ['r16'],
      values: { z: 8.9, dayNews2: 4, temperature: 37.5, pulse: 92, systolic: 118 },
      ownNormal: { temperature: 37.1, pulse: 82, systolic: 121.5 },
      thresholds: { z: 2.33, news2: 1 },
    });
  });
});
