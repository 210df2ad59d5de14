import papa from 'papaparse';
import { columnOf, type Column } from './columns.ts';
import type { UnreadableSheet } from './sheet-text.ts';

/** A round of the largest home, several times over. */
export const MOST_SHEET_ROWS = 500;
const MOST_COLUMNS = 80;
/** A home's own title and date may stand above the headings. */
const HEADINGS_WITHIN_ROWS = 10;
const DELIMITERS = [',', ';', '\t', '|'] as const;

export interface SheetTable {
  readonly columns: readonly Column[];
  /** The cells of the headings' row, empty ones included: a row that has more is shifted. */
  readonly width: number;
  readonly rows: readonly SheetTableRow[];
}

export interface SheetTableRow {
  /** As a spreadsheet numbers it: the headings are usually row 1. */
  readonly row: number;
  readonly cells: readonly string[];
}

const recognised = (columns: readonly Column[]): number => columns.filter((column) => column.meaning !== null).length;

/** Finds the headings and what parts the columns: whichever makes the most headings known. */
export function sheetTable(text: string): SheetTable | UnreadableSheet {
  const readings = DELIMITERS.map((delimiter) => withDelimiter(text, delimiter));
  const best = readings.reduce((a, b) => (b.known > a.known ? b : a));
  if (best.known < 2) {
    return {
      unreadable:
        'No headings were found. The first row has to name the columns, such as NHS number, Date, Time, Resps, Sats, O2, BP, Pulse, ACVPU and Temp.',
    };
  }
  const { headingsAt, lines, quoteNeverCloses } = best;
  if (quoteNeverCloses !== null) {
    return { unreadable: `A quotation mark is opened in row ${quoteNeverCloses} and never closed.` };
  }
  const columns = (lines[headingsAt] ?? [])
    .map((heading, place) => columnOf(heading.trim(), place))
    .filter((column) => column.heading !== '');
  if (columns.length > MOST_COLUMNS) return { unreadable: `The sheet has more than ${MOST_COLUMNS} columns.` };
  const rows = lines
    .map((cells, i) => ({ row: i + 1, cells }))
    .slice(headingsAt + 1)
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (rows.length === 0) return { unreadable: 'There is nothing below the headings.' };
  if (rows.length > MOST_SHEET_ROWS) {
    return { unreadable: `The sheet has ${rows.length} rows; at most ${MOST_SHEET_ROWS} are read at a time.` };
  }
  return { columns, width: lines[headingsAt]?.length ?? 0, rows };
}

interface ReadWith {
  readonly lines: readonly string[][];
  readonly headingsAt: number;
  readonly known: number;
  readonly quoteNeverCloses: number | null;
}

function withDelimiter(text: string, delimiter: string): ReadWith {
  const { data: lines, errors } = papa.parse<string[]>(text, { delimiter, skipEmptyLines: false });
  let headingsAt = 0;
  let known = 0;
  for (const [i, cells] of lines.slice(0, HEADINGS_WITHIN_ROWS).entries()) {
    const here = recognised(cells.map((cell, place) => columnOf(cell.trim(), place)));
    if (here > known) [headingsAt, known] = [i, here];
  }
  const unclosed = errors.find((error) => error.code === 'MissingQuotes');
  return { lines, headingsAt, known, quoteNeverCloses: unclosed ? (unclosed.row ?? 0) + 1 : null };
}
