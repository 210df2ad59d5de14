import { worstFirst, type Tile } from '#contracts';

/** As many as have room to be read from five metres; of the others it is said how many there are. */
const MOST_ON_STAGE = 4;

export interface Stage {
  readonly called: readonly Tile[];
  /** Emergencies that nobody has and that are not among them. */
  readonly more: number;
}

/** The patients with an emergency that nobody has accepted, worst first. One that is paused or has eased is nobody's yet all the same. */
export function stageOf(tiles: readonly Tile[]): Stage {
  const waiting = tiles
    .filter(({ alerts }) => alerts.some(({ priority, status }) => priority === 'emergency' && status === 'raised'))
    .toSorted(worstFirst);
  return { called: waiting.slice(0, MOST_ON_STAGE), more: Math.max(0, waiting.length - MOST_ON_STAGE) };
}
