import {
  FORM_QUESTIONS,
  isAnswer,
  PLAUSIBLE,
  type Answers,
  type GuidedForm,
  type QuestionId,
  type Vitals,
  type WhyDue,
} from '#clinical';
import type { Residents } from '#contracts';
import type { OutboxItem } from './outbox.ts';

export const FORM_NAMES: Readonly<Record<GuidedForm, string>> = {
  delirium: '4AT (delirium)',
  pain: 'Abbey pain scale',
  nutrition: 'MUST (nutrition)',
  postural: 'Lying and standing pressure',
  glucose: 'Blood glucose',
};

export const WHY_DUE_WORDS: Readonly<Record<WhyDue, string>> = {
  start: 'not done in this stay yet',
  again: 'a week since the last',
  noticed: 'because of what was noticed',
  set: 'with each set of readings',
};

export interface DueForm {
  readonly form: GuidedForm;
  readonly why: WhyDue;
}

export interface FormsOfResident {
  readonly offered: readonly GuidedForm[];
  readonly due: readonly DueForm[];
}

const NO_FORMS: FormsOfResident = { offered: [], due: [] };

/** Which forms a resident may have, and which the hub said were due; without those that were sent from this tablet since. */
export function formsOfResident(
  residents: Pick<Residents, 'at'> & Partial<Pick<Residents, 'forms'>>,
  admissionId: string,
  items: readonly Pick<OutboxItem, 'admissionId' | 'form' | 'takenAt' | 'measuredAt'>[],
): FormsOfResident {
  // A list that an older app kept on this tablet has none.
  const known = residents.forms?.find((one) => one.admissionId === admissionId);
  if (known === undefined) return NO_FORMS;
  const sent = new Set(
    items.flatMap((item) =>
      item.admissionId === admissionId &&
      item.form !== null &&
      isOnItsWay(item.measuredAt ?? item.takenAt, residents.at)
        ? [item.form]
        : [],
    ),
  );
  return { offered: known.offered, due: known.due.filter(({ form }) => !sent.has(form)) };
}

/** A form that was sent a quarter of an hour before the list was made may not be in it yet. */
const SETTLED_MS = 15 * 60_000;
const isOnItsWay = (takenAt: number, listAt: number): boolean => takenAt > listAt - SETTLED_MS;

/** What is due while somebody is with them: what the hub said, and what was noticed just now. */
export function dueNow(
  { offered, due }: FormsOfResident,
  noticed: readonly GuidedForm[],
  done: ReadonlySet<GuidedForm>,
): DueForm[] {
  const now = noticed.map((form): DueForm => ({ form, why: 'noticed' }));
  const all = [...now, ...due.filter(({ form }) => !noticed.includes(form))];
  return all.filter(({ form }) => offered.includes(form) && !done.has(form));
}

/** What the tablet asks of one number. */
export interface NumberAsked {
  readonly name: NumberName;
  readonly label: string;
  readonly unit: string;
  readonly range: { readonly min: number; readonly max: number };
}
export type NumberName = 'glucose' | 'systolic' | 'diastolic' | 'systolic1' | 'diastolic1' | 'systolic3' | 'diastolic3';

/** One thing at a time. */
export type FormStep =
  | { readonly kind: 'question'; readonly id: QuestionId }
  | { readonly kind: 'numbers'; readonly asks: string; readonly numbers: readonly NumberAsked[] }
  | { readonly kind: 'stand-up' }
  /** Until so long after they stood up. */
  | { readonly kind: 'wait'; readonly ms: number };

const pressureOf = (which: '' | '1' | '3'): readonly NumberAsked[] => [
  { name: `systolic${which}`, label: 'Upper', unit: 'mmHg', range: PLAUSIBLE.systolic },
  { name: `diastolic${which}`, label: 'Lower', unit: 'mmHg', range: PLAUSIBLE.diastolic },
];

/** The screens of each form, in order. */
export function stepsOf(form: GuidedForm): readonly FormStep[] {
  switch (form) {
    case 'glucose':
      return [
        {
          kind: 'numbers',
          asks: 'What does the meter show?',
          numbers: [{ name: 'glucose', label: 'Glucose', unit: 'mmol/L', range: PLAUSIBLE.glucose }],
        },
      ];
    case 'postural':
      return [
        {
          kind: 'numbers',
          asks: 'They have lain down for 5 minutes. What is the pressure lying down?',
          numbers: pressureOf(''),
        },
        { kind: 'stand-up' },
        { kind: 'wait', ms: 60_000 },
        { kind: 'numbers', asks: 'Measure now: standing for 1 minute', numbers: pressureOf('1') },
        { kind: 'wait', ms: 180_000 },
        { kind: 'numbers', asks: 'Measure now: standing for 3 minutes', numbers: pressureOf('3') },
        { kind: 'question', id: 'dizzyStanding' },
      ];
    case 'delirium':
    case 'pain':
    case 'nutrition':
      return FORM_QUESTIONS[form].map((id) => ({ kind: 'question', id }));
  }
}

/** A form as it is being filled in. */
export interface FormEntry {
  /** Which screen is open; past the last there is what it came to. */
  readonly at: number;
  readonly answers: Answers;
  /** As it was typed, or stands on the device's screen. */
  readonly typed: Readonly<Partial<Record<NumberName, string>>>;
}

export const UNFILLED: FormEntry = { at: 0, answers: {}, typed: {} };

/** A number as a device shows it, with a point or a comma; null when it is none. */
export function decimalOf(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  return /^\d+(\.\d*)?$/.test(plain) ? Number(plain) : null;
}

/** What is wrong with what was typed, or null. */
export function doubtAboutNumber({ range }: NumberAsked, text: string): string | null {
  if (text.trim() === '') return null;
  const value = decimalOf(text);
  if (value === null) return 'This is not a number.';
  return value >= range.min && value <= range.max
    ? null
    : `Between ${range.min} and ${range.max} is plausible. Look again, or measure again.`;
}

const inWords = (upper: number | null, lower: number | null): string => `${upper ?? '?'}/${lower ?? '?'}`;

const least = (...values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.min(...known);
};

const answered = (id: QuestionId, value: number | null): Answers => (isAnswer(id, value) ? { [id]: value } : {});

/** What is sent of a form. What was not answered, or is no number, is absent. */
export interface FilledForm {
  readonly answers: Answers;
  readonly vitals: Pick<Vitals, 'glucose' | 'systolic' | 'diastolic'>;
  readonly note?: string;
}

/** Of two standing pressures the lower one is the answer, since the drop is looked for within three minutes; each stands in the note. */
export function filled(form: GuidedForm, { answers, typed }: FormEntry): FilledForm {
  const number = (name: NumberName): number | null => decimalOf(typed[name] ?? '');
  if (form === 'glucose') {
    const glucose = number('glucose');
    return { answers: {}, vitals: glucose === null ? {} : { glucose } };
  }
  if (form !== 'postural') return { answers, vitals: {} };
  const [systolic, diastolic] = [number('systolic'), number('diastolic')];
  const [systolic1, diastolic1] = [number('systolic1'), number('diastolic1')];
  const [systolic3, diastolic3] = [number('systolic3'), number('diastolic3')];
  return {
    vitals: { ...(systolic !== null && { systolic }), ...(diastolic !== null && { diastolic }) },
    answers: {
      ...answers,
      ...answered('standingSystolic', least(systolic1, systolic3)),
      ...answered('standingDiastolic', least(diastolic1, diastolic3)),
    },
    note: `Lying ${inWords(systolic, diastolic)}; standing after 1 min ${inWords(systolic1, diastolic1)}, after 3 min ${inWords(systolic3, diastolic3)} mmHg.`,
  };
}

/** Whether there is anything to send. */
export const hasAnything = ({ answers, vitals }: FilledForm): boolean =>
  Object.keys(answers).length + Object.keys(vitals).length > 0;
