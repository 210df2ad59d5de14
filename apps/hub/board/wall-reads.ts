import { initialsOf, RESTRICTED_NAME, type Board, type Tile, type WallNames, type WardEvent } from '#contracts';
import type { FeedLine } from '#records';
import type { FeedReader, WrittenBoard } from './ward-channel.ts';

/**
 * A ward as a wall screen is told of it: what such a screen shows, and nothing that it does not. Whoever opens the browser's own
 * tools on it finds no NHS number, no plan's words and, unless it was opened with full names, no name.
 */
export class WallReads implements FeedReader {
  constructor(
    private readonly reads: FeedReader,
    private readonly names: WallNames,
  ) {}

  async after(wardId: string, seq: number, most: number): Promise<FeedLine[]> {
    const lines = await this.reads.after(wardId, seq, most);
    return lines.map((line) => ({ seq: line.seq, json: this.told(JSON.parse(line.json) as WardEvent) }));
  }

  async board(wardId: string): Promise<WrittenBoard | null> {
    const board = await this.reads.board(wardId);
    return board && { seq: board.seq, json: this.told(JSON.parse(board.json) as Board) };
  }

  private told(told: Board | WardEvent): string {
    return JSON.stringify({ ...told, tiles: told.tiles.map((tile) => asOnWall(tile, this.names)) });
  }
}

/** A tile with no more of a person than a wall shows. That there is an escalation plan is shown by a sign; its words are not. */
export function asOnWall(tile: Tile, names: WallNames): Tile {
  const { ageYears, sex } = tile.patient;
  return {
    ...tile,
    patient: { nhsNumber: '', name: nameOnWall(tile, names), ageYears, sex },
    escalationPlan: tile.escalationPlan === null ? null : '',
    place: tile.place.kind === 'home' ? tile.place : { ...tile.place, name: '' },
    notTaken: null,
    sbard: null,
    repeat: null,
  };
}

/** A wall is seen by whoever passes: of a restricted record it shows not even initials. */
function nameOnWall({ patient: { name }, restricted }: Tile, names: WallNames): string {
  if (restricted !== undefined) return RESTRICTED_NAME;
  return names === 'full' ? name : initialsOf(name);
}
