import { Shares } from '../overload/shares.ts';

/** What waits: whose it is, and how many readings. */
export interface Waiting {
  readonly sourceId: number;
  readonly size: number;
}

/**
 * What waits for a commit, bounded, in a line for each source. Sources take turns: a group has as many readings of each as
 * of every other while they last, so that who sends one waits for one group and not behind whoever sent ten thousand.
 */
export class FairQueue<Item extends Waiting> {
  /** In the order of their turns: whoever was taken from goes to the end. */
  private readonly lines = new Map<number, Item[]>();
  private readonly shares: Shares;

  /** `most`: readings that may wait, of all sources together. */
  constructor(most: number) {
    this.shares = new Shares(most);
  }

  get isEmpty(): boolean {
    return this.lines.size === 0;
  }

  /** False when its source has too much waiting already. */
  offer(item: Item): boolean {
    if (!this.shares.hold(item.sourceId, item.size)) return false;
    const line = this.lines.get(item.sourceId);
    if (line) line.push(item);
    else this.lines.set(item.sourceId, [item]);
    return true;
  }

  /** The next group: at most `limit` readings, or one item that is larger by itself. The order within a source is kept. */
  take(limit: number): Item[] {
    const equal = Math.max(1, Math.floor(limit / Math.max(1, this.lines.size)));
    const turns = [...this.lines].map(([sourceId, line]) => ({ sourceId, line, count: 0 }));
    const group: Item[] = [];
    let left = limit;
    const takeUpTo = (turn: (typeof turns)[number], most: number): void => {
      let mine = 0;
      for (; turn.count < turn.line.length; turn.count++) {
        const item = turn.line[turn.count]!;
        const fits = item.size <= left && mine + item.size <= most;
        if (!fits && group.length > 0) return;
        group.push(item);
        mine += item.size;
        left -= item.size;
        if (left <= 0) {
          turn.count++;
          return;
        }
      }
    };
    for (const turn of turns) if (left > 0) takeUpTo(turn, equal);
    for (const turn of turns) if (left > 0) takeUpTo(turn, left);
    for (const { sourceId, line, count } of turns) {
      if (count === 0) continue;
      for (const item of line.splice(0, count)) this.shares.release(sourceId, item.size);
      this.lines.delete(sourceId);
      if (line.length > 0) this.lines.set(sourceId, line);
    }
    return group;
  }
}
