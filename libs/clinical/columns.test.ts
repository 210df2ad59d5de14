import { describe, expect, it } from '@jest/globals';
import { Columns, NO_VALUE, NOT_ASKED } from './columns.ts';
import { HOUR } from './instant.ts';
import { T0 } from './rules/rule-cases.ts';
import type { Reading } from './vitals.ts';

/** Every vital has values of its own, so that none can be taken for another. */
const START = {
  respiration: 10,
  spo2: 60,
  systolic: 100,
  diastolic: 30,
  pulse: 50,
  temperature: 31,
  oxygenFlow: 1,
  weight: 80,
  glucose: 5,
  height: 120,
  bmi: 20,
} as const;
const VITALS = Object.keys(START) as (keyof typeof START)[];

function aRun(length: number): Reading[] {
  return Array.from({ length }, (_, i) => ({
    id: `r${i}`,
    effectiveAt: T0 + i * HOUR,
    receivedAt: T0 + i * HOUR,
    ...Object.fromEntries(VITALS.map((vital) => [vital, START[vital] + (i % 9)])),
  }));
}

describe('columns', () => {
  it.each([1, 8, 9, 64, 65, 130, 300])(
    'have each vital of %i readings in its own place, from the row that is asked for',
    (n) => {
      const readings = aRun(n);
      const from = n >> 1;
      const columns = Columns.of(readings);
      for (const vital of VITALS) {
        const column = columns.column(vital, from);
        expect([...columns.cells.subarray(column + from, column + n)]).toEqual(
          readings.slice(from).map(({ [vital]: value }) => value),
        );
      }
      columns.giveBack();
    },
  );
  it('have no value for what was not measured or cannot be believed, whoever had them before', () => {
    Columns.of(aRun(20)).giveBack();
    const columns = Columns.of([
      { id: 'a', effectiveAt: T0, receivedAt: T0 },
      { id: 'b', effectiveAt: T0, receivedAt: T0, pulse: 300, weight: 1 },
    ]);
    for (const vital of VITALS) {
      const column = columns.column(vital, 0);
      expect([...columns.cells.subarray(column, column + 2)]).toEqual([NO_VALUE, NO_VALUE]);
    }
    for (const scale of [1, 2] as const) {
      const column = columns.totals(scale);
      expect([...columns.cells.subarray(column, column + 2)]).toEqual([NOT_ASKED, NOT_ASKED]);
      columns.cells[column] = scale;
    }
    // What an asker has put there stays there.
    expect([1, 2].map((scale) => columns.cells[columns.totals(scale as 1 | 2)])).toEqual([1, 2]);
    columns.giveBack();
  });
  it('are lent again when they are given back', () => {
    const columns = Columns.of(aRun(3));
    columns.giveBack();
    expect(Columns.of(aRun(2))).toBe(columns);
    columns.giveBack();
  });
  it('find the first row after an instant', () => {
    const columns = Columns.of(aRun(5));
    const after = (hours: number, last: number) => columns.firstAfter(T0 + hours * HOUR, last);
    expect([after(-1, 4), after(0, 4), after(1.5, 4), after(4, 4), after(9, 2), after(1, 1)]).toEqual([
      0, 1, 2, 5, 3, 2,
    ]);
    columns.giveBack();
  });
});
