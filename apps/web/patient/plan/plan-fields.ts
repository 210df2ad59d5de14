import { MOST_TIMES_A_DAY, planTemplate, SPOKEN, type MeasuredVital } from '#clinical';
import { showWallClockTime, type StayPlan, type StayPlanView } from '#contracts';
import { capital } from '../../words/news2.ts';
import { parameterWords, unitWords } from '../../words/parameters.ts';
import { ruleName } from '../../words/rules.ts';

/* A plan as a form holds it: each thing that it can say is one field of text, empty where it says nothing. */

/** By the place in the plan: `limits.pulse.low`. */
export type PlanFields = Readonly<Record<string, string>>;

export interface PlanField {
  readonly id: string;
  /** As it is called where it stands by itself. */
  readonly name: string;
  readonly unit: string;
}

/** What has a usual value, and limits, that a person may state here, in the order of the chart. */
export const USUAL = [
  'news2',
  'respiration',
  'spo2',
  'oxygenFlow',
  'systolic',
  'diastolic',
  'pulse',
  'temperature',
  'weight',
  'mmrc',
  'borg',
  'painScore',
] as const;
export const LIMITED = [
  'respiration',
  'spo2',
  'systolic',
  'diastolic',
  'pulse',
  'temperature',
  'weight',
  'glucose',
] as const satisfies readonly MeasuredVital[];

export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** What is no vital sign and yet has a usual value, as it is called within a sentence. */
const SCORE_WORDS: Partial<Record<string, string>> = {
  news2: 'NEWS2',
  mmrc: 'mMRC breathlessness (0 to 4)',
  borg: 'Borg breathlessness (0 to 10)',
  painScore: 'pain score (0 to 10)',
};
const inSentence = (vital: string): string => SCORE_WORDS[vital] ?? SPOKEN[vital as MeasuredVital]?.word ?? vital;
/** Asked of the person rather than measured. */
export const isAnswered = (vital: string): boolean => vital !== 'news2' && vital in SCORE_WORDS;
export const vitalName = (vital: string): string => (vital === 'mmrc' ? inSentence(vital) : capital(inSentence(vital)));

const UNITS: Partial<Record<string, string>> = {
  respiration: '/min',
  pulse: '/min',
  systolic: 'mmHg',
  diastolic: 'mmHg',
};
export const vitalUnit = (vital: string): string => UNITS[vital] ?? SPOKEN[vital as MeasuredVital]?.unit.trim() ?? '';

const thresholdField = (ruleId: string, parameter: string): string => `overrides.${ruleId}.${parameter}`;

/** Everything that this stay's plan may say in the form, in the order in which it stands there. */
export function fieldsIn({ thresholds }: Pick<StayPlanView, 'thresholds'>): PlanField[] {
  return [
    { id: 'escalation', name: 'Escalation plan', unit: '' },
    ...USUAL.map((vital) => ({ id: `baseline.${vital}`, name: `Usual ${inSentence(vital)}`, unit: vitalUnit(vital) })),
    ...LIMITED.flatMap((vital) => [
      { id: `limits.${vital}.low`, name: `${vitalName(vital)}, lower limit`, unit: vitalUnit(vital) },
      { id: `limits.${vital}.high`, name: `${vitalName(vital)}, upper limit`, unit: vitalUnit(vital) },
      { id: `limits.${vital}.priority`, name: `${vitalName(vital)}, how pressing beyond its limits`, unit: '' },
    ]),
    { id: 'spo2Target.low', name: 'SpO2 target from', unit: '%' },
    { id: 'spo2Target.high', name: 'SpO2 target to', unit: '%' },
    { id: 'prescribedOxygenFlow', name: 'Prescribed oxygen', unit: 'L/min' },
    { id: 'targetWeight', name: 'Target weight', unit: 'kg' },
    { id: 'glucoseLowering', name: 'Takes insulin or a sulfonylurea', unit: '' },
    ...thresholds
      .filter(({ perPatient }) => perPatient)
      .map(({ ruleId, parameter, unit }) => ({
        id: thresholdField(ruleId, parameter),
        name: `${ruleName(ruleId)}: ${parameterWords(ruleId, parameter)}`,
        unit: unitWords(unit),
      })),
    { id: 'schedule.minutes', name: 'Times of sets', unit: '' },
    { id: 'schedule.weekdays', name: 'Days of sets', unit: '' },
  ];
}

/** What a plan says of a field; empty where it says nothing. */
function said(plan: StayPlan, id: string): string {
  if (id === 'glucoseLowering') return plan.glucoseLowering === true ? 'yes' : '';
  if (id === 'schedule.minutes') return plan.schedule?.minutes.map(showWallClockTime).join(', ') ?? '';
  if (id === 'schedule.weekdays') return plan.schedule?.weekdays?.join(',') ?? '';
  const [part = '', name = '', end = ''] = id.split('.');
  const value =
    part === 'overrides'
      ? plan.overrides?.[name]?.parameters?.[end]
      : id.split('.').reduce<unknown>((inner, step) => (isObject(inner) ? inner[step] : undefined), plan);
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

export const fieldsOf = (fields: readonly PlanField[], plan: StayPlan): PlanFields =>
  Object.fromEntries(fields.map(({ id }) => [id, said(plan, id)]));

/** What the template of the pathway asks for and these fields do not say, in its order. */
export function unstated(view: StayPlanView, fields: readonly PlanField[], values: PlanFields): PlanField[] {
  const scale = { id: 'spo2Scale', name: 'SpO2 scale, by an order', unit: '' };
  const gaps = planTemplate(view.pathway, view.level).toState.filter((place) =>
    place === scale.id ? view.spo2Scale.orders.length === 0 : (values[place] ?? '').trim() === '',
  );
  return gaps.flatMap((place) => (place === scale.id ? scale : (fields.find(({ id }) => id === place) ?? [])));
}

/** The fields in which two differ. */
export const differing = (fields: readonly PlanField[], a: PlanFields, b: PlanFields): PlanField[] =>
  fields.filter(({ id }) => (a[id] ?? '').trim() !== (b[id] ?? '').trim());

/**
 * What was typed, over what stands now: a field that this person changed stays as they typed it, one that they did not
 * touch is as the other left it.
 */
export const mergedFields = (seen: PlanFields, now: PlanFields, typed: PlanFields): PlanFields =>
  Object.fromEntries(Object.keys(typed).map((id) => [id, (typed[id] === seen[id] ? now[id] : typed[id]) ?? '']));

/** A field as people read it: "08:00, 14:00", "90 %", "not stated". */
export function inWords({ id, unit }: Pick<PlanField, 'id' | 'unit'>, value: string | undefined): string {
  const text = value?.trim() ?? '';
  if (id === 'glucoseLowering') return text === 'yes' ? 'yes' : 'no';
  if (text === '') return id === 'schedule.weekdays' ? 'every day' : 'not stated';
  if (id === 'schedule.weekdays')
    return text
      .split(',')
      .map((day) => WEEKDAYS[Number(day)] ?? day)
      .join(', ');
  return unit === '' ? text : `${text} ${unit}`;
}

const TIME = /^([01]?\d|2[0-3])[:.]?([0-5]\d)$/;

/** "8:00, 14.00" as minutes after midnight in their order; null when one of them is no time. */
function minutesOf(text: string): number[] | null {
  const minutes = text
    .split(/[,;\s]+/)
    .filter((time) => time !== '')
    .map((time) => {
      const read = TIME.exec(time);
      return read === null ? null : Number(read[1]) * 60 + Number(read[2]);
    });
  const known = minutes.filter((minute) => minute !== null);
  return known.length === minutes.length ? known.toSorted((a, b) => a - b) : null;
}

export type ReadPlan =
  | { readonly kind: 'plan'; readonly plan: StayPlan }
  /** What is wrong, by field. */
  | { readonly kind: 'faults'; readonly faults: ReadonlyMap<string, string> };

/** The plan that the fields say. What the form has no field for stays as it is in `standing`. */
export function readPlan(fields: readonly PlanField[], typed: PlanFields, standing: StayPlan): ReadPlan {
  const faults = new Map<string, string>();
  const text = (id: string): string => (typed[id] ?? '').trim();
  const numberOf = ({ id, name }: PlanField): number | undefined => {
    if (text(id) === '') return undefined;
    const value = Number(text(id).replace(',', '.'));
    if (Number.isFinite(value)) return value;
    faults.set(id, `${name}: enter a number, or nothing`);
    return undefined;
  };
  const ofPart = (part: string): PlanField[] => fields.filter(({ id }) => id.startsWith(`${part}.`));

  const baseline: Record<string, number | boolean> = { ...standing.baseline };
  for (const field of ofPart('baseline')) set(baseline, last(field.id), numberOf(field));

  const limits: Record<string, Record<string, number | string>> = {};
  for (const [vital, limit] of Object.entries(standing.limits ?? {})) if (limit) limits[vital] = { ...limit };
  for (const field of ofPart('limits')) {
    const [, vital = '', end = ''] = field.id.split('.');
    const limit = (limits[vital] ??= {});
    set(limit, end, end === 'priority' ? text(field.id) || undefined : numberOf(field));
  }
  for (const [vital, limit] of Object.entries(limits))
    if (limit['low'] === undefined && limit['high'] === undefined) delete limits[vital];

  const overrides: Record<string, { parameters?: Record<string, number> }> = {};
  for (const [ruleId, override] of Object.entries(standing.overrides ?? {}))
    overrides[ruleId] = { ...override, ...(override.parameters && { parameters: { ...override.parameters } }) };
  for (const field of ofPart('overrides')) {
    const [, ruleId = '', parameter = ''] = field.id.split('.');
    const override = (overrides[ruleId] ??= {});
    const parameters = { ...override.parameters };
    set(parameters, parameter, numberOf(field));
    if (Object.keys(parameters).length > 0) override.parameters = parameters;
    else delete override.parameters;
    if (Object.keys(override).length === 0) delete overrides[ruleId];
  }

  const one = (id: string): number | undefined => numberOf(fields.find((field) => field.id === id)!);
  const [low, high] = [one('spo2Target.low'), one('spo2Target.high')];
  if ((low === undefined) !== (high === undefined))
    faults.set(low === undefined ? 'spo2Target.low' : 'spo2Target.high', 'SpO2 target: enter both ends, or neither');
  const minutes = minutesOf(text('schedule.minutes'));
  if (minutes === null)
    faults.set('schedule.minutes', `Times of sets: enter up to ${MOST_TIMES_A_DAY} times of day, such as 08:00, 14:00`);
  const weekdays = text('schedule.weekdays')
    .split(',')
    .filter((day) => day !== '')
    .map(Number);
  if (weekdays.length > 0 && minutes?.length === 0)
    faults.set('schedule.minutes', 'Times of sets: enter the times of these days');
  const [flow, weight] = [one('prescribedOxygenFlow'), one('targetWeight')];
  if (faults.size > 0) return { kind: 'faults', faults };

  const { baseline: _b, limits: _l, overrides: _o, ...rest } = standing;
  const {
    escalation: _e,
    spo2Target: _t,
    targetWeight: _w,
    prescribedOxygenFlow: _f,
    glucoseLowering: _g,
    schedule: _s,
    ...others
  } = rest;
  const plan = {
    ...others,
    ...(text('escalation') !== '' && { escalation: text('escalation') }),
    ...(Object.keys(baseline).length > 0 && { baseline }),
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(low !== undefined && high !== undefined && { spo2Target: { low, high } }),
    ...(weight !== undefined && { targetWeight: weight }),
    ...(flow !== undefined && { prescribedOxygenFlow: flow }),
    ...(text('glucoseLowering') === 'yes' && { glucoseLowering: true }),
    ...(Object.keys(overrides).length > 0 && { overrides }),
    ...(minutes !== null &&
      minutes.length > 0 && {
        schedule: { minutes, ...(weekdays.length > 0 && { weekdays: weekdays.toSorted((a, b) => a - b) }) },
      }),
  };
  return { kind: 'plan', plan };
}

function set<T>(into: Record<string, T>, name: string, value: T | undefined): void {
  if (value === undefined) delete into[name];
  else into[name] = value;
}

const last = (id: string): string => id.slice(id.lastIndexOf('.') + 1);

/** The field that a refusal points at: `/plan/limits/pulse/low` and `/overrides/spo2-fall/parameters/fall` are both of one. */
export function fieldAt(fields: readonly PlanField[], pointer: string): string | null {
  const id = pointer
    .replace(/^\/plan/, '')
    .split('/')
    .filter((step) => step !== '' && step !== 'parameters')
    .join('.');
  return (
    (fields.find((field) => field.id === id) ?? fields.find((field) => id !== '' && field.id.startsWith(`${id}.`)))
      ?.id ?? null
  );
}
