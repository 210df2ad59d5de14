import { describe, expect, test } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { thinned, type MeasuredRows } from './thinned.ts';

const aRow = fc.record({
  gap: fc.integer({ min: 1, max: 90 }),
  values: fc.tuple(
    fc.option(fc.integer({ min: 80, max: 100 })),
    fc.option(fc.double({ min: 34, max: 41, noNaN: true })),
    fc.constant(null),
  ),
  kind: fc.option(fc.integer({ min: 0, max: 3 })),
});

/** Rows with their values in columns, as they come from the record. */
const someRows = fc.array(aRow, { maxLength: 300 }).map((rows): MeasuredRows => {
  let at = 0;
  return {
    at: rows.map(({ gap }) => (at += gap)),
    values: [0, 1, 2].map((column) => rows.map(({ values }) => values[column] ?? null)),
    kind: rows.map(({ kind }) => kind),
  };
});

const known = (column: readonly (number | null)[], rows: readonly number[]): number[] =>
  rows.flatMap((row) => column[row] ?? []);

describe('rows that are too many to be shown', () => {
  test('never lose the least nor the most of a parameter in any stretch', () => {
    fc.assert(
      fc.property(someRows, fc.integer({ min: 1, max: 2_000 }), (rows, stretch) => {
        const kept = thinned(rows, stretch);
        const all = [...rows.at.keys()];
        for (const within of new Set(rows.at.map((at) => Math.floor(at / stretch)))) {
          const isWithin = (row: number): boolean => Math.floor(rows.at[row]! / stretch) === within;
          for (const column of rows.values) {
            const [before, after] = [known(column, all.filter(isWithin)), known(column, kept.filter(isWithin))];
            expect(Math.min(...after)).toBe(Math.min(...before));
            expect(Math.max(...after)).toBe(Math.max(...before));
          }
        }
      }),
    );
  });

  test('never lose a row that counts as something else than the one before it', () => {
    fc.assert(
      fc.property(someRows, fc.integer({ min: 1, max: 2_000 }), (rows, stretch) => {
        const kept = new Set(thinned(rows, stretch));
        const said = rows.kind.flatMap((kind, row) => (kind === null ? [] : [{ kind, row }]));
        for (const [i, { kind, row }] of said.entries()) {
          if (i > 0 && said[i - 1]!.kind !== kind) expect(kept).toContain(row);
        }
      }),
    );
  });

  test('are rows that were there, in their order, with the first and the last', () => {
    fc.assert(
      fc.property(someRows, fc.integer({ min: 1, max: 2_000 }), (rows, stretch) => {
        const kept = thinned(rows, stretch);
        expect(kept).toEqual([...new Set(kept)].toSorted((a, b) => a - b));
        expect(kept.every((row) => row >= 0 && row < rows.at.length)).toBe(true);
        if (rows.at.length > 0) expect([kept[0], kept.at(-1)]).toEqual([0, rows.at.length - 1]);
      }),
    );
  });

  test('are few where nothing happens: a day of every minute', () => {
    const at = Array.from({ length: 1_440 }, (_, minute) => minute * 60_000);
    const steady = { at, values: [at.map(() => 97), at.map(() => 36.8)], kind: at.map(() => 0) };
    // The first of each hour, and the last of all.
    expect(thinned(steady, 3_600_000)).toHaveLength(25);
    const dip = { ...steady, values: [at.map((_, minute) => (minute === 725 ? 88 : 97)), steady.values[1]!] };
    expect(thinned(dip, 3_600_000)).toContain(725);
  });
});
