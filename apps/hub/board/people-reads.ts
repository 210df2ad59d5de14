import { hiddenTile, type Board, type WardEvent } from '#contracts';
import type { FeedLine } from '#records';
import type { FeedReader, WrittenBoard } from './ward-channel.ts';

/** Stands in the JSON of every tile of a restricted record: what has it not goes on as it came. */
const MARK = '"restricted":"marked"';

/** A ward as its people are told of it: restricted records are closed but for those stays that these people are named for. */
export class PeopleReads implements FeedReader {
  constructor(
    private readonly reads: FeedReader,
    private readonly named: readonly string[],
  ) {}

  async after(wardId: string, seq: number, most: number): Promise<FeedLine[]> {
    const lines = await this.reads.after(wardId, seq, most);
    return lines.map((line) => ({ seq: line.seq, json: this.told(line.json) }));
  }

  async board(wardId: string): Promise<WrittenBoard | null> {
    const board = await this.reads.board(wardId);
    return board && { seq: board.seq, json: this.told(board.json) };
  }

  private told(json: string): string {
    if (!json.includes(MARK)) return json;
    const told = JSON.parse(json) as Board | WardEvent;
    const tiles = told.tiles.map((tile) =>
      tile.restricted === undefined || this.named.includes(tile.admissionId) ? tile : hiddenTile(tile),
    );
    return JSON.stringify({ ...told, tiles });
  }
}
