import { RED_FLAGS, QUESTIONS, yesAmong } from '../questionnaires.ts';
import { ABSENT, ALL_PATHWAYS, UNKNOWN, type Rule } from '../rule.ts';
import { SPOKEN, type MeasuredVital } from '../vitals.ts';
import { PLAUSIBLE } from '../plausible.ts';
import { OURS } from './sources.ts';

const FLAG_WORDS: Readonly<Record<(typeof RED_FLAGS)[number], string>> = {
  chestPain: 'chest pain',
  blueLips: 'blue lips',
  collapse: 'collapse',
  cannotFinishSentence: 'cannot finish a sentence',
  faceArmSpeech: 'face, arm or speech affected',
  heavyBleeding: 'heavy bleeding',
};

/** Any red flag. The form itself says "call 999 now" at once: this is for the hub. */
export const redFlagAnswer: Rule<never> = {
  id: 'red-flag-answer',
  version: 1,
  title: 'Red-flag answer',
  pathways: ALL_PATHWAYS,
  priority: 'emergency',
  source: OURS,
  approver: null,
  fixed: true,
  sentence: 'Red flag answered yes: {flags}. The form said: call 999 now.',
  window: 0,
  fromAnswers: true,
  parameters: {},
  judge({ answers }) {
    const { yes, all } = yesAmong(answers, RED_FLAGS);
    if (yes.length === 0) return all ? ABSENT : UNKNOWN;
    const flags = RED_FLAGS.filter((flag) => yes.includes(flag))
      .map((flag) => FLAG_WORDS[flag])
      .join(', ');
    return { kind: 'present', facts: { flags } };
  },
};

/** What a neighbour or a carer noticed: a welfare check is due in two hours. Urgent for someone at the intensive level. */
export const concern: Rule<'checkWithin'> = {
  id: 'concern',
  version: 1,
  title: 'Community concern',
  pathways: ALL_PATHWAYS,
  priority: 'routine',
  source: { title: 'The programme: community concerns' },
  approver: null,
  sentence: 'Concern: {concern}. A welfare check is due within {checkWithin} h.',
  window: 0,
  fromAnswers: true,
  parameters: { checkWithin: { value: 2, min: 0.5, max: 4, unit: 'h' } },
  judge({ answers, stay }) {
    if (answers.concern === undefined) return UNKNOWN;
    return {
      kind: 'present',
      facts: { concern: QUESTIONS.concern.options[answers.concern].toLowerCase() },
      priority: stay.level === 'intensive' ? 'urgent' : 'routine',
    };
  },
};

const LIMITED = Object.keys(PLAUSIBLE) as MeasuredVital[];

/** Outside the limits that a clinician set for this person. */
export const personalLimit: Rule<never> = {
  id: 'personal-limit',
  version: 1,
  title: "Outside this person's own limits",
  pathways: ALL_PATHWAYS,
  priority: 'urgent',
  source: { title: "This person's plan" },
  approver: null,
  sentence: '{word} {value}{unit} is {side} the limit of {limit}{unit} in the plan.',
  window: 0,
  asksRepeat: true,
  parameters: {},
  judge({ vitals, stay }) {
    const { limits } = stay.plan;
    if (limits === undefined) return UNKNOWN;
    let known = false;
    for (const vital of LIMITED) {
      const limit = limits[vital];
      const value = vitals[vital];
      if (limit === undefined || value === undefined) continue;
      known = true;
      const { low = -Infinity, high = Infinity } = limit;
      if (value >= low && value <= high) continue;
      const beyond = value < low ? low : high;
      const { word, unit } = SPOKEN[vital];
      return {
        kind: 'present',
        facts: { vital, value, limit: beyond },
        words: { word: word[0]!.toUpperCase() + word.slice(1), unit, side: value < beyond ? 'below' : 'above' },
        ...(limit.priority !== undefined && { priority: limit.priority }),
      };
    }
    return known ? ABSENT : UNKNOWN;
  },
};
