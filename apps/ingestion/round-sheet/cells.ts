import { parseNhsNumber } from '#contracts';
import { unitOf, type Column, type Meaning } from './columns.ts';

/** What a cell says, that it says nothing, or what is wrong with it in the words of whoever filled it in. */
export type Cell<T> = { readonly value: T } | { readonly blank: true } | { readonly wrong: string };

const BLANK = { blank: true } as const;

/** What people write where nothing was measured. A blank is not measured, and never normal. */
const NOT_MEASURED = new Set([
  '', '-', '--', '–', '—', '/', '.', 'n/a', 'na', 'n.a.', 'nd', 'n/d', 'nil', 'none', 'not done', 'not taken', 'not measured',
  'not recorded', 'refused', 'declined', 'unable', 'unable to take', 'unable to obtain',
]); // prettier-ignore

/** Without the white space that spreadsheets leave, and without the mark with which they keep a text from being a formula. */
export const tidied = (cell: string): string =>
  cell
    .replaceAll(/[\s\u00A0\u2007\u202F\uFEFF]+/g, ' ')
    .trim()
    .replace(/^'/, '')
    .trim();

const isBlank = (text: string): boolean => NOT_MEASURED.has(text.toLowerCase());

export interface Measured {
  readonly number: number;
  /** UCUM. */
  readonly unit: string;
}

const NUMBER = /^(?<number>\d+(?:[.,]\d+)?)\s*(?<unit>[^\d\s].*)?$/;

/** A number with a decimal point or comma; null when a comma may be either. */
function decimal(text: string): number | null {
  return /,\d{3}$/.test(text) ? null : Number(text.replace(',', '.'));
}

/** A measured value with its unit: the one behind the value, else the column's. */
export function measuredCell(
  cell: string,
  { meaning, unit }: { meaning: Meaning; unit: string | null },
): Cell<Measured> {
  const text = tidied(cell);
  if (isBlank(text)) return BLANK;
  const match = NUMBER.exec(text)?.groups;
  const number = match ? decimal(match['number'] ?? '') : null;
  if (!match || number === null) return { wrong: `is not a number. ${howToWrite(meaning)}` };
  const written = match['unit'];
  const own = written === undefined ? unit : unitOf(meaning, written);
  if (own === null)
    return { wrong: `has “${written}” behind the number, which is not a unit of this. ${howToWrite(meaning)}` };
  return { value: { number, unit: own } };
}

const EXAMPLES: Partial<Record<Meaning, string>> = {
  respiration: 'breaths in a minute, such as 18',
  spo2: 'the saturation in %, such as 97',
  systolic: 'the upper number in mmHg, such as 120',
  diastolic: 'the lower number in mmHg, such as 80',
  pulse: 'beats in a minute, such as 72',
  temperature: 'degrees Celsius, such as 36.8',
  weight: 'kilograms, such as 62.5',
  height: 'centimetres, such as 162',
  bmi: 'a number such as 23.4',
  glucose: 'mmol/L, such as 5.6',
  statedNews2: 'the total as a whole number from 0 to 20',
};

const howToWrite = (meaning: Meaning): string => `Write ${EXAMPLES[meaning] ?? 'a number'}.`;

export interface BloodPressure {
  readonly systolic: number;
  readonly diastolic: number;
}

export function bloodPressureCell(cell: string): Cell<BloodPressure> {
  const text = tidied(cell);
  if (isBlank(text)) return BLANK;
  const match = /^(\d{1,3})\s*(?:\/|\\|over)\s*(\d{1,3})\s*(?:mm\s?hg)?$/i.exec(text);
  if (!match) return { wrong: 'is not a blood pressure. Write both numbers, such as 120/80.' };
  return { value: { systolic: Number(match[1]), diastolic: Number(match[2]) } };
}

export interface Oxygen {
  readonly onOxygen: boolean;
  /** Litres a minute, when that was written. */
  readonly flow?: number;
}

const AIR = /^(?:on )?(?:room )?air$|^r\/?a$|^a$|^no(?: o2| oxygen)?$|^n$|^no supplemental o(?:2|xygen)$|^21 ?%$/i;
const OXYGEN = /^(?:on )?(?:o2|oxygen|supplemental o(?:2|xygen))$|^y(?:es)?$|^on$/i;
const BY = 'nc|n/c|nasal|nasal (?:cannulae?|specs|prongs)|mask|face mask|venturi(?: mask)?|concentrator';
const FLOW = new RegExp(
  `^(?:on )?(?:o2|oxygen)?[ :]*(?<flow>\\d+(?:[.,]\\d+)?) ?(?:l|lt|ltr|ltrs|litres?|lpm|l/m|l/min|litres?(?: a|/| per )min(?:ute)?)(?: o2| oxygen)?(?: (?:via |by |on )?(?:${BY}))?$`,
  'i',
);
const PER_CENT = /^(?<percent>\d{2,3}) ?%(?: o2| oxygen)?(?: (?:via |by |on )?(?:venturi|mask|venturi mask))?$/i;

/** Air or oxygen: “air”, “2 L”, “28%”, “yes”. A bare number is litres a minute unless the column says %. */
export function oxygenCell(cell: string, columnUnit: string | null): Cell<Oxygen> {
  const text = tidied(cell);
  if (AIR.test(text)) return { value: { onOxygen: false } };
  // No oxygen, or nobody looked: the one is a score of 0 and the other is none.
  if (/^(?:none|nil)$/i.test(text)) return { wrong: HOW_OXYGEN };
  if (isBlank(text)) return BLANK;
  if (OXYGEN.test(text)) return { value: { onOxygen: true } };
  const flow = FLOW.exec(text)?.groups?.['flow'] ?? (columnUnit === '%' ? undefined : bare(text));
  if (flow !== undefined) return ofFlow(decimal(flow));
  const percent = PER_CENT.exec(text)?.groups?.['percent'] ?? (columnUnit === '%' ? bare(text) : undefined);
  if (percent !== undefined) return ofPercent(Number(percent.replace(',', '.')));
  return { wrong: HOW_OXYGEN };
}

const HOW_OXYGEN = 'does not say whether it was air or oxygen. Write air, or litres a minute such as 2 L.';

const bare = (text: string): string | undefined => (/^\d{1,3}(?:[.,]\d{1,2})?$/.test(text) ? text : undefined);

function ofFlow(flow: number | null): Cell<Oxygen> {
  if (flow === null) return { wrong: HOW_OXYGEN };
  // From 21 on, a bare number may as well be a percentage.
  if (flow > 15) return { wrong: 'may be litres or a percentage. Write 28 % or 15 L.' };
  return { value: flow === 0 ? { onOxygen: false } : { onOxygen: true, flow } };
}

function ofPercent(percent: number): Cell<Oxygen> {
  if (percent < 21 || percent > 100) return { wrong: 'is not a percentage of oxygen. Air is 21 %.' };
  return { value: { onOxygen: percent > 21 } };
}

export type Acvpu = 'A' | 'C' | 'V' | 'P' | 'U';

const ACVPU: Readonly<Record<Acvpu, readonly string[]>> = {
  A: ['a', 'alert'],
  C: ['c', 'new confusion', 'newly confused', 'new or worse confusion', 'new onset confusion'],
  V: ['v', 'voice', 'verbal', 'responds to voice'],
  P: ['p', 'pain', 'responds to pain'],
  U: ['u', 'unresponsive', 'unconscious'],
};

export function consciousnessCell(cell: string): Cell<Acvpu> {
  const text = tidied(cell).toLowerCase();
  if (isBlank(text)) return BLANK;
  for (const [letter, words] of Object.entries(ACVPU)) {
    if (words.includes(text)) return { value: letter as Acvpu };
  }
  if (/confus/.test(text)) {
    return {
      wrong:
        'does not say whether it is new. Write C if new or worse than normal for this person, A if it is normal for them.',
    };
  }
  return { wrong: 'is not one of A (alert), C (new or worse confusion), V (voice), P (pain), U (unresponsive).' };
}

export function nhsNumberCell(cell: string): Cell<string> {
  const text = tidied(cell);
  if (text === '') return BLANK;
  if (/^\d(?:[.,]\d+)?e\+?\d+$/i.test(text)) {
    return { wrong: 'was shortened by the spreadsheet. Make the column text, and enter the ten digits again.' };
  }
  const digits = parseNhsNumber(text);
  if (digits !== null) return { value: digits };
  const count = text.replaceAll(/\D/g, '').length;
  return {
    wrong:
      count === 10
        ? 'is not an NHS number: a digit is wrong, since the last one does not fit the others.'
        : `is not an NHS number: it has ten digits, and this has ${count}.`,
  };
}

/** Text as it stands; the longest that is kept is checked by the contract. */
export const textCell = (cell: string): Cell<string> => {
  const text = cell
    .replaceAll('\r\n', '\n')
    .trim()
    .replace(/^'(?=[=+@\t\r-])/, '')
    .trim();
  return text === '' ? BLANK : { value: text };
};

export const cellAt = (cells: readonly string[], { place }: Pick<Column, 'place'>): string => cells[place] ?? '';
