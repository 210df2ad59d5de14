import type { Handover, RoundDecision, Tile } from '#contracts';

/** What this round has decided for somebody: the newest decision since it began; null when there is none yet. */
export function decidedIn(told: Handover | null, admissionId: string, began: number): RoundDecision | null {
  const newest = newestOf(told, admissionId);
  return newest !== null && newest.at >= began ? newest : null;
}

export function newestOf(told: Handover | null, admissionId: string): RoundDecision | null {
  return told?.stays.find((stay) => stay.admissionId === admissionId)?.decisions[0] ?? null;
}

/** Whom a round goes to, by bed: an order that nobody's getting worse changes under one's hands. Who has no bed comes last. */
export const goesTo = (tiles: Iterable<Tile>): Tile[] =>
  [...tiles].toSorted((a, b) => (a.bed ?? Infinity) - (b.bed ?? Infinity) || (a.admissionId < b.admissionId ? -1 : 1));

/** A round that began within this time is gone on with. */
const ONE_ROUND_MS = 4 * 3_600_000;

/** When the round began that was under way last: with the first of decisions that follow each other closely. Null when there is none. */
export function roundUnderWay(told: Handover | null, now: number): number | null {
  const moments = (told?.stays ?? [])
    .flatMap(({ decisions }) => decisions.map(({ at }) => at))
    .filter((at) => at > now - ONE_ROUND_MS && at <= now);
  return moments.length === 0 ? null : Math.min(...moments);
}

/** Where a round is: whose turn it is, or its end. */
export type RoundPlace = { readonly at: 'end' } | { readonly at: 'patient'; readonly index: number };

export function placeIn(order: readonly Tile[], asked: string | null): RoundPlace {
  if (asked === 'end') return { at: 'end' };
  return {
    at: 'patient',
    index: Math.max(
      0,
      order.findIndex(({ admissionId }) => admissionId === asked),
    ),
  };
}

/** The place after this one, or before it; beyond the last patient is the end. */
export function stepFrom(order: readonly Tile[], place: RoundPlace, step: 1 | -1): string {
  const from = place.at === 'end' ? order.length : place.index;
  const to = Math.max(0, from + step);
  return order[to]?.admissionId ?? 'end';
}
