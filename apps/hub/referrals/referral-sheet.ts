import {
  DIGITAL_ACCESS,
  MOST_SHEET_REFERRALS,
  REFERRAL_ROUTES,
  referralTerms,
  SHEET_COLUMNS,
  TRAJECTORIES,
  type ReferralTerms,
} from '#contracts';
import papa from 'papaparse';

export interface SheetRow {
  /** As a spreadsheet numbers it. */
  readonly row: number;
  readonly name: string;
  /** Null where something in it cannot be. */
  readonly terms: ReferralTerms | null;
  readonly faults: { field: string; message: string }[];
}

export type SheetRead =
  { readonly kind: 'read'; readonly rows: readonly SheetRow[] } | { readonly kind: 'unreadable'; readonly why: string };

const KNOWN: readonly string[] = [...SHEET_COLUMNS.wanted, ...SHEET_COLUMNS.other];
const asHeading = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
const FIELD_OF = new Map(KNOWN.map((field) => [asHeading(field), field]));

const YES_NO: Readonly<Record<string, boolean>> = { yes: true, y: true, true: true, no: false, n: false, false: false };
/** A word as people write it, or as the form sends it: "Getting worse" and "worsening" are one. */
const wordsOf = (table: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(table).flatMap(([key, words]) => [
      [asHeading(key), key],
      [asHeading(words), key],
    ]),
  );
const WORDS: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  route: wordsOf(REFERRAL_ROUTES),
  pathway: wordsOf({ respiratory: 'Respiratory', cardiac: 'Cardiac', frailty: 'Frailty' }),
  trajectory: wordsOf(TRAJECTORIES),
  digitalAccess: wordsOf(DIGITAL_ACCESS),
  sex: wordsOf({ female: 'f', male: 'm', other: 'other', unknown: 'not known' }),
};
const ASKED_YES_NO = new Set(['pregnant', 'consents', 'heartFailureConfirmed', 'livesAlone']);
const NUMBERS = new Set(['news2', 'spo2', 'systolic', 'clinicalFrailtyScale', 'spo2Scale']);
/** What the form has where nothing is chosen. */
const UNSAID: Readonly<Record<string, unknown>> = { sex: 'unknown', spo2Scale: 1 };

/** What a cell says. Empty was not said; what cannot be read is left as it stands, for the check of the field to name. */
function valueOf(field: string, cell: string): unknown {
  const text = cell.trim();
  if (text === '') return UNSAID[field] ?? null;
  if (ASKED_YES_NO.has(field)) return YES_NO[text.toLowerCase()] ?? text;
  if (NUMBERS.has(field)) return /^\d+$/.test(text) ? Number(text) : text;
  if (field === 'birthDate')
    return text.replace(
      /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/,
      (_, day: string, month: string, year: string) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
    );
  return WORDS[field]?.get(asHeading(text)) ?? text;
}

/** Reads a file of referrals by the same rules as the form. A column that is not known is named rather than left out. */
export function readReferralSheet(csv: string): SheetRead {
  const { data, errors } = papa.parse<string[]>(csv.replace(/^\uFEFF/, ''), { skipEmptyLines: false });
  const [headings, ...lines] = data;
  if (headings === undefined) return { kind: 'unreadable', why: 'has no headings' };
  const fields = headings.map((heading) => FIELD_OF.get(asHeading(heading)));
  const strange = headings.filter((heading, at) => fields[at] === undefined && heading.trim() !== '');
  if (strange.length > 0) {
    return {
      kind: 'unreadable',
      why: `has columns that are not known: ${strange
        .slice(0, 5)
        .map((one) => one.slice(0, 40))
        .join(', ')}. Known are: ${KNOWN.join(', ')}`,
    };
  }
  const twice = fields.find((field, at) => field !== undefined && fields.indexOf(field) !== at);
  if (twice !== undefined) return { kind: 'unreadable', why: `has the column ${twice} twice` };
  const missing = SHEET_COLUMNS.wanted.filter((field) => !fields.includes(field));
  if (missing.length > 0) return { kind: 'unreadable', why: `lacks the columns ${missing.join(', ')}` };
  const filled = lines
    .map((cells, at) => ({ cells, at }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (filled.length === 0) return { kind: 'unreadable', why: 'has no row below its headings' };
  if (filled.length > MOST_SHEET_REFERRALS) {
    return {
      kind: 'unreadable',
      why: `has ${filled.length} rows, and ${MOST_SHEET_REFERRALS} are the most: send it in parts`,
    };
  }
  return {
    kind: 'read',
    rows: filled.map(({ cells, at }): SheetRow => {
      const said = Object.fromEntries(
        KNOWN.map((field) => [field, valueOf(field, cells[fields.indexOf(field)] ?? '')]),
      );
      const row = at + 2;
      const name = [said['givenName'], said['familyName']]
        .filter((one) => typeof one === 'string')
        .join(' ')
        .slice(0, 200);
      const broken = errors.find((error) => error.row === at + 1 && error.type === 'Quotes');
      if (broken)
        return {
          row,
          name,
          terms: null,
          faults: [{ field: 'row', message: 'has a quotation mark that is not closed' }],
        };
      if (cells.slice(fields.length).some((cell) => cell.trim() !== '')) {
        return {
          row,
          name,
          terms: null,
          faults: [{ field: 'row', message: 'has more cells than there are headings: it may be shifted' }],
        };
      }
      const parsed = referralTerms.safeParse(said);
      return parsed.success
        ? { row, name, terms: parsed.data, faults: [] }
        : {
            row,
            name,
            terms: null,
            faults: parsed.error.issues.map(({ path, message }) => {
              const field = path.join('.');
              return { field, message: said[field] === null ? 'is empty, and has to be said' : message };
            }),
          };
    }),
  };
}
