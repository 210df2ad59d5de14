import { MINUTE, type Instant, type Vitals } from '#clinical';
import { bell, between, chance } from './chance.ts';
import { vitalsAt, type Course } from './course.ts';
import type { UsualVitals } from './person.ts';

/** What goes wrong with a measurement now and then. All but the first two give a value that cannot be believed. */
export const ARTEFACTS = ['cold-finger', 'pulse-doubled', 'loose-clip', 'cuff-slipped', 'thermometer-out'] as const;
export type Artefact = (typeof ARTEFACTS)[number];

/** What the devices show, on their own grids, and what went wrong with them. */
export interface Measurement {
  readonly at: Instant;
  readonly vitals: Vitals & UsualVitals;
  readonly artefact: Artefact | null;
}

const ARTEFACT_IN = 0.008;
const STREAM = 201;

/** Standard deviation of a device's own error, and the steps in which it shows the value. */
const DEVICES: Readonly<Record<keyof UsualVitals, { readonly error: number; readonly step: number }>> = {
  respiration: { error: 0.5, step: 1 },
  spo2: { error: 0.4, step: 1 },
  systolic: { error: 3, step: 1 },
  diastolic: { error: 2, step: 1 },
  pulse: { error: 1.2, step: 1 },
  temperature: { error: 0.06, step: 0.1 },
  weight: { error: 0.08, step: 0.1 },
};
const MEASURED = Object.keys(DEVICES) as (keyof UsualVitals)[];

/** On the grid of the device, without the crumbs of binary fractions: 36.7, not 36.7000001. */
function onGrid(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toFixed(2));
}

function spoilt(vitals: Vitals & UsualVitals, artefact: Artefact, draw: (from: number, to: number) => number) {
  switch (artefact) {
    case 'cold-finger':
      return { ...vitals, spo2: Math.round(vitals.spo2 - draw(8, 15)) };
    case 'pulse-doubled':
      return { ...vitals, pulse: Math.min(vitals.pulse * 2, 240) };
    case 'loose-clip':
      return { ...vitals, spo2: Math.round(draw(0, 46)) };
    case 'cuff-slipped':
      return { ...vitals, systolic: Math.round(vitals.diastolic - draw(4, 12)) };
    case 'thermometer-out':
      return { ...vitals, temperature: onGrid(draw(22, 29), 0.1) };
  }
}

/** A whole set, taken at this moment. The same course measured at the same minute gives the same set, artefact and all. */
export function measureAt(course: Course, at: Instant): Measurement {
  const minute = Math.floor(at / MINUTE);
  const { seed } = course;
  const body = vitalsAt(course, at);
  const shown: Vitals & UsualVitals = { ...body };
  const values = shown as { -readonly [Vital in keyof UsualVitals]: number };
  for (const [n, vital] of MEASURED.entries()) {
    const { error, step } = DEVICES[vital];
    values[vital] = onGrid(body[vital] + error * bell(seed, STREAM + n, minute), step);
  }
  values.spo2 = Math.min(values.spo2, 100);

  const draw = (from: number, to: number) => between(from, to, seed, STREAM + 50, minute);
  if (chance(seed, STREAM + 51, minute) >= ARTEFACT_IN) return { at, vitals: shown, artefact: null };
  const artefact = ARTEFACTS[Math.floor(chance(seed, STREAM + 52, minute) * ARTEFACTS.length)]!;
  return { at, vitals: spoilt(shown, artefact, draw), artefact };
}
