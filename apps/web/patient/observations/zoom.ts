/** What is seen of a stretch of time, epoch ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Nothing shorter is zoomed into. */
const SHORTEST_MS = 10 * 60_000;

/** Half or twice as much, about the middle; never beyond the whole, and null when it is the whole again. */
export function zoomed(seen: Span | null, whole: Span, factor: number): Span | null {
  const { from, to } = seen ?? whole;
  const middle = (from + to) / 2;
  const half = Math.max(((to - from) * factor) / 2, SHORTEST_MS / 2);
  return within({ from: middle - half, to: middle + half }, whole);
}

/** Half of what is seen earlier (-1) or later (1). */
export const moved = (seen: Span | null, whole: Span, direction: -1 | 1): Span | null =>
  seen === null ? null : shifted(seen, whole, (direction * (seen.to - seen.from)) / 2);

/** As much as is seen, so much later (less than 0: earlier), up to the ends of the whole. */
export function shifted(seen: Span, whole: Span, ms: number): Span | null {
  const length = seen.to - seen.from;
  const from = Math.max(whole.from, Math.min(whole.to - length, seen.from + ms));
  return within({ from, to: from + length }, whole);
}

/** What is asked for to show a part of the whole more finely: half as much again on either side, so that a step aside finds it there. */
export function around({ from, to }: Span, whole: Span): Span {
  const aside = (to - from) / 2;
  return { from: Math.floor(Math.max(whole.from, from - aside)), to: Math.ceil(Math.min(whole.to, to + aside)) };
}

/** The part that lies in the whole; null when that is all of it. */
export function within(span: Span, whole: Span): Span | null {
  const from = Math.max(whole.from, span.from);
  const to = Math.min(whole.to, span.to);
  return from <= whole.from && to >= whole.to ? null : { from, to };
}
