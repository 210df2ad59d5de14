import { describe, expect, it, test } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { DAY, HOUR, RULES, nextDue, nextSetDue, refusePlan, type MonitoringLevel, type Plan } from './index.ts';

const refused = (plan: Plan, level: MonitoringLevel = 'standard') =>
  refusePlan(plan, level).map(({ path, bound, mayChange }) => [path, bound && [bound.min, bound.max], mayChange]);

const CLINICIAN = "the patient's clinician";
const OFFICER = 'the clinical safety officer';

describe('a plan', () => {
  it('says nothing, or anything within the bounds', () => {
    expect(refused({})).toEqual([]);
    expect(
      refused({
        escalation: 'Not for resuscitation.',
        baseline: { spo2: 91, news2: 3, borg: 0.5, irregularPulse: true },
        limits: { pulse: { low: 45 }, spo2: { low: 88, high: 96, priority: 'emergency' } },
        spo2Target: { low: 88, high: 92 },
        targetWeight: 71.5,
        prescribedOxygenFlow: 2,
        overrides: { 'weight-gain': { parameters: { oneDay: 1 } } },
        schedule: { minutes: [480, 1080] },
      }),
    ).toEqual([]);
  });

  it.each<[string, Plan, string, [number, number] | undefined, string]>([
    [
      'a threshold beyond its bound',
      { overrides: { 'spo2-fall': { parameters: { fall: 6 } } } },
      '/overrides/spo2-fall/parameters/fall',
      [2, 5],
      CLINICIAN,
    ],
    [
      'a threshold of the ward',
      { overrides: { 'news2-single-red': { parameters: { below: 6 } } } },
      '/overrides/news2-single-red/parameters/below',
      [3, 7],
      OFFICER,
    ],
    [
      'a rule switched off',
      { overrides: { drift: { enabled: false } } },
      '/overrides/drift/enabled',
      undefined,
      OFFICER,
    ],
    ['a usual value that nobody has', { baseline: { pulse: 251 } }, '/baseline/pulse', [20, 250], CLINICIAN],
    ['half a NEWS2', { baseline: { news2: 1.5 } }, '/baseline/news2', [0, 20], CLINICIAN],
    ['a limit that is none', { limits: { pulse: {} } }, '/limits/pulse', undefined, CLINICIAN],
    ['a limit upside down', { limits: { pulse: { low: 90, high: 50 } } }, '/limits/pulse/low', undefined, CLINICIAN],
    ['a limit beyond what can be', { limits: { spo2: { low: 40 } } }, '/limits/spo2/low', [50, 100], CLINICIAN],
    ['a target upside down', { spo2Target: { low: 92, high: 88 } }, '/spo2Target/low', undefined, CLINICIAN],
    ['a weight that nobody has', { targetWeight: 5 }, '/targetWeight', [20, 300], CLINICIAN],
    ['a flow that nobody has', { prescribedOxygenFlow: 61 }, '/prescribedOxygenFlow', [0, 60], CLINICIAN],
    ['a day without a time', { schedule: { minutes: [] } }, '/schedule/minutes', undefined, CLINICIAN],
    ['a time twice', { schedule: { minutes: [480, 480] } }, '/schedule/minutes', undefined, CLINICIAN],
    ['a time that no clock shows', { schedule: { minutes: [480, 1440] } }, '/schedule/minutes', undefined, CLINICIAN],
    [
      'a day that no week has',
      { schedule: { minutes: [480], weekdays: [7] } },
      '/schedule/weekdays',
      undefined,
      CLINICIAN,
    ],
    [
      'fewer sets than the level asks for',
      { schedule: { minutes: [480] } },
      '/schedule',
      [14, 84],
      'a step down to a lighter level',
    ],
  ])('is refused for %s, naming the place, the bound and who decides', (_, plan, path, bound, mayChange) => {
    expect(refused(plan)).toEqual([[path, bound, mayChange]]);
  });

  it.each<[string, Plan, string | null, MonitoringLevel?]>([
    [
      'the least and the most that can be usual',
      { baseline: { pulse: 20, spo2: 100, news2: 20, mmrc: 0, borg: 10 } },
      null,
    ],
    ['less than can be', { baseline: { pulse: 19 } }, '/baseline/pulse'],
    ['half an mMRC', { baseline: { mmrc: 2.5 } }, '/baseline/mmrc'],
    ['half a pain score', { baseline: { painScore: 2.5 } }, '/baseline/painScore'],
    ['a pain score past the scale', { baseline: { painScore: 11 } }, '/baseline/painScore'],
    ['half a Borg', { baseline: { borg: 2.5 } }, null],
    ['an upper limit alone', { limits: { pulse: { high: 120 } } }, null],
    ['an upper limit that nobody has', { limits: { pulse: { high: 251 } } }, '/limits/pulse/high'],
    ['limits that meet', { limits: { pulse: { low: 90, high: 90 } } }, '/limits/pulse/low'],
    ['limits one apart', { limits: { pulse: { low: 89, high: 90 } } }, null],
    ['a target without room', { spo2Target: { low: 92, high: 92 } }, '/spo2Target/low'],
    ['a target below what can be', { spo2Target: { low: 49, high: 92 } }, '/spo2Target/low'],
    ['a target past 100 %', { spo2Target: { low: 94, high: 101 } }, '/spo2Target/high'],
    ['air', { prescribedOxygenFlow: 0 }, null],
    ['midnight, and a minute before it', { schedule: { minutes: [0, 1439] } }, null],
    ['a time before midnight', { schedule: { minutes: [-1, 480] } }, '/schedule/minutes'],
    ['half a minute', { schedule: { minutes: [480, 600.5] } }, '/schedule/minutes'],
    ['times out of their order', { schedule: { minutes: [600, 480] } }, '/schedule/minutes'],
    ['twelve times a day', { schedule: { minutes: Array.from({ length: 12 }, (_, i) => i * 60) } }, null],
    ['thirteen', { schedule: { minutes: Array.from({ length: 13 }, (_, i) => i * 60) } }, '/schedule/minutes'],
    ['Sunday to Saturday', { schedule: { minutes: [480, 960], weekdays: [0, 1, 2, 3, 4, 5, 6] } }, null],
    ['no day at all', { schedule: { minutes: [480], weekdays: [] } }, '/schedule/weekdays', 'check-in'],
    ['a day before Sunday', { schedule: { minutes: [480], weekdays: [-1, 2] } }, '/schedule/weekdays', 'check-in'],
    ['half a day', { schedule: { minutes: [480], weekdays: [1, 2.5] } }, '/schedule/weekdays', 'check-in'],
    ['days out of their order', { schedule: { minutes: [480], weekdays: [4, 1] } }, '/schedule/weekdays', 'check-in'],
    ['the two days of check-in', { schedule: { minutes: [480], weekdays: [1, 4] } }, null, 'check-in'],
    ['one day of them', { schedule: { minutes: [480], weekdays: [1] } }, '/schedule', 'check-in'],
    ['twice a day but for one', { schedule: { minutes: [480, 960], weekdays: [1, 2, 3, 4, 5, 6] } }, '/schedule'],
  ])('with %s is allowed, or refused at its place', (_, plan, path, level = 'standard') => {
    expect(refused(plan, level).map(([at]) => at)).toEqual(path === null ? [] : [path]);
  });

  it('may set no number of any rule beyond that rule’s bounds', () => {
    const parameters = RULES.flatMap(({ id, parameters: own }) =>
      Object.entries(own).map(([name, terms]) => ({ id, name, terms })),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...parameters),
        fc.double({ min: -1_000, max: 1_000, noNaN: true }),
        ({ id, name, terms }, value) => {
          const allowed = terms.perPatient === true && value >= terms.min && value <= terms.max;
          const plan = { overrides: { [id]: { parameters: { [name]: value } } } };
          expect(refusePlan(plan, 'intensive').length === 0).toBe(allowed);
        },
      ),
    );
  });
});

describe('when the next set is due', () => {
  const at = (iso: string): number => Date.parse(`${iso}:00Z`);
  const schedule = { minutes: [8 * 60, 14 * 60, 20 * 60] };
  const scheduled = { zone: 'Europe/London', since: at('2026-07-01T10:00') };

  test('one round of the level after the last, without times', () => {
    expect(nextSetDue({ level: 'standard', plan: {} }, at('2026-07-01T09:00'))).toBe(at('2026-07-01T21:00'));
  });

  test.each([
    ['at the next time', '2026-07-02T07:20', '2026-07-02T13:00'],
    ['a set that comes a little early is that set', '2026-07-02T11:30', '2026-07-02T19:00'],
    ['not before the times were set', '2026-06-30T09:00', '2026-07-01T13:00'],
  ])('by the plan’s times on the ward’s clocks: %s', (_, last, due) => {
    expect(nextSetDue({ level: 'standard', plan: { schedule, scheduled } }, at(last))).toBe(at(due));
  });

  test('back to the level’s rounds, nothing of before is overdue', () => {
    const due = nextSetDue({ level: 'standard', plan: { scheduled } }, scheduled.since - 3 * DAY);
    expect(due).toBe(nextDue('standard', scheduled.since));
  });

  test('never in the past of the change, whatever the times', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 1439 }), { minLength: 1, maxLength: 12 }),
        fc.constantFrom('Europe/London', 'Asia/Kolkata', 'Pacific/Apia'),
        fc.integer({ min: -20 * 24, max: 24 }),
        (minutes, zone, hoursAgo) => {
          const since = at('2026-10-24T18:00');
          const plan = { schedule: { minutes: minutes.toSorted((a, b) => a - b) }, scheduled: { zone, since } };
          const last = since + hoursAgo * HOUR;
          const due = nextSetDue({ level: 'standard', plan }, last);
          expect(due).toBeGreaterThan(Math.max(since, last));
          expect(due - Math.max(since, last)).toBeLessThanOrEqual(2 * DAY);
        },
      ),
    );
  });
});
