import type { Tile } from '#contracts';
import type { OutboxItem } from '../bedside/outbox.ts';

type Taken = Pick<OutboxItem, 'admissionId' | 'state' | 'takenAt'>;
type Due = Pick<Tile, 'admissionId' | 'lastReadingAt' | 'nextDueAt'> & { readonly patient: { readonly name: string } };

/** What was taken of them on this tablet and the list does not know of yet; null when there is nothing. */
export function takenOf<Item extends Taken>(
  tile: Pick<Tile, 'admissionId' | 'lastReadingAt'>,
  items: readonly Item[],
): Item | null {
  return (
    items.findLast(
      ({ admissionId, state, takenAt }) =>
        admissionId === tile.admissionId &&
        (state === 'waiting' || (state === 'received' && takenAt > (tile.lastReadingAt ?? 0))),
    ) ?? null
  );
}

/** Whose reading is due first stands first, then by name; whose was taken already, and is on its way, last. */
export const dueFirst = <Resident extends Due>(tiles: readonly Resident[], items: readonly Taken[]): Resident[] => {
  const taken = (tile: Due): number => (takenOf(tile, items) === null ? 0 : 1);
  return tiles.toSorted(
    (a, b) =>
      taken(a) - taken(b) ||
      (a.nextDueAt ?? Infinity) - (b.nextDueAt ?? Infinity) ||
      a.patient.name.localeCompare(b.patient.name, 'en-GB'),
  );
};
