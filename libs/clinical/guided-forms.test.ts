import { describe, expect, it, test } from '@jest/globals';
import { formResult } from './form-result.ts';
import { formsAskedBy, formsDue, formsOf, GUIDED_FORMS, type FormsKnown, type GuidedForm } from './guided-forms.ts';
import { DAY, HOUR } from './instant.ts';
import type { Answers } from './questionnaires.ts';

const NOW = Date.UTC(2026, 10, 22, 8);
const ago = (time: number): number => NOW - time;
const ALL_DONE = Object.fromEntries(GUIDED_FORMS.map((form) => [form, ago(HOUR / 2)]));
const due = (known: Partial<FormsKnown>): string[] =>
  formsDue({ offered: GUIDED_FORMS, lastAt: ALL_DONE, askedAt: {}, ...known }, NOW).map(
    ({ form, why }) => `${form}: ${why}`,
  );

test('a stay begins with 4AT and MUST, and each set of somebody on insulin with a glucose', () => {
  expect(due({ lastAt: {} })).toEqual(['delirium: start', 'nutrition: start', 'glucose: set']);
  expect(due({ lastAt: {}, offered: formsOf('frailty', {}) })).toEqual(['delirium: start', 'nutrition: start']);
  expect(due({ lastAt: {}, offered: formsOf('cardiac', { glucoseLowering: true }) })).toEqual(['glucose: set']);
  expect(due({ lastAt: {}, offered: formsOf('respiratory', {}) })).toEqual([]);
  expect(due({})).toEqual([]);
});

test.each([
  ['MUST is due again after a week', 'nutrition', 7 * DAY, ['nutrition: again']],
  ['and not before', 'nutrition', 7 * DAY - 1, []],
  ['4AT is not due by time alone', 'delirium', 30 * DAY, []],
  ['a glucose is of its set', 'glucose', HOUR, ['glucose: set']],
] as const)('%s', (_what, form, before, expected) => {
  expect(due({ lastAt: { ...ALL_DONE, [form]: ago(before) } })).toEqual(expected);
});

test.each([
  ['confusion', 'delirium', 13 * HOUR, HOUR, true],
  ['confusion soon after a 4AT', 'delirium', 12 * HOUR, HOUR, false],
  ['confusion before the 4AT', 'delirium', HOUR, 13 * HOUR, false],
  ['pain', 'pain', 5 * HOUR, HOUR, true],
  ['a fall', 'postural', 2 * DAY, HOUR, true],
  ['a fall of four days ago', 'postural', 5 * DAY, 4 * DAY, false],
] as const)('%s', (_what, form, last, asked, isDue) => {
  const known = { lastAt: { ...ALL_DONE, [form]: ago(last) }, askedAt: { [form]: ago(asked) } };
  expect(due(known)).toEqual(isDue ? [`${form}: noticed`] : []);
});

describe('what was noticed', () => {
  const well = { newlyConfused: false, mayBeInjured: false };
  it.each<[Answers, Partial<typeof well>, GuidedForm[]]>([
    [{}, {}, []],
    [{ softAlertness: false, fell: false }, {}, []],
    [{ softAlertness: true }, {}, ['delirium']],
    [{}, { newlyConfused: true }, ['delirium']],
    [{ softPain: true, softIntake: true }, {}, ['pain', 'nutrition']],
    [{ fell: true }, {}, ['postural']],
    // Nobody who may be injured is stood up for a measurement.
    [{ fell: true, dizziness: true }, { mayBeInjured: true }, []],
  ])('%j with %j asks for %j', (answers, more, forms) => {
    expect(formsAskedBy(answers, { ...well, ...more })).toEqual(forms);
  });
});

describe('what a form came to', () => {
  const abbeyOf = (each: number): Answers => ({
    abbeyVocalisation: each,
    abbeyFacialExpression: each,
    abbeyBodyLanguage: each,
    abbeyBehaviour: each,
    abbeyPhysiological: each,
    abbeyPhysical: each,
  });
  const wholeFourAt: Answers = {
    fourAtAlertness: '0',
    fourAtAmt4: '0',
    fourAtAttention: '0',
    fourAtAcuteChange: '0',
  };
  it.each<[GuidedForm, Answers, Record<string, number>, string | null, string]>([
    ['delirium', {}, {}, null, 'none'],
    ['delirium', { fourAtAlertness: '0' }, {}, '4AT at least 0: 3 not answered', 'routine'],
    ['delirium', { fourAtAcuteChange: '4' }, {}, '4AT at least 4: 3 not answered', 'urgent'],
    ['delirium', wholeFourAt, {}, '4AT 0', 'none'],
    ['delirium', { ...wholeFourAt, fourAtAmt4: '2', fourAtAttention: '1' }, {}, '4AT 3', 'routine'],
    ['delirium', { ...wholeFourAt, fourAtAmt4: '2', fourAtAttention: '2' }, {}, '4AT 4', 'urgent'],
    ['pain', abbeyOf(0), {}, 'Abbey 0', 'none'],
    ['pain', abbeyOf(1), {}, 'Abbey 6', 'none'],
    ['pain', { ...abbeyOf(1), abbeyPhysical: 3 }, {}, 'Abbey 8', 'routine'],
    ['pain', { ...abbeyOf(2), abbeyPhysical: 3 }, {}, 'Abbey 13', 'routine'],
    ['pain', { ...abbeyOf(2), abbeyPhysical: 3, abbeyBehaviour: 3 }, {}, 'Abbey 14', 'urgent'],
    ['nutrition', { mustBmi: 0, mustWeightLoss: 0, mustAcuteDisease: '0' }, {}, 'MUST 0', 'none'],
    ['nutrition', { mustBmi: 1, mustWeightLoss: 0, mustAcuteDisease: '0' }, {}, 'MUST 1', 'none'],
    ['nutrition', { mustAcuteDisease: '2' }, {}, 'MUST at least 2: 2 not answered', 'routine'],
    ['postural', { dizzyStanding: true }, {}, 'Dizzy on standing', 'routine'],
    ['postural', { standingSystolic: 104 }, { systolic: 130 }, '130/? lying, 104/? standing', 'routine'],
    [
      'postural',
      { standingSystolic: 110, standingDiastolic: 70, dizzyStanding: true },
      { systolic: 130, diastolic: 75 },
      '130/75 lying, 110/70 standing',
      'urgent',
    ],
    [
      'postural',
      { standingSystolic: 111, standingDiastolic: 66, dizzyStanding: false },
      { systolic: 130, diastolic: 75 },
      '130/75 lying, 111/66 standing',
      'none',
    ],
    ['postural', { standingSystolic: 120 }, {}, '?/? lying, 120/? standing', 'routine'],
    ['glucose', {}, { glucose: 2.9 }, 'Glucose 2.9 mmol/L', 'emergency'],
    ['glucose', {}, { glucose: 3 }, 'Glucose 3 mmol/L', 'urgent'],
    ['glucose', {}, { glucose: 4 }, 'Glucose 4 mmol/L', 'none'],
    ['glucose', {}, { glucose: 15 }, 'Glucose 15 mmol/L', 'routine'],
    ['glucose', {}, {}, null, 'none'],
  ])('%s of %j and %j: %s, %s', (form, answers, vitals, finding, urgency) => {
    expect(formResult(form, { answers, vitals })).toMatchObject({ finding, urgency });
  });
});
