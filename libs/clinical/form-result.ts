import type { GuidedForm } from './guided-forms.ts';
import { ABBEY, FOUR_AT, MUST, sumOf, type Answers, type QuestionId } from './questionnaires.ts';
import { delirium, glucose, nutrition, pain, postural } from './rules/frailty.ts';
import type { Vitals } from './vitals.ts';

/** What a form came to, in words for whoever is at the bedside. The hub's own thresholds judge it again when it is there. */
export interface FormResult {
  /** "4AT 5", "Abbey at least 4: 2 not answered", "130/80 lying, 104/66 standing". Null when nothing can be said yet. */
  readonly finding: string | null;
  /** What the published form says of it. */
  readonly meaning: string;
  readonly todo: string;
  readonly urgency: 'emergency' | 'urgent' | 'routine' | 'none';
}

const NOTHING_ANSWERED: FormResult = {
  finding: null,
  meaning: 'Nothing was answered.',
  todo: 'Answer what you can.',
  urgency: 'none',
};

const RING_NOW = 'Ring the hub now. Stay with them, and look again in an hour.';
const HUB_LOOKS = 'Send it: the hub looks at it today. Ring the hub if they get worse.';
const GO_ON = 'Send it, and go on as usual.';

/** By the shipped thresholds of the rules. What was not answered or measured is never taken for nought: it is at least so much. */
export function formResult(form: GuidedForm, { answers, vitals }: { answers: Answers; vitals: Vitals }): FormResult {
  switch (form) {
    case 'delirium':
      return fourAt(answers);
    case 'pain':
      return abbey(answers);
    case 'nutrition':
      return must(answers);
    case 'postural':
      return lyingAndStanding(answers, vitals);
    case 'glucose':
      return ofGlucose(vitals.glucose);
  }
}

/** The points of a printed form, in words; null when none was answered. */
function sumInWords(name: string, answers: Answers, items: readonly QuestionId[]): string | null {
  const { least, complete, answered } = sumOf(answers, items);
  if (answered === 0) return null;
  return complete ? `${name} ${least}` : `${name} at least ${least}: ${items.length - answered} not answered`;
}

const NOT_WHOLE = 'Some of it was not answered, so it may be more.';

/** Source: 4AT, scoring: 4 or more possible delirium; 1 to 3 possible cognitive impairment; 0 unlikely. */
function fourAt(answers: Answers): FormResult {
  const finding = sumInWords('4AT', answers, FOUR_AT);
  if (finding === null) return NOTHING_ANSWERED;
  const { least, complete } = sumOf(answers, FOUR_AT);
  if (least >= delirium.parameters.fourAt.value)
    return { finding, meaning: 'Delirium is possible: a sudden change of mind.', todo: RING_NOW, urgency: 'urgent' };
  if (!complete) return { finding, meaning: NOT_WHOLE, todo: HUB_LOOKS, urgency: 'routine' };
  return least > 0
    ? { finding, meaning: 'Thinking may be impaired. Delirium is less likely.', todo: HUB_LOOKS, urgency: 'routine' }
    : { finding, meaning: 'Delirium is unlikely now. It can come and go.', todo: GO_ON, urgency: 'none' };
}

/** Source: Abbey Pain Scale: 0–2 no pain, 3–7 mild, 8–13 moderate, 14 and more severe. */
function abbey(answers: Answers): FormResult {
  const finding = sumInWords('Abbey', answers, ABBEY);
  if (finding === null) return NOTHING_ANSWERED;
  const { least, complete } = sumOf(answers, ABBEY);
  if (least >= pain.parameters.abbeyUrgent.value)
    return { finding, meaning: 'Severe pain.', todo: RING_NOW, urgency: 'urgent' };
  if (least >= pain.parameters.abbey.value)
    return {
      finding,
      meaning: 'Moderate pain.',
      todo: 'Send it, ring the hub today, and look again in an hour.',
      urgency: 'routine',
    };
  if (!complete) return { finding, meaning: NOT_WHOLE, todo: HUB_LOOKS, urgency: 'routine' };
  return least >= 3
    ? { finding, meaning: 'Mild pain.', todo: 'Send it, and look again at the next round.', urgency: 'none' }
    : { finding, meaning: 'No pain was seen.', todo: GO_ON, urgency: 'none' };
}

/** Source: MUST, BAPEN: 0 low risk, 1 medium, 2 and more high. */
function must(answers: Answers): FormResult {
  const finding = sumInWords('MUST', answers, MUST);
  if (finding === null) return NOTHING_ANSWERED;
  const { least, complete } = sumOf(answers, MUST);
  if (least >= nutrition.parameters.must.value)
    return { finding, meaning: 'High risk of malnutrition.', todo: HUB_LOOKS, urgency: 'routine' };
  if (!complete) return { finding, meaning: NOT_WHOLE, todo: HUB_LOOKS, urgency: 'routine' };
  return least === 1
    ? {
        finding,
        meaning: 'Medium risk of malnutrition.',
        todo: 'Send it, and write down what they eat and drink for 3 days.',
        urgency: 'none',
      }
    : { finding, meaning: 'Low risk of malnutrition.', todo: GO_ON, urgency: 'none' };
}

const pressure = (upper: number | undefined, lower: number | undefined): string => `${upper ?? '?'}/${lower ?? '?'}`;

/** Source: consensus statement on orthostatic hypotension, 2011, as the rule `postural` has it. */
function lyingAndStanding(answers: Answers, { systolic, diastolic }: Vitals): FormResult {
  const { standingSystolic, standingDiastolic, dizzyStanding } = answers;
  if (standingSystolic === undefined && standingDiastolic === undefined)
    return dizzyStanding === true
      ? {
          finding: 'Dizzy on standing',
          meaning: 'No standing pressure was taken.',
          todo: HUB_LOOKS,
          urgency: 'routine',
        }
      : NOTHING_ANSWERED;
  const finding = `${pressure(systolic, diastolic)} lying, ${pressure(standingSystolic, standingDiastolic)} standing`;
  const { systolicDrop, diastolicDrop, systolicLow } = postural.parameters;
  const dropsBy = (lying: number | undefined, standing: number | undefined, least: number): boolean =>
    lying !== undefined && standing !== undefined && lying - standing >= least;
  const drops =
    dropsBy(systolic, standingSystolic, systolicDrop.value) ||
    dropsBy(diastolic, standingDiastolic, diastolicDrop.value) ||
    (standingSystolic !== undefined && standingSystolic < systolicLow.value);
  if (drops)
    return {
      finding,
      meaning: 'The pressure drops on standing: they may fall.',
      todo:
        dizzyStanding === true
          ? 'Let them sit or lie down. Ring the hub now. They stand up only with help.'
          : 'Send it: the hub looks at it today. They stand up slowly, and with help.',
      urgency: dizzyStanding === true ? 'urgent' : 'routine',
    };
  if (systolic === undefined && diastolic === undefined)
    return { finding, meaning: 'There is no lying pressure to compare it with.', todo: HUB_LOOKS, urgency: 'routine' };
  return dizzyStanding === true
    ? { finding, meaning: 'The pressure holds, and they are dizzy.', todo: HUB_LOOKS, urgency: 'routine' }
    : { finding, meaning: 'The pressure holds on standing.', todo: GO_ON, urgency: 'none' };
}

/** Source: Joint British Diabetes Societies, as the rule `glucose` has it. */
function ofGlucose(value: number | undefined): FormResult {
  if (value === undefined) return NOTHING_ANSWERED;
  const finding = `Glucose ${value} mmol/L`;
  const { emergency, urgent, high } = glucose.parameters;
  if (value < emergency.value)
    return {
      finding,
      meaning: 'This is an emergency: much too low.',
      todo: 'Ring the hub now; call 999 if nobody answers or they get worse. Follow your home’s plan for low sugar. Stay with them.',
      urgency: 'emergency',
    };
  if (value < urgent.value)
    return {
      finding,
      meaning: 'Too low.',
      todo: 'Ring the hub now. Follow your home’s plan for low sugar. Stay with them.',
      urgency: 'urgent',
    };
  return value >= high.value
    ? { finding, meaning: 'High.', todo: 'Send it, and measure again with the next set.', urgency: 'routine' }
    : { finding, meaning: 'In range.', todo: GO_ON, urgency: 'none' };
}
