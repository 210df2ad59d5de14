import { describe, expect, it } from '@jest/globals';
import fc from '../../../../test/harness/properties.ts';
import { planTemplate } from '#clinical';
import type { StayPlan, StayPlanView } from '#contracts';
import { differing, fieldAt, fieldsIn, fieldsOf, inWords, mergedFields, readPlan, unstated } from './plan-fields.ts';

const threshold = {
  ruleId: 'weight-gain',
  parameter: 'oneDay',
  unit: 'kg',
  shipped: 1.36,
  ward: 1.36,
  patient: null,
  min: 0.9,
  max: 2,
  perPatient: true,
};
const FIELDS = fieldsIn({
  thresholds: [threshold, { ...threshold, ruleId: 'news2-high', parameter: 'total', perPatient: false }],
});

const PLAN: StayPlan = {
  escalation: 'Treat at home.',
  baseline: { spo2: 92, news2: 2, mmrc: 3, irregularPulse: true },
  limits: { pulse: { low: 45, priority: 'routine' }, oxygenFlow: { high: 3 } },
  spo2Target: { low: 88, high: 92 },
  targetWeight: 71.5,
  prescribedOxygenFlow: 0,
  glucoseLowering: true,
  overrides: { 'weight-gain': { priority: 'urgent', parameters: { oneDay: 1, threeDays: 1.5 } } },
  schedule: { minutes: [480, 1080], weekdays: [1, 4] },
};

const read = (typed: Record<string, string>, standing: StayPlan = PLAN) =>
  readPlan(FIELDS, { ...fieldsOf(FIELDS, standing), ...typed }, standing);

describe('a plan in a form', () => {
  it('comes out as it went in, with what the form has no field for', () => {
    expect(read({})).toEqual({ kind: 'plan', plan: PLAN });
    expect(readPlan(FIELDS, fieldsOf(FIELDS, {}), {})).toEqual({ kind: 'plan', plan: {} });
  });

  it('says what was typed, and says nothing of what was emptied', () => {
    const typed = {
      escalation: '  ',
      'baseline.spo2': '91',
      'baseline.news2': '',
      'limits.pulse.low': '',
      'limits.temperature.high': '38,5',
      'overrides.weight-gain.oneDay': '',
      'schedule.minutes': '20.00 8:00',
      'schedule.weekdays': '',
      glucoseLowering: '',
    };
    const { escalation: _, glucoseLowering: __, ...rest } = PLAN;
    expect(read(typed)).toEqual({
      kind: 'plan',
      plan: {
        ...rest,
        baseline: { spo2: 91, mmrc: 3, irregularPulse: true },
        limits: { oxygenFlow: { high: 3 }, temperature: { high: 38.5 } },
        overrides: { 'weight-gain': { priority: 'urgent', parameters: { threeDays: 1.5 } } },
        schedule: { minutes: [480, 1200] },
      },
    });
  });

  it.each([
    [{ 'baseline.pulse': 'fast' }, 'baseline.pulse', 'Usual pulse: enter a number, or nothing'],
    [{ 'spo2Target.high': '' }, 'spo2Target.high', 'SpO2 target: enter both ends, or neither'],
    [
      { 'schedule.minutes': '8:00, noon' },
      'schedule.minutes',
      'Times of sets: enter up to 12 times of day, such as 08:00, 14:00',
    ],
    [{ 'schedule.minutes': '' }, 'schedule.minutes', 'Times of sets: enter the times of these days'],
  ])('says where %j is wrong', (typed, id, words) => {
    const answer = read(typed);
    expect(answer.kind === 'faults' && [...answer.faults]).toEqual([[id, words]]);
  });

  it('finds the field that a refusal is about', () => {
    expect(fieldAt(FIELDS, '/plan/overrides/weight-gain/parameters/oneDay')).toBe('overrides.weight-gain.oneDay');
    expect(fieldAt(FIELDS, '/limits/pulse/low')).toBe('limits.pulse.low');
    expect(fieldAt(FIELDS, '/plan/limits/pulse')).toBe('limits.pulse.low');
    expect(fieldAt(FIELDS, '/plan/schedule')).toBe('schedule.minutes');
    expect(fieldAt(FIELDS, '/reason')).toBeNull();
  });

  it('is written as people read it', () => {
    expect([
      inWords({ id: 'limits.spo2.low', unit: '%' }, '88'),
      inWords({ id: 'limits.spo2.low', unit: '%' }, ''),
      inWords({ id: 'schedule.weekdays', unit: '' }, '1,4'),
      inWords({ id: 'glucoseLowering', unit: '' }, ''),
    ]).toEqual(['88 %', 'not stated', 'Monday, Thursday', 'no']);
  });
});

describe('what two people changed at once', () => {
  const texts = fc.record({
    a: fc.constantFrom('', '1', '2'),
    b: fc.constantFrom('', '1', '2'),
    c: fc.constantFrom('', '1', '2'),
  });

  it('loses nothing that either typed, and what both typed stays as this one did', () => {
    fc.assert(
      fc.property(texts, texts, texts, (seen, now, typed) => {
        const merged = mergedFields(seen, now, typed);
        for (const id of ['a', 'b', 'c'] as const)
          expect(merged[id]).toBe(typed[id] === seen[id] ? now[id] : typed[id]);
      }),
    );
  });

  it('is named by field', () => {
    const now = { ...fieldsOf(FIELDS, PLAN), 'baseline.spo2': '90', escalation: 'Treat at home. ' };
    expect(differing(FIELDS, fieldsOf(FIELDS, PLAN), now).map(({ name }) => name)).toEqual(['Usual SpO2']);
  });
});

describe('the template of a pathway', () => {
  const view = (pathway: StayPlanView['pathway'], orders: object[] = []): StayPlanView =>
    ({ pathway, level: 'standard', spo2Scale: { inForce: 1, orders } }) as unknown as StayPlanView;

  it.each(['respiratory', 'cardiac', 'frailty'] as const)(
    '%s: each thing that it asks for is one of the form',
    (pathway) => {
      const { toState } = planTemplate(pathway, 'standard');
      expect(unstated(view(pathway), FIELDS, fieldsOf(FIELDS, {})).map(({ id }) => id)).toEqual(toState);
    },
  );

  it('asks for nothing that is stated, and for no scale where one was ordered', () => {
    const values = fieldsOf(FIELDS, PLAN);
    expect(unstated(view('respiratory', [{}]), FIELDS, values).map(({ id }) => id)).toEqual(['baseline.respiration']);
    expect(unstated(view('respiratory'), FIELDS, values)[0]).toMatchObject({ name: 'SpO2 scale, by an order' });
    expect(unstated(view('frailty'), FIELDS, { ...values, escalation: '  ' })[0]?.id).toBe('escalation');
  });
});
