import { I_STUMBLE, QUESTIONS, RED_FLAGS, SOFT_SIGNS, type Answers, type Pathway, type QuestionId } from '#clinical';

const OF_PATHWAY = {
  respiratory: ['breathlessWorse', 'sputumMore', 'sputumPurulent'],
  cardiac: ['moreBreathless', 'moreSwelling', 'wokeBreathless', 'morePillows', 'dizziness'],
  frailty: ['fell'],
} as const satisfies Readonly<Record<Pathway, readonly QuestionId[]>>;

export type Sign =
  | (typeof RED_FLAGS)[number]
  | (typeof SOFT_SIGNS)[number]
  | (typeof OF_PATHWAY)[Pathway][number]
  | (typeof I_STUMBLE)[number];

/** What is asked of somebody on this pathway, besides the red flags. */
export const signsOf = (pathway: Pathway): readonly Sign[] => [...OF_PATHWAY[pathway], ...SOFT_SIGNS];

/** What is asked because of what was noticed: I-STUMBLE after a fall, before anybody is moved. */
export const signsAfter = (noticed: ReadonlySet<Sign>): readonly Sign[] => (noticed.has('fell') ? I_STUMBLE : []);

/** With a tap on it. What was asked only because of a sign goes with it. */
export function tapped(noticed: ReadonlySet<Sign>, sign: Sign): ReadonlySet<Sign> {
  const now = new Set(noticed);
  if (!now.delete(sign)) now.add(sign);
  for (const asked of signsAfter(noticed)) if (!signsAfter(now).includes(asked)) now.delete(asked);
  return now;
}

export const inWords = (sign: Sign): string => QUESTIONS[sign].text.replace(/\?$/, '');

/** How long somebody lay on the floor, as people know it. Minutes. */
export const LAY = [
  { minutes: 0, words: 'Up at once' },
  { minutes: 15, words: 'About 15 min' },
  { minutes: 30, words: 'About 30 min' },
  { minutes: 60, words: 'About an hour' },
  { minutes: 120, words: '2 hours or more' },
] as const;

/** Source: docs/CLINICAL, section 3 (fall): a lie of an hour is urgent. */
const LONG_LIE = 60;

/** What was asked of somebody on this pathway, and what it was that they answered. */
export interface Noticed {
  /** Every question that was on the screen. */
  readonly asked: readonly Sign[];
  readonly noticed: ReadonlySet<Sign>;
  readonly note: string;
  /** Minutes; null where it is not known or nobody fell. */
  readonly lay: number | null;
}

/** All that a form asks which asks about a fall as well. */
export const askedOf = (pathway: Pathway, noticed: ReadonlySet<Sign>): readonly Sign[] => [
  ...RED_FLAGS,
  ...signsOf(pathway),
  ...signsAfter(noticed),
];

/** Every question that was on the screen has its answer: yes where it was tapped, no where it was looked at and left. */
export function answersOf({ asked, noticed, note, lay }: Noticed): Answers {
  return {
    ...Object.fromEntries(asked.map((sign) => [sign, noticed.has(sign)] as const)),
    ...(noticed.has('fell') && lay !== null && { layMinutes: lay }),
    ...(note.trim() === '' ? {} : { softNote: note.trim() }),
  };
}

/** Source: docs/CLINICAL, section 3 (fall): any yes of I-STUMBLE is an emergency. A fall that was taken back asks for none of it. */
export const mayBeInjured = (noticed: ReadonlySet<Sign>): boolean =>
  signsAfter(noticed).some((sign) => noticed.has(sign));

export const layLong = (noticed: ReadonlySet<Sign>, lay: number | null): boolean =>
  noticed.has('fell') && lay !== null && lay >= LONG_LIE;

export const isRedFlag = (noticed: ReadonlySet<Sign>): boolean => RED_FLAGS.some((flag) => noticed.has(flag));
