import { describe, expect, it, test } from '@jest/globals';
import {
  decimalOf,
  doubtAboutNumber,
  dueNow,
  filled,
  formsOfResident,
  hasAnything,
  stepsOf,
  UNFILLED,
  type FormEntry,
} from './guided-forms.ts';

const AT = Date.UTC(2026, 10, 22, 9);
const minutesAgo = (minutes: number): number => AT - minutes * 60_000;

describe('what is due for a resident', () => {
  const list = {
    at: AT,
    forms: [
      {
        admissionId: 'ada',
        offered: ['delirium' as const, 'postural' as const, 'glucose' as const],
        due: [
          { form: 'delirium' as const, why: 'start' as const },
          { form: 'glucose' as const, why: 'set' as const },
        ],
      },
    ],
  };
  const sent = (form: 'glucose' | null, takenAt: number, admissionId = 'ada') => ({
    admissionId,
    form,
    takenAt,
    measuredAt: null,
  });
  const dueOf = (items: Parameters<typeof formsOfResident>[2]): string[] =>
    formsOfResident(list, 'ada', items).due.map(({ form }) => form);

  it('is what the hub says, without what was sent from this tablet since', () => {
    expect(dueOf([])).toEqual(['delirium', 'glucose']);
    expect(dueOf([sent('glucose', minutesAgo(-1))])).toEqual(['delirium']);
    expect(dueOf([sent('glucose', minutesAgo(10))])).toEqual(['delirium']);
    expect(dueOf([sent('glucose', minutesAgo(60)), sent(null, AT), sent('glucose', AT, 'bob')])).toEqual([
      'delirium',
      'glucose',
    ]);
  });

  it('is nothing for whom the list says nothing, or of an older app', () => {
    expect(formsOfResident(list, 'bob', [])).toEqual({ offered: [], due: [] });
    expect(formsOfResident({ at: AT }, 'ada', [])).toEqual({ offered: [], due: [] });
  });

  it('grows by what was noticed just now, and not by forms that are of no use for them', () => {
    const forms = formsOfResident(list, 'ada', []);
    expect(dueNow(forms, ['postural', 'pain', 'delirium'], new Set())).toEqual([
      { form: 'postural', why: 'noticed' },
      { form: 'delirium', why: 'noticed' },
      { form: 'glucose', why: 'set' },
    ]);
    expect(dueNow(forms, ['postural'], new Set(['postural', 'glucose']))).toEqual([{ form: 'delirium', why: 'start' }]);
  });
});

test('a form asks one thing at a time, in the order of its table', () => {
  const kinds = (form: Parameters<typeof stepsOf>[0]) =>
    stepsOf(form).map((step) => (step.kind === 'question' ? step.id : step.kind));
  expect(kinds('delirium')).toEqual(['fourAtAlertness', 'fourAtAmt4', 'fourAtAttention', 'fourAtAcuteChange']);
  expect(kinds('pain')).toHaveLength(6);
  expect(kinds('nutrition')).toHaveLength(3);
  expect(kinds('glucose')).toEqual(['numbers']);
  expect(kinds('postural')).toEqual(['numbers', 'stand-up', 'wait', 'numbers', 'wait', 'numbers', 'dizzyStanding']);
});

test.each([
  ['5,6', 5.6],
  [' 12.0 ', 12],
  ['5.', 5],
  ['', null],
  ['high', null],
])('%j is %j', (text, value) => {
  expect(decimalOf(text)).toBe(value);
});

test('a number that is not plausible is doubted, and none is not', () => {
  const [step] = stepsOf('glucose');
  const asked = step?.kind === 'numbers' ? step.numbers[0]! : null!;
  expect(doubtAboutNumber(asked, '')).toBeNull();
  expect(doubtAboutNumber(asked, '5,6')).toBeNull();
  expect(doubtAboutNumber(asked, '56')).toMatch('Between 0.6 and 40 is plausible');
  expect(doubtAboutNumber(asked, 'LO')).toBe('This is not a number.');
});

describe('what is sent', () => {
  const entry = (typed: FormEntry['typed'], answers: FormEntry['answers'] = {}): FormEntry => ({
    ...UNFILLED,
    typed,
    answers,
  });

  it('has the lower of two standing pressures as its answer, and each in words', () => {
    const all = {
      systolic: '130',
      diastolic: '80',
      systolic1: '118',
      diastolic1: '66',
      systolic3: '104',
      diastolic3: '70',
    };
    expect(filled('postural', entry(all, { dizzyStanding: false }))).toEqual({
      vitals: { systolic: 130, diastolic: 80 },
      answers: { standingSystolic: 104, standingDiastolic: 66, dizzyStanding: false },
      note: 'Lying 130/80; standing after 1 min 118/66, after 3 min 104/70 mmHg.',
    });
  });

  it('leaves out what was not measured', () => {
    const some = filled('postural', entry({ systolic: '130', systolic3: '110' }));
    expect(some).toMatchObject({ vitals: { systolic: 130 }, answers: { standingSystolic: 110 } });
    expect(some.note).toBe('Lying 130/?; standing after 1 min ?/?, after 3 min 110/? mmHg.');
    expect(hasAnything(some)).toBe(true);
    expect(hasAnything(filled('postural', UNFILLED))).toBe(false);
    expect(filled('glucose', entry({ glucose: '5,6' }))).toEqual({ answers: {}, vitals: { glucose: 5.6 } });
    expect(hasAnything(filled('glucose', entry({ glucose: '' })))).toBe(false);
    expect(filled('delirium', entry({}, { fourAtAmt4: '1' }))).toEqual({ answers: { fourAtAmt4: '1' }, vitals: {} });
  });
});
