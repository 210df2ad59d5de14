import type { SignedIn, Tile } from '#contracts';
import { isMine } from '../alerts/acts.ts';
import type { BoardWish, ShownBy } from '../page/location.ts';
import { dueInWords } from '../words/times.ts';

type Who = Pick<SignedIn, 'id'>;

const FITS: Readonly<Record<ShownBy, (tile: Tile, who: Who, now: number) => boolean>> = {
  mine: ({ alerts }, { id }) => alerts.some((alert) => isMine(alert, id)),
  'not-accepted': ({ alerts }) => alerts.some(({ status }) => status === 'raised'),
  overdue: ({ nextDueAt }, _, now) => dueInWords(nextDueAt, now)?.overdue ?? false,
};

export const fits = (tile: Tile, by: ShownBy, who: Who, now: number): boolean => FITS[by](tile, who, now);

/** The patients for whom everything is so that was asked for. */
export function shownPatients(
  tiles: readonly Tile[],
  { show, pathway }: BoardWish,
  { who, now }: { who: Who; now: number },
): Tile[] {
  return tiles.filter(
    (tile) => (pathway === null || tile.pathway === pathway) && show.every((by) => fits(tile, by, who, now)),
  );
}
