import type { Duration, Instant } from './instant.ts';

/** Rows of measurements over time, oldest first: column by column, a cell for each row. */
export interface MeasuredRows {
  readonly at: readonly Instant[];
  /** What was measured of each parameter; null where it was not. */
  readonly values: readonly (readonly (number | null)[])[];
  /** What each row counts as, as a number for each kind (a band, complete or not); null where nobody has said yet. */
  readonly kind: readonly (number | null)[];
}

/**
 * Which rows of many to show, so that nothing that matters is left out: of every stretch of this length the least and the
 * most of each parameter, the first and the last row of all, and each row that counts as something else than the one before
 * it. Ascending.
 */
export function thinned({ at, values, kind }: MeasuredRows, stretch: Duration): number[] {
  const kept = new Set<number>();
  const { length } = at;
  if (length === 0) return [];
  kept.add(0).add(length - 1);
  for (const column of values) keepExtremes(column, at, stretch, kept);
  let before: number | null = null;
  for (let row = 0; row < length; row++) {
    const now = kind[row] ?? null;
    if (now === null) continue;
    if (before !== null && now !== before) kept.add(row);
    before = now;
  }
  return [...kept].toSorted((a, b) => a - b);
}

function keepExtremes(
  column: readonly (number | null)[],
  at: readonly Instant[],
  stretch: Duration,
  kept: Set<number>,
): void {
  let current = -Infinity;
  let least = -1;
  let most = -1;
  for (let row = 0; row < at.length; row++) {
    const value = column[row] ?? null;
    if (value === null) continue;
    const within = Math.floor(at[row]! / stretch);
    if (within !== current) {
      if (least !== -1) kept.add(least).add(most);
      current = within;
      least = row;
      most = row;
      continue;
    }
    if (value < column[least]!) least = row;
    if (value > column[most]!) most = row;
  }
  if (least !== -1) kept.add(least).add(most);
}
