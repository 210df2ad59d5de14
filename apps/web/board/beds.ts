import { LEVELS, type Band } from '#clinical';
import { bandOf, worstFirst, type Tile } from '#contracts';
import type { BedOrder } from '../page/location.ts';

/** One place of the board. */
export type BedSlot =
  | { readonly kind: 'patient'; readonly key: string; readonly tile: Tile }
  | { readonly kind: 'empty'; readonly key: string; readonly bed: number };

/**
 * The ward's beds in the order of the board. Worst first: patients, then empty beds. By bed: every bed in its place,
 * then those who hold no bed.
 */
export function bedSlots(tiles: Iterable<Tile>, capacity: number, order: BedOrder): BedSlot[] {
  const all = [...tiles];
  const taken = new Set(all.map((tile) => tile.bed));
  const empty: BedSlot[] = Array.from({ length: capacity }, (_, index) => index + 1)
    .filter((bed) => !taken.has(bed))
    .map((bed) => ({ kind: 'empty', key: `bed ${bed}`, bed }));
  const patients: BedSlot[] = all
    .toSorted(worstFirst)
    .map((tile) => ({ kind: 'patient', key: tile.admissionId, tile }));
  if (order === 'worst') return [...patients, ...empty];
  return [...patients, ...empty].toSorted((a, b) => bedOf(a) - bedOf(b));
}

const bedOf = (slot: BedSlot): number =>
  slot.kind === 'empty' ? slot.bed : (slot.tile.bed ?? Number.MAX_SAFE_INTEGER);

/** How full the ward is. */
export interface Occupancy {
  readonly occupied: number;
  readonly empty: number;
  /** On the ward and without a bed that their level holds: they wait for one. */
  readonly waiting: number;
  /** On a level that holds no bed. */
  readonly beside: number;
}

export function occupancyOf(tiles: Iterable<Tile>, capacity: number): Occupancy {
  let [occupied, waiting, beside] = [0, 0, 0];
  for (const { bed, level } of tiles) {
    if (bed !== null) occupied += 1;
    else if (LEVELS[level].holdsBed) waiting += 1;
    else beside += 1;
  }
  return { occupied, empty: Math.max(0, capacity - occupied), waiting, beside };
}

/** How many patients there are in each band; `none` counts those about whom nothing is known yet. */
export function bandCounts(tiles: Iterable<Tile>): Record<Band | 'none', number> {
  const counts: Record<Band | 'none', number> = { high: 0, medium: 0, 'low-medium': 0, low: 0, none: 0 };
  for (const tile of tiles) counts[bandOf(tile) ?? 'none'] += 1;
  return counts;
}

/**
 * The order to show now. While somebody points at the beds they keep their places, so that no press lands on a neighbour;
 * what changes on a bed shows at once all the same. Beds that came or went end the hold.
 */
export function settledOrder(shown: readonly string[], wanted: readonly string[], held: boolean): readonly string[] {
  if (sameOrder(shown, wanted)) return shown;
  if (!held || shown.length !== wanted.length) return wanted;
  const members = new Set(wanted);
  return shown.every((key) => members.has(key)) ? shown : wanted;
}

export const sameOrder = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((key, index) => key === b[index]);

export const BANDS_WORST_FIRST = ['high', 'medium', 'low-medium', 'low'] as const satisfies readonly Band[];
