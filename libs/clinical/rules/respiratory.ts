import { DAY } from '../instant.ts';
import { ABOUT_A_DAY, OWN_NORMAL_WINDOW, type Moment } from '../moment.ts';
import { ABSENT, NEARLY, UNKNOWN, type Rule } from '../rule.ts';
import { SET_SPAN } from '../reading-set.ts';
import { median } from '../statistics.ts';
import { wholes } from '../grid.ts';
import { ANTHONISEN, BTS, NHSE_OXIMETRY, OURS, RCP } from './sources.ts';

const RESPIRATORY = ['respiratory'] as const;

/** Below the prescribed range. Without a prescription nothing is assumed: spo2-critical and spo2-fall look after those. */
export const spo2BelowTarget: Rule<'margin'> = {
  id: 'spo2-below-target',
  version: 1,
  title: 'SpO2 below the prescribed range',
  pathways: RESPIRATORY,
  priority: 'urgent',
  source: BTS,
  approver: null,
  sentence: 'SpO2 {spo2} % is below the prescribed {low}–{high} %.',
  window: DAY,
  asksRepeat: true,
  parameters: { margin: { value: 1, min: 0, max: 2, unit: '%' } },
  judge({ vitals, stay, scale }, { margin }) {
    // Scale 2 is itself an order for 88–92 %.
    const target = stay.plan.spo2Target ?? (scale === 2 ? { low: 88, high: 92 } : undefined);
    if (target === undefined || vitals.spo2 === undefined) return UNKNOWN;
    const spo2 = wholes(vitals.spo2);
    if (spo2 >= target.low) return spo2 < target.low + margin ? NEARLY : ABSENT;
    return { kind: 'present', facts: { spo2, low: target.low, high: target.high } };
  },
};

/**
 * A fall from own normal, even within range. With three readings or more in the last day the day's median is compared with
 * the week before it, otherwise the reading by itself: a single saturation varies by two points on its own.
 */
export const spo2Fall: Rule<'fall' | 'margin'> = {
  id: 'spo2-fall',
  version: 1,
  title: 'SpO2 fell from own normal',
  pathways: RESPIRATORY,
  priority: 'urgent',
  source: BTS,
  approver: null,
  sentence: 'SpO2 {spo2} %{over}, {fall} below the usual {usual} %.',
  window: OWN_NORMAL_WINDOW + ABOUT_A_DAY,
  asksRepeat: true,
  parameters: {
    fall: { value: 3, min: 2, max: 5, unit: '%', perPatient: true },
    margin: { value: 1, min: 0, max: 2, unit: '%' },
  },
  judge(moment, { fall: limit, margin }) {
    if (moment.vitals.spo2 === undefined) return UNKNOWN;
    const day = moment.values('spo2', ABOUT_A_DAY);
    const wholeDay = day.length >= 3;
    const own = moment.ownNormal('spo2', wholeDay ? ABOUT_A_DAY : SET_SPAN);
    if (own === null) return UNKNOWN;
    const spo2 = wholeDay ? median(day) : moment.vitals.spo2;
    const fall = own.value - spo2;
    if (fall < limit) return fall > limit - margin ? NEARLY : ABSENT;
    return {
      kind: 'present',
      facts: { spo2, fall, usual: own.value },
      words: { over: wholeDay ? ' over the last day' : '' },
      ownNormal: { spo2: own.value },
      certain: wholeDay,
    };
  },
};

/** A start that was low already gets lower by as much as this: more than a single saturation varies by itself. [ours] */
const LOWER_STILL = 3;

/** The median of what was measured before in the week, were it only once. */
function soFar(moment: Moment): number | null {
  const stated = moment.stay.plan.baseline?.spo2;
  if (stated !== undefined) return stated;
  const before = moment.values('spo2', OWN_NORMAL_WINDOW, SET_SPAN);
  return before.length === 0 ? null : median(before);
}

/**
 * The absolute limits of oximetry at home, for those of whom nothing is known yet: scale 1, no prescribed range, no own normal.
 * Whoever has an own normal is judged by the fall from it, and whoever starts low (their first readings lie at or under the
 * urgent limit) by NEWS2 and by going lower still: the same 92 % every six hours is one piece of news.
 */
export const spo2Critical: Rule<'urgentTo' | 'emergencyTo'> = {
  id: 'spo2-critical',
  version: 1,
  title: 'SpO2 critically low',
  pathways: RESPIRATORY,
  priority: 'urgent',
  source: NHSE_OXIMETRY,
  approver: null,
  sentence: 'SpO2 {spo2} %, with no prescribed range and no own normal known.',
  window: OWN_NORMAL_WINDOW + DAY,
  asksRepeat: true,
  parameters: {
    urgentTo: { value: 94, min: 92, max: 95, unit: '%' },
    emergencyTo: { value: 92, min: 90, max: 93, unit: '%' },
  },
  judge(moment, { urgentTo, emergencyTo }) {
    const { vitals, stay, scale } = moment;
    if (vitals.spo2 === undefined || scale === 2 || stay.plan.spo2Target !== undefined) return UNKNOWN;
    const spo2 = wholes(vitals.spo2);
    if (spo2 > urgentTo + 1 || moment.ownNormal('spo2') !== null) return ABSENT;
    const before = soFar(moment);
    if (before !== null && before <= urgentTo && spo2 > before - LOWER_STILL) return ABSENT;
    if (spo2 > urgentTo) return NEARLY;
    return { kind: 'present', facts: { spo2 }, priority: spo2 <= emergencyTo ? 'emergency' : 'urgent' };
  },
};

/** More oxygen than hypercapnic respiratory failure allows. */
export const spo2OverTarget: Rule<'from'> = {
  id: 'spo2-over-target',
  version: 1,
  title: 'SpO2 over target on oxygen',
  pathways: RESPIRATORY,
  priority: 'urgent',
  source: RCP,
  approver: null,
  sentence: 'SpO2 {spo2} % on oxygen; the target on scale 2 is 88–92 %.',
  window: DAY,
  asksRepeat: true,
  parameters: { from: { value: 97, min: 93, max: 97, unit: '%' } },
  judge({ vitals, scale }, { from }) {
    if (scale !== 2) return ABSENT;
    if (vitals.spo2 === undefined || vitals.onOxygen === undefined) return UNKNOWN;
    const spo2 = wholes(vitals.spo2);
    return vitals.onOxygen && spo2 >= from ? { kind: 'present', facts: { spo2 } } : ABSENT;
  },
};

/** A fall of saturation on exertion: 1-minute sit-to-stand or 40 steps. */
export const exertion: Rule<'fall'> = {
  id: 'exertion',
  version: 1,
  title: 'SpO2 falls on exertion',
  pathways: RESPIRATORY,
  priority: 'routine',
  source: NHSE_OXIMETRY,
  approver: null,
  sentence: 'SpO2 fell from {rest} to {lowest} % on exertion.',
  window: 0,
  fromAnswers: true,
  parameters: { fall: { value: 4, min: 3, max: 6, unit: '%' } },
  judge({ vitals, answers }, { fall }) {
    if (vitals.spo2 === undefined || answers.exertionSpo2 === undefined) return UNKNOWN;
    const rest = wholes(vitals.spo2);
    const lowest = wholes(answers.exertionSpo2);
    return rest - lowest >= fall ? { kind: 'present', facts: { rest, lowest } } : ABSENT;
  },
};

/** Newly on oxygen, or a higher flow. What the plan prescribes is no new need. */
export const oxygenNeed: Rule<'rise'> = {
  id: 'oxygen-need',
  version: 1,
  title: 'New or higher oxygen need',
  pathways: RESPIRATORY,
  priority: 'urgent',
  source: OURS,
  approver: null,
  sentence: '{need}.',
  window: 3 * DAY,
  asksRepeat: true,
  parameters: { rise: { value: 1, min: 0.5, max: 2, unit: 'L/min' } },
  judge(moment, { rise }) {
    const { onOxygen, oxygenFlow } = moment.vitals;
    const prescribed = moment.stay.plan.prescribedOxygenFlow;
    if (oxygenFlow !== undefined) {
      const before = moment.values('oxygenFlow', 3 * DAY, SET_SPAN);
      const usual = prescribed ?? (before.length > 0 ? median(before) : undefined);
      if (usual !== undefined) {
        if (oxygenFlow - usual < rise) return ABSENT;
        return {
          kind: 'present',
          facts: { oxygenFlow, usual },
          words: { need: `Oxygen flow ${oxygenFlow} L/min, before ${usual} L/min` },
          ownNormal: { oxygenFlow: usual },
        };
      }
    }
    if (onOxygen === undefined) return UNKNOWN;
    if (!onOxygen) return ABSENT;
    if (prescribed !== undefined && prescribed > 0) return ABSENT;
    if (prescribed === 0)
      return { kind: 'present', facts: { onOxygen }, words: { need: 'On oxygen; the plan says air' } };
    // A tick on a form flickers: oxygen is new while most sets of the two days before were on air.
    const earlier = moment
      .rounds(2 * DAY)
      .slice(1)
      .flatMap((round) => round.vitals.onOxygen ?? []);
    if (earlier.length === 0) return UNKNOWN;
    const onAir = earlier.filter((was) => !was).length;
    if (2 * onAir <= earlier.length) return ABSENT;
    return {
      kind: 'present',
      facts: { onOxygen },
      words: { need: 'On oxygen; on air in most sets of the two days before' },
    };
  },
};

/** More breathless than usual on a published scale. */
export const breathless: Rule<'mmrc' | 'borg'> = {
  id: 'breathless',
  version: 1,
  title: 'More breathless than usual',
  pathways: RESPIRATORY,
  priority: 'routine',
  source: { title: 'mMRC dyspnoea scale; Borg CR10' },
  approver: null,
  sentence: '{scale} {value}, usual {usual}.',
  window: OWN_NORMAL_WINDOW,
  fromAnswers: true,
  parameters: {
    mmrc: { value: 1, min: 1, max: 2, unit: '{grade}' },
    borg: { value: 2, min: 1, max: 4, unit: '{score}' },
  },
  judge(moment, limits) {
    let known = false;
    for (const question of ['mmrc', 'borg'] as const) {
      const value = moment.answers[question];
      if (value === undefined) continue;
      const own = moment.ownAnswer(question);
      if (own === null) continue;
      known = true;
      if (value - own.value < limits[question]) continue;
      return {
        kind: 'present',
        facts: { value, usual: own.value },
        words: { scale: question === 'mmrc' ? 'mMRC grade' : 'Borg' },
        ownNormal: { [question]: own.value },
      };
    }
    return known ? ABSENT : UNKNOWN;
  },
};

/** Two of: more breathless, more sputum, purulent sputum. */
export const exacerbation: Rule<'signs'> = {
  id: 'exacerbation',
  version: 1,
  title: 'Two cardinal symptoms of an exacerbation',
  wantsChecking: 'The definition was not read in the original paper.',
  pathways: RESPIRATORY,
  priority: 'urgent',
  source: ANTHONISEN,
  approver: null,
  sentence: '{count} of 3 cardinal symptoms: {symptoms}.',
  window: 0,
  fromAnswers: true,
  parameters: { signs: { value: 2, min: 1, max: 2, unit: '{sign}' } },
  judge({ answers }, { signs }) {
    const three = [
      [answers.breathlessWorse, 'more breathless'],
      [answers.sputumMore, 'more sputum'],
      [answers.sputumPurulent, 'purulent sputum'],
    ] as const;
    const yes = three.filter(([answer]) => answer === true).map(([, word]) => word);
    if (yes.length >= signs) return { kind: 'present', facts: { count: yes.length, symptoms: yes.join(', ') } };
    const open = three.filter(([answer]) => answer === undefined).length;
    return yes.length + open < signs ? ABSENT : UNKNOWN;
  },
};
