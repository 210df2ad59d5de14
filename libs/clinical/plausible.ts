import type { MeasuredVital, Vitals } from './vitals.ts';

export interface PlausibleRange {
  readonly min: number;
  readonly max: number;
  /** UCUM. */
  readonly unit: string;
}

/**
 * Values outside these are kept, quarantined, not scored, and answered with "please repeat": never dropped, never clamped.
 * Source: docs/CLINICAL, section 2. Bounds are inclusive.
 */
export const PLAUSIBLE: Readonly<Record<MeasuredVital, PlausibleRange>> = {
  respiration: { min: 4, max: 60, unit: '/min' },
  spo2: { min: 50, max: 100, unit: '%' },
  oxygenFlow: { min: 0, max: 60, unit: 'L/min' },
  systolic: { min: 40, max: 300, unit: 'mm[Hg]' },
  diastolic: { min: 20, max: 200, unit: 'mm[Hg]' },
  pulse: { min: 20, max: 250, unit: '/min' },
  temperature: { min: 30, max: 43, unit: 'Cel' },
  weight: { min: 20, max: 300, unit: 'kg' },
  height: { min: 50, max: 250, unit: 'cm' },
  bmi: { min: 8, max: 120, unit: 'kg/m2' },
  glucose: { min: 0.6, max: 40, unit: 'mmol/L' },
};

const MEASURED = Object.keys(PLAUSIBLE) as MeasuredVital[];

/** A value that cannot be believed as it stands, with the range it should have been in. */
export interface Implausibility {
  readonly vital: MeasuredVital;
  readonly value: number;
  readonly min: number;
  readonly max: number;
}

/** NaN lies in no range. */
export function isWithin(value: number, { min, max }: PlausibleRange): boolean {
  return value >= min && value <= max;
}

/** Whether a value of this vital lies in its plausible range. */
export function isPlausible(vital: MeasuredVital, value: number): boolean {
  return isWithin(value, PLAUSIBLE[vital]);
}

/**
 * Every value that cannot be right: out of its range; a systolic pressure not above the diastolic (both are named: it
 * cannot be told which one is wrong); an oxygen flow for someone who is said to breathe air.
 */
export function implausible(vitals: Vitals): Implausibility[] {
  const found: Implausibility[] = [];
  for (const vital of MEASURED) {
    const value = vitals[vital];
    if (value !== undefined && !isPlausible(vital, value)) {
      found.push({ vital, value, min: PLAUSIBLE[vital].min, max: PLAUSIBLE[vital].max });
    }
  }
  const { systolic, diastolic, oxygenFlow } = vitals;
  if (systolic !== undefined && diastolic !== undefined && systolic <= diastolic && found.every(notPressure)) {
    found.push({ vital: 'systolic', value: systolic, min: diastolic, max: PLAUSIBLE.systolic.max });
    found.push({ vital: 'diastolic', value: diastolic, min: PLAUSIBLE.diastolic.min, max: systolic });
  }
  if (
    vitals.onOxygen === false &&
    oxygenFlow !== undefined &&
    oxygenFlow > 0 &&
    oxygenFlow <= PLAUSIBLE.oxygenFlow.max
  ) {
    found.push({ vital: 'oxygenFlow', value: oxygenFlow, min: 0, max: 0 });
  }
  return found;
}

function notPressure({ vital }: Implausibility): boolean {
  return vital !== 'systolic' && vital !== 'diastolic';
}
