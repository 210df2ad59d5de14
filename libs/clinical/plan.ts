import { LEVELS, type MonitoringLevel } from './levels.ts';
import { isWithin, PLAUSIBLE, type PlausibleRange } from './plausible.ts';
import { WHO_MAY_CHANGE } from './rule.ts';
import { refuseOverrides, type Refusal } from './rule-set.ts';
import type { Plan } from './stay.ts';
import type { Timetable } from './timetable.ts';
import { SPOKEN, type MeasuredVital } from './vitals.ts';

/** What may be usual for a person at all. Source: the scores' own ranges, and docs/CLINICAL, section 2. */
export const BOUNDS_OF_USUAL = {
  ...PLAUSIBLE,
  news2: { min: 0, max: 20, unit: '{score}' },
  mmrc: { min: 0, max: 4, unit: '{score}' },
  borg: { min: 0, max: 10, unit: '{score}' },
  painScore: { min: 0, max: 10, unit: '{score}' },
} as const satisfies Readonly<Record<string, PlausibleRange>>;

const WHOLE_NUMBERS: readonly string[] = ['news2', 'mmrc', 'painScore'];

/** More sets than this in a day nobody takes at home: what wants watching so closely wants a bed in a hospital. [ours] */
export const MOST_TIMES_A_DAY = 12;

/** How many sets a week a timetable asks for. */
export const setsPerWeek = ({ minutes, weekdays }: Timetable): number => minutes.length * (weekdays?.length ?? 7);

/** A step to a lighter level is a decision of its own, with its own criteria. */
const BY_A_STEP = 'a step down to a lighter level';

/**
 * Every reason to refuse a plan for a stay on this level: each names the place in the plan, the bound, and who may change what
 * was meant. A plan without any does to the rules what it says.
 */
export function refusePlan(plan: Plan, level: MonitoringLevel): Refusal[] {
  const mayChange = WHO_MAY_CHANGE.patient;
  const refusals = [...refuseOverrides(plan.overrides ?? {}, 'patient', ['overrides'])];
  const refuse = (path: string, message: string, bound?: PlausibleRange): void =>
    void refusals.push({ path, message, ...(bound && { bound }), mayChange });
  const within = (path: string, name: string, value: number | undefined, bound: PlausibleRange): void => {
    if (value === undefined || isWithin(value, bound)) return;
    const [side, limit] = value < bound.min ? ['below', bound.min] : ['above', bound.max];
    refuse(
      path,
      `${name} ${value} is ${side} its hard bound of ${limit}; ${bound.min} to ${bound.max} is allowed.`,
      bound,
    );
  };

  for (const [name, value] of Object.entries(plan.baseline ?? {})) {
    if (typeof value !== 'number') continue;
    const bound = BOUNDS_OF_USUAL[name as keyof typeof BOUNDS_OF_USUAL];
    within(`/baseline/${name}`, `Usual ${wordFor(name)}`, value, bound);
    if (WHOLE_NUMBERS.includes(name) && !Number.isInteger(value))
      refuse(`/baseline/${name}`, `Usual ${wordFor(name)} must be a whole number.`, bound);
  }
  for (const [name, limit] of Object.entries(plan.limits ?? {})) {
    const vital = name as MeasuredVital;
    const { low, high } = limit;
    within(`/limits/${name}/low`, `The lower limit of ${wordFor(name)}`, low, PLAUSIBLE[vital]);
    within(`/limits/${name}/high`, `The upper limit of ${wordFor(name)}`, high, PLAUSIBLE[vital]);
    if (low === undefined && high === undefined)
      refuse(`/limits/${name}`, `The limit of ${wordFor(name)} says neither low nor high.`);
    if (low !== undefined && high !== undefined && low >= high)
      refuse(
        `/limits/${name}/low`,
        `The lower limit of ${wordFor(name)}, ${low}, is not below the upper one, ${high}.`,
      );
  }
  if (plan.spo2Target !== undefined) {
    const { low, high } = plan.spo2Target;
    within('/spo2Target/low', 'The lowest SpO2 of the target', low, PLAUSIBLE.spo2);
    within('/spo2Target/high', 'The highest SpO2 of the target', high, PLAUSIBLE.spo2);
    if (low >= high) refuse('/spo2Target/low', `The target of SpO2 begins at ${low} and ends at ${high}.`);
  }
  within('/targetWeight', 'The target weight', plan.targetWeight, PLAUSIBLE.weight);
  within('/prescribedOxygenFlow', 'The prescribed oxygen flow', plan.prescribedOxygenFlow, PLAUSIBLE.oxygenFlow);
  if (plan.schedule !== undefined) refusals.push(...refuseSchedule(plan.schedule, level));
  return refusals;
}

function refuseSchedule(schedule: Timetable, level: MonitoringLevel): Refusal[] {
  const { minutes, weekdays } = schedule;
  const { setsPerWeek: least, title } = LEVELS[level];
  const mayChange = WHO_MAY_CHANGE.patient;
  const isTime = (minute: number): boolean => Number.isInteger(minute) && minute >= 0 && minute < 24 * 60;
  if (minutes.length === 0 || minutes.length > MOST_TIMES_A_DAY || !minutes.every(isTime) || !rising(minutes)) {
    const message = `A day has 1 to ${MOST_TIMES_A_DAY} times, each once and in their order.`;
    return [{ path: '/schedule/minutes', message, mayChange }];
  }
  if (weekdays !== undefined) {
    const isDay = (day: number): boolean => Number.isInteger(day) && day >= 0 && day <= 6;
    if (weekdays.length === 0 || !weekdays.every(isDay) || !rising(weekdays))
      return [{ path: '/schedule/weekdays', message: 'Days of the week are 0 (Sunday) to 6, each once.', mayChange }];
  }
  const sets = setsPerWeek(schedule);
  if (sets >= least) return [];
  const bound = { min: least, max: MOST_TIMES_A_DAY * 7, unit: '/wk' };
  const message = `${sets} sets a week are fewer than the level asks for: ${title}, at least ${least} a week.`;
  return [{ path: '/schedule', message, bound, mayChange: BY_A_STEP }];
}

const rising = (numbers: readonly number[]): boolean =>
  numbers.every((number, n) => n === 0 || number > (numbers[n - 1] ?? NaN));

const SCORES: Readonly<Record<string, string>> = {
  news2: 'NEWS2',
  mmrc: 'mMRC breathlessness',
  borg: 'Borg breathlessness',
  painScore: 'pain score',
};

const wordFor = (name: string): string => SCORES[name] ?? SPOKEN[name as MeasuredVital]?.word ?? name;
