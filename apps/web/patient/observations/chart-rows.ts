import { tenths, wholes, type Parameter, type SpO2Scale, type Vitals } from '#clinical';

/*
 * The rows of the NEWS2 observation chart, top to bottom, as they are printed. Source: Royal College of Physicians, NEWS2
 * (2017), chart 3. A test holds each against the scores that libs/clinical gives.
 */

/** One printed row: what it says, and what it scores. */
export interface ChartRow {
  readonly label: string;
  readonly score: 0 | 1 | 2 | 3;
}

/** The rows of one parameter; SpO2 has one for each scale. */
export interface ChartBlock {
  readonly parameter: Parameter;
  /** Of SpO2: only sets that are scored on it stand in this block. */
  readonly scale: SpO2Scale | null;
  /** The letter of the chart: airway and breathing, circulation, disability, exposure. */
  readonly letter: string;
  readonly name: string;
  readonly short: string;
  readonly unit: string;
  readonly rows: readonly ChartRow[];
  /** In which row a set stands; null when this parameter was not measured, or cannot be placed. */
  readonly rowOf: (vitals: Vitals) => number | null;
  /** What is printed in the cell. */
  readonly print: (vitals: Vitals) => string;
}

/** Each row with the least value that stands in it, in the units of the grid. */
type Steps = readonly (readonly [label: string, score: ChartRow['score'], from: number])[];

const rowsOf = (steps: Steps): ChartRow[] => steps.map(([label, score]) => ({ label, score }));

function numbered(
  of: 'respiration' | 'spo2' | 'systolic' | 'pulse' | 'temperature',
  grid: (value: number) => number,
  steps: Steps,
) {
  return {
    rows: rowsOf(steps),
    rowOf: (vitals: Vitals): number | null => {
      const value = vitals[of];
      if (value === undefined) return null;
      const onGrid = grid(value);
      return steps.findIndex(([, , from]) => onGrid >= from);
    },
  };
}

const RESPIRATION: Steps = [
  ['≥25', 3, 25],
  ['21–24', 2, 21],
  ['18–20', 0, 18],
  ['15–17', 0, 15],
  ['12–14', 0, 12],
  ['9–11', 1, 9],
  ['≤8', 3, -Infinity],
];
const SPO2_SCALE_1: Steps = [
  ['≥96', 0, 96],
  ['94–95', 1, 94],
  ['92–93', 2, 92],
  ['≤91', 3, -Infinity],
];
const SPO2_SCALE_2_ON_OXYGEN: Steps = [
  ['≥97 on O2', 3, 97],
  ['95–96 on O2', 2, 95],
  ['93–94 on O2', 1, 93],
];
const ON_AIR = SPO2_SCALE_2_ON_OXYGEN.length;
/** %: from here on it depends on whether oxygen is breathed. */
const TARGET_TO = 93;
const SPO2_SCALE_2: Steps = [
  ...SPO2_SCALE_2_ON_OXYGEN,
  ['≥93 on air', 0, TARGET_TO],
  ['88–92', 0, 88],
  ['86–87', 1, 86],
  ['84–85', 2, 84],
  ['≤83', 3, -Infinity],
];
const SYSTOLIC: Steps = [
  ['≥220', 3, 220],
  ['201–219', 0, 201],
  ['181–200', 0, 181],
  ['161–180', 0, 161],
  ['141–160', 0, 141],
  ['121–140', 0, 121],
  ['111–120', 0, 111],
  ['101–110', 1, 101],
  ['91–100', 2, 91],
  ['81–90', 3, 81],
  ['71–80', 3, 71],
  ['61–70', 3, 61],
  ['51–60', 3, 51],
  ['≤50', 3, -Infinity],
];
const PULSE: Steps = [
  ['≥131', 3, 131],
  ['121–130', 2, 121],
  ['111–120', 2, 111],
  ['101–110', 1, 101],
  ['91–100', 1, 91],
  ['81–90', 0, 81],
  ['71–80', 0, 71],
  ['61–70', 0, 61],
  ['51–60', 0, 51],
  ['41–50', 1, 41],
  ['31–40', 3, 31],
  ['≤30', 3, -Infinity],
];
const CONSCIOUSNESS = ['A', 'C', 'V', 'P', 'U'] as const;
/** Tenths of °C. */
const TEMPERATURE: Steps = [
  ['≥39.1', 2, 391],
  ['38.1–39.0', 1, 381],
  ['37.1–38.0', 0, 371],
  ['36.1–37.0', 0, 361],
  ['35.1–36.0', 1, 351],
  ['≤35.0', 3, -Infinity],
];

const onOxygen = ({ onOxygen: on, oxygenFlow }: Vitals): boolean | undefined =>
  on ?? (oxygenFlow === undefined ? undefined : oxygenFlow > 0);

const whole = (value: number | undefined): string => (value === undefined ? '' : String(wholes(value)));

const SPO2 = { parameter: 'spo2', letter: 'A+B', unit: '%', print: ({ spo2 }: Vitals) => whole(spo2) } as const;

const BLOCKS: readonly ChartBlock[] = [
  {
    parameter: 'respiration',
    scale: null,
    letter: 'A+B',
    name: 'Respirations',
    short: 'Resp',
    unit: '/min',
    ...numbered('respiration', wholes, RESPIRATION),
    print: ({ respiration }) => whole(respiration),
  },
  { ...SPO2, scale: 1, name: 'SpO2 scale 1', short: 'SpO2 1', ...numbered('spo2', wholes, SPO2_SCALE_1) },
  {
    ...SPO2,
    scale: 2,
    name: 'SpO2 scale 2',
    short: 'SpO2 2',
    rows: rowsOf(SPO2_SCALE_2),
    rowOf: (vitals) => {
      if (vitals.spo2 === undefined) return null;
      const onGrid = wholes(vitals.spo2);
      const breathesOxygen = onOxygen(vitals);
      if (onGrid < TARGET_TO) return SPO2_SCALE_2.findIndex(([, , from]) => onGrid >= from);
      // Above the target it has no score, and so no row, until it is known whether oxygen is breathed.
      if (breathesOxygen === undefined) return null;
      return breathesOxygen ? SPO2_SCALE_2.findIndex(([, , from]) => onGrid >= from) : ON_AIR;
    },
  },
  {
    parameter: 'oxygen',
    scale: null,
    letter: 'A+B',
    name: 'Air or oxygen',
    short: 'O2',
    unit: 'L/min',
    rows: [
      { label: 'Air', score: 0 },
      { label: 'Oxygen', score: 2 },
    ],
    rowOf: (vitals) => {
      const on = onOxygen(vitals);
      return on === undefined ? null : Number(on);
    },
    print: (vitals) => {
      const on = onOxygen(vitals);
      if (on !== true) return on === undefined ? '' : 'air';
      return vitals.oxygenFlow === undefined ? 'O2' : `${vitals.oxygenFlow} L`;
    },
  },
  {
    parameter: 'systolic',
    scale: null,
    letter: 'C',
    name: 'Systolic blood pressure',
    short: 'BP',
    unit: 'mmHg',
    ...numbered('systolic', wholes, SYSTOLIC),
    print: ({ systolic }) => whole(systolic),
  },
  {
    parameter: 'pulse',
    scale: null,
    letter: 'C',
    name: 'Pulse',
    short: 'Pulse',
    unit: '/min',
    ...numbered('pulse', wholes, PULSE),
    print: ({ pulse }) => whole(pulse),
  },
  {
    parameter: 'consciousness',
    scale: null,
    letter: 'D',
    name: 'Consciousness',
    short: 'ACVPU',
    unit: '',
    rows: [
      { label: 'Alert', score: 0 },
      { label: 'Confusion', score: 3 },
      { label: 'Voice', score: 3 },
      { label: 'Pain', score: 3 },
      { label: 'Unresp.', score: 3 },
    ],
    rowOf: ({ consciousness }) => (consciousness === undefined ? null : CONSCIOUSNESS.indexOf(consciousness)),
    print: ({ consciousness }) => consciousness ?? '',
  },
  {
    parameter: 'temperature',
    scale: null,
    letter: 'E',
    name: 'Temperature',
    short: 'Temp',
    unit: '°C',
    ...numbered('temperature', tenths, TEMPERATURE),
    print: ({ temperature }) => (temperature === undefined ? '' : (tenths(temperature) / 10).toFixed(1)),
  },
];

/** The blocks of a chart on which sets of these scales stand; without any it is that of scale 1. */
export const chartBlocks = (scales: ReadonlySet<SpO2Scale>): readonly ChartBlock[] =>
  BLOCKS.filter(({ scale }) => scale === null || scales.has(scale) || (scales.size === 0 && scale === 1));
