import { DAY, HOUR } from '../instant.ts';
import { OWN_NORMAL_WINDOW, type Moment } from '../moment.ts';
import type { Answers } from '../questionnaires.ts';
import { ABSENT, NEARLY, UNKNOWN, type Rule } from '../rule.ts';
import { wholes } from '../grid.ts';
import { SET_SPAN } from '../reading-set.ts';
import { BEAT_HF, ESC } from './sources.ts';

const CARDIAC = ['cardiac'] as const;

/** A morning's weight may come some hours before or after the last one's. */
const WEIGHING_SLACK = 6 * HOUR;

/** Kilograms in whole hundredths, so that 81.36 − 80 is 1.36. */
function kilograms(value: number): number {
  return Math.round(value * 100);
}

/** The signs of congestion that were answered yes. */
function congestionSigns(answers: Answers): string[] {
  const signs: string[] = [];
  if (answers.wokeBreathless === true) signs.push('woke breathless');
  if (answers.morePillows === true) signs.push('more pillows');
  if (answers.moreSwelling === true) signs.push('more swelling');
  if (answers.moreBreathless === true) signs.push('more breathless');
  return signs;
}

/**
 * Weight gained within 1, 3 or 7 days, against the lowest weight in that time. Alone it is routine: alone its sensitivity is 21 %
 * (HeartPhone). With any sign of congestion it is urgent.
 */
export const weightGain: Rule<'oneDay' | 'threeDays' | 'sevenDays'> = {
  id: 'weight-gain',
  version: 1,
  title: 'Weight gain',
  pathways: CARDIAC,
  priority: 'routine',
  source: ESC,
  approver: null,
  sentence: 'Weight {weight} kg, up {gain} kg within {days}{congestion}.',
  window: 7 * DAY + WEIGHING_SLACK,
  parameters: {
    oneDay: { value: 1.36, min: 0.9, max: 2, unit: 'kg', perPatient: true },
    threeDays: { value: 2, min: 1.3, max: 2.5, unit: 'kg', perPatient: true },
    sevenDays: { value: 2.7, min: 2, max: 3.5, unit: 'kg', perPatient: true },
  },
  judge(moment, { oneDay, threeDays, sevenDays }) {
    const { weight } = moment.vitals;
    if (weight === undefined) return UNKNOWN;
    let compared = false;
    for (const [days, limit] of [
      [1, oneDay],
      [3, threeDays],
      [7, sevenDays],
    ] as const) {
      const before = moment.lowest('weight', days * DAY + WEIGHING_SLACK, WEIGHING_SLACK);
      if (before === null) continue;
      compared = true;
      const gain = kilograms(weight) - kilograms(before);
      if (gain <= kilograms(limit)) continue;
      const signs = congestionSigns(moment.answers);
      return {
        kind: 'present',
        facts: {
          weight,
          gain: gain / 100,
          days: days === 1 ? '1 day' : `${days} days`,
          withCongestion: signs.length > 0,
        },
        words: { congestion: signs.length > 0 ? `, with: ${signs.join(', ')}` : '' },
        priority: signs.length > 0 ? 'urgent' : 'routine',
      };
    }
    return compared ? ABSENT : UNKNOWN;
  },
};

function hasSymptoms(answers: Answers): boolean {
  return (
    answers.moreBreathless === true ||
    answers.wokeBreathless === true ||
    answers.dizziness === true ||
    answers.comparedWithYesterday === 'worse' ||
    answers.comparedWithYesterday === 'much-worse'
  );
}

interface Outside {
  readonly vital: 'systolic' | 'pulse';
  readonly value: number;
  readonly limit: number;
  readonly side: 'below' | 'above';
}

/** The first of the two that lies outside its limits. */
function outside(
  vitals: { systolic?: number | undefined; pulse?: number | undefined },
  limits: Readonly<Record<'systolicLow' | 'systolicHigh' | 'pulseLow' | 'pulseHigh', number>>,
): Outside | null {
  for (const [vital, low, high] of [
    ['systolic', limits.systolicLow, limits.systolicHigh],
    ['pulse', limits.pulseLow, limits.pulseHigh],
  ] as const) {
    const value = vitals[vital];
    if (value === undefined) continue;
    if (wholes(value) < low) return { vital, value: wholes(value), limit: low, side: 'below' };
    if (wholes(value) > high) return { vital, value: wholes(value), limit: high, side: 'above' };
  }
  return null;
}

/** A limit is no wall: own normal within this of it, and the value within twice this of own normal, is what is usual. [ours] */
const USUAL_WITHIN = 5;
/** The first set asks for a repeat and the second alerts: from then on it is known. [ours] */
const ALERTED_AFTER = 2;

/** Whether this person is usually about there: on that side of the limit, and not further out. */
function isUsual({ value, limit, side }: Outside, own: number): boolean {
  return side === 'above'
    ? own > limit - USUAL_WITHIN && value <= own + 2 * USUAL_WITHIN
    : own < limit + USUAL_WITHIN && value >= own - 2 * USUAL_WITHIN;
}

/**
 * Pressure or pulse outside the limits of BEAT-HF, which are tighter with symptoms. Without symptoms a value that has become
 * this person's own normal is no longer news: atrial fibrillation at 112 is not new every morning. [ours]
 */
export const haemodynamic: Rule<'systolicLow' | 'systolicHigh' | 'pulseLow' | 'pulseHigh' | 'tighter'> = {
  id: 'haemodynamic',
  version: 1,
  title: 'Pressure or pulse outside limits',
  pathways: CARDIAC,
  priority: 'urgent',
  source: BEAT_HF,
  approver: null,
  sentence: '{word} {value} is {side} {limit}{symptoms}.',
  window: OWN_NORMAL_WINDOW + DAY,
  asksRepeat: true,
  parameters: {
    systolicLow: { value: 80, min: 75, max: 100, unit: 'mm[Hg]', perPatient: true },
    systolicHigh: { value: 170, min: 150, max: 200, unit: 'mm[Hg]', perPatient: true },
    pulseLow: { value: 40, min: 35, max: 50, unit: '/min', perPatient: true },
    pulseHigh: { value: 110, min: 100, max: 130, unit: '/min', perPatient: true },
    tighter: { value: 10, min: 5, max: 20, unit: '1' },
  },
  judge(moment, values) {
    const { vitals, answers } = moment;
    if (vitals.systolic === undefined && vitals.pulse === undefined) return UNKNOWN;
    const symptoms = hasSymptoms(answers);
    const limits = symptoms
      ? {
          systolicLow: values.systolicLow + values.tighter,
          systolicHigh: values.systolicHigh - values.tighter,
          pulseLow: values.pulseLow + values.tighter,
          pulseHigh: values.pulseHigh - values.tighter,
        }
      : values;
    const found = outside(vitals, limits);
    if (found === null) {
      const nearer = {
        systolicLow: limits.systolicLow + 3,
        systolicHigh: limits.systolicHigh - 3,
        pulseLow: limits.pulseLow + 3,
        pulseHigh: limits.pulseHigh - 3,
      };
      return outside(vitals, nearer) === null ? ABSENT : NEARLY;
    }
    const own = moment.ownNormal(found.vital, SET_SPAN, ALERTED_AFTER);
    if (own !== null && !symptoms && isUsual(found, own.value)) return ABSENT;
    return {
      kind: 'present',
      facts: { vital: found.vital, value: found.value, limit: found.limit, symptoms },
      words: {
        word: found.vital === 'pulse' ? 'Pulse' : 'Systolic pressure',
        side: found.side,
        symptoms: symptoms ? ', with symptoms' : '',
      },
      ...(own !== null && { ownNormal: { [found.vital]: own.value } }),
    };
  },
};

/** The answers of the six questions that tell of congestion. */
export const congestion: Rule<never> = {
  id: 'congestion',
  version: 1,
  title: 'Signs of congestion',
  pathways: CARDIAC,
  priority: 'urgent',
  source: BEAT_HF,
  approver: null,
  sentence: 'Answered: {signs}.',
  window: 0,
  fromAnswers: true,
  parameters: {},
  judge({ answers }) {
    const signs = congestionSigns(answers);
    const muchWorse = answers.comparedWithYesterday === 'much-worse';
    if (muchWorse) signs.push('much worse than yesterday');
    if (signs.length === 0) {
      const all = [
        answers.wokeBreathless,
        answers.morePillows,
        answers.moreSwelling,
        answers.moreBreathless,
        answers.comparedWithYesterday,
      ];
      return all.some((answer) => answer === undefined) ? UNKNOWN : ABSENT;
    }
    const urgent = muchWorse || answers.wokeBreathless === true || answers.morePillows === true;
    return { kind: 'present', facts: { signs: signs.join(', ') }, priority: urgent ? 'urgent' : 'routine' };
  },
};

/** Weight lost quickly, with dizziness or a low pressure. */
export const overDiuresis: Rule<'loss' | 'systolic'> = {
  id: 'over-diuresis',
  version: 1,
  title: 'Fast weight loss with dizziness or low pressure',
  wantsChecking: 'The threshold could not be read in an original.',
  pathways: CARDIAC,
  priority: 'urgent',
  source: BEAT_HF,
  approver: null,
  sentence: 'Weight {weight} kg, down {loss} kg within 3 days, with {sign}.',
  window: 3 * DAY + WEIGHING_SLACK,
  parameters: {
    loss: { value: 2, min: 1, max: 3, unit: 'kg', perPatient: true },
    systolic: { value: 100, min: 90, max: 110, unit: 'mm[Hg]', perPatient: true },
  },
  judge(moment, { loss: limit, systolic: low }) {
    const { weight, systolic } = moment.vitals;
    if (weight === undefined) return UNKNOWN;
    const before = moment.highest('weight', 3 * DAY + WEIGHING_SLACK, WEIGHING_SLACK);
    if (before === null) return UNKNOWN;
    const loss = kilograms(before) - kilograms(weight);
    if (loss <= kilograms(limit)) return ABSENT;
    const { dizziness } = moment.answers;
    const lowPressure = systolic !== undefined && wholes(systolic) < low;
    if (dizziness !== true && !lowPressure) return dizziness === undefined || systolic === undefined ? UNKNOWN : ABSENT;
    const sign = [dizziness === true ? 'dizziness' : '', lowPressure ? `systolic pressure ${wholes(systolic)}` : '']
      .filter(Boolean)
      .join(' and ');
    return { kind: 'present', facts: { weight, loss: loss / 100, sign } };
  },
};

/** An irregular pulse in someone whose pulse was regular. */
export const rhythm: Rule<never> = {
  id: 'rhythm',
  version: 1,
  title: 'Newly irregular pulse',
  wantsChecking: 'Ships on our own judgement; wants a source.',
  pathways: CARDIAC,
  priority: 'routine',
  source: { title: "Homeward's own engineering default" },
  approver: null,
  sentence: 'The pulse is irregular, and was not before.',
  window: OWN_NORMAL_WINDOW,
  fromAnswers: true,
  parameters: {},
  judge(moment: Moment) {
    const { irregularPulse } = moment.answers;
    if (irregularPulse === undefined) return UNKNOWN;
    if (!irregularPulse) return ABSENT;
    const stated = moment.stay.plan.baseline?.irregularPulse;
    if (stated === true) return ABSENT;
    const earlier = moment
      .formsWhere((answers) => answers.irregularPulse === true, OWN_NORMAL_WINDOW)
      .filter((at) => at < moment.at);
    const regular = moment.formsWhere((answers) => answers.irregularPulse === false, OWN_NORMAL_WINDOW);
    // Known for a week without a regular pulse in between: it is not new.
    if (earlier.length > 0 && regular.length === 0) return UNKNOWN;
    return { kind: 'present', facts: { irregularPulse } };
  },
};
