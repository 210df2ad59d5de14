import { BANDS } from '#clinical';
import { BAND_NAMES, type RowOutcome, type SheetNews2, type SheetRow } from '#contracts';
import { listed } from '../words/news2.ts';

type Values = SheetRow['reading'];

const number =
  (before: string, after = '') =>
  (value: unknown): string =>
    `${before}${String(value)}${after}`;

/** In the order in which a round is taken. Blood pressure and oxygen are said together. */
const WORDS: readonly [keyof Values, (value: unknown) => string][] = [
  ['respiration', number('resps ')],
  ['spo2', number('sats ', ' %')],
  ['pulse', number('pulse ')],
  ['consciousness', number('ACVPU ')],
  ['temperature', number('temp ', ' °C')],
  ['weight', number('weight ', ' kg')],
  ['height', number('height ', ' cm')],
  ['bmi', number('BMI ')],
  ['glucose', number('glucose ', ' mmol/L')],
  ['statedNews2', number('your own NEWS2 ')],
];

/** What would be stored of a row, as the home says it. */
export function valuesInWords(reading: Values): string {
  const { systolic, diastolic, onOxygen, oxygenFlow } = reading;
  const words = WORDS.flatMap(([field, say]) => (reading[field] === undefined ? [] : [say(reading[field])]));
  if (systolic !== undefined || diastolic !== undefined) {
    words.splice(2, 0, `BP ${String(systolic ?? '–')}/${String(diastolic ?? '–')}`);
  }
  if (oxygenFlow !== undefined && Number(oxygenFlow) > 0) words.splice(2, 0, `oxygen ${String(oxygenFlow)} L/min`);
  else if (onOxygen !== undefined) words.splice(2, 0, onOxygen === true ? 'on oxygen' : 'on air');
  return words.join(', ');
}

/** The score of a row alone. What is missing is never taken for normal: an incomplete set is not called a NEWS2. */
export function news2InRow(news2: SheetNews2): string {
  if ('notApplicable' in news2) return news2.notApplicable;
  const { total, least, missing, band } = news2;
  if (total !== null) return `NEWS2 ${total}, ${BAND_NAMES[band].toLowerCase()}`;
  const certain = BANDS.indexOf(band) > 0 ? `, already ${BAND_NAMES[band].toLowerCase()}` : '';
  return `No NEWS2 from this row: ${listed(missing)} missing. At least ${least}${certain}`;
}

/** What is to be looked at first stands first. */
export const OUTCOME_ORDER = [
  'not-stored',
  'ready',
  'stored',
  'stored-before',
  'nothing-measured',
] as const satisfies readonly RowOutcome[];

export const OUTCOME_HEADINGS: Readonly<Record<RowOutcome, string>> = {
  'not-stored': 'Cannot be stored',
  ready: 'Will be stored',
  stored: 'Stored',
  'stored-before': 'Stored before, and not again',
  'nothing-measured': 'Nothing measured',
};

export const OUTCOME_HINTS: Readonly<Partial<Record<RowOutcome, string>>> = {
  'not-stored':
    'Nothing of these rows goes to the hub. Put them right in the sheet and send it again: what is stored already is not stored twice.',
};

/** "1 reading", "12 readings". */
export const readings = (count: number): string => `${count} ${count === 1 ? 'reading' : 'readings'}`;
