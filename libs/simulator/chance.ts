/*
 * Chance that can be asked at any place: a number depends on nothing but its seed, its stream and its index, so a course can
 * be looked at at any moment, in any order, again after a restart. A generator that is drawn from in sequence cannot do that.
 */

const { cos, floor, imul, log, sqrt, PI } = Math;

/** The last steps of MurmurHash3: every bit of the input moves every bit of the output. Public domain, Austin Appleby. */
function mixed(word: number): number {
  let hash = word;
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** A seed from a name. The same on every machine. */
export function seedOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = imul(hash ^ name.charCodeAt(i), 0x01000193);
  return mixed(hash);
}

/** Evenly spread over [0, 1). `index` is an integer of any size up to 2^53. */
export function chance(seed: number, stream: number, index: number): number {
  const low = index % 0x1_0000_0000;
  const high = floor(index / 0x1_0000_0000);
  const word = mixed(mixed(mixed(seed ^ 0x9e3779b9) ^ imul(stream + 1, 0x9e3779b1)) ^ low);
  return (mixed(word ^ imul(high + 1, 0x27d4eb2f)) >>> 0) / 0x1_0000_0000;
}

/** Evenly spread over [from, to). */
export function between(from: number, to: number, seed: number, stream: number, index: number): number {
  return from + (to - from) * chance(seed, stream, index);
}

/** Normally distributed with mean 0 and standard deviation 1. */
export function bell(seed: number, stream: number, index: number): number {
  const radius = sqrt(-2 * log(1 - chance(seed, stream, 2 * index)));
  return radius * cos(2 * PI * chance(seed, stream, 2 * index + 1));
}
