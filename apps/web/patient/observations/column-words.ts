import { PARAMETERS, type Vital } from '#clinical';
import { BAND_NAMES, type KeptScore } from '#contracts';
import { capital, listed } from '../../words/news2.ts';
import { clockTime, dayAndTime, lengthOfTime } from '../../words/times.ts';
import { lateBy, type ChartColumn } from './chart-columns.ts';
import type { ChartBlock } from './chart-rows.ts';

const missingOf = ({ subScores }: KeptScore): number => PARAMETERS.filter((one) => subScores[one] === undefined).length;

/** "NEWS2 7, High", or "incomplete: 5 of 7, 4 to 10, no NEWS2". */
export function scoreInWords(score: KeptScore | null): string {
  if (score === null) return 'not scored';
  if (score.complete) return `NEWS2 ${score.least}, ${BAND_NAMES[score.band]}`;
  const known = PARAMETERS.length - missingOf(score);
  return `incomplete: ${known} of ${PARAMETERS.length}, between ${score.least} and ${score.most}, no NEWS2`;
}

/** What stands in a cell, with its sub-score: "22 scores 2"; null where nothing was measured. */
export function cellInWords(block: ChartBlock, { vitals, score }: ChartColumn): string | null {
  const printed = block.print(vitals);
  if (printed === '') return null;
  const sub = score?.subScores[block.parameter];
  return sub === undefined ? printed : `${printed} scores ${sub}`;
}

/** A whole column, for those who listen. */
export function columnInWords(column: ChartColumn, blocks: readonly ChartBlock[]): string {
  const cells = blocks
    .filter(({ scale }) => scale === null || scale === column.scale)
    .flatMap((block) => {
      const cell = cellInWords(block, column);
      return cell === null ? [] : [`${block.name.toLowerCase()} ${cell}`];
    });
  const late = lateBy(column);
  const said = [
    `${dayAndTime(column.at)}: ${scoreInWords(column.score)}`,
    ...cells,
    ...(late === null ? [] : [`came ${lengthOfTime(late)} late`]),
  ];
  return `${said.join('; ')}.`;
}

const VITAL_WORDS: Readonly<Record<Vital, { readonly word: string; readonly unit: string }>> = {
  respiration: { word: 'respirations', unit: '/min' },
  spo2: { word: 'SpO2', unit: '%' },
  onOxygen: { word: 'air or oxygen', unit: '' },
  oxygenFlow: { word: 'oxygen flow', unit: 'L/min' },
  systolic: { word: 'systolic pressure', unit: 'mmHg' },
  diastolic: { word: 'diastolic pressure', unit: 'mmHg' },
  pulse: { word: 'pulse', unit: '/min' },
  consciousness: { word: 'consciousness', unit: '' },
  temperature: { word: 'temperature', unit: '°C' },
  weight: { word: 'weight', unit: 'kg' },
  height: { word: 'height', unit: 'cm' },
  bmi: { word: 'BMI', unit: 'kg/m²' },
  glucose: { word: 'glucose', unit: 'mmol/L' },
};

const CONSCIOUSNESS_WORDS = {
  A: 'Alert',
  C: 'New or worse confusion',
  V: 'Responds to voice',
  P: 'Responds to pain',
  U: 'Unresponsive',
} as const;

export const vitalName = (vital: Vital): string => capital(VITAL_WORDS[vital].word);

/** "22 /min", "On oxygen", "Alert". */
export function valueInWords(vital: Vital, value: number | boolean | string): string {
  if (typeof value === 'boolean') return value ? 'On oxygen' : 'On air';
  if (typeof value === 'string') return CONSCIOUSNESS_WORDS[value as keyof typeof CONSCIOUSNESS_WORDS];
  const { unit } = VITAL_WORDS[vital];
  return unit === '%' ? `${value}%` : `${value} ${unit}`.trim();
}

/** Values that were kept and not believed: "temperature 64 °C". */
export const setAside = (quarantined: Readonly<Partial<Record<Vital, number>>>): string =>
  listed(
    (Object.entries(quarantined) as [Vital, number][]).map(
      ([vital, value]) => `${VITAL_WORDS[vital].word} ${valueInWords(vital, value)}`,
    ),
  );

/** "10:05, 12 min before". */
export const earlierInWords = (at: number, setAt: number): string =>
  `${clockTime(at)}, ${lengthOfTime(setAt - at)} before`;
