import { describe, expect, it } from '@jest/globals';
import { DAY, HOUR } from './instant.ts';
import { stepDownReadiness, type CriterionId, type ReadinessInput } from './readiness.ts';
import { aCourse, aStay, steadily, T0, WELL, type Past } from './rules/rule-cases.ts';
import type { Answers } from './questionnaires.ts';

const QUIET: Answers = {
  fell: false,
  softSkin: false,
  fourAtAlertness: '0',
  fourAtAmt4: '0',
  fourAtAttention: '0',
  fourAtAcuteChange: '0',
};

/** Ready in every way until the test says otherwise. */
function ready(
  past: Past[] = [...steadily(WELL, 12, 14, 0), { hoursAgo: 1, answers: QUIET }],
  more: Partial<ReadinessInput> = {},
): ReadinessInput {
  return {
    stay: aStay(),
    readings: aCourse(past),
    openAlerts: [],
    now: T0,
    agreedByClinician: 'Dr A',
    agreedByPatient: true,
    hasSafetyNetAdvice: true,
    canTakeReadings: true,
    ...more,
  };
}
function criterion(id: CriterionId, input: ReadinessInput) {
  return stepDownReadiness(input).criteria.find((one) => one.id === id);
}
const set = (hoursAgo: number, vitals: Partial<Past> = {}): Past => ({ ...WELL, hoursAgo, ...vitals });

describe('step-down readiness', () => {
  it('is there when every criterion is met', () => {
    const readiness = stepDownReadiness(ready());
    expect(readiness.criteria.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'score met',
      'trend met',
      'received met',
      'alerts met',
      'pathway met',
      'clinician met',
      'agreement met',
      'means met',
    ]);
    expect(readiness).toMatchObject({ ready: true, mayOverride: true, earliest: T0 });
  });
  it('score: at most one above the usual and no single 3 for 48 h; 24 h to leave intensive', () => {
    const with30 = (vitals: Partial<Past>) => [
      ...steadily(WELL, 12, 14, 0),
      set(30, vitals),
      { hoursAgo: 1, answers: QUIET },
    ];
    expect(criterion('score', ready(with30({ pulse: 95 })))?.state).toBe('met');
    expect(criterion('score', ready(with30({ respiration: 22 })))).toEqual({
      id: 'score',
      state: 'not-met',
      evidence: 'NEWS2 2, 30 h ago; usual 0, at most 1 without a single 3 is wanted for 48 h.',
      earliest: T0 + 18 * HOUR,
    });
    expect(criterion('score', ready(with30({ respiration: 22 }), { stay: aStay({ level: 'intensive' }) }))?.state).toBe(
      'met',
    );
    const red = { ...ready(with30({ pulse: 135 })), stay: aStay({ plan: { baseline: { news2: 4 } } }) };
    expect(criterion('score', red)?.state).toBe('not-met');
    expect(criterion('score', ready([set(0)]))?.evidence).toBe('No own normal is known.');
    expect(criterion('score', ready([]))?.state).toBe('unknown');
    expect(criterion('score', ready(undefined, { stay: aStay({ admittedAt: T0 - 10 * HOUR }) }))).toMatchObject({
      state: 'not-met',
      earliest: T0 + 38 * HOUR,
    });
  });
  it('trend: not rising', () => {
    expect(criterion('trend', ready([set(12), set(0, { pulse: 95 })]))?.state).toBe('not-met');
    expect(criterion('trend', ready([set(12, { pulse: 95 }), set(0)]))?.state).toBe('met');
    expect(criterion('trend', ready([set(0)]))?.state).toBe('unknown');
  });
  it('received: 80 % of the due sets of 72 h, one a round', () => {
    expect(criterion('received', ready(steadily(WELL, 12, 5, 1)))).toMatchObject({
      state: 'met',
      evidence: '5 of 6 due sets received in 72 h.',
    });
    expect(criterion('received', ready(steadily(WELL, 12, 4, 1)))?.state).toBe('not-met');
    expect(criterion('received', ready(steadily(WELL, 1, 6, 1)))?.state).toBe('not-met');
    expect(criterion('received', ready([], { stay: aStay({ admittedAt: T0 - HOUR }) }))?.state).toBe('unknown');
  });
  it('alerts: none urgent or worse; an open emergency cannot be overridden', () => {
    const alert = (priority: 'routine' | 'urgent' | 'emergency') => ({
      openAlerts: [{ ruleId: 'x', priority, raisedAt: T0, effectiveAt: T0, count: 1, conditionPresent: false }],
    });
    expect(criterion('alerts', ready(undefined, alert('routine')))?.state).toBe('met');
    expect(criterion('alerts', ready(undefined, alert('urgent')))).toMatchObject({
      state: 'not-met',
      evidence: '1 open: urgent.',
      earliest: null,
    });
    expect(stepDownReadiness(ready(undefined, alert('urgent')))).toMatchObject({
      ready: false,
      mayOverride: true,
      earliest: null,
    });
    expect(stepDownReadiness(ready(undefined, alert('emergency'))).mayOverride).toBe(false);
  });
  it('respiratory: no new oxygen need for 48 h', () => {
    const stay = aStay({ pathway: 'respiratory' });
    expect(criterion('pathway', ready(undefined, { stay }))?.state).toBe('met');
    expect(criterion('pathway', ready([set(60), set(20, { onOxygen: true }), set(0)], { stay }))).toMatchObject({
      state: 'not-met',
      earliest: T0 + 28 * HOUR,
    });
    expect(
      criterion(
        'pathway',
        ready([set(60, { onOxygen: true, oxygenFlow: 2 }), set(20, { onOxygen: true, oxygenFlow: 2 })], { stay }),
      )?.state,
    ).toBe('met');
    expect(criterion('pathway', ready([set(60)], { stay }))?.state).toBe('unknown');
  });
  it('cardiac: weight within 1 kg of the target for 48 h', () => {
    const stay = aStay({ pathway: 'cardiac', plan: { targetWeight: 80 } });
    const at = (...weights: number[]) =>
      criterion(
        'pathway',
        ready(
          weights.map((weight, i) => set(20 * i, { weight })),
          { stay },
        ),
      );
    expect(at(81, 79)?.state).toBe('met');
    expect(at(80, 81.01)).toMatchObject({ state: 'not-met', earliest: T0 + 28 * HOUR });
    expect(at()?.state).toBe('unknown');
    expect(criterion('pathway', ready([set(0, { weight: 80 })], { stay: aStay({ pathway: 'cardiac' }) }))?.state).toBe(
      'unknown',
    );
  });
  it('frailty: no fall or soft sign for 72 h, and a complete 4AT under 4', () => {
    const form = (answers: Answers, hoursAgo = 1) => criterion('pathway', ready([set(0), { hoursAgo, answers }]));
    expect(form(QUIET)?.state).toBe('met');
    expect(form({ ...QUIET, fell: true }, 10)).toMatchObject({ state: 'not-met', earliest: T0 + 62 * HOUR });
    expect(form({ ...QUIET, softSkin: true })?.state).toBe('not-met');
    expect(form({ ...QUIET, fourAtAlertness: '4' })).toMatchObject({ state: 'not-met', evidence: '4AT 4.' });
    expect(form({ fell: false })?.state).toBe('unknown');
    expect(form(QUIET, 80)?.state).toBe('unknown');
  });
  it('people: each recorded, unknown until it is', () => {
    expect(criterion('clinician', ready(undefined, { agreedByClinician: null }))?.state).toBe('unknown');
    const agreement = (agreedByPatient: boolean | null, hasSafetyNetAdvice: boolean | null) =>
      criterion('agreement', ready(undefined, { agreedByPatient, hasSafetyNetAdvice }))?.state;
    expect([
      agreement(true, true),
      agreement(true, false),
      agreement(false, null),
      agreement(null, false),
      agreement(true, null),
      agreement(null, true),
    ]).toEqual(['met', 'not-met', 'not-met', 'not-met', 'unknown', 'unknown']);
    expect(criterion('means', ready(undefined, { canTakeReadings: false }))?.state).toBe('not-met');
  });
  it('looks at nothing that comes after now', () => {
    const later = aCourse([set(-5, { respiration: 30 })]);
    const input = ready();
    expect(
      stepDownReadiness({
        ...input,
        readings: [...input.readings, ...later.map((reading) => ({ ...reading, id: 'later' }))],
      }),
    ).toEqual(stepDownReadiness(input));
    expect(DAY).toBe(24 * HOUR);
  });
});
