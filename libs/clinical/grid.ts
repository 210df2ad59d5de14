/**
 * The published charts are printed on a grid: whole numbers, and tenths for temperature. A value between two grid points
 * (91.5 %, 38.05 °C) belongs to exactly one of them: the nearer, and halves go up. The sum is done in whole millionths,
 * because 38.05 × 10 in binary is not always 380.5, and a converted 100.49 °F is 38.05 °C only up to such noise.
 */
const MILLION = 1_000_000;

/** The value on the whole-number grid. */
export function wholes(value: number): number {
  if (Number.isInteger(value)) return value;
  return Math.floor((Math.round(value * MILLION) + 500_000) / MILLION);
}

/** The value on the tenths grid, as a count of tenths: 38.05 is 381. */
export function tenths(value: number): number {
  return Math.floor((Math.round(value * MILLION) + 50_000) / 100_000);
}
