import { BANDS } from '#clinical';
import { BAND_NAMES, type RowOutcome, type SheetNews2, type SheetRow } from '#contracts';
import { listed } from '../words/news2.ts';

type Values = SheetRow['reading'];

/** What would be stored of a row, as the home says it and in the order in which a round is taken. */
export function valuesInWords(reading: Values): string {
  const { onOxygen, oxygenFlow, systolic, diastolic } = reading;
  const said = (field: keyof Values, before: string, after = ''): string[] =>
    reading[field] === undefined ? [] : [`${before}${String(reading[field])}${after}`];
  const oxygen = (): string[] => {
    if (oxygenFlow !== undefined && Number(oxygenFlow) > 0) return [`oxygen ${String(oxygenFlow)} L/min`];
    if (onOxygen === undefined) return [];
    return [onOxygen === true ? 'on oxygen' : 'on air'];
  };
  return [
    ...said('respiration', 'resps '),
    ...said('spo2', 'sats ', ' %'),
    ...oxygen(),
    ...(systolic === undefined && diastolic === undefined
      ? []
      : [`BP ${String(systolic ?? '–')}/${String(diastolic ?? '–')}`]),
    ...said('pulse', 'pulse '),
    ...said('consciousness', 'ACVPU '),
    ...said('temperature', 'temp ', ' °C'),
    ...said('weight', 'weight ', ' kg'),
    ...said('height', 'height ', ' cm'),
    ...said('bmi', 'BMI '),
    ...said('glucose', 'glucose ', ' mmol/L'),
    ...said('statedNews2', 'your own NEWS2 '),
  ].join(', ');
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
