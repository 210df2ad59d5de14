import { DAY, HOUR } from '../instant.ts';
import { OWN_NORMAL_WINDOW } from '../moment.ts';
import {
  ABBEY,
  FOUR_AT,
  I_STUMBLE,
  MUST,
  SOFT_SIGNS,
  sumOf,
  yesAmong,
  type Answers,
  type YesNoId,
} from '../questionnaires.ts';
import { ABSENT, ALL_PATHWAYS, UNKNOWN, type Rule } from '../rule.ts';
import { wholes } from '../grid.ts';
import {
  ABBEY_SCALE,
  BAPEN,
  ESPEN,
  FOUR_AT_TEST,
  HYPOGLYCAEMIA,
  I_STUMBLE_TOOL,
  ORTHOSTATIC,
  PHE,
  RESTORE2,
} from './sources.ts';

const FRAILTY = ['frailty'] as const;

const SOFT_SIGN_WORDS: Readonly<Record<(typeof SOFT_SIGNS)[number], string>> = {
  softBreathing: 'breathing',
  softAlertness: 'confusion, sleepiness, agitation or withdrawal',
  softMobility: 'mobility',
  softIntake: 'eating or drinking',
  softToilet: 'bladder or bowel',
  softSkin: 'skin',
  softTiredness: 'tiredness',
  softPain: 'pain',
  softNotThemselves: 'not themselves',
  softWorried: 'family or carer worried',
};

/** Soft signs come before vitals: any asks for readings now; two, or any with NEWS2 above own normal, are urgent. */
export const softSign: Rule<'signs' | 'aboveNormal'> = {
  id: 'soft-sign',
  version: 1,
  title: 'Soft signs',
  pathways: FRAILTY,
  priority: 'routine',
  source: RESTORE2,
  approver: null,
  sentence: '{count} soft sign(s): {signs}{above}. A set of readings is due now.',
  window: OWN_NORMAL_WINDOW,
  fromAnswers: true,
  parameters: {
    signs: { value: 2, min: 1, max: 3, unit: '{sign}' },
    aboveNormal: { value: 2, min: 1, max: 3, unit: '{score}' },
  },
  judge(moment, { signs, aboveNormal }) {
    const { yes, all } = yesAmong(moment.answers, SOFT_SIGNS);
    if (yes.length === 0) return all ? ABSENT : UNKNOWN;
    const own = moment.ownNews2();
    const raised = own !== null && moment.total !== null && moment.total >= own.value + aboveNormal;
    return {
      kind: 'present',
      facts: {
        count: yes.length,
        signs: SOFT_SIGNS.filter((id) => yes.includes(id))
          .map((id) => SOFT_SIGN_WORDS[id])
          .join('; '),
      },
      words: { above: raised ? `; NEWS2 ${moment.total}, usual ${own.value}` : '' },
      ...(own !== null && { ownNormal: { news2: own.value } }),
      priority: yes.length >= signs || raised ? 'urgent' : 'routine',
    };
  },
};

/** A fall. Any yes of I-STUMBLE: the form said "call 999". Two falls in 30 days: a falls review. */
export const fall: Rule<'layMinutes' | 'falls'> = {
  id: 'fall',
  version: 1,
  title: 'Fall',
  pathways: FRAILTY,
  priority: 'routine',
  source: I_STUMBLE_TOOL,
  approver: null,
  sentence: 'Fell{lay}{stumble}. {next}',
  window: 30 * DAY,
  fromAnswers: true,
  parameters: {
    layMinutes: { value: 60, min: 15, max: 60, unit: 'min' },
    falls: { value: 2, min: 2, max: 3, unit: '{fall}' },
  },
  judge(moment, { layMinutes, falls: reviewFrom }) {
    const { answers } = moment;
    const { yes } = yesAmong(answers, I_STUMBLE);
    if (answers.fell !== true && yes.length === 0) return answers.fell === false ? ABSENT : UNKNOWN;
    const long = answers.layMinutes !== undefined && answers.layMinutes >= layMinutes;
    const falls = moment.formsWhere((form) => form.fell === true, 30 * DAY).length;
    return {
      kind: 'present',
      facts: {
        falls,
        iStumble: yes.length,
        ...(answers.layMinutes !== undefined && { layMinutes: answers.layMinutes }),
      },
      words: {
        lay: answers.layMinutes === undefined ? '' : `, lay ${answers.layMinutes} min`,
        stumble: yes.length === 0 ? '' : `, ${yes.length} I-STUMBLE sign(s)`,
        next:
          yes.length > 0
            ? 'The form said: call 999 now.'
            : falls >= reviewFrom
              ? `${falls} falls in 30 days: a falls review is due.`
              : 'A set of readings is due now.',
      },
      priority: yes.length > 0 ? 'emergency' : long ? 'urgent' : 'routine',
    };
  },
};

/** 4AT of 4 or more; new confusion without a 4AT asks for one. */
export const delirium: Rule<'fourAt'> = {
  id: 'delirium',
  version: 1,
  title: 'New confusion',
  pathways: FRAILTY,
  priority: 'urgent',
  source: FOUR_AT_TEST,
  approver: null,
  sentence: '{finding}.',
  window: 0,
  parameters: { fourAt: { value: 4, min: 4, max: 4, unit: '{score}' } },
  judge({ answers, vitals }, { fourAt }) {
    const sum = sumOf(answers, FOUR_AT);
    if (sum.answered > 0 && sum.least >= fourAt) {
      return {
        kind: 'present',
        facts: { fourAt: sum.least },
        words: { finding: `4AT ${sum.complete ? '' : 'at least '}${sum.least}` },
      };
    }
    if (sum.complete) return ABSENT;
    if (answers.newConfusion === true || vitals.consciousness === 'C') {
      return { kind: 'present', facts: { newConfusion: true }, words: { finding: 'New confusion: a 4AT is due' } };
    }
    return answers.newConfusion === false ? ABSENT : UNKNOWN;
  },
};

/** Pressure that drops on standing, within 3 minutes. */
export const postural: Rule<'systolicDrop' | 'diastolicDrop' | 'systolicLow'> = {
  id: 'postural',
  version: 1,
  title: 'Pressure drops on standing',
  pathways: FRAILTY,
  priority: 'routine',
  source: ORTHOSTATIC,
  approver: null,
  sentence: 'Lying {lying}, standing {standing}{with}.',
  window: 0,
  fromAnswers: true,
  parameters: {
    systolicDrop: { value: 20, min: 15, max: 30, unit: 'mm[Hg]' },
    diastolicDrop: { value: 10, min: 8, max: 15, unit: 'mm[Hg]' },
    systolicLow: { value: 90, min: 85, max: 100, unit: 'mm[Hg]' },
  },
  judge({ vitals, answers }, { systolicDrop, diastolicDrop, systolicLow }) {
    const { standingSystolic, standingDiastolic } = answers;
    if (standingSystolic === undefined && standingDiastolic === undefined) return UNKNOWN;
    const bySystolic =
      standingSystolic !== undefined &&
      vitals.systolic !== undefined &&
      wholes(vitals.systolic) - wholes(standingSystolic) >= systolicDrop;
    const byDiastolic =
      standingDiastolic !== undefined &&
      vitals.diastolic !== undefined &&
      wholes(vitals.diastolic) - wholes(standingDiastolic) >= diastolicDrop;
    const low = standingSystolic !== undefined && wholes(standingSystolic) < systolicLow;
    if (!bySystolic && !byDiastolic && !low)
      return vitals.systolic === undefined && vitals.diastolic === undefined ? UNKNOWN : ABSENT;
    const symptom = answers.dizzyStanding === true || answers.dizziness === true || answers.fell === true;
    return {
      kind: 'present',
      facts: {
        lying: `${vitals.systolic ?? '–'}/${vitals.diastolic ?? '–'}`,
        standing: `${standingSystolic ?? '–'}/${standingDiastolic ?? '–'}`,
      },
      words: { with: symptom ? ', with dizziness or a fall' : '' },
      priority: symptom ? 'urgent' : 'routine',
    };
  },
};

const isUnderHalf = (form: Answers): boolean => form.drinksUnderHalf === true || form.foodUnderHalf === true;

/**
 * Under half of the usual drinks or food for a day; for two days, without a day of enough of both between, it is urgent. Skin turgor
 * and urine colour are not used.
 */
export const intake: Rule<'days'> = {
  id: 'intake',
  version: 2,
  title: 'Eating or drinking under half',
  pathways: FRAILTY,
  priority: 'routine',
  source: ESPEN,
  approver: null,
  sentence: 'Under half of the usual {what}{days}.',
  window: 3 * DAY,
  fromAnswers: true,
  parameters: { days: { value: 2, min: 1, max: 3, unit: 'd' } },
  judge(moment, { days }) {
    const { drinksUnderHalf, foodUnderHalf } = moment.answers;
    if (!isUnderHalf(moment.answers)) {
      return drinksUnderHalf === undefined || foodUnderHalf === undefined ? UNKNOWN : ABSENT;
    }
    const [enoughAt = -Infinity] = moment.formsWhere(
      (form) => form.drinksUnderHalf === false && form.foodUnderHalf === false,
      3 * DAY,
    );
    const forms = moment.formsWhere(isUnderHalf, 3 * DAY).filter((at) => at > enoughAt);
    // A form tells of the day before it: two forms some 24 h apart tell of two days.
    const lasted = 1 + Math.floor((moment.at - forms.at(-1)! + 4 * HOUR) / DAY);
    const what = [drinksUnderHalf === true ? 'drinks' : '', foodUnderHalf === true ? 'food' : '']
      .filter(Boolean)
      .join(' and ');
    return {
      kind: 'present',
      facts: { what, forDays: lasted },
      words: { days: lasted >= 2 ? ` for ${lasted} days` : ' in the last day' },
      priority: lasted >= days ? 'urgent' : 'routine',
    };
  },
};

const URINARY = [
  ['urinaryFrequency', 'frequency or urgency'],
  ['newIncontinence', 'new incontinence'],
  ['newConfusion', 'new confusion'],
  ['suprapubicPain', 'pain low in the tummy'],
  ['visibleBlood', 'visible blood'],
] as const satisfies readonly (readonly [YesNoId, string])[];

/** Painful passing of urine, or two of the other signs, in those of 65 and over. */
export const uti: Rule<'rise' | 'signs'> = {
  id: 'uti',
  version: 1,
  title: 'Urinary signs',
  wantsChecking: 'The list of signs was not read in the original.',
  pathways: FRAILTY,
  priority: 'routine',
  source: PHE,
  approver: null,
  sentence: 'Urinary signs: {signs}.',
  window: OWN_NORMAL_WINDOW + DAY,
  parameters: {
    rise: { value: 1.5, min: 1, max: 2, unit: 'Cel' },
    signs: { value: 2, min: 1, max: 3, unit: '{sign}' },
  },
  judge(moment, { rise, signs: least }) {
    const { answers, stay } = moment;
    if (stay.ageYears < 65) return ABSENT;
    const asked = answers.dysuria !== undefined || URINARY.some(([id]) => answers[id] !== undefined);
    if (!asked) return UNKNOWN;
    const signs: string[] = URINARY.filter(([id]) => answers[id] === true).map(([, word]) => word);
    const own = moment.ownNormal('temperature', DAY);
    const hot =
      own === null
        ? 0
        : moment.values('temperature', DAY).filter((value) => Math.round((value - own.value) * 100) >= rise * 100)
            .length;
    if (hot >= 2) signs.push(`temperature ${rise} °C above own normal twice in 24 h`);
    if (answers.dysuria === true) signs.unshift('pain on passing urine');
    if (answers.dysuria === true || signs.length >= least)
      return { kind: 'present', facts: { signs: signs.join(', '), count: signs.length } };
    return answers.dysuria === undefined ? UNKNOWN : ABSENT;
  },
};

/** Capillary glucose of those on insulin or a sulfonylurea. */
export const glucose: Rule<'emergency' | 'urgent' | 'high'> = {
  id: 'glucose',
  version: 1,
  title: 'Glucose out of range',
  pathways: ALL_PATHWAYS,
  priority: 'urgent',
  source: HYPOGLYCAEMIA,
  approver: null,
  sentence: 'Glucose {glucose} mmol/L{twice}.',
  window: DAY,
  parameters: {
    emergency: { value: 3, min: 2.5, max: 3.5, unit: 'mmol/L' },
    urgent: { value: 4, min: 3.5, max: 5, unit: 'mmol/L', perPatient: true },
    high: { value: 15, min: 12, max: 20, unit: 'mmol/L', perPatient: true },
  },
  judge(moment, { emergency, urgent, high }) {
    if (moment.stay.plan.glucoseLowering !== true) return UNKNOWN;
    const value = moment.vitals.glucose;
    if (value === undefined) return UNKNOWN;
    if (value < urgent)
      return {
        kind: 'present',
        facts: { glucose: value },
        words: { twice: '' },
        priority: value < emergency ? 'emergency' : 'urgent',
      };
    const highs = moment.values('glucose', DAY).filter((earlier) => earlier >= high).length;
    if (value >= high && highs >= 2)
      return {
        kind: 'present',
        facts: { glucose: value, highs },
        words: { twice: `, ${high} or more ${highs} times in 24 h` },
        priority: 'routine',
      };
    return ABSENT;
  },
};

/** Pain on the Abbey scale, or on 0–10, or a rise of it. */
export const pain: Rule<'abbey' | 'abbeyUrgent' | 'score' | 'rise'> = {
  id: 'pain',
  version: 1,
  title: 'Pain',
  pathways: FRAILTY,
  priority: 'routine',
  source: ABBEY_SCALE,
  approver: null,
  sentence: '{scale} {value}{usual}.',
  window: OWN_NORMAL_WINDOW,
  fromAnswers: true,
  parameters: {
    abbey: { value: 8, min: 3, max: 8, unit: '{score}' },
    abbeyUrgent: { value: 14, min: 8, max: 14, unit: '{score}' },
    score: { value: 7, min: 4, max: 8, unit: '{score}' },
    rise: { value: 3, min: 2, max: 4, unit: '{score}' },
  },
  judge(moment, { abbey, abbeyUrgent, score, rise }) {
    const { answers } = moment;
    const sum = sumOf(answers, ABBEY);
    if (sum.least >= abbey) {
      return {
        kind: 'present',
        facts: { value: sum.least },
        words: { scale: sum.complete ? 'Abbey' : 'Abbey at least', usual: '' },
        priority: sum.least >= abbeyUrgent ? 'urgent' : 'routine',
      };
    }
    const value = answers.painScore;
    if (value === undefined) return sum.complete ? ABSENT : UNKNOWN;
    const own = moment.ownAnswer('painScore');
    if (value < score && (own === null || value - own.value < rise))
      return sum.complete || sum.answered === 0 ? ABSENT : UNKNOWN;
    return {
      kind: 'present',
      facts: { value },
      words: { scale: 'Pain 0–10:', usual: own === null ? '' : `, usual ${own.value}` },
      ...(own !== null && { ownNormal: { painScore: own.value } }),
    };
  },
};

/** MUST of 2 or more: high risk of malnutrition on the tool's own terms. */
export const nutrition: Rule<'must'> = {
  id: 'nutrition',
  version: 1,
  title: 'MUST',
  pathways: FRAILTY,
  priority: 'routine',
  source: BAPEN,
  approver: null,
  sentence: 'MUST {least}{must}.',
  window: 0,
  fromAnswers: true,
  parameters: { must: { value: 2, min: 1, max: 2, unit: '{score}' } },
  judge({ answers }, { must }) {
    const sum = sumOf(answers, MUST);
    if (sum.answered === 0) return UNKNOWN;
    if (sum.least >= must)
      return {
        kind: 'present',
        facts: { total: sum.least },
        words: { must: String(sum.least), least: sum.complete ? '' : 'at least ' },
      };
    return sum.complete ? ABSENT : UNKNOWN;
  },
};
