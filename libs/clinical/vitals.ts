import type { Instant } from './instant.ts';
import type { NotTaken } from './not-taken.ts';

/** The seven NEWS2 parameters, in the order of the chart. Source: Royal College of Physicians, NEWS2 (2017), chart 1. */
export const PARAMETERS = [
  'respiration',
  'spo2',
  'oxygen',
  'systolic',
  'pulse',
  'consciousness',
  'temperature',
] as const;
export type Parameter = (typeof PARAMETERS)[number];

/** Alert; new or worse Confusion; responds to Voice; responds to Pain; Unresponsive. Lasting confusion from dementia is not C. */
export type Consciousness = 'A' | 'C' | 'V' | 'P' | 'U';

/** Scale 2 only by a clinical order: confirmed hypercapnic respiratory failure with a target of 88–92 %. */
export type SpO2Scale = 1 | 2;

export type Pathway = 'respiratory' | 'cardiac' | 'frailty';

/**
 * What was measured. What is absent was not measured: absent is never zero, and never "normal".
 * Units: respiration and pulse /min, spo2 %, pressures mmHg, temperature °C, oxygenFlow L/min, weight kg, height cm, bmi kg/m²,
 * glucose mmol/L. No rule reads height and bmi: they are kept, shown and handed on.
 */
export interface Vitals {
  readonly respiration?: number | undefined;
  readonly spo2?: number | undefined;
  readonly onOxygen?: boolean | undefined;
  readonly oxygenFlow?: number | undefined;
  readonly systolic?: number | undefined;
  readonly diastolic?: number | undefined;
  readonly pulse?: number | undefined;
  readonly consciousness?: Consciousness | undefined;
  readonly temperature?: number | undefined;
  readonly weight?: number | undefined;
  readonly height?: number | undefined;
  readonly bmi?: number | undefined;
  readonly glucose?: number | undefined;
}

export type Vital = keyof Vitals;

/** The vitals that are numbers. */
export type MeasuredVital = Exclude<Vital, 'onOxygen' | 'consciousness'>;

/** Every vital a set can hold, so that no loop over them forgets one. */
export const VITALS = [
  'respiration',
  'spo2',
  'onOxygen',
  'oxygenFlow',
  'systolic',
  'diastolic',
  'pulse',
  'consciousness',
  'temperature',
  'weight',
  'height',
  'bmi',
  'glucose',
] as const satisfies readonly Vital[];

/** One stored reading: what was measured together, when it was measured, and when we got it. It never changes. */
export interface Reading extends Vitals {
  readonly id: string;
  readonly effectiveAt: Instant;
  readonly receivedAt: Instant;
  readonly answers?: Readonly<Record<string, unknown>> | undefined;
  /** What could not be taken, and why. */
  readonly notTaken?: NotTaken | undefined;
}

/** How a value is written in a sentence: the word for the vital, and its unit with the space it needs. */
export const SPOKEN: Readonly<Record<MeasuredVital, { readonly word: string; readonly unit: string }>> = {
  respiration: { word: 'respiration', unit: '' },
  spo2: { word: 'SpO2', unit: ' %' },
  oxygenFlow: { word: 'oxygen flow', unit: ' L/min' },
  systolic: { word: 'systolic pressure', unit: '' },
  diastolic: { word: 'diastolic pressure', unit: '' },
  pulse: { word: 'pulse', unit: '' },
  temperature: { word: 'temperature', unit: ' °C' },
  weight: { word: 'weight', unit: ' kg' },
  height: { word: 'height', unit: ' cm' },
  bmi: { word: 'BMI', unit: ' kg/m²' },
  glucose: { word: 'glucose', unit: ' mmol/L' },
};
