import type { MeasuredVital } from '#clinical';
import type { SheetColumn } from '#contracts';

/** What a column of a round sheet may say. */
export type Meaning =
  | Exclude<MeasuredVital, 'oxygenFlow'>
  | 'nhsNumber'
  | 'name'
  | 'familyName'
  | 'birthDate'
  | 'date'
  | 'time'
  | 'dateAndTime'
  | 'oxygen'
  | 'bloodPressure'
  | 'consciousness'
  | 'statedNews2'
  | 'recordedBy'
  | 'note'
  /** Known, and of no use to the ward. */
  | 'room'
  | 'givenName';

/** What each column is called in homes, in letters and digits alone. */
const HEADINGS: Readonly<Record<Meaning, readonly string[]>> = {
  nhsNumber: ['nhs number', 'nhs no', 'nhs', 'nhs num', 'nhs nr', 'nhsno'],
  name: ['name', 'resident', 'resident name', 'residents name', 'name of resident', 'patient', 'patient name', 'full name', 'service user', 'client'],
  familyName: ['surname', 'family name', 'last name'],
  givenName: ['first name', 'forename', 'given name'],
  birthDate: ['dob', 'd o b', 'date of birth', 'birth date', 'born'],
  date: ['date', 'date taken', 'obs date', 'date of obs', 'date of observation', 'date of observations', 'reading date', 'day'],
  time: ['time', 'time taken', 'obs time', 'time of obs', 'time of observation', 'time of observations', 'reading time'],
  dateAndTime: ['date and time', 'date time', 'datetime', 'date time taken', 'taken at', 'when', 'timestamp', 'recorded at', 'measured at'],
  respiration: ['resps', 'resp', 'respiration', 'respirations', 'respiratory rate', 'respiration rate', 'resp rate', 'resps rate', 'rr', 'breathing rate', 'breaths'],
  spo2: ['sats', 'sat', 'spo2', 'sp o2', 'sp02', 'o2 sats', 'o2 sat', 'oxygen sats', 'oxygen saturation', 'oxygen saturations', 'saturation', 'saturations', 'sao2', 'pulse ox', 'oximeter'],
  oxygen: ['o2', '02', 'oxygen', 'air or oxygen', 'air or o2', 'air o2', 'air oxygen', 'on oxygen', 'on o2', 'supplemental oxygen', 'supplementary oxygen', 'supplemental o2', 'inspired oxygen', 'inspired o2', 'oxygen therapy', 'o2 therapy', 'o2 flow', 'oxygen flow', 'fio2'],
  bloodPressure: ['bp', 'b p', 'blood pressure', 'blood pressure reading'],
  systolic: ['systolic', 'sys', 'sbp', 'systolic bp', 'systolic blood pressure', 'bp systolic', 'bp sys', 'sys bp', 'upper bp', 'blood pressure systolic'],
  diastolic: ['diastolic', 'dia', 'dbp', 'diastolic bp', 'diastolic blood pressure', 'bp diastolic', 'bp dia', 'dia bp', 'lower bp', 'blood pressure diastolic'],
  pulse: ['pulse', 'pulse rate', 'hr', 'heart rate', 'p'],
  consciousness: ['acvpu', 'avpu', 'consciousness', 'level of consciousness', 'conscious level', 'consciousness level', 'loc', 'alertness'],
  temperature: ['temp', 'temperature', 't', 'body temperature', 'temps'],
  weight: ['weight', 'wt', 'body weight'],
  height: ['height', 'ht'],
  bmi: ['bmi', 'body mass index'],
  glucose: ['bm', 'bms', 'glucose', 'blood glucose', 'blood sugar', 'blood sugars', 'cbg', 'capillary glucose', 'capillary blood glucose'],
  statedNews2: ['news', 'news2', 'news 2', 'news score', 'news2 score', 'news 2 score', 'news total', 'news2 total', 'ews', 'total score', 'score'],
  recordedBy: ['staff', 'initials', 'staff initials', 'taken by', 'recorded by', 'completed by', 'done by', 'signed', 'signature', 'carer', 'staff name', 'by'],
  note: ['note', 'notes', 'comment', 'comments', 'remarks', 'observations notes'],
  room: ['room', 'room no', 'room number', 'bed', 'bed no', 'unit', 'floor'],
}; // prettier-ignore

const MEANING_OF = new Map(
  Object.entries(HEADINGS).flatMap(([meaning, words]) => words.map((word) => [word, meaning as Meaning] as const)),
);

/** The units that may stand in a heading or behind a value, as UCUM has them. The first of each is what is meant without one. */
export const UNITS: Readonly<Partial<Record<Meaning, Readonly<Record<string, readonly string[]>>>>> = {
  respiration: { '/min': ['/min', 'per minute', 'per min', 'breaths/min', 'breaths per minute', 'bpm', 'rpm', 'br/min', 'pm'] },
  pulse: { '/min': ['/min', 'per minute', 'per min', 'beats/min', 'beats per minute', 'bpm', 'b/min', 'pm'] },
  spo2: { '%': ['%', 'percent', 'per cent'] },
  bloodPressure: { 'mm[Hg]': ['mmhg', 'mm hg', 'sys/dia', 'systolic/diastolic', 'sys / dia'] },
  systolic: { 'mm[Hg]': ['mmhg', 'mm hg'] },
  diastolic: { 'mm[Hg]': ['mmhg', 'mm hg'] },
  temperature: {
    Cel: ['°c', 'º c', 'ºc', '° c', 'c', 'deg c', 'degrees c', 'celsius', 'degrees celsius', 'oc', 'centigrade', '°', 'º', 'degrees'],
    '[degF]': ['°f', 'ºf', '° f', 'f', 'deg f', 'degrees f', 'fahrenheit', 'degrees fahrenheit'],
  },
  weight: { kg: ['kg', 'kgs', 'kilo', 'kilos', 'kilograms'], g: ['g', 'grams'], '[lb_av]': ['lb', 'lbs', 'pounds'], '[stone_av]': ['st', 'stone', 'stones'] },
  height: { cm: ['cm', 'cms', 'centimetres'], m: ['m', 'metres', 'meters'], '[in_i]': ['in', 'inches', 'inch'] },
  bmi: { 'kg/m2': ['kg/m2', 'kg/m²'] },
  glucose: { 'mmol/L': ['mmol/l', 'mmol', 'mmols', 'mmols/l'], 'mg/dL': ['mg/dl'] },
  statedNews2: { '{score}': ['points', '0-20', 'total'] },
}; // prettier-ignore

/** The UCUM code of a unit as people write it, or null. */
export function unitOf(meaning: Meaning, written: string): string | null {
  const plain = written.trim().toLowerCase().replace(/\.$/, '');
  for (const [code, words] of Object.entries(UNITS[meaning] ?? {})) if (words.includes(plain)) return code;
  return null;
}

/** What is meant when no unit is written. */
export const usualUnit = (meaning: Meaning): string | null => Object.keys(UNITS[meaning] ?? {})[0] ?? null;

export interface Column {
  /** As it stands in the sheet. */
  readonly heading: string;
  /** From 0. */
  readonly place: number;
  /** Null when nobody knows it: nothing of it is stored. */
  readonly meaning: Meaning | null;
  /** UCUM; null for what has none. */
  readonly unit: string | null;
  /** Why the whole sheet cannot be read with this column in it. */
  readonly problem?: string;
}

const plainWords = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[₂²]/g, '2')
    .replaceAll(/[’']/g, '')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();

/** What stands in brackets at the end of a heading, and the heading without it. */
function parted(heading: string): { words: string; inBrackets: string | null } {
  const match = /^(?<words>[^([]*)[([](?<inside>[^)\]]*)[)\]]?\s*$/.exec(heading);
  return match?.groups
    ? { words: match.groups['words'] ?? '', inBrackets: (match.groups['inside'] ?? '').trim() }
    : { words: heading, inBrackets: null };
}

/** A longer one is no heading: looking for words in it would take as long as a sender likes. */
const LONGEST_HEADING = 200;

/** What a heading says that its column is. */
export function columnOf(heading: string, place: number): Column {
  if (heading.length > LONGEST_HEADING) return { heading, place, meaning: null, unit: null };
  const { words, inBrackets } = parted(heading);
  const found = MEANING_OF.get(plainWords(words)) ?? MEANING_OF.get(plainWords(heading));
  if (found !== undefined) return withUnit({ heading, place, meaning: found }, inBrackets);
  // “Temp °C”, “Weight kg”: the unit is the last word.
  const match = /^(?<words>.+?)[\s,]+(?<unit>\S+)$/.exec(words.trim());
  const meaning = MEANING_OF.get(plainWords(match?.groups?.['words'] ?? ''));
  const unit = match?.groups?.['unit'] ?? '';
  if (meaning !== undefined && unitOf(meaning, unit) !== null) return withUnit({ heading, place, meaning }, unit);
  return { heading, place, meaning: null, unit: null };
}

function withUnit(column: { heading: string; place: number; meaning: Meaning }, written: string | null): Column {
  const { heading, meaning } = column;
  const monthFirst = /^m{1,2}\W+d{1,2}/i.test(written ?? '');
  if ((meaning === 'date' || meaning === 'dateAndTime' || meaning === 'birthDate') && monthFirst) {
    return { ...column, unit: null, problem: `“${heading}”: write dates with the day first, such as 25/12/2026.` };
  }
  if (meaning === 'oxygen')
    return { ...column, unit: /%/.test(written ?? '') && !/air|l/i.test(written ?? '') ? '%' : null };
  const usual = usualUnit(meaning);
  if (usual === null || written === null || written === '') return { ...column, unit: usual };
  const unit = unitOf(meaning, written);
  if (unit !== null) return { ...column, unit };
  const known = Object.values(UNITS[meaning] ?? {}).map(([first]) => first);
  return {
    ...column,
    unit: usual,
    problem: `“${heading}”: “${written}” is not a unit that Homeward knows for this. Write ${known.join(' or ')}.`,
  };
}

/** What is read from a column, in words, and its unit as people write it. Null for what is not stored. */
const READ_AS: Readonly<Record<Meaning, string | null>> = {
  nhsNumber: 'NHS number',
  name: 'Name, compared with the record',
  familyName: 'Surname, compared with the record',
  birthDate: 'Date of birth, compared with the record',
  givenName: null,
  room: null,
  date: 'Date, with the day first',
  time: 'Time on the clocks in the UK',
  dateAndTime: 'Date and time on the clocks in the UK',
  respiration: 'Respiration',
  spo2: 'Oxygen saturation',
  oxygen: 'Air, or oxygen',
  bloodPressure: 'Blood pressure, upper and lower',
  systolic: 'Blood pressure, upper',
  diastolic: 'Blood pressure, lower',
  pulse: 'Pulse',
  consciousness: 'Consciousness (ACVPU)',
  temperature: 'Temperature',
  weight: 'Weight',
  height: 'Height',
  bmi: 'Body mass index',
  glucose: 'Blood glucose',
  statedNews2: 'Your own NEWS2 total, compared with ours',
  recordedBy: 'Who took it',
  note: 'Note',
};

const SHOWN_UNITS: Readonly<Record<string, string>> = {
  'mm[Hg]': 'mmHg',
  Cel: '°C',
  '[degF]': '°F, stored as °C',
  '[lb_av]': 'lb, stored as kg',
  '[stone_av]': 'stone, stored as kg',
  g: 'g, stored as kg',
  m: 'm, stored as cm',
  '[in_i]': 'inches, stored as cm',
  'mg/dL': 'mg/dL, stored as mmol/L',
  '/min': 'a minute',
  'kg/m2': 'kg/m²',
  '{score}': 'points',
};

/** What the preview says of a column. */
export function described({ heading, meaning, unit }: Column): SheetColumn {
  if (meaning === 'oxygen') {
    return { heading, readAs: READ_AS.oxygen, unit: unit === '%' ? '% oxygen' : 'litres a minute' };
  }
  return {
    heading,
    readAs: meaning === null ? null : READ_AS[meaning],
    unit: unit === null ? null : (SHOWN_UNITS[unit] ?? unit),
  };
}
