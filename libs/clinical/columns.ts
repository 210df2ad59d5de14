import type { Instant } from './instant.ts';
import { isWithin, PLAUSIBLE, type PlausibleRange } from './plausible.ts';
import type { MeasuredVital, Reading, SpO2Scale } from './vitals.ts';

/** Stands for a value that was not measured or cannot be believed: no plausible value is below zero. */
export const NO_VALUE = -1;

/** Stands for a NEWS2 total that nobody has asked for yet. */
export const NOT_ASKED = -2;

const VITAL_COLUMN = {
  respiration: 0,
  spo2: 1,
  systolic: 2,
  diastolic: 3,
  pulse: 4,
  temperature: 5,
  oxygenFlow: 6,
  weight: 7,
  glucose: 8,
  height: 9,
  bmi: 10,
} as const satisfies Record<MeasuredVital, number>;
/** These are in almost every set, and most rules look at them. */
const ALWAYS_FILLED = VITAL_COLUMN.temperature;
const TOTAL_COLUMN = { 1: 11, 2: 12 } as const satisfies Record<SpO2Scale, number>;
const COLUMNS = 13;
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
 * The numbers of a run of readings, a row for each: the believable value of each vital, and NEWS2 totals as they are asked for.
 * The statistics of all rules are sums over these. Rows are filled from the newest back, as far as the rules look. Columns are
 * lent and given back, because making room costs more than filling it.
 */
export class Columns {
  /** Column after column. */
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
      cells[i + height * VITAL_COLUMN.respiration] = believable(reading.respiration, PLAUSIBLE.respiration);
      cells[i + height * VITAL_COLUMN.spo2] = believable(reading.spo2, PLAUSIBLE.spo2);
      cells[i + height * VITAL_COLUMN.systolic] = believable(reading.systolic, PLAUSIBLE.systolic);
      cells[i + height * VITAL_COLUMN.diastolic] = believable(reading.diastolic, PLAUSIBLE.diastolic);
      cells[i + height * VITAL_COLUMN.pulse] = believable(reading.pulse, PLAUSIBLE.pulse);
      cells[i + height * VITAL_COLUMN.temperature] = believable(reading.temperature, PLAUSIBLE.temperature);
    }
  }

  /**
   * Where the column of a vital begins: `cells[column + row]` is its value, or NO_VALUE, in this row and those after it, and
   * in every row that is filled.
   */
  column(vital: MeasuredVital, row: number): number {
    const number = VITAL_COLUMN[vital];
    const column = number * this.#height;
    if (number <= ALWAYS_FILLED) while (this.filledFrom > row) this.fillOn();
    else if (this.#filled[number] === 0) {
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
    const readings = this.#readings;
    let low = 0;
    let high = last + 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (readings[middle]!.effectiveAt > instant) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
