import {
  isPlausible,
  isWhyNotTaken,
  news2,
  PLAUSIBLE,
  type Consciousness,
  type News2,
  type NotTaken,
  type SpO2Scale,
  type Vital,
  type Vitals,
  type WhyNotTaken,
} from '#clinical';

/** What is asked one after the other, in the order in which it is taken at the bedside. */
export const STEPS = [
  'respiration',
  'spo2',
  'oxygen',
  'oxygenFlow',
  'systolic',
  'diastolic',
  'pulse',
  'consciousness',
  'temperature',
] as const;
export type Step = (typeof STEPS)[number];
export type NumberStep = Exclude<Step, 'oxygen' | 'consciousness'>;

export const isNumber = (step: Step): step is NumberStep => step !== 'oxygen' && step !== 'consciousness';

/** One set of readings as it is being typed. */
export interface Entry {
  /** What is asked now; null when all of it was. */
  readonly step: Step | null;
  /** As it was typed, or stands on the device's screen. */
  readonly typed: Readonly<Partial<Record<NumberStep, string>>>;
  readonly onOxygen: boolean | null;
  readonly consciousness: Consciousness | null;
  readonly notTaken: Readonly<Partial<Record<Step, WhyNotTaken>>>;
}

export const NOTHING_TYPED: Entry = {
  step: 'respiration',
  typed: {},
  onOxygen: null,
  consciousness: null,
  notTaken: {},
};

export const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '0', 'delete'] as const;
export type Key = (typeof KEYS)[number];

export type EntryAct =
  | { readonly kind: 'key'; readonly key: Key }
  | { readonly kind: 'typed'; readonly step: NumberStep; readonly text: string }
  /** One unit more or less of what stands there. */
  | { readonly kind: 'nudge'; readonly by: 1 | -1 }
  | { readonly kind: 'go'; readonly step: Step }
  | { readonly kind: 'next' }
  | { readonly kind: 'oxygen'; readonly on: boolean }
  | { readonly kind: 'consciousness'; readonly is: Consciousness }
  | { readonly kind: 'not-taken'; readonly why: WhyNotTaken };

const LONGEST = 5;

/** A number as devices show it: 37.5 or 37,5. A temperature without its point is in tenths: 375. Null when it is none. */
export function readNumber(step: NumberStep, text: string): number | null {
  const plain = text.trim().replace(',', '.');
  if (!/^\d+(\.\d*)?$/.test(plain)) return null;
  const value = Number(plain);
  return step === 'temperature' && /^\d{3}$/.test(plain) ? value / 10 : value;
}

/** Whether nothing sensible could follow, so that the next thing can be asked without another tap. */
export function isWhole(step: NumberStep, text: string): boolean {
  switch (step) {
    case 'respiration':
      return text.length >= 2;
    case 'spo2':
      return text.length >= (text.startsWith('10') ? 3 : 2);
    case 'systolic':
      return text.length >= (/^[123]/.test(text) ? 3 : 2);
    case 'diastolic':
      return text.length >= (text.startsWith('1') ? 3 : 2);
    case 'pulse':
      return text.length >= (/^[12]/.test(text) ? 3 : 2);
    case 'temperature':
      return /^(\d{3}|\d+[.,]\d)$/.test(text);
    // Half litres exist.
    case 'oxygenFlow':
      return false;
  }
}

const isAsked = (step: Step, { onOxygen }: Entry): boolean => step !== 'oxygenFlow' || onOxygen === true;

function isAnswered(step: Step, { typed, onOxygen, consciousness, notTaken }: Entry): boolean {
  if (notTaken[step] !== undefined) return true;
  if (step === 'oxygen') return onOxygen !== null;
  if (step === 'consciousness') return consciousness !== null;
  return (typed[step] ?? '') !== '';
}

/** What is asked after this: the next that has no answer yet, then any before it. */
function after(step: Step, entry: Entry): Step | null {
  const place = STEPS.indexOf(step);
  const order = [...STEPS.slice(place + 1), ...STEPS.slice(0, place)];
  return order.find((one) => isAsked(one, entry) && !isAnswered(one, entry)) ?? null;
}

const onwards = (step: Step, entry: Entry): Entry => ({ ...entry, step: after(step, entry) });

function withoutReason(step: Step, notTaken: Entry['notTaken']): Entry['notTaken'] {
  const { [step]: _taken, ...others } = notTaken;
  return others;
}

/** The step in which a device shows it. Flow: the mark between two litres of a flow meter. */
const UNIT_OF: Readonly<Record<NumberStep, number>> = {
  respiration: 1,
  spo2: 1,
  oxygenFlow: 0.5,
  systolic: 1,
  diastolic: 1,
  pulse: 1,
  temperature: 0.1,
};

/**
 * One unit more or less of what was typed; null where nothing was, since there is nothing to start from: not the reading before, which
 * nobody took now. Nor past what is plausible, though what was typed past it can be brought back.
 */
export function nudged(step: NumberStep, by: 1 | -1, text: string): string | null {
  const value = readNumber(step, text);
  if (value === null) return null;
  const next = Math.round((value + by * UNIT_OF[step]) * 100) / 100;
  const { min, max } = PLAUSIBLE[step];
  if (by === 1 ? next > max : next < min) return null;
  return step === 'temperature' ? next.toFixed(1) : String(next);
}

/** A temperature of three digits stands as it is meant. */
const asMeant = (step: NumberStep, text: string): string =>
  step === 'temperature' ? text.replace(/^(\d\d)(\d)$/, '$1.$2') : text;

function withText(step: NumberStep, given: string, entry: Entry): Entry {
  const text = asMeant(step, given);
  const next = {
    ...entry,
    step,
    typed: { ...entry.typed, [step]: text },
    notTaken: withoutReason(step, entry.notTaken),
  };
  // Only what grew is taken for finished: whoever corrects a digit is not carried off.
  const grew = text.length > (entry.typed[step] ?? '').length;
  return grew && isWhole(step, text) ? onwards(step, next) : next;
}

export function enter(entry: Entry, act: EntryAct): Entry {
  const { step, typed } = entry;
  switch (act.kind) {
    case 'go':
      return { ...entry, step: act.step };
    case 'next':
      return step === null ? entry : onwards(step, entry);
    case 'typed':
      return withText(act.step, act.text.slice(0, LONGEST), entry);
    case 'key': {
      if (step === null || !isNumber(step)) return entry;
      const before = typed[step] ?? '';
      if (act.key === 'delete') return withText(step, before.slice(0, -1), entry);
      return before.length >= LONGEST ? entry : withText(step, before + act.key, entry);
    }
    case 'nudge': {
      if (step === null || !isNumber(step)) return entry;
      const text = nudged(step, act.by, typed[step] ?? '');
      // It stays asked: whoever puts a digit right is not carried off.
      return text === null ? entry : { ...entry, typed: { ...typed, [step]: text } };
    }
    case 'oxygen': {
      const { oxygenFlow: _flow, ...others } = typed;
      const next = {
        ...entry,
        onOxygen: act.on,
        typed: act.on ? typed : others,
        notTaken: withoutReason('oxygen', entry.notTaken),
      };
      return onwards('oxygen', next);
    }
    case 'consciousness':
      return onwards('consciousness', {
        ...entry,
        consciousness: act.is,
        notTaken: withoutReason('consciousness', entry.notTaken),
      });
    case 'not-taken': {
      if (step === null) return entry;
      const { [step as NumberStep]: _typed, ...others } = typed;
      const next: Entry = {
        ...entry,
        typed: others,
        onOxygen: step === 'oxygen' ? null : entry.onOxygen,
        consciousness: step === 'consciousness' ? null : entry.consciousness,
        notTaken: { ...entry.notTaken, [step]: act.why },
      };
      return onwards(step, next);
    }
  }
}

/** What was measured. What was not typed, or is no number, is absent: it is never taken for normal. */
export function vitalsOf({ typed, onOxygen, consciousness }: Entry): Vitals {
  const vitals: Record<string, unknown> = {};
  for (const step of STEPS) {
    if (!isNumber(step)) continue;
    const value = readNumber(step, typed[step] ?? '');
    if (value !== null) vitals[step] = value;
  }
  if (onOxygen !== null) vitals['onOxygen'] = onOxygen;
  if (consciousness !== null) vitals['consciousness'] = consciousness;
  return vitals;
}

const vitalOf = (step: Step): Vital => (step === 'oxygen' ? 'onOxygen' : step);

/** What could not be taken, and why. Reasons that an older app knew, and this one does not, are left out. */
export function notTakenOf({ notTaken }: Entry): NotTaken {
  return Object.fromEntries(
    STEPS.flatMap((step) => {
      const why = notTaken[step];
      return isWhyNotTaken(why) ? [[vitalOf(step), why]] : [];
    }),
  );
}

/** What is wrong with what stands in a field, or null. A value that is not plausible may be sent as it stands: the hub sets it aside. */
export function doubtAbout(step: NumberStep, { typed, step: asked }: Entry): string | null {
  const text = typed[step] ?? '';
  if (text === '' || (asked === step && !isWhole(step, text))) return null;
  const value = readNumber(step, text);
  if (value === null) return 'This is not a number.';
  const { min, max } = PLAUSIBLE[step];
  return isPlausible(step, value) ? null : `Between ${min} and ${max} is plausible. Look again, or measure again.`;
}

/** What the readings so far come to. Values that are not plausible are not scored here either. */
export function news2SoFar(entry: Entry, scale: SpO2Scale): News2 {
  const vitals: Record<string, unknown> = { ...vitalsOf(entry) };
  for (const step of STEPS) {
    const value = vitals[step];
    if (isNumber(step) && typeof value === 'number' && !isPlausible(step, value)) delete vitals[step];
  }
  return news2(vitals, scale);
}
