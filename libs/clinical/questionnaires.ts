/** A question that takes yes or no. */
export interface YesNo {
  readonly kind: 'yes-no';
  readonly text: string;
  /** How it is asked or looked for, to whoever does that. */
  readonly guidance?: string;
}
/** A question that takes a whole number of a published scale. */
export interface Scale {
  readonly kind: 'scale';
  readonly text: string;
  readonly guidance?: string;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  /** What each number stands for, from the least, as the form prints it. */
  readonly labels?: readonly string[];
}
/** A question that takes a measured number. */
export interface Measure {
  readonly kind: 'measure';
  readonly text: string;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}
export interface Choice {
  readonly kind: 'choice';
  readonly text: string;
  readonly guidance?: string;
  readonly options: Readonly<Record<string, string>>;
}
export interface FreeLine {
  readonly kind: 'text';
  readonly text: string;
  readonly maxLength: number;
}
export type Question = YesNo | Scale | Measure | Choice | FreeLine;

const yesNo = (text: string) => ({ kind: 'yes-no', text }) as const;
const scale = (text: string, min: number, max: number) => ({ kind: 'scale', text, min, max }) as const;
const named = (text: string, labels: readonly string[], guidance?: string) =>
  ({
    kind: 'scale',
    text,
    min: 0,
    max: labels.length - 1,
    labels,
    ...(guidance !== undefined && { guidance }),
  }) as const;
const measure = (text: string, min: number, max: number, unit: string) =>
  ({ kind: 'measure', text, min, max, unit }) as const;
const line = (text: string) => ({ kind: 'text', text, maxLength: 500 }) as const;

/** Source: Abbey Pain Scale. */
const ABBEY_GRADES = ['absent', 'mild', 'moderate', 'severe'];

/**
 * Every question that a form may ask. A question that was not answered is absent: absent is never "no".
 * Forms, contracts and rules are all written from this table.
 */
export const QUESTIONS = {
  // Red flags: any yes and the form itself says "call 999 now".
  chestPain: yesNo('Chest pain now?'),
  blueLips: yesNo('Blue lips or face?'),
  collapse: yesNo('Collapsed or fainted?'),
  cannotFinishSentence: yesNo('Too breathless to finish a sentence?'),
  faceArmSpeech: yesNo('Face drooping, arm weak, or speech slurred?'),
  heavyBleeding: yesNo('Bleeding heavily?'),

  // Breathlessness. Source: mMRC dyspnoea scale; Borg CR10.
  mmrc: scale('mMRC breathlessness grade', 0, 4),
  borg: { kind: 'scale', text: 'Borg breathlessness (CR10)', min: 0, max: 10, step: 0.5 },
  breathlessWorse: yesNo('More breathless than usual?'),
  sputumMore: yesNo('More sputum than usual?'),
  sputumPurulent: yesNo('Is the sputum newly yellow or green?'),
  exertionTest: {
    kind: 'choice',
    text: 'Which exertion test?',
    options: { 'sit-to-stand': '1-minute sit-to-stand', steps: '40 steps' },
  },
  exertionSpo2: measure('Lowest SpO2 during the test', 50, 100, '%'),

  // The six heart-failure questions. Source: BEAT-HF, Trials 2014;15:124, table 1.
  moreBreathless: yesNo('More breathless than yesterday?'),
  moreSwelling: yesNo('More swelling of the legs or tummy than yesterday?'),
  wokeBreathless: yesNo('Woke up breathless last night?'),
  morePillows: yesNo('Needed more pillows to sleep?'),
  dizziness: yesNo('Dizzy or light-headed?'),
  comparedWithYesterday: {
    kind: 'choice',
    text: 'Overall, compared with yesterday?',
    options: { better: 'Better', same: 'The same', worse: 'Worse', 'much-worse': 'Much worse' },
  },
  irregularPulse: yesNo('Is the pulse irregular?'),

  // Soft signs: our own list. Each is none, or yes and a free line.
  softBreathing: yesNo('Any change in breathing?'),
  softAlertness: yesNo('More confused, sleepy, agitated or withdrawn?'),
  softMobility: yesNo('Moving less, or off legs?'),
  softIntake: yesNo('Eating or drinking less?'),
  softToilet: yesNo('Change in bladder or bowel?'),
  softSkin: yesNo('Change in the skin?'),
  softTiredness: yesNo('More tired than usual?'),
  softPain: yesNo('New or more pain?'),
  softNotThemselves: yesNo('Not themselves?'),
  softWorried: yesNo('Is the family or a carer worried?'),
  softNote: line('What have you noticed?'),

  // Falls, and I-STUMBLE. Source: Welsh Ambulance Service, I STUMBLE.
  fell: yesNo('Has there been a fall?'),
  layMinutes: measure('How long did they lie on the floor?', 0, 2880, 'min'),
  stumbleIntensePain: yesNo('Intense pain: new since the fall?'),
  stumbleSuspectedCollapse: yesNo('Suspected collapse: did they faint, or feel faint?'),
  stumbleTrauma: yesNo('Trauma to the neck, back or head?'),
  stumbleUnusualBehaviour: yesNo('Unusual behaviour: newly confused, agitated, slurred?'),
  stumbleBreathingOrChestPain: yesNo('Marked difficulty in breathing, or chest pain?'),
  stumbleBleeding: yesNo('Bleeding freely?'),
  stumbleLossOfConsciousness: yesNo('Loss of consciousness?'),
  stumbleFracture: yesNo('Evidence of a fracture?'),

  // Delirium. Source: 4AT, the4at.com. Each item is the points that the form prints.
  newConfusion: yesNo('New or worse confusion than normal for this person?'),
  fourAtAlertness: {
    kind: 'choice',
    text: '4AT: alertness',
    guidance:
      'Look at them. If they are asleep, wake them by speaking or a touch on the shoulder. Ask them to say their name and address.',
    options: { '0': 'Normal, or sleepy for under 10 s', '4': 'Clearly abnormal' },
  },
  fourAtAmt4: {
    kind: 'choice',
    text: '4AT: AMT4',
    guidance: 'Ask for their age, their date of birth, where they are (the name of this place) and what year it is.',
    options: { '0': 'No mistakes', '1': '1 mistake', '2': '2 or more, or untestable' },
  },
  fourAtAttention: {
    kind: 'choice',
    text: '4AT: months backwards',
    guidance:
      'Say: “Please tell me the months of the year in backwards order, starting at December.” You may help once: “What is the month before December?”',
    options: { '0': '7 or more', '1': 'Under 7, or refuses', '2': 'Untestable' },
  },
  fourAtAcuteChange: {
    kind: 'choice',
    text: '4AT: acute change or fluctuating course',
    guidance:
      'Has their alertness or thinking changed or come and gone in the last 2 weeks, and is it still so in the last 24 hours? Ask who knows them.',
    options: { '0': 'No', '4': 'Yes' },
  },

  /** Clinical Frailty Scale. Source: Rockwood 2005, version 2.0 2020. */
  cfs: scale('Clinical Frailty Scale', 1, 9),

  // Malnutrition. Source: MUST, BAPEN.
  mustBmi: named(
    'MUST: BMI score',
    ['over 20', '18.5 to 20', 'under 18.5'],
    'Weight in kg divided by height in metres, twice.',
  ),
  mustWeightLoss: named('MUST: weight-loss score', [
    'unplanned loss under 5 % in 3 to 6 months',
    '5 to 10 %',
    'over 10 %',
  ]),
  mustAcuteDisease: {
    kind: 'choice',
    text: 'MUST: acutely ill with no intake for over 5 days',
    options: { '0': 'No', '2': 'Yes' },
  },

  // Pain of those who cannot say. Source: Abbey Pain Scale. Each item 0 absent to 3 severe.
  abbeyVocalisation: named('Abbey: vocalisation', ABBEY_GRADES, 'Whimpering, groaning, crying.'),
  abbeyFacialExpression: named(
    'Abbey: facial expression',
    ABBEY_GRADES,
    'Looking tense, frowning, grimacing, looking frightened.',
  ),
  abbeyBodyLanguage: named(
    'Abbey: change in body language',
    ABBEY_GRADES,
    'Fidgeting, rocking, guarding a part of the body, withdrawn.',
  ),
  abbeyBehaviour: named(
    'Abbey: behavioural change',
    ABBEY_GRADES,
    'More confused, refusing to eat, not as they usually are.',
  ),
  abbeyPhysiological: named(
    'Abbey: physiological change',
    ABBEY_GRADES,
    'Temperature, pulse or pressure not as usual; sweating, flushed or pale.',
  ),
  abbeyPhysical: named(
    'Abbey: physical changes',
    ABBEY_GRADES,
    'Skin tears, pressure sores, arthritis, contractures, an old injury.',
  ),
  painScore: scale('Pain from 0 to 10', 0, 10),

  // Postural pressure: lying is the set's own pressure.
  standingSystolic: measure('Standing systolic pressure within 3 min', 40, 300, 'mm[Hg]'),
  standingDiastolic: measure('Standing diastolic pressure within 3 min', 20, 200, 'mm[Hg]'),
  dizzyStanding: yesNo('Dizzy on standing?'),

  drinksUnderHalf: yesNo('Under half of the usual drinks in the last day?'),
  foodUnderHalf: yesNo('Under half of the usual food in the last day?'),

  // Urinary. Source: PHE/NICE, diagnosis of urinary tract infections in those over 65.
  dysuria: yesNo('New pain on passing urine?'),
  urinaryFrequency: yesNo('New frequency or urgency?'),
  newIncontinence: yesNo('New incontinence?'),
  suprapubicPain: yesNo('New pain low in the tummy?'),
  visibleBlood: yesNo('Visible blood in the urine?'),

  // What a neighbour, a postman or a carer may notice.
  concern: {
    kind: 'choice',
    text: 'What have you noticed?',
    options: {
      'curtains-not-drawn': 'Curtains not drawn',
      'post-untouched': 'Post untouched',
      'not-answering': 'Not answering the door or telephone',
      'looks-unwell': 'Looks unwell',
      other: 'Something else',
    },
  },
} as const satisfies Record<string, Question>;

export type QuestionId = keyof typeof QUESTIONS;
type AnswerTo<Q extends Question> = Q extends YesNo
  ? boolean
  : Q extends Scale | Measure
    ? number
    : Q extends Choice
      ? keyof Q['options'] & string
      : string;
/** The answers of one form. What is absent was not answered. */
export type Answers = { readonly [Id in QuestionId]?: AnswerTo<(typeof QUESTIONS)[Id]> };

/** What is known when no form came with the set, which is most of the time: those who add up answers need not look. */
export const NO_ANSWERS: Answers = Object.freeze({});

type OfKind<K extends Question['kind']> = {
  [Id in QuestionId]: (typeof QUESTIONS)[Id] extends { kind: K } ? Id : never;
}[QuestionId];
export type YesNoId = OfKind<'yes-no'>;
export type NumberId = OfKind<'scale' | 'measure'>;

export interface Questionnaire {
  readonly title: string;
  readonly source?: string;
  readonly questions: readonly QuestionId[];
}

export const RED_FLAGS = [
  'chestPain',
  'blueLips',
  'collapse',
  'cannotFinishSentence',
  'faceArmSpeech',
  'heavyBleeding',
] as const satisfies readonly YesNoId[];
export const SOFT_SIGNS = [
  'softBreathing',
  'softAlertness',
  'softMobility',
  'softIntake',
  'softToilet',
  'softSkin',
  'softTiredness',
  'softPain',
  'softNotThemselves',
  'softWorried',
] as const satisfies readonly YesNoId[];
export const I_STUMBLE = [
  'stumbleIntensePain',
  'stumbleSuspectedCollapse',
  'stumbleTrauma',
  'stumbleUnusualBehaviour',
  'stumbleBreathingOrChestPain',
  'stumbleBleeding',
  'stumbleLossOfConsciousness',
  'stumbleFracture',
] as const satisfies readonly YesNoId[];
export const FOUR_AT = [
  'fourAtAlertness',
  'fourAtAmt4',
  'fourAtAttention',
  'fourAtAcuteChange',
] as const satisfies readonly QuestionId[];
export const MUST = ['mustBmi', 'mustWeightLoss', 'mustAcuteDisease'] as const satisfies readonly QuestionId[];
export const ABBEY = [
  'abbeyVocalisation',
  'abbeyFacialExpression',
  'abbeyBodyLanguage',
  'abbeyBehaviour',
  'abbeyPhysiological',
  'abbeyPhysical',
] as const satisfies readonly NumberId[];

/** The forms, by what they are for. */
export const QUESTIONNAIRES = {
  'red-flags': { title: 'Red flags', questions: RED_FLAGS },
  breathlessness: {
    title: 'Breathlessness and sputum',
    source: 'mMRC; Borg CR10; Anthonisen 1987',
    questions: ['breathlessWorse', 'mmrc', 'borg', 'sputumMore', 'sputumPurulent'],
  },
  exertion: { title: 'Exertion test', questions: ['exertionTest', 'exertionSpo2'] },
  'heart-failure': {
    title: 'Six heart-failure questions',
    source: 'BEAT-HF, Trials 2014;15:124',
    questions: [
      'moreBreathless',
      'moreSwelling',
      'wokeBreathless',
      'morePillows',
      'dizziness',
      'comparedWithYesterday',
    ],
  },
  rhythm: { title: 'Pulse rhythm', questions: ['irregularPulse'] },
  'soft-signs': { title: 'Soft signs', questions: [...SOFT_SIGNS, 'softNote'] },
  fall: {
    title: 'Fall, and I-STUMBLE',
    source: 'Welsh Ambulance Service, I STUMBLE',
    questions: ['fell', 'layMinutes', ...I_STUMBLE],
  },
  delirium: { title: '4AT', source: 'the4at.com', questions: ['newConfusion', ...FOUR_AT] },
  frailty: { title: 'Clinical Frailty Scale', source: 'Rockwood 2005', questions: ['cfs'] },
  nutrition: { title: 'MUST', source: 'BAPEN', questions: MUST },
  pain: { title: 'Pain', source: 'Abbey Pain Scale', questions: [...ABBEY, 'painScore'] },
  postural: { title: 'Postural pressure', questions: ['standingSystolic', 'standingDiastolic', 'dizzyStanding'] },
  intake: { title: 'Eating and drinking', questions: ['drinksUnderHalf', 'foodUnderHalf'] },
  urinary: {
    title: 'Urinary symptoms',
    source: 'PHE/NICE',
    questions: ['dysuria', 'urinaryFrequency', 'newIncontinence', 'newConfusion', 'suprapubicPain', 'visibleBlood'],
  },
  concern: { title: 'Community concern', questions: ['concern'] },
} as const satisfies Record<string, Questionnaire>;

/** Whether this is an answer that the question can have. */
export function isAnswer(id: QuestionId, answer: unknown): boolean {
  const question: Question = QUESTIONS[id];
  switch (question.kind) {
    case 'yes-no':
      return typeof answer === 'boolean';
    case 'scale': {
      const steps = typeof answer === 'number' ? answer / (question.step ?? 1) : Number.NaN;
      return Number.isInteger(steps) && (answer as number) >= question.min && (answer as number) <= question.max;
    }
    case 'measure':
      return typeof answer === 'number' && answer >= question.min && answer <= question.max;
    case 'choice':
      return typeof answer === 'string' && Object.hasOwn(question.options, answer);
    case 'text':
      return typeof answer === 'string' && answer.length <= question.maxLength;
  }
}

/** The answers that can be answers; anything else is passed over, as if the question had not been answered. */
export function readAnswers(raw: Readonly<Record<string, unknown>>): Answers {
  const answers: Record<string, unknown> = {};
  for (const [id, answer] of Object.entries(raw)) {
    if (Object.hasOwn(QUESTIONS, id) && isAnswer(id as QuestionId, answer)) answers[id] = answer;
  }
  return answers;
}

/** A sum of items of which some may not be answered: what it is at least, and whether it is all of it. */
export interface PartialSum {
  readonly least: number;
  readonly complete: boolean;
  readonly answered: number;
}

const NO_SUM: PartialSum = Object.freeze({ least: 0, complete: false, answered: 0 });

/** Adds the points of a published form. An item that was not answered is not zero: the sum is then only a least. */
export function sumOf(answers: Answers, items: readonly QuestionId[]): PartialSum {
  if (answers === NO_ANSWERS) return NO_SUM;
  let least = 0;
  let answered = 0;
  for (const item of items) {
    const answer = answers[item];
    if (answer === undefined) continue;
    answered++;
    least += Number(answer);
  }
  return { least, complete: answered === items.length, answered };
}

/** Which of these were answered yes, and whether all were answered. */
export interface YesAmong {
  readonly yes: readonly YesNoId[];
  readonly all: boolean;
}

const NONE_YES: YesAmong = Object.freeze({ yes: Object.freeze([]), all: false });

export function yesAmong(answers: Answers, ids: readonly YesNoId[]): YesAmong {
  if (answers === NO_ANSWERS) return NONE_YES;
  const yes: YesNoId[] = [];
  let all = true;
  for (const id of ids) {
    if (answers[id] === true) yes.push(id);
    else if (answers[id] === undefined) all = false;
  }
  return { yes, all };
}
