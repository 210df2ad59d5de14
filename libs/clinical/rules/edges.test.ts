import { expect, it } from '@jest/globals';
import type { Plan } from '../stay.ts';
import { aStay, findingOf, steadily, tierOf, WELL, type Past } from './rule-cases.ts';

/* The rules of the frailty pathway, and of this person's own limits, on each side of each of their edges. */

type Said = Past['answers'] & object;
const now = (different: Partial<Past> = {}): Past => ({ ...WELL, hoursAgo: 0, ...different });
const said = (answers: Said, different: Partial<Past> = {}): Past => now({ ...different, answers });

const LITTLE: Said = { drinksUnderHalf: true };
const ENOUGH: Said = { drinksUnderHalf: false, foodUnderHalf: false };

it.each<[rule: string, Past[], expected: string, Plan?]>([
  ['postural', [said({ standingDiastolic: 65 })], 'routine'],
  ['postural', [said({ standingDiastolic: 66 })], 'absent'],
  ['postural', [said({ standingSystolic: 100 })], 'routine'],
  ['postural', [said({ standingSystolic: 101 })], 'absent'],
  ['postural', [said({ standingSystolic: 90 }, { systolic: 100 })], 'absent'],
  ['postural', [said({ standingSystolic: 89 }, { systolic: 100 })], 'routine'],
  ['postural', [said({ standingSystolic: 89, dizziness: true }, { systolic: 100 })], 'urgent'],
  ['postural', [said({ standingSystolic: 89, dizziness: false }, { systolic: 100 })], 'routine'],
  ['postural', [said({ standingSystolic: 120 }, { systolic: undefined, diastolic: undefined })], 'unknown'],
  ['postural', [said({ standingSystolic: 120 }, { systolic: undefined })], 'absent'],
  ['postural', [said({ standingDiastolic: 70 }, { diastolic: undefined })], 'absent'],
  ['intake', [said({ foodUnderHalf: true })], 'routine'],
  ['intake', [said({ drinksUnderHalf: false })], 'unknown'],
  ['intake', [said({ foodUnderHalf: false })], 'unknown'],
  ['intake', [said({ drinksUnderHalf: false, foodUnderHalf: false })], 'absent'],
  ['intake', [said({ foodUnderHalf: true }, { hoursAgo: 20 }), said({ drinksUnderHalf: true })], 'urgent'],
  ['intake', [said({ foodUnderHalf: true }, { hoursAgo: 19 }), said({ drinksUnderHalf: true })], 'routine'],
  ['intake', [said({ foodUnderHalf: false }, { hoursAgo: 24 }), said({ drinksUnderHalf: true })], 'routine'],
  ['intake', [said(LITTLE, { hoursAgo: 48 }), said(LITTLE, { hoursAgo: 24 }), said(LITTLE)], 'urgent'],
  ['intake', [said(LITTLE, { hoursAgo: 48 }), said(ENOUGH, { hoursAgo: 24 }), said(LITTLE)], 'routine'],
  [
    'intake',
    [said(LITTLE, { hoursAgo: 48 }), said(ENOUGH, { hoursAgo: 36 }), said(LITTLE, { hoursAgo: 24 }), said(LITTLE)],
    'urgent',
  ],
  [
    'intake',
    [said(LITTLE, { hoursAgo: 48 }), said({ drinksUnderHalf: false }, { hoursAgo: 24 }), said(LITTLE)],
    'urgent',
  ],
  ['intake', [said(LITTLE, { hoursAgo: 72 }), said(LITTLE)], 'routine'],
  ['uti', [now()], 'unknown'],
  ['uti', [said({ fell: false })], 'unknown'],
  ['uti', [said({ visibleBlood: false })], 'unknown'],
  ['uti', [said({ newIncontinence: true })], 'unknown'],
  ['uti', [said({ dysuria: false })], 'absent'],
  ['uti', [said({ dysuria: false, newIncontinence: true })], 'absent'],
  ['uti', [said({ newIncontinence: true, visibleBlood: true })], 'routine'],
  ['glucose', [now({ glucose: 15, hoursAgo: 5 }), now({ glucose: 10, hoursAgo: 3 }), now({ glucose: 16 })], 'routine'],
  ['glucose', [now({ glucose: 10, hoursAgo: 3 }), now({ glucose: 16 })], 'absent'],
  ['glucose', [...steadily({ glucose: 16 }, 5, 2), now({ glucose: 14.9 })], 'absent'],
  ['glucose', [now({ glucose: 4 })], 'absent'],
  ['pain', [said({ painScore: 2 })], 'absent'],
  ['pain', [said({ painScore: 2, abbeyVocalisation: 1 })], 'unknown'],
  ['pain', [said({ painScore: 4 })], 'routine', { baseline: { painScore: 1 } }],
  ['pain', [said({ painScore: 3 })], 'absent', { baseline: { painScore: 1 } }],
  ['nutrition', [said({ fell: false })], 'unknown'],
  ['nutrition', [said({ mustBmi: 1 })], 'unknown'],
  ['nutrition', [said({ mustBmi: 1, mustWeightLoss: 0, mustAcuteDisease: '0' })], 'absent'],
  ['personal-limit', [now({ pulse: 40 })], 'absent', { limits: { pulse: { high: 90 } } }],
  ['personal-limit', [now({ pulse: 140 })], 'absent', { limits: { pulse: { low: 50 } } }],
  ['personal-limit', [now({ pulse: 50 })], 'absent', { limits: { pulse: { low: 50, high: 90 } } }],
  ['personal-limit', [now({ pulse: 90 })], 'absent', { limits: { pulse: { low: 50, high: 90 } } }],
  ['personal-limit', [now({ pulse: 49 })], 'urgent', { limits: { pulse: { low: 50, high: 90 } } }],
])('%s of %j is %s', (rule, past, expected, plan = {}) => {
  expect(tierOf(rule, past, aStay({ plan: { glucoseLowering: true, ...plan } }))).toBe(expected);
});

it.each([
  [64, 'absent'],
  [65, 'routine'],
])('urinary signs at %d years: %s', (ageYears, expected) => {
  expect(tierOf('uti', [said({ dysuria: true })], aStay({ ageYears }))).toBe(expected);
});

it('a form that tells of no fall is no fall of the month', () => {
  const found = findingOf('fall', [said({ fell: false }, { hoursAgo: 24 }), said({ fell: true })]);
  expect(found?.sentence).toBe('Fell. A set of readings is due now.');
  expect(found?.evidence.values).toEqual({ falls: 1, iStumble: 0 });
});

it('names the limit that was passed', () => {
  const limits = { pulse: { low: 50, high: 90 } };
  expect(findingOf('personal-limit', [now({ pulse: 49 })], aStay({ plan: { limits } }))).toMatchObject({
    priority: 'urgent',
    sentence: 'Pulse 49 is below the limit of 50 in the plan.',
  });
});
