import { type Instant, type MeasuredVital } from '#clinical';
import type { SheetRemark } from '#contracts';
import { inStoredUnit } from '../fhir/observation/units.ts';
import {
  bloodPressureCell,
  cellAt,
  consciousnessCell,
  measuredCell,
  nhsNumberCell,
  oxygenCell,
  textCell,
  type Cell,
} from './cells.ts';
import type { Column, Meaning } from './columns.ts';
import type { SheetTable, SheetTableRow } from './sheet-table.ts';
import { dateAndTimeCell, dateCell, instantOf, isMonthFirst, mayBeMonthFirst, timeCell } from './wall-time.ts';

/** What a row says, in the contract's words. What was not measured is absent. */
export interface RowReading {
  readonly respiration?: number;
  readonly spo2?: number;
  readonly onOxygen?: boolean;
  readonly oxygenFlow?: number;
  readonly systolic?: number;
  readonly diastolic?: number;
  readonly pulse?: number;
  readonly consciousness?: 'A' | 'C' | 'V' | 'P' | 'U';
  readonly temperature?: number;
  readonly weight?: number;
  readonly height?: number;
  readonly bmi?: number;
  readonly glucose?: number;
  readonly statedNews2?: number;
}

/** One row as it was read: who, when, what, and whatever is wrong with it. */
export interface RowRead {
  readonly row: number;
  readonly nhsNumber: string | null;
  readonly stated: { familyName?: string; displayName?: string; birthDate?: string };
  readonly effectiveAt: Instant | null;
  readonly reading: RowReading;
  readonly recordedBy: string | null;
  readonly note: string | null;
  readonly problems: readonly SheetRemark[];
}

/** Why a sheet with these headings cannot be read at all. */
export function headingProblems(columns: readonly Column[]): SheetRemark[] {
  const problems: SheetRemark[] = columns.flatMap(({ heading, problem }) =>
    problem === undefined ? [] : [{ heading, detail: problem }],
  );
  const of = (meaning: Meaning): Column[] => columns.filter((column) => column.meaning === meaning);
  const meanings = new Set(columns.flatMap(({ meaning }) => (meaning === null || meaning === 'room' ? [] : [meaning])));
  for (const meaning of meanings) {
    const [first, second] = of(meaning);
    if (first && second) {
      problems.push({
        heading: second.heading,
        detail: `“${first.heading}” and “${second.heading}” are read as the same thing. Leave one of them out.`,
      });
    }
  }
  const together = (a: Meaning, b: Meaning): void => {
    const [one] = of(a);
    const [other] = of(b);
    if (one && other) {
      problems.push({
        heading: other.heading,
        detail: `“${one.heading}” and “${other.heading}” say the same. Leave one of them out.`,
      });
    }
  };
  together('bloodPressure', 'systolic');
  together('dateAndTime', 'date');
  together('dateAndTime', 'time');
  if (of('nhsNumber').length === 0) {
    problems.push({ detail: 'There is no column for the NHS number. Add one, with the heading NHS number.' });
  }
  if (of('dateAndTime').length === 0 && (of('date').length === 0 || of('time').length === 0)) {
    problems.push({ detail: 'The sheet does not say when. Add a column Date and a column Time.' });
  }
  return problems;
}

/** Reads every row by itself. Nothing is guessed: a cell that cannot be read for certain is a problem of its row. */
export function readRows({ columns, rows, width }: SheetTable): RowRead[] {
  const dates = columns.filter(({ meaning }) => meaning === 'date' || meaning === 'dateAndTime');
  const monthFirst = rows.find(({ cells }) => dates.some((column) => isMonthFirst(cellAt(cells, column))));
  return rows.map((row) => new RowReader(row, columns, width, monthFirst?.row ?? null).read());
}

class RowReader {
  private readonly problems: SheetRemark[] = [];
  private readonly byMeaning: ReadonlyMap<Meaning | null, Column>;

  constructor(
    private readonly row: SheetTableRow,
    columns: readonly Column[],
    private readonly width: number,
    private readonly monthFirstIn: number | null,
  ) {
    this.byMeaning = new Map(columns.map((column) => [column.meaning, column]));
  }

  read(): RowRead {
    if (this.row.cells.length > this.width) {
      this.problems.push({
        detail:
          'This row has more cells than there are headings. A comma within a value, such as 36,8, needs quotation marks around it.',
      });
    }
    const nhsNumber = this.take('nhsNumber', nhsNumberCell);
    const familyName = this.take('familyName', textCell);
    const displayName = this.take('name', textCell);
    const birthDate = this.take('birthDate', dateCell);
    const reading = this.reading();
    const note = this.take('note', textCell);
    const recordedBy = this.take('recordedBy', textCell);
    const effectiveAt = this.when();
    return {
      row: this.row.row,
      nhsNumber,
      stated: {
        ...(familyName === null ? {} : { familyName }),
        ...(displayName === null ? {} : { displayName }),
        ...(birthDate === null ? {} : { birthDate: new Date(birthDate).toISOString().slice(0, 10) }),
      },
      effectiveAt,
      reading,
      recordedBy,
      note,
      problems: this.problems,
    };
  }

  /** What the cell of that meaning says; null when there is none, it is blank, or it is wrong (which is told). */
  private take<T>(meaning: Meaning, read: (cell: string, column: Column) => Cell<T>): T | null {
    const column = this.byMeaning.get(meaning);
    if (!column) return null;
    const cell = cellAt(this.row.cells, column);
    const said = read(cell, column);
    if ('wrong' in said) this.wrong(column, said.wrong);
    return 'value' in said ? said.value : null;
  }

  private wrong(column: Column, detail: string): void {
    const sent = cellAt(this.row.cells, column).trim();
    const shown = sent.length > 60 ? `${sent.slice(0, 60)}…` : sent;
    this.problems.push({ heading: column.heading, sent: shown, detail: `${column.heading}: “${shown}” ${detail}` });
  }

  private reading(): RowReading {
    const measured = (vital: Exclude<MeasuredVital, 'oxygenFlow'>): Partial<Record<typeof vital, number>> => {
      const column = this.byMeaning.get(vital);
      const said = this.take(vital, (cell, { unit }) => measuredCell(cell, { meaning: vital, unit }));
      if (said === null || !column) return {};
      const value = inStoredUnit(vital, said.number, said.unit);
      if (value !== null) return { [vital]: value };
      this.wrong(column, 'is in a unit that cannot be read here.');
      return {};
    };
    const pressure = this.take('bloodPressure', bloodPressureCell);
    const oxygen = this.take('oxygen', (cell, { unit }) => oxygenCell(cell, unit));
    const consciousness = this.take('consciousness', consciousnessCell);
    const stated = this.take('statedNews2', (cell) => measuredCell(cell, { meaning: 'statedNews2', unit: '{score}' }));
    return {
      ...measured('respiration'),
      ...measured('spo2'),
      ...(oxygen === null ? {} : { onOxygen: oxygen.onOxygen }),
      ...(oxygen?.flow === undefined ? {} : { oxygenFlow: oxygen.flow }),
      ...(pressure ?? { ...measured('systolic'), ...measured('diastolic') }),
      ...measured('pulse'),
      ...(consciousness === null ? {} : { consciousness }),
      ...measured('temperature'),
      ...measured('weight'),
      ...measured('height'),
      ...measured('bmi'),
      ...measured('glucose'),
      ...(stated === null ? {} : { statedNews2: stated.number }),
    };
  }

  private when(): Instant | null {
    const both = this.byMeaning.get('dateAndTime');
    if (both) {
      if (this.isAmbiguous(both)) return null;
      const said = this.take('dateAndTime', dateAndTimeCell);
      if (said === null || typeof said === 'number') return said;
      return this.shown(both, instantOf(said.day, said.time));
    }
    const date = this.byMeaning.get('date');
    const time = this.byMeaning.get('time');
    if (!date || !time || this.isAmbiguous(date)) return null;
    const day = this.take('date', dateCell);
    const clock = this.take('time', timeCell);
    if (day === null || clock === null) return null;
    return this.shown(time, instantOf(day, clock));
  }

  private isAmbiguous(column: Column): boolean {
    if (this.monthFirstIn === null || !mayBeMonthFirst(cellAt(this.row.cells, column))) return false;
    this.wrong(
      column,
      `may have the month first, as the date in row ${this.monthFirstIn} has. Write every date with the day first, or with the month as a word.`,
    );
    return true;
  }

  private shown(column: Column, instant: { value: Instant } | { wrong: string }): Instant | null {
    if ('value' in instant) return instant.value;
    this.wrong(column, instant.wrong);
    return null;
  }
}
