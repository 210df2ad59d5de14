import type { MeasuredVital } from '#clinical';
import type { StayReadings } from '#contracts';

/** One line over time: moments in epoch ms, oldest first, and what was measured then. */
export interface VitalLine {
  readonly vital: MeasuredVital;
  readonly at: readonly number[];
  readonly values: readonly number[];
}

/** Something that a panel draws across: what is usual for the person, a limit or a target of their plan. */
export interface Mark {
  readonly kind: 'usual' | 'limit' | 'target';
  readonly value: number;
  /** Of a target that is a range: its upper end. */
  readonly to?: number;
  readonly words: string;
}

/** One panel of the vitals: its lines, what is drawn across, and how much of the scale is shown at the least. */
export interface VitalPanel {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly lines: readonly VitalLine[];
  readonly marks: readonly Mark[];
  /** The range that is shown even where nothing reaches its ends: a flat line must look flat. */
  readonly least: readonly [low: number, high: number];
}

const PANELS = [
  { id: 'respiration', name: 'Respirations', unit: '/min', vitals: ['respiration'], least: [8, 26] },
  { id: 'spo2', name: 'SpO2', unit: '%', vitals: ['spo2'], least: [88, 100] },
  { id: 'pressure', name: 'Blood pressure', unit: 'mmHg', vitals: ['systolic', 'diastolic'], least: [60, 160] },
  { id: 'pulse', name: 'Pulse', unit: '/min', vitals: ['pulse'], least: [50, 110] },
  { id: 'temperature', name: 'Temperature', unit: '°C', vitals: ['temperature'], least: [35.5, 38.5] },
  { id: 'weight', name: 'Weight', unit: 'kg', vitals: ['weight'], least: [Infinity, -Infinity] },
] as const satisfies readonly {
  id: string;
  name: string;
  unit: string;
  vitals: readonly MeasuredVital[];
  least: readonly [number, number];
}[];

/** The panels of vitals; of weight only where it was measured. */
export function vitalPanels(readings: StayReadings): VitalPanel[] {
  return PANELS.flatMap(({ vitals, ...panel }): VitalPanel[] => {
    const lines = vitals.map((vital) => lineOf(readings, vital));
    if (panel.id === 'weight' && lines.every(({ at }) => at.length === 0)) return [];
    return [{ ...panel, lines, marks: vitals.flatMap((vital) => marksOf(readings, vital, vitals.length > 1)) }];
  });
}

/** Each value once, where it was measured: a set repeats what was measured in the half hour before. */
function lineOf({ sets }: StayReadings, vital: MeasuredVital): VitalLine {
  const points = new Map<number, number>();
  for (const set of sets) {
    const value = set.vitals[vital];
    if (value !== undefined) points.set(set.earlier?.[vital] ?? set.at, value);
  }
  const ordered = [...points].toSorted(([a], [b]) => a - b);
  return { vital, at: ordered.map(([at]) => at), values: ordered.map(([, value]) => value) };
}

const SHORT: Partial<Record<MeasuredVital, string>> = { systolic: 'systolic ', diastolic: 'diastolic ' };
const number = (value: number): string => String(Math.round(value * 10) / 10);

function marksOf({ usual, ranges, targets }: StayReadings, vital: MeasuredVital, named: boolean): Mark[] {
  const of = named ? (SHORT[vital] ?? '') : '';
  const own = usual[vital];
  const { low, high } = ranges[vital] ?? {};
  const target = targets[vital];
  return [
    ...(target?.low === undefined || target.high === undefined
      ? []
      : [
          {
            kind: 'target' as const,
            value: target.low,
            to: target.high,
            words:
              target.low === target.high
                ? `target ${number(target.low)}`
                : `target ${number(target.low)}–${number(target.high)}`,
          },
        ]),
    ...(low === undefined ? [] : [{ kind: 'limit' as const, value: low, words: `${of}limit: below ${number(low)}` }]),
    ...(high === undefined
      ? []
      : [{ kind: 'limit' as const, value: high, words: `${of}limit: above ${number(high)}` }]),
    ...(own === undefined
      ? []
      : [
          {
            kind: 'usual' as const,
            value: own.value,
            words: `${of}usual ${number(own.value)}${own.from === 'plan' ? ' (plan)' : ' (7 days)'}`,
          },
        ]),
  ];
}
