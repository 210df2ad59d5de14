import { NO_VALUE } from './columns.ts';

/*
 * Robust statistics: one artefact (a probe that slipped, a scale on a carpet) moves a mean and a standard deviation as far
 * as it likes, and a median and a MAD hardly at all.
 */

/** Room in which values are put in order; nothing in it outlives a call. */
let room = new Float64Array(256);

function roomFor(count: number): Float64Array {
  if (count > room.length) room = new Float64Array(2 * count);
  return room;
}

/** The middle value; of an even number of values the mean of the middle two. The values must be finite; NaN when there are none. */
export function median(values: ArrayLike<number>): number {
  const { length } = values;
  const ordered = roomFor(length);
  for (let i = 0; i < length; i++) ordered[i] = values[i]!;
  return middleOf(ordered, length);
}

/** The median of the values in part of a column, when there are at least this many; else null. */
export function medianOfKnown(cells: Float64Array, from: number, before: number, atLeast: number): number | null {
  if (before - from < atLeast) return null;
  const known = roomFor(before - from);
  let count = 0;
  for (let i = from; i < before; i++) if (cells[i] !== NO_VALUE) known[count++] = cells[i]!;
  return count < atLeast ? null : middleOf(known, count);
}

/** The median of the first `count` values, which are put into another order. */
function middleOf(values: Float64Array, count: number): number {
  if (count === 0) return Number.NaN;
  const middle = count >> 1;
  select(values, count, middle);
  const upper = values[middle]!;
  if (count % 2 === 1) return upper;
  // After the selection whatever is below the middle lies before it: the greatest of these is the other middle value.
  let lower = values[0]!;
  for (let i = 1; i < middle; i++) if (values[i]! > lower) lower = values[i]!;
  return (lower + upper) / 2;
}

/** Puts the value that belongs at `place` there, with none greater before it and none less after it (Hoare's selection). */
function select(values: Float64Array, count: number, place: number): void {
  let left = 0;
  let right = count - 1;
  while (left < right) {
    const pivot = values[place]!;
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const value = values[i]!;
      values[i++] = values[j]!;
      values[j--] = value;
    }
    if (j < place) left = i;
    if (i > place) right = j;
  }
}

/** Makes the MAD of a normal distribution its standard deviation: 1 / Φ⁻¹(¾). */
const MAD_TO_SD = 1.4826;

/** The spread around the median, on the scale of a standard deviation. */
export function robustSpread(values: ArrayLike<number>, middle: number): number {
  const { length } = values;
  const distances = roomFor(length);
  for (let i = 0; i < length; i++) distances[i] = Math.abs(values[i]! - middle);
  return MAD_TO_SD * middleOf(distances, length);
}

export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/**
 * How much the values in part of a column jump from one to the next, on the scale of the standard deviation of a single value.
 * Unlike the spread around a middle it hardly sees a slow change: it is the noise that a slow change has to stand out from.
 */
export function stepNoise(cells: Float64Array, from: number, before: number): number {
  const steps = roomFor(before - from);
  let count = 0;
  let last = NO_VALUE;
  for (let i = from; i < before; i++) {
    const value = cells[i]!;
    if (value === NO_VALUE) continue;
    if (last !== NO_VALUE) steps[count++] = Math.abs(value - last);
    last = value;
  }
  return (MAD_TO_SD * middleOf(steps, count)) / Math.SQRT2;
}
