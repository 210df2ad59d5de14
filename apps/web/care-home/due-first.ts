import type { Tile } from '#contracts';
import type { OutboxItem } from '../bedside/outbox.ts';

type Taken = Pick<OutboxItem, 'admissionId' | 'form' | 'photo' | 'state' | 'measuredAt'>;
type Due = Pick<Tile, 'admissionId' | 'lastReadingAt' | 'nextDueAt' | 'notTaken' | 'repeat'> & {
  readonly patient: { readonly name: string };
};

/** The set that was taken of them on this tablet and the list does not know of yet; null when there is none. A form or a photo alone is none. */
export function takenOf<Item extends Taken>(
  tile: Pick<Tile, 'admissionId' | 'lastReadingAt' | 'notTaken'>,
  items: readonly Item[],
): Item | null {
  return (
    items.findLast(
      ({ admissionId, form, photo, state, measuredAt }) =>
        admissionId === tile.admissionId &&
        form === null &&
        photo !== true &&
        (state === 'waiting' ||
          // By the hub's clock, as the list is: by the tablet's own it would be later for good.
          (state === 'received' && (measuredAt ?? 0) > Math.max(tile.lastReadingAt ?? 0, tile.notTaken?.at ?? 0))),
    ) ?? null
  );
}

/** Whom nobody could measure is tried again. [ours] */
const TRY_AGAIN_AFTER_MS = 30 * 60_000;

/** When they are to be asked next: as soon as the hub wants it; of somebody who could not be measured, a while after that was tried. */
function askAt({ lastReadingAt, nextDueAt, notTaken, repeat }: Due): number {
  if (repeat !== null) return Math.min(repeat.dueAt, nextDueAt ?? Infinity);
  const tried = notTaken?.why.all !== undefined && notTaken.at > (lastReadingAt ?? 0);
  return Math.max(nextDueAt ?? Infinity, tried ? notTaken.at + TRY_AGAIN_AFTER_MS : -Infinity);
}

/** Whose reading is due first stands first, then by name; whose was taken already, and is on its way, last. */
export const dueFirst = <Resident extends Due>(tiles: readonly Resident[], items: readonly Taken[]): Resident[] => {
  const taken = (tile: Due): number => (takenOf(tile, items) === null ? 0 : 1);
  return tiles.toSorted((a, b) => {
    const [atA, atB] = [askAt(a), askAt(b)];
    return (
      taken(a) - taken(b) || (atA === atB ? 0 : atA - atB) || a.patient.name.localeCompare(b.patient.name, 'en-GB')
    );
  });
};
