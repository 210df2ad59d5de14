import { boardOf, feedAfter, scopeOfWard, withinScope, type FeedLine, type FeedPlace, type Queryable } from '#records';
import type { FeedReader, WrittenBoard } from './ward-channel.ts';

interface Asked extends FeedPlace {
  resolve: (lines: FeedLine[]) => void;
  reject: (error: unknown) => void;
}

/**
 * Reads feeds for all wards of a hub: whatever was asked for in this turn, or while the last look was under way, is one
 * look into the record. One commit that touched 25 wards is read once.
 */
export class FeedReads implements FeedReader {
  private asked: Asked[] = [];
  private looking = false;

  constructor(private readonly database: Queryable) {}

  after(wardId: string, after: number, most: number): Promise<FeedLine[]> {
    return new Promise((resolve, reject) => {
      this.asked.push({ wardId, after, most, resolve, reject });
      if (this.looking) return;
      this.looking = true;
      setImmediate(() => void this.look());
    });
  }

  async board(wardId: string): Promise<WrittenBoard | null> {
    const board = await withinScope(scopeOfWard([wardId]), () => boardOf(this.database, wardId));
    return board && { seq: board.seq, json: JSON.stringify(board) };
  }

  private async look(): Promise<void> {
    while (this.asked.length > 0) {
      // A ward is asked about once at a time (its channel takes turns), so its name is enough to tell the answers apart.
      const asked = this.asked.splice(0);
      try {
        const found = await feedAfter(this.database, asked);
        for (const { wardId, resolve } of asked) resolve(found.get(wardId) ?? []);
      } catch (error) {
        for (const { reject } of asked) reject(error);
      }
    }
    this.looking = false;
  }
}
