import { news2InWords, partsInWords } from '../explain-news2.ts';
import type { Moment } from '../moment.ts';
import { news2, type News2 } from '../news2.ts';
import { DAY } from '../instant.ts';
import { OWN_NORMAL_WINDOW } from '../moment.ts';
import { SET_SPAN } from '../reading-set.ts';
import { ABSENT, ALL_PATHWAYS, COVERED, UNKNOWN, type Rule, type Verdict } from '../rule.ts';
import { VITALS, type Parameter, type Vitals } from '../vitals.ts';
import { RCP } from './sources.ts';

/** What is certain of the total: all of it, or the least that an incomplete set can come to. */
function certainTotal(score: News2): number {
  return score.kind === 'complete' ? score.total : score.least;
}

/** The score and every value in its set. */
function found({ vitals }: Moment, scored: News2): Extract<Verdict, { kind: 'present' }> {
  const facts: Record<string, number | string | boolean> = {};
  if (scored.kind === 'complete') facts['news2'] = scored.total;
  else facts['news2AtLeast'] = scored.least;
  for (const vital of VITALS) {
    const value = vitals[vital];
    if (value !== undefined) facts[vital] = value;
  }
  return { kind: 'present', facts, words: { score: news2InWords(scored), parts: partsInWords(scored, vitals) } };
}

/** An incomplete set can prove that a condition holds, never that it does not. */
function notPresent(scored: News2): Verdict {
  return scored.kind === 'complete' ? ABSENT : UNKNOWN;
}

function scoreAlone({ score }: Moment): string {
  return `${news2InWords(score.news2)}.`;
}

/** NEWS2 7 or more: emergency assessment. Source: [RCP] chart 4. Nobody can switch it off or lift it above 7. */
export const news2High: Rule<'total'> = {
  id: 'news2-high',
  version: 1,
  title: 'NEWS2 in the high band',
  pathways: ALL_PATHWAYS,
  priority: 'emergency',
  source: RCP,
  approver: null,
  sentence: '{score}: {parts}.',
  fixed: true,
  window: 0,
  parameters: { total: { value: 7, min: 5, max: 7, unit: '{score}' } },
  judge(moment, { total }) {
    const scored = moment.score.news2;
    if (scored.kind === 'not-applicable') return UNKNOWN;
    return certainTotal(scored) < total ? notPresent(scored) : found(moment, scored);
  },
  cleared: scoreAlone,
};

/**
 * NEWS2 5 or 6: urgent assessment. Source: [RCP] chart 4. From 7 upwards news2-high speaks for it. One such set among
 * lower ones asks for a repeat: with 2 % of noise in a saturation near 92 % one set in ten is a false 5 (docs/CLINICAL, section 3).
 */
export const news2Medium: Rule<'total' | 'below'> = {
  id: 'news2-medium',
  version: 2,
  title: 'NEWS2 in the medium band',
  pathways: ALL_PATHWAYS,
  priority: 'urgent',
  source: RCP,
  approver: null,
  sentence: '{score}: {parts}.',
  fixed: true,
  window: DAY,
  asksRepeat: true,
  parameters: {
    total: { value: 5, min: 3, max: 5, unit: '{score}' },
    below: { value: 7, min: 5, max: 7, unit: '{score}' },
  },
  judge(moment, { total, below }) {
    const scored = moment.score.news2;
    if (scored.kind === 'not-applicable') return UNKNOWN;
    const certain = certainTotal(scored);
    if (certain >= below) return COVERED;
    return certain < total ? notPresent(scored) : found(moment, scored);
  },
  cleared: scoreAlone,
};

/** The first set asks for a repeat and the second alerts: from then on it is known. [ours] */
const ALERTED_AFTER = 2;

/** The vital behind a parameter that is measured as a number, and can be usual for someone. */
const NUMBERS = ['respiration', 'spo2', 'systolic', 'pulse', 'temperature'] as const;

/** Whether a 3 of this parameter is what is usual for this person: their own normal scores 3 as well. */
function isUsual(moment: Moment, parameter: Parameter): boolean {
  const vital = NUMBERS.find((name) => name === parameter);
  if (vital === undefined) return false;
  const own = moment.ownNormal(vital, SET_SPAN, ALERTED_AFTER);
  if (own === null) return false;
  const asUsual: Vitals = { ...moment.vitals, [vital]: own.value };
  return news2(asUsual, moment.scale).subScores[parameter] === 3;
}

/**
 * One parameter in the red: urgent assessment. Source: [RCP] chart 4. From a total of 5 upwards the total speaks for it.
 * A 3 that has become this person's own normal is no longer news: its alert may be closed, and the flag stays on the score. [ours]
 */
export const news2SingleRed: Rule<'below'> = {
  id: 'news2-single-red',
  version: 2,
  title: 'One parameter scores 3',
  pathways: ALL_PATHWAYS,
  priority: 'urgent',
  source: RCP,
  approver: null,
  sentence: '{score}: {parts}.',
  window: OWN_NORMAL_WINDOW + DAY,
  asksRepeat: true,
  parameters: { below: { value: 5, min: 3, max: 7, unit: '{score}' } },
  judge(moment, { below }) {
    const scored = moment.score.news2;
    if (scored.kind === 'not-applicable') return UNKNOWN;
    if (certainTotal(scored) >= below) return COVERED;
    if (scored.singleThree.length === 0) return notPresent(scored);
    const news = scored.singleThree.filter((parameter) => !isUsual(moment, parameter));
    if (news.length === 0) return ABSENT;
    // Nobody is confused or unresponsive by a slip of the probe.
    return { ...found(moment, scored), certain: news.includes('consciousness') };
  },
  cleared: scoreAlone,
};
