/*
 * Robust statistics: one artefact (a probe that slipped, a scale on a carpet) moves a mean and a standard deviation as far
 * as it likes, and a median and a MAD hardly at all.
 */

/** The middle value; of an even number of values the mean of the middle two. The values must be finite; NaN when there are none. */
export function median(values: readonly number[]): number {
  const sorted = sortedCopy(values);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return sorted.length === 0 ? Number.NaN : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Insertion sort: the series here are some dozens of values long, and often nearly in order. */
function sortedCopy(values: readonly number[]): number[] {
  const sorted = values.slice();
  for (let i = 1; i < sorted.length; i++) {
    const value = sorted[i]!;
    let j = i - 1;
    for (; j >= 0 && sorted[j]! > value; j--) sorted[j + 1] = sorted[j]!;
    sorted[j + 1] = value;
  }
  return sorted;
}

/** Makes the MAD of a normal distribution its standard deviation: 1 / Φ⁻¹(¾). */
const MAD_TO_SD = 1.4826;

/** The spread around the median, on the scale of a standard deviation. */
export function robustSpread(values: readonly number[], middle: number): number {
  return MAD_TO_SD * median(values.map((value) => Math.abs(value - middle)));
}

export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/**
 * How much a series jumps from one value to the next, on the scale of the standard deviation of a single value. Unlike
 * the spread around a middle it hardly sees a slow change: it is the noise that a slow change has to stand out from.
 */
export function stepNoise(values: readonly number[]): number {
  const steps: number[] = [];
  for (let i = 1; i < values.length; i++) steps.push(Math.abs(values[i]! - values[i - 1]!));
  return (MAD_TO_SD * median(steps)) / Math.SQRT2;
}
