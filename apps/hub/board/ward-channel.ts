import type { Board, JoinAnswer, RefusedEvent, WardEvent } from '#contracts';

/** Absent and forbidden look alike. */
export const NO_SUCH_WARD: RefusedEvent = {
  error: 'There is no such ward, or it is not one of yours.',
  code: 'not-found',
};

/** What a channel reads from the record. */
export interface FeedReader {
  /** The ward's events after a number, oldest first, at most `limit`. */
  after(wardId: string, seq: number, limit: number): Promise<WardEvent[]>;
  board(wardId: string): Promise<Board | null>;
}

/** Events read from the record at a time. */
const PAGE = 200;
/** A client that is further behind than this gets the whole board: it is smaller. */
const MOST_DELTAS = 500;
/** A board that was read for one client serves others that join at the same number, for this long, in ms. */
const BOARD_KEPT_FOR = 1_000;

/**
 * One ward's feed, as this hub tells it. Everything happens in turn, so that whoever joins gets a board or events up to
 * a number and then every event after it: none missing, none twice, in order.
 */
export class WardChannel {
  /** The last number that the ward's sockets were told; null until the first board was read. */
  private told: number | null = null;
  private turn: Promise<unknown> = Promise.resolve();
  private kept: { board: Board; until: number } | null = null;

  constructor(
    readonly wardId: string,
    private readonly feed: FeedReader,
    /** Sends an event to every socket that has joined. */
    private readonly tell: (event: WardEvent) => void,
    private readonly now: () => number,
  ) {}

  /** The feed has got to `seq`: tells the ward's sockets what is new to them. Resolves to the last number told. */
  advanceTo(seq: number): Promise<number | null> {
    return this.inTurn(async () => {
      if (this.told !== null && seq > this.told) await this.catchUp(this.told);
      return this.told;
    });
  }

  /**
   * Answers a client and lets it in, with nothing in between. With `after`, the events since then where the feed still
   * holds them all; else the whole board.
   */
  join(after: number | undefined, letIn: (answer: JoinAnswer) => void): Promise<void> {
    return this.inTurn(async () => {
      const board = await this.boardNow();
      if (!board) {
        letIn(NO_SUCH_WARD);
        return;
      }
      const events = after === undefined ? null : await this.eventsBetween(after, board.seq);
      letIn(events ? { seq: board.seq, events } : { seq: board.seq, board });
    });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** The board, with everybody who joined before told up to its number. */
  private async boardNow(): Promise<Board | null> {
    if (this.told !== null) this.told = await this.catchUp(this.told);
    if (this.kept && this.kept.board.seq === this.told && this.kept.until > this.now()) return this.kept.board;
    const board = await this.feed.board(this.wardId);
    if (!board) return null;
    if (this.told !== null && board.seq > this.told) await this.catchUp(this.told, board.seq);
    this.told = board.seq;
    this.kept = { board, until: this.now() + BOARD_KEPT_FOR };
    return board;
  }

  /** Tells the sockets every event after `from` (up to `upTo`), and resolves to the last number told. */
  private async catchUp(from: number, upTo = Infinity): Promise<number> {
    for (;;) {
      const page = await this.feed.after(this.wardId, this.told ?? from, PAGE);
      for (const event of page) {
        if (event.seq > upTo) return this.told ?? from;
        this.tell(event);
        this.told = event.seq;
      }
      if (page.length < PAGE) return this.told ?? from;
    }
  }

  /** Null when the feed does not hold them all any more, when there are too many, or when the client is ahead of us. */
  private async eventsBetween(after: number, upTo: number): Promise<WardEvent[] | null> {
    if (after === upTo) return [];
    if (after > upTo || upTo - after > MOST_DELTAS) return null;
    const events = await this.feed.after(this.wardId, after, upTo - after);
    return events.length === upTo - after && events.at(-1)?.seq === upTo ? events : null;
  }
}
