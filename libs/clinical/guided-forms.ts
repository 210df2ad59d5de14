import { DAY, HOUR, type Duration, type Instant } from './instant.ts';
import { ABBEY, FOUR_AT, MUST, type Answers, type QuestionId, type YesNoId } from './questionnaires.ts';
import type { Pathway } from './vitals.ts';

/** The forms that somebody is led through at the bedside, one question at a time. */
export const GUIDED_FORMS = ['delirium', 'pain', 'nutrition', 'postural', 'glucose'] as const;
export type GuidedForm = (typeof GUIDED_FORMS)[number];

/** What a form asks, in its own order. Of glucose a measured value is all that is asked. */
export const FORM_QUESTIONS = {
  delirium: FOUR_AT,
  pain: ABBEY,
  nutrition: MUST,
  postural: ['standingSystolic', 'standingDiastolic', 'dizzyStanding'],
  glucose: [],
} as const satisfies Readonly<Record<GuidedForm, readonly QuestionId[]>>;

/** Why a form is due. */
export const WHY_DUE = ['start', 'again', 'noticed', 'set'] as const;
export type WhyDue = (typeof WHY_DUE)[number];

interface Timing {
  /** Once at the beginning of a stay. */
  readonly atStart?: true;
  /** Again when so much time has passed since the last. */
  readonly every?: Duration;
  /** Any yes asks for it. */
  readonly after: readonly YesNoId[];
  /** A yes asks for nothing so soon after the last one was gone through. */
  readonly rest: Duration;
}

/**
 * When each form is due. Sources: 4AT on admission and with any change of alertness or new confusion (the4at.com); MUST on admission and weekly,
 * as in hospital (BAPEN; NICE CG32); pressure lying and standing after a fall or with dizziness (RCP FallSafe); how soon again: [ours].
 */
const TIMING: Readonly<Record<Exclude<GuidedForm, 'glucose'>, Timing>> = {
  delirium: { atStart: true, after: ['newConfusion', 'softAlertness'], rest: 12 * HOUR },
  pain: { after: ['softPain'], rest: 4 * HOUR },
  nutrition: { atStart: true, every: 7 * DAY, after: ['softIntake', 'drinksUnderHalf', 'foodUnderHalf'], rest: DAY },
  postural: { after: ['fell', 'dizziness'], rest: DAY },
};

/** The answers that ask for each form. */
export const asksFor = (form: Exclude<GuidedForm, 'glucose'>): readonly YesNoId[] => TIMING[form].after;

/** Of each set: one that was measured with it is no more than so old. [ours] */
const WITH_A_SET: Duration = HOUR;

/** What was noticed asks for its form for so long. [ours] */
export const ASKED_FOR: Duration = 3 * DAY;

/** The forms that mean something to the rules for somebody on this pathway. Source: docs/CLINICAL, section 3. */
export function formsOf(pathway: Pathway, plan: { readonly glucoseLowering?: boolean }): readonly GuidedForm[] {
  return GUIDED_FORMS.filter((form) => (form === 'glucose' ? plan.glucoseLowering === true : pathway === 'frailty'));
}

/** Which forms these answers ask for. Nobody who may be injured is stood up. */
export function formsAskedBy(
  answers: Answers,
  { newlyConfused, mayBeInjured }: { readonly newlyConfused: boolean; readonly mayBeInjured: boolean },
): readonly GuidedForm[] {
  return GUIDED_FORMS.filter(
    (form) =>
      form !== 'glucose' &&
      !(form === 'postural' && mayBeInjured) &&
      ((form === 'delirium' && newlyConfused) || asksFor(form).some((id) => answers[id] === true)),
  );
}

export interface FormsKnown {
  /** The forms that are of use for them. */
  readonly offered: readonly GuidedForm[];
  /** When each was last gone through in this stay. */
  readonly lastAt: Readonly<Partial<Record<GuidedForm, Instant>>>;
  /** When something was last noticed that asks for it. */
  readonly askedAt: Readonly<Partial<Record<GuidedForm, Instant>>>;
}

/** Which forms are due now, and why. What was gone through in part counts as gone through: what it lacks, the record says. [ours] */
export function formsDue(
  { offered, lastAt, askedAt }: FormsKnown,
  now: Instant,
): { readonly form: GuidedForm; readonly why: WhyDue }[] {
  return offered.flatMap((form) => {
    const why = whyDue(form, lastAt[form], askedAt[form], now);
    return why === null ? [] : [{ form, why }];
  });
}

function whyDue(form: GuidedForm, last: Instant | undefined, asked: Instant | undefined, now: Instant): WhyDue | null {
  if (form === 'glucose') return last === undefined || now - last >= WITH_A_SET ? 'set' : null;
  const { atStart, every, rest } = TIMING[form];
  if (asked !== undefined && now - asked < ASKED_FOR && (last === undefined || asked >= last + rest)) return 'noticed';
  if (last === undefined) return atStart === true ? 'start' : null;
  return every !== undefined && now - last >= every ? 'again' : null;
}
