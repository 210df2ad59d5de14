import type { Instant } from './instant.ts';
import { isWithin, PLAUSIBLE, type PlausibleRange } from './plausible.ts';
import type { MeasuredVital, Reading, SpO2Scale } from './vitals.ts';

/** Stands for a value that was not measured or cannot be believed: no plausible value is below zero. */
export const NO_VALUE = -1;

/** Stands for a NEWS2 total that nobody has asked for yet. */
export const NOT_ASKED = -2;

const VITAL_COLUMN = {
  respiration: 1,
  spo2: 2,
  systolic: 3,
  diastolic: 4,
  pulse: 5,
  temperature: 6,
  oxygenFlow: 7,
  weight: 8,
  glucose: 9,
  height: 10,
  bmi: 11,
} as const satisfies Record<MeasuredVital, number>;
/** These are in almost every set, and most rules look at them. */
const ALWAYS_FILLED = VITAL_COLUMN.temperature;
const TOTAL_COLUMN = { 1: 12, 2: 13 } as const satisfies Record<SpO2Scale, number>;
const COLUMNS = 14;
const LEAST_ROWS = 64;

function believable(value: number | undefined, range: PlausibleRange): number {
  return value !== undefined && isWithin(value, range) ? value : NO_VALUE;
}

/** The readings of a stretch of time, as rows: from `first` to before `end`. */
export interface Rows {
  readonly first: number;
  readonly end: number;
}

/** So many rows are filled at a time. */
const BLOCK = 8;

/**
 * The numbers of a run of readings, a row for each: when it was measured, the believable value of each vital, and NEWS2 totals
 * as they are asked for. The statistics of all rules are sums over these. Rows are filled from the newest back, as far as the
 * rules look. Columns are lent and given back, because making room costs more than filling it.
 */
export class Columns {
  /** Column after column. That of the times is the first: `cells[row]` is when the row was measured. */
  cells = new Float64Array(COLUMNS * LEAST_ROWS);
  /** The oldest row that is filled. */
  filledFrom = 0;
  #height = LEAST_ROWS;
  #readings: readonly Reading[] = [];
  readonly #filled = new Uint8Array(COLUMNS);

  static readonly #spare: Columns[] = [];

  static of(readings: readonly Reading[]): Columns {
    const columns = Columns.#spare.pop() ?? new Columns();
    columns.#take(readings);
    return columns;
  }

  /** What was read from these columns is no longer good after this. */
  giveBack(): void {
    this.#readings = [];
    Columns.#spare.push(this);
  }

  #take(readings: readonly Reading[]): void {
    const { length } = readings;
    if (length > this.#height) {
      this.#height = 2 * length;
      this.cells = new Float64Array(COLUMNS * this.#height);
    }
    this.#readings = readings;
    this.filledFrom = length;
    this.#filled.fill(0);
  }

  /** Fills some more rows. */
  fillOn(): void {
    const { cells } = this;
    const readings = this.#readings;
    const height = this.#height;
    const before = this.filledFrom;
    this.filledFrom = Math.max(0, before - BLOCK);
    // Each vital by its own name: a read by a computed name costs several times as much.
    for (let i = this.filledFrom; i < before; i++) {
      const reading = readings[i]!;
      cells[i] = reading.effectiveAt;
      cells[i + height * VITAL_COLUMN.respiration] = believable(reading.respiration, PLAUSIBLE.respiration);
      cells[i + height * VITAL_COLUMN.spo2] = believable(reading.spo2, PLAUSIBLE.spo2);
      cells[i + height * VITAL_COLUMN.systolic] = believable(reading.systolic, PLAUSIBLE.systolic);
      cells[i + height * VITAL_COLUMN.diastolic] = believable(reading.diastolic, PLAUSIBLE.diastolic);
      cells[i + height * VITAL_COLUMN.pulse] = believable(reading.pulse, PLAUSIBLE.pulse);
      cells[i + height * VITAL_COLUMN.temperature] = believable(reading.temperature, PLAUSIBLE.temperature);
    }
  }

  /** Fills every row after an instant, and the last one before it. */
  fillAfter(instant: Instant): void {
    while (this.filledFrom > 0 && !(this.cells[this.filledFrom]! <= instant && this.filledFrom < this.#readings.length))
      this.fillOn();
  }

  /** Where the column of a vital begins: `cells[column + row]` is its value in a filled row, or NO_VALUE. */
  column(vital: MeasuredVital): number {
    const number = VITAL_COLUMN[vital];
    const column = number * this.#height;
    if (number > ALWAYS_FILLED && this.#filled[number] === 0) {
      this.#filled[number] = 1;
      const { cells } = this;
      const readings = this.#readings;
      for (let i = 0; i < readings.length; i++) cells[column + i] = believable(readings[i]![vital], PLAUSIBLE[vital]);
    }
    return column;
  }

  /** Where the column of the totals on a scale begins: NOT_ASKED until the asker has put one there, NO_VALUE for a set that has none. */
  totals(scale: SpO2Scale): number {
    const number = TOTAL_COLUMN[scale];
    const column = number * this.#height;
    if (this.#filled[number] === 0) {
      this.#filled[number] = 1;
      this.cells.fill(NOT_ASKED, column, column + this.#readings.length);
    }
    return column;
  }

  /** The first row after an instant, of those up to and including `last`; `last` + 1 when none is. */
  firstAfter(instant: Instant, last: number): number {
    this.fillAfter(instant);
    const { cells } = this;
    let low = this.filledFrom;
    let high = last + 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cells[middle]! > instant) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The last row up to an instant, of those before `row`; -1 when there is none. */
  lastUpTo(instant: Instant, row: number): number {
    this.fillAfter(instant);
    const { cells } = this;
    let i = row - 1;
    while (i >= 0 && cells[i]! > instant) i--;
    return i;
  }
}
