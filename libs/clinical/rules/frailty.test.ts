import { describe, expect, it } from '@jest/globals';
import { ABBEY, I_STUMBLE, RED_FLAGS, SOFT_SIGNS, type Answers } from '../questionnaires.ts';
import { aStay, findingOf, steadily, tierOf, WELL, type Past } from './rule-cases.ts';

const stay = aStay();
const now = (vitals: Partial<Past> = {}): Past => ({ ...WELL, hoursAgo: 0, ...vitals });
const said = (rule: string, answers: Answers, vitals: Partial<Past> = {}, before: Past[] = [], plan = stay.plan) =>
  tierOf(rule, [...before, now({ ...vitals, answers })], { ...stay, plan });
const all = (ids: readonly string[], value: boolean): Answers => Object.fromEntries(ids.map((id) => [id, value]));

describe('what is answered', () => {
  it.each(RED_FLAGS)('%s is an emergency', (flag) => {
    expect(said('red-flag-answer', { [flag]: true })).toBe('emergency');
    expect(said('red-flag-answer', { ...all(RED_FLAGS, false), [flag]: undefined })).toBe('unknown');
  });
  it('no red flag needs all six answered no', () => {
    expect(said('red-flag-answer', all(RED_FLAGS, false))).toBe('absent');
    expect(findingOf('red-flag-answer', [now({ answers: { chestPain: true, collapse: true } })])?.sentence).toBe(
      'Red flag answered yes: chest pain, collapse. The form said: call 999 now.',
    );
  });
  it.each(SOFT_SIGNS)('%s alone asks for readings', (sign) => {
    expect(said('soft-sign', { [sign]: true })).toBe('routine');
  });
  it('two soft signs, or one with NEWS2 above own normal, are urgent', () => {
    expect(said('soft-sign', { softSkin: true, softPain: true })).toBe('urgent');
    const plan = { baseline: { news2: 1 } };
    expect(said('soft-sign', { softSkin: true }, { respiration: 22, pulse: 95 }, [], plan)).toBe('urgent');
    expect(said('soft-sign', { softSkin: true }, { respiration: 22 }, [], plan)).toBe('routine');
    expect(said('soft-sign', all(SOFT_SIGNS, false))).toBe('absent');
    expect(said('soft-sign', { softSkin: false })).toBe('unknown');
  });
  it('concern: urgent for someone at the intensive level', () => {
    expect(said('concern', { concern: 'post-untouched' })).toBe('routine');
    expect(tierOf('concern', [now({ answers: { concern: 'post-untouched' } })], aStay({ level: 'intensive' }))).toBe(
      'urgent',
    );
    expect(said('concern', {})).toBe('unknown');
    expect(findingOf('concern', [now({ answers: { concern: 'post-untouched' } })])?.sentence).toBe(
      'Concern: post untouched. A welfare check is due within 2 h.',
    );
  });
});

describe('falls and delirium', () => {
  it('a fall is routine, an hour on the floor urgent, any I-STUMBLE an emergency', () => {
    expect(said('fall', { fell: true })).toBe('routine');
    expect(said('fall', { fell: true, layMinutes: 59 })).toBe('routine');
    expect(said('fall', { fell: true, layMinutes: 60 })).toBe('urgent');
    for (const sign of I_STUMBLE) expect(said('fall', { fell: true, [sign]: true })).toBe('emergency');
    expect(said('fall', { stumbleFracture: true })).toBe('emergency');
    expect(said('fall', { fell: false })).toBe('absent');
    expect(said('fall', {})).toBe('unknown');
  });
  it('two falls in 30 days ask for a review', () => {
    const earlier = (days: number): Past => ({ hoursAgo: days * 24, answers: { fell: true } });
    expect(findingOf('fall', [earlier(29), now({ answers: { fell: true } })])?.sentence).toBe(
      'Fell. 2 falls in 30 days: a falls review is due.',
    );
    expect(findingOf('fall', [earlier(31), now({ answers: { fell: true, layMinutes: 5 } })])?.sentence).toBe(
      'Fell, lay 5 min. A set of readings is due now.',
    );
  });
  it('4AT of 4, known even when not all of it was answered', () => {
    expect(said('delirium', { fourAtAlertness: '4' })).toBe('urgent');
    expect(
      said('delirium', { fourAtAlertness: '0', fourAtAmt4: '2', fourAtAttention: '2', fourAtAcuteChange: '0' }),
    ).toBe('urgent');
    expect(
      said('delirium', {
        fourAtAlertness: '0',
        fourAtAmt4: '1',
        fourAtAttention: '2',
        fourAtAcuteChange: '0',
        newConfusion: true,
      }),
    ).toBe('absent');
    expect(said('delirium', { fourAtAmt4: '1' })).toBe('unknown');
    expect(said('delirium', { newConfusion: true })).toBe('urgent');
    expect(said('delirium', { newConfusion: false })).toBe('absent');
    expect(said('delirium', {}, { consciousness: 'C' })).toBe('urgent');
    expect(findingOf('delirium', [now({ answers: { fourAtAlertness: '4' } })])?.sentence).toBe('4AT at least 4.');
  });
});

describe('body', () => {
  it.each([
    [{ standingSystolic: 100 }, 'routine'],
    [{ standingSystolic: 101 }, 'absent'],
    [{ standingDiastolic: 65 }, 'routine'],
    [{ standingDiastolic: 66 }, 'absent'],
    [{ standingSystolic: 100, dizzyStanding: true }, 'urgent'],
    [{ standingSystolic: 100, fell: true }, 'urgent'],
    [{}, 'unknown'],
  ])('postural, lying 120/75: %j is %s', (answers, expected) => {
    expect(said('postural', answers as Answers)).toBe(expected);
  });
  it('postural: under 90 standing whatever it was lying', () => {
    expect(said('postural', { standingSystolic: 89 }, { systolic: 100 })).toBe('routine');
    expect(said('postural', { standingSystolic: 90 }, { systolic: 100 })).toBe('absent');
    expect(said('postural', { standingSystolic: 100 }, { systolic: undefined, diastolic: undefined })).toBe('unknown');
  });
  it('intake: one day routine, two days urgent', () => {
    const poor: Answers = { drinksUnderHalf: true };
    expect(said('intake', poor)).toBe('routine');
    expect(said('intake', poor, {}, [{ hoursAgo: 24, answers: poor }])).toBe('urgent');
    expect(said('intake', poor, {}, [{ hoursAgo: 12, answers: poor }])).toBe('routine');
    expect(said('intake', { drinksUnderHalf: false, foodUnderHalf: false })).toBe('absent');
    expect(said('intake', { drinksUnderHalf: false })).toBe('unknown');
  });
  it('uti: pain, or two of the other signs, from 65', () => {
    expect(said('uti', { dysuria: true })).toBe('routine');
    expect(said('uti', { dysuria: false, urinaryFrequency: true, visibleBlood: true })).toBe('routine');
    expect(said('uti', { dysuria: false, urinaryFrequency: true })).toBe('absent');
    expect(said('uti', { urinaryFrequency: true })).toBe('unknown');
    expect(said('uti', {})).toBe('unknown');
    expect(tierOf('uti', [now({ answers: { dysuria: true } })], aStay({ ageYears: 64 }))).toBe('absent');
    const warm = [...steadily(WELL, 12, 4, 30), now({ temperature: 38.5, hoursAgo: 6 })];
    expect(said('uti', { dysuria: false, newConfusion: true }, { temperature: 38.5 }, warm)).toBe('routine');
    expect(said('uti', { dysuria: false, newConfusion: true }, { temperature: 38.4 }, warm)).toBe('absent');
  });
  it('glucose: only for those on insulin or a sulfonylurea', () => {
    const plan = { glucoseLowering: true };
    const g = (glucose: number, before: Past[] = []) => said('glucose', {}, { glucose }, before, plan);
    expect([g(2.9), g(3), g(3.9), g(4), g(15)]).toEqual(['emergency', 'urgent', 'urgent', 'absent', 'absent']);
    expect(g(15, [{ hoursAgo: 20, glucose: 15 }])).toBe('routine');
    expect(g(15, [{ hoursAgo: 25, glucose: 20 }])).toBe('absent');
    expect(said('glucose', {}, { glucose: 2 })).toBe('unknown');
    expect(said('glucose', {}, {}, [], plan)).toBe('unknown');
  });
  it('pain', () => {
    const abbey = (total: number): Answers =>
      Object.fromEntries(ABBEY.map((id, i) => [id, Math.max(0, Math.min(3, total - 3 * i))]));
    expect([said('pain', abbey(7)), said('pain', abbey(8)), said('pain', abbey(13)), said('pain', abbey(14))]).toEqual([
      'absent',
      'routine',
      'routine',
      'urgent',
    ]);
    expect([said('pain', { painScore: 6 }), said('pain', { painScore: 7 })]).toEqual(['absent', 'routine']);
    expect(said('pain', { painScore: 5 }, {}, [], { baseline: { painScore: 2 } })).toBe('routine');
    expect(said('pain', { painScore: 4 }, {}, [], { baseline: { painScore: 2 } })).toBe('absent');
    expect(said('pain', {})).toBe('unknown');
    expect(said('pain', { abbeyBehaviour: 2 })).toBe('unknown');
  });
  it('nutrition', () => {
    expect(said('nutrition', { mustBmi: 2 })).toBe('routine');
    expect(said('nutrition', { mustBmi: 1, mustWeightLoss: 0, mustAcuteDisease: '0' })).toBe('absent');
    expect(said('nutrition', { mustBmi: 1 })).toBe('unknown');
    expect(said('nutrition', {})).toBe('unknown');
    expect(findingOf('nutrition', [now({ answers: { mustBmi: 2 } })])?.sentence).toBe('MUST at least 2.');
  });
  it("this person's own limits", () => {
    const plan = { limits: { pulse: { low: 55, high: 95, priority: 'routine' }, spo2: { low: 90 } } } as const;
    expect(said('personal-limit', {}, { pulse: 54 }, [], plan)).toBe('routine');
    expect(said('personal-limit', {}, { pulse: 55 }, [], plan)).toBe('absent');
    expect(said('personal-limit', {}, { pulse: 95 }, [], plan)).toBe('absent');
    expect(said('personal-limit', {}, { pulse: 96 }, [], plan)).toBe('routine');
    expect(said('personal-limit', {}, { spo2: 89 }, [], plan)).toBe('urgent');
    expect(said('personal-limit', {}, { spo2: undefined, pulse: undefined }, [], plan)).toBe('unknown');
    expect(said('personal-limit', {}, { pulse: 200 })).toBe('unknown');
    expect(findingOf('personal-limit', [now({ pulse: 96 })], aStay({ plan }))?.sentence).toBe(
      'Pulse 96 is above the limit of 95 in the plan.',
    );
  });
});
