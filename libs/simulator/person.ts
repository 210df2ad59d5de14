import type { Pathway, SpO2Scale } from '#clinical';

/** What this person's vitals are on a good day. Units as in `Vitals`. */
export interface UsualVitals {
  readonly respiration: number;
  readonly spo2: number;
  readonly systolic: number;
  readonly diastolic: number;
  readonly pulse: number;
  readonly temperature: number;
  readonly weight: number;
}

/** Somebody who breathes: all that a course of vitals depends on besides its seed and the time. */
export interface SimulatedPerson {
  readonly pathway: Pathway;
  readonly spo2Scale: SpO2Scale;
  /** Litres a minute that they breathe on a good day; 0 on air. */
  readonly oxygenFlow: number;
  readonly usual: UsualVitals;
}
