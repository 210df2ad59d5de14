import { tenths, wholes } from './grid.ts';
import type { Consciousness, Parameter, SpO2Scale, Vitals } from './vitals.ts';

/*
 * NEWS2. Source: Royal College of Physicians, National Early Warning Score (NEWS) 2, London 2017, chart 1.
 * Each row reads upwards: [highest value of the band, its score]. Not for under 16s or in pregnancy.
 */
type Bands = readonly (readonly [upTo: number, score: 0 | 1 | 2 | 3])[];

/** The score of every grid point up to where the last band begins, which holds for all above as well. */
type Table = Uint8Array;

function tableOf(bands: Bands): Table {
  const lastBegins = bands.at(-2)![0] + 1;
  return Uint8Array.from({ length: lastBegins + 1 }, (_, value) => bands.find(([upTo]) => value <= upTo)![1]);
}

/** Breaths/min. */
const RESPIRATION_BANDS = [[8, 3], [11, 1], [20, 0], [24, 2], [Infinity, 3]] as const satisfies Bands; // prettier-ignore
/** %. */
const SPO2_SCALE_1_BANDS = [[91, 3], [93, 2], [95, 1], [Infinity, 0]] as const satisfies Bands; // prettier-ignore
/** %, for a target of 88–92 %. From 93 upwards the score depends on whether the patient breathes air or oxygen. */
const SPO2_SCALE_2_ON_AIR_BANDS = [[83, 3], [85, 2], [87, 1], [Infinity, 0]] as const satisfies Bands; // prettier-ignore
const SPO2_SCALE_2_ON_OXYGEN_BANDS = [[83, 3], [85, 2], [87, 1], [92, 0], [94, 1], [96, 2], [Infinity, 3]] as const satisfies Bands; // prettier-ignore
/** mmHg. */
const SYSTOLIC_BANDS = [[90, 3], [100, 2], [110, 1], [219, 0], [Infinity, 3]] as const satisfies Bands; // prettier-ignore
/** Beats/min. */
const PULSE_BANDS = [[40, 3], [50, 1], [90, 0], [110, 1], [130, 2], [Infinity, 3]] as const satisfies Bands; // prettier-ignore
/** Tenths of °C. */
const TEMPERATURE_BANDS = [[350, 3], [360, 1], [380, 0], [390, 1], [Infinity, 2]] as const satisfies Bands; // prettier-ignore
const RESPIRATION_SCORES = tableOf(RESPIRATION_BANDS);
const SPO2_SCALE_1_SCORES = tableOf(SPO2_SCALE_1_BANDS);
const SPO2_SCALE_2_ON_AIR_SCORES = tableOf(SPO2_SCALE_2_ON_AIR_BANDS);
const SPO2_SCALE_2_ON_OXYGEN_SCORES = tableOf(SPO2_SCALE_2_ON_OXYGEN_BANDS);
const SYSTOLIC_SCORES = tableOf(SYSTOLIC_BANDS);
const PULSE_SCORES = tableOf(PULSE_BANDS);
const TEMPERATURE_SCORES = tableOf(TEMPERATURE_BANDS);
const CONSCIOUSNESS_SCORES = { A: 0, C: 3, V: 3, P: 3, U: 3 } as const satisfies Record<Consciousness, 0 | 3>;
const ON_OXYGEN_SCORE = 2;

/** The most that each parameter can score. Oxygen cannot be the single 3. */
export const HIGHEST_SCORE = {
  respiration: 3,
  spo2: 3,
  oxygen: 2,
  systolic: 3,
  pulse: 3,
  consciousness: 3,
  temperature: 3,
} as const satisfies Record<Parameter, number>;

/** The clinical risk band. Source: [RCP] chart 2. First match: ≥7 high, 5–6 medium, any single 3 low-medium, else low. */
export type Band = 'low' | 'low-medium' | 'medium' | 'high';
export const BANDS = ['low', 'low-medium', 'medium', 'high'] as const satisfies readonly Band[];
const HIGH_FROM = 7;
const MEDIUM_FROM = 5;

export interface News2Complete {
  readonly kind: 'complete';
  /** 0–20. */
  readonly total: number;
  readonly band: Band;
  /** The parameters that score 3, whatever the band. */
  readonly singleThree: readonly Parameter[];
  readonly subScores: Readonly<Record<Parameter, number>>;
  readonly scale: SpO2Scale;
}

/** A set with something missing is not a NEWS2, and is never shown as one: it only says what is already certain. */
export interface News2Incomplete {
  readonly kind: 'incomplete';
  /** What the total is at the least, and at the most, whatever the missing values turn out to be. */
  readonly least: number;
  readonly most: number;
  /** What was not measured. A measured SpO2 that cannot be scored without the oxygen status is not in here: oxygen is. */
  readonly missing: readonly Parameter[];
  readonly subScores: Readonly<Partial<Record<Parameter, number>>>;
  /** The band that is already certain. */
  readonly band: Band;
  readonly singleThree: readonly Parameter[];
  readonly scale: SpO2Scale;
}

export type News2 = News2Complete | News2Incomplete;

/** Under 16s and in pregnancy NEWS2 does not apply [RCP]: the stay says why it has none. */
export interface News2NotApplicable {
  readonly kind: 'not-applicable';
  readonly reason: string;
}

const NONE: readonly Parameter[] = Object.freeze([]);

/** The score of a value on the grid; one beyond either end of the table scores as that end does. */
function score(value: number, table: Table): number {
  return table[Math.max(0, Math.min(value, table.length - 1))]!;
}

/** A number that is not one (NaN from a broken device) was not measured. */
function measured(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value);
}

/** The band of a total; `anyThree`: some single parameter scores 3. */
export function bandOf(total: number, anyThree: boolean): Band {
  if (total >= HIGH_FROM) return 'high';
  if (total >= MEDIUM_FROM) return 'medium';
  return anyThree ? 'low-medium' : 'low';
}

/** Stands for "not known" among the sub-scores, which are never negative. */
const UNKNOWN = -1;

function spo2Score(spo2: number, scale: SpO2Scale, onOxygen: boolean | undefined): number {
  if (scale === 1) return score(spo2, SPO2_SCALE_1_SCORES);
  if (onOxygen === true) return score(spo2, SPO2_SCALE_2_ON_OXYGEN_SCORES);
  if (onOxygen === false) return score(spo2, SPO2_SCALE_2_ON_AIR_SCORES);
  const onAir = score(spo2, SPO2_SCALE_2_ON_AIR_SCORES);
  return onAir === score(spo2, SPO2_SCALE_2_ON_OXYGEN_SCORES) ? onAir : UNKNOWN;
}

/** The sub-score of a value on the grid of whole numbers. */
function ofWholes(value: number | undefined, table: Table): number {
  return measured(value) ? score(wholes(value), table) : UNKNOWN;
}

function ofTemperature(value: number | undefined): number {
  return measured(value) ? score(tenths(value), TEMPERATURE_SCORES) : UNKNOWN;
}

function ofConsciousness(value: Consciousness | undefined): number {
  return value === undefined ? UNKNOWN : CONSCIOUSNESS_SCORES[value];
}

/** A stated oxygen status counts; without one, a stated flow tells it (above 0 L/min is on oxygen). */
function breathesOxygen({ onOxygen, oxygenFlow }: Vitals): boolean | undefined {
  return onOxygen ?? (measured(oxygenFlow) ? oxygenFlow > 0 : undefined);
}

/** The total of a set, as `news2` has it, or null when the set is incomplete: for those who look at the totals of many sets. */
export function news2Total(vitals: Vitals, scale: SpO2Scale): number | null {
  const onOxygen = breathesOxygen(vitals);
  if (onOxygen === undefined || !measured(vitals.spo2)) return null;
  const respiration = ofWholes(vitals.respiration, RESPIRATION_SCORES);
  const systolic = ofWholes(vitals.systolic, SYSTOLIC_SCORES);
  const pulse = ofWholes(vitals.pulse, PULSE_SCORES);
  const consciousness = ofConsciousness(vitals.consciousness);
  const temperature = ofTemperature(vitals.temperature);
  if (respiration < 0 || systolic < 0 || pulse < 0 || consciousness < 0 || temperature < 0) return null;
  const oxygen = onOxygen ? ON_OXYGEN_SCORE : 0;
  return (
    respiration +
    spo2Score(wholes(vitals.spo2), scale, onOxygen) +
    oxygen +
    systolic +
    pulse +
    consciousness +
    temperature
  );
}

/**
 * Scores a set. Values are put on the chart's grid first; a missing value never counts as zero.
 * The caller has seen to it that NEWS2 applies (16 or over, not pregnant) and that scale 2 was ordered.
 */
export function news2(vitals: Vitals, scale: SpO2Scale): News2 {
  const onOxygen = breathesOxygen(vitals);
  const respiration = ofWholes(vitals.respiration, RESPIRATION_SCORES);
  const spo2 = measured(vitals.spo2) ? spo2Score(wholes(vitals.spo2), scale, onOxygen) : UNKNOWN;
  const oxygen = onOxygen === undefined ? UNKNOWN : onOxygen ? ON_OXYGEN_SCORE : 0;
  const systolic = ofWholes(vitals.systolic, SYSTOLIC_SCORES);
  const pulse = ofWholes(vitals.pulse, PULSE_SCORES);
  const consciousness = ofConsciousness(vitals.consciousness);
  const temperature = ofTemperature(vitals.temperature);

  const complete =
    respiration >= 0 &&
    spo2 >= 0 &&
    oxygen >= 0 &&
    systolic >= 0 &&
    pulse >= 0 &&
    consciousness >= 0 &&
    temperature >= 0;
  const anyThree =
    respiration === 3 || spo2 === 3 || systolic === 3 || pulse === 3 || consciousness === 3 || temperature === 3;

  let singleThree = NONE;
  if (anyThree) {
    const threes: Parameter[] = [];
    if (respiration === 3) threes.push('respiration');
    if (spo2 === 3) threes.push('spo2');
    if (systolic === 3) threes.push('systolic');
    if (pulse === 3) threes.push('pulse');
    if (consciousness === 3) threes.push('consciousness');
    if (temperature === 3) threes.push('temperature');
    singleThree = threes;
  }

  if (complete) {
    const total = respiration + spo2 + oxygen + systolic + pulse + consciousness + temperature;
    return {
      kind: 'complete',
      total,
      band: bandOf(total, anyThree),
      singleThree,
      subScores: { respiration, spo2, oxygen, systolic, pulse, consciousness, temperature },
      scale,
    };
  }

  const subScores: Partial<Record<Parameter, number>> = {};
  const missing: Parameter[] = [];
  let least = 0;
  let most = 0;
  const known = (parameter: Parameter, subScore: number, isMeasured: boolean, atMost: number): void => {
    if (subScore !== UNKNOWN) {
      subScores[parameter] = subScore;
      least += subScore;
      most += subScore;
      return;
    }
    most += atMost;
    if (!isMeasured) missing.push(parameter);
  };
  // An SpO2 that only lacks the oxygen status lies between its score on air (0) and its score on oxygen.
  const spo2AtMost = measured(vitals.spo2)
    ? score(wholes(vitals.spo2), SPO2_SCALE_2_ON_OXYGEN_SCORES)
    : HIGHEST_SCORE.spo2;
  known('respiration', respiration, false, HIGHEST_SCORE.respiration);
  known('spo2', spo2, measured(vitals.spo2), spo2AtMost);
  known('oxygen', oxygen, false, HIGHEST_SCORE.oxygen);
  known('systolic', systolic, false, HIGHEST_SCORE.systolic);
  known('pulse', pulse, false, HIGHEST_SCORE.pulse);
  known('consciousness', consciousness, false, HIGHEST_SCORE.consciousness);
  known('temperature', temperature, false, HIGHEST_SCORE.temperature);
  return {
    kind: 'incomplete',
    least,
    most,
    missing,
    subScores,
    band: bandOf(least, anyThree),
    singleThree,
    scale,
  };
}
