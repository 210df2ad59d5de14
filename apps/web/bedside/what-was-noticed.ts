import { QUESTIONS, RED_FLAGS, SOFT_SIGNS, type Answers, type Pathway, type QuestionId } from '#clinical';

const OF_PATHWAY = {
  respiratory: ['breathlessWorse', 'sputumMore', 'sputumPurulent'],
  cardiac: ['moreBreathless', 'moreSwelling', 'wokeBreathless', 'morePillows', 'dizziness'],
  frailty: ['fell'],
} as const satisfies Readonly<Record<Pathway, readonly QuestionId[]>>;

export type Sign = (typeof RED_FLAGS)[number] | (typeof SOFT_SIGNS)[number] | (typeof OF_PATHWAY)[Pathway][number];

/** What is asked of somebody on this pathway, besides the red flags. */
export const signsOf = (pathway: Pathway): readonly Sign[] => [...OF_PATHWAY[pathway], ...SOFT_SIGNS];

export const inWords = (sign: Sign): string => QUESTIONS[sign].text.replace(/\?$/, '');

/** Every question that was on the screen has its answer: yes where it was tapped, no where it was looked at and left. */
export function answersOf(pathway: Pathway, noticed: ReadonlySet<Sign>, note: string): Answers {
  const asked = [...RED_FLAGS, ...signsOf(pathway)].map((sign) => [sign, noticed.has(sign)] as const);
  return { ...Object.fromEntries(asked), ...(note.trim() === '' ? {} : { softNote: note.trim() }) };
}

export const isRedFlag = (noticed: ReadonlySet<Sign>): boolean => RED_FLAGS.some((flag) => noticed.has(flag));
