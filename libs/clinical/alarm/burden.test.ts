import { describe, expect, it } from '@jest/globals';
import fc from '../../../test/harness/properties.ts';
import { DAY, HOUR, MINUTE } from '../instant.ts';
import { alarmBurden, proportion, type AlertCourse } from './burden.ts';

const T0 = Date.UTC(2026, 0, 5);
const anAlert = (course: Partial<AlertCourse> = {}): AlertCourse => ({
  ruleId: 'news2-medium',
  admissionId: 'ada',
  priority: 'urgent',
  raisedAt: T0,
  answeredAt: T0 + 10 * MINUTE,
  acceptBy: T0 + 2 * HOUR,
  outcome: 'advice',
  ...course,
});
const often = (times: number, course: Partial<AlertCourse>, every = DAY): AlertCourse[] =>
  Array.from({ length: times }, (_, i) => anAlert({ ...course, raisedAt: T0 + i * every }));

describe('alerts for each patient-day', () => {
  it('counts what is about patients, and what somebody acted on', () => {
    const burden = alarmBurden(
      [
        anAlert(),
        anAlert({ outcome: 'no-action' }),
        anAlert({ outcome: null }),
        anAlert({ admissionId: null, priority: 'technical', ruleId: 'feed-lost' }),
      ],
      20,
      T0,
    );
    expect(burden).toMatchObject({ alerts: 3, actionable: 1, perPatientDay: { all: 0.15, actionable: 0.05 } });
    expect(burden.byPriority).toEqual({ emergency: 0, urgent: 3, routine: 0, technical: 1 });
  });

  it('is nothing that could be said of a ward without patients', () => {
    expect(alarmBurden([], 0, T0)).toMatchObject({ perPatientDay: null, rules: [], chronic: [] });
  });
});

describe('what a rule is worth', () => {
  it('is told by the outcomes that people gave, not by what is open or ended with the stay', () => {
    const [rule] = alarmBurden(
      [
        anAlert({ outcome: 'visit' }),
        anAlert({ outcome: 'false-artefact' }),
        anAlert({ outcome: 'no-action' }),
        anAlert({ outcome: 'no-action' }),
        anAlert({ outcome: null }),
        anAlert({ outcome: 'stay-ended' }),
      ],
      10,
      T0,
    ).rules;
    expect(rule).toMatchObject({
      raised: 6,
      open: 1,
      closed: 4,
      outcomes: { visit: 1, 'false-artefact': 1, 'no-action': 2 },
      precision: { of: 1, among: 4, share: 0.25 },
      numberNeededToEvaluate: 4,
    });
  });

  it('says nothing while none is closed, and has no number needed while none was acted on', () => {
    const rules = alarmBurden(
      [
        anAlert({ outcome: null, ruleId: 'a' }),
        anAlert({ outcome: 'no-action', ruleId: 'b' }),
        anAlert({ outcome: 'advice', ruleId: 'b' }),
        anAlert({ outcome: 'no-action', ruleId: 'c' }),
      ],
      10,
      T0,
    ).rules;
    expect(
      rules.map(({ ruleId, precision, numberNeededToEvaluate }) => [ruleId, precision?.share, numberNeededToEvaluate]),
    ).toEqual([
      ['b', 0.5, 2],
      ['a', undefined, null],
      ['c', 0, null],
    ]);
  });
});

it('a rule of which one in three was acted on is looked at three times for each', () => {
  const outcomes = ['visit', 'advice', 'no-action', 'no-action', 'no-action', 'false-artefact'] as const;
  const [rule] = alarmBurden(
    outcomes.map((outcome) => anAlert({ outcome })),
    10,
    T0,
  ).rules;
  expect(rule).toMatchObject({ precision: { of: 2, among: 6 }, numberNeededToEvaluate: 3 });
});

describe('a share', () => {
  // Newcombe 1998, Statistics in Medicine 17:857, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%d of %d has the published interval', (of, among, from, to) => {
    const found = proportion(of, among);
    expect(found?.from).toBeCloseTo(from, 4);
    expect(found?.to).toBeCloseTo(to, 4);
  });
});

describe('how soon alerts are answered', () => {
  it('is the middle and the slow tenth of those answered, and the share in time of those whose time has come', () => {
    const minutes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 200];
    const courses = minutes.map((wait) => anAlert({ answeredAt: T0 + wait * MINUTE }));
    const late = anAlert({ answeredAt: null, outcome: null });
    const notYet = anAlert({ answeredAt: null, outcome: null, acceptBy: T0 + 9 * HOUR });
    const times = alarmBurden([...courses, late, notYet], 10, T0 + 3 * HOUR).answerTimes;
    expect(times.map(({ priority }) => priority)).toEqual(['emergency', 'urgent', 'routine', 'technical']);
    expect(times[1]).toMatchObject({ raised: 12, answered: 10, median: 5.5 * MINUTE, inTime: { of: 9, among: 11 } });
    expect(times[1]?.p90).toBeCloseTo(28.1 * MINUTE, 3);
    expect(times[0]).toMatchObject({ raised: 0, answered: 0, median: null, p90: null, inTime: null });
  });
});

it.each([
  ['answered at the last moment', T0 + 2 * HOUR, T0 + 3 * HOUR, { of: 1, among: 1 }],
  ['answered a moment too late', T0 + 2 * HOUR + 1, T0 + 3 * HOUR, { of: 0, among: 1 }],
  ['answered before its time has come', T0 + HOUR, T0 + HOUR, { of: 1, among: 1 }],
  ['not answered when its time comes', null, T0 + 2 * HOUR, { of: 0, among: 1 }],
  ['not answered before its time has come', null, T0 + 2 * HOUR - 1, null],
])('an alert %s', (_, answeredAt, now, inTime) => {
  const found = alarmBurden([anAlert({ answeredAt, outcome: null })], 1, now).answerTimes[1]?.inTime;
  expect(found && { of: found.of, among: found.among }).toEqual(inTime);
});

describe('chronic alerters', () => {
  const idle = { outcome: 'no-action' } as const;
  const from = (days: number, courses: AlertCourse[]) =>
    courses.map((course) => ({ ...course, raisedAt: course.raisedAt + days * DAY }));
  it.each([
    ['five in a week to the minute', often(5, idle, 1.75 * DAY), 5, 0],
    ['five that are read newest first', often(5, idle).toReversed(), 5, 0],
    ['six, and five some weeks later', [...often(6, idle), ...from(30, often(5, idle))], 6, 0],
    ['five, and six some weeks later', [...often(5, idle), ...from(30, often(6, idle))], 6, 30],
    ['five, and as many some weeks later', [...often(5, idle), ...from(30, often(5, idle))], 5, 0],
    ['one that was acted on, and five after it', [anAlert(), ...from(1, often(5, idle))], 5, 1],
  ])('are %s: the most in a week, and since when', (_, courses, alerts, sinceDay) => {
    expect(alarmBurden(courses, 10, T0).chronic).toMatchObject([{ alerts, since: T0 + sinceDay * DAY }]);
  });
  it('stand with the busiest first, and of two as busy the earlier', () => {
    const of = (admissionId: string, times: number, days: number) => from(days, often(times, { ...idle, admissionId }));
    const courses = [...of('late', 5, 9), ...of('busy', 6, 20), ...of('early', 5, 2), ...of('busiest', 7, 4)];
    expect(alarmBurden(courses, 10, T0).chronic.map(({ admissionId }) => admissionId)).toEqual([
      'busiest',
      'busy',
      'early',
      'late',
    ]);
  });

  it('are a rule and a patient with five within a week and nothing done about any', () => {
    const { chronic } = alarmBurden(often(6, { outcome: 'false-threshold' }), 10, T0);
    expect(chronic).toEqual([
      { ruleId: 'news2-medium', admissionId: 'ada', alerts: 6, since: T0, outcomes: { 'false-threshold': 6 } },
    ]);
  });

  it.each([
    ['four', often(4, { outcome: 'no-action' })],
    ['five in eight days', often(5, { outcome: 'no-action' }, 2 * DAY)],
    [
      'five of which one was acted on',
      [...often(4, { outcome: 'no-action' }), anAlert({ raisedAt: T0 + 4 * DAY, outcome: 'visit' })],
    ],
    [
      'five of two patients',
      [...often(3, { outcome: 'no-action' }), ...often(2, { outcome: 'no-action', admissionId: 'bo' })],
    ],
    [
      'five of two rules',
      [...often(3, { outcome: 'no-action' }), ...often(2, { outcome: 'no-action', ruleId: 'drift' })],
    ],
    ['five of the system’s own', often(5, { outcome: 'no-action', admissionId: null })],
  ])('are not %s', (_, courses) => {
    expect(alarmBurden(courses, 10, T0).chronic).toEqual([]);
  });

  it('never have a week with anything that was acted on in it, and are found whatever else there is', () => {
    const course = fc.record({
      raisedAt: fc.integer({ min: 0, max: 40 }).map((half) => T0 + (half * DAY) / 2),
      outcome: fc.constantFrom('no-action' as const, 'advice' as const, null),
    });
    fc.assert(
      fc.property(fc.array(course, { maxLength: 30 }), (given) => {
        const courses = given.map((one) => anAlert(one));
        const weeks = courses.map(({ raisedAt }) =>
          courses.filter((other) => other.raisedAt >= raisedAt && other.raisedAt <= raisedAt + 7 * DAY),
        );
        const idle = weeks
          .filter((week) => week.every(({ outcome }) => outcome !== 'advice'))
          .map((week) => week.length);
        const { chronic } = alarmBurden(courses, 10, T0);
        if (idle.some((length) => length >= 5)) expect(chronic).toHaveLength(1);
        if (!courses.some(({ outcome }) => outcome === 'advice')) {
          expect(chronic[0]?.alerts ?? 0).toBe(Math.max(0, ...idle.filter((length) => length >= 5)));
        }
      }),
    );
  });
});
