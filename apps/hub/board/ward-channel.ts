import { WARD_SOCKET_TERMS, type JoinAnswer, type RefusedEvent, type WardEvent } from '#contracts';
import type { FeedLine } from '#records';
import { Encoded } from './encoded.ts';

/** Absent and forbidden look alike. */
export const NO_SUCH_WARD: RefusedEvent = {
  error: 'There is no such ward, or it is not one of yours.',
  code: 'not-found',
};

/** A whole board as it is told (`Board` of the contract), and the number that it is as of. */
export interface WrittenBoard {
  seq: number;
  json: string;
}

/** What a channel reads from the record. */
export interface FeedReader {
  /** The ward's events after a number, oldest first, at most `most`. */
  after(wardId: string, seq: number, most: number): Promise<FeedLine[]>;
  board(wardId: string): Promise<WrittenBoard | null>;
}

export type Answer = Encoded<JoinAnswer> | RefusedEvent;

interface Joining {
  after: number | undefined;
  letIn: (answer: Answer) => void;
  failed: (error: unknown) => void;
}

/** Events read from the record at a time. */
const PAGE = 200;
/** A board that was read for one client serves others that join at the same number, for this long, in ms. */
const BOARD_KEPT_FOR = 1_000;

/**
 * One ward's feed, as this hub tells it. Everything happens in turn, so that whoever joins gets a board or events up to
 * a number and then every event after it: none missing, none twice, in order. Those who join while a turn is under way are
 * let in together by the next one.
 */
export class WardChannel {
  /** The last number that the ward's sockets were told; null until the first board was read, and while nobody listens. */
  private told: number | null = null;
  /** The last number that is known to be there. */
  private heard = 0;
  private joining: Joining[] = [];
  private turns: Promise<void> | null = null;
  private kept: { board: WrittenBoard; until: number } | null = null;

  constructor(
    readonly wardId: string,
    private readonly feed: FeedReader,
    /** Sends an event to every socket that has joined. */
    private readonly tell: (event: Encoded<WardEvent>) => void,
    private readonly now: () => number,
  ) {}

  /** The feed has got to `seq`: tells the ward's sockets what is new to them. Resolves to the last number told. */
  async advanceTo(seq: number): Promise<number | null> {
    this.heard = Math.max(this.heard, seq);
    if (this.told !== null && seq > this.told) await this.takeTurns();
    return this.told;
  }

  /**
   * Answers a client and lets it in, with nothing in between. With `after`, the events since then where the feed still
   * holds them all; else the whole board.
   */
  join(after: number | undefined, letIn: (answer: Answer) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const answered = (answer: Answer): void => {
        letIn(answer);
        resolve();
      };
      this.joining.push({ after, letIn: answered, failed: reject });
      // A turn that fails has told those who were waiting in it.
      this.takeTurns().catch(() => undefined);
    });
  }

  /** Nobody listens any more: nothing is read for this ward until somebody joins again. */
  rest(): void {
    if (this.turns !== null) return;
    this.told = this.kept = null;
    this.heard = 0;
  }

  private takeTurns(): Promise<void> {
    this.turns ??= this.turnAfterTurn();
    return this.turns;
  }

  private async turnAfterTurn(): Promise<void> {
    await Promise.resolve();
    try {
      while (this.joining.length > 0 || (this.told !== null && this.heard > this.told)) {
        const joining = this.joining.splice(0);
        try {
          await this.turn(joining);
        } catch (error) {
          for (const { failed } of [...joining, ...this.joining.splice(0)]) failed(error);
          throw error;
        }
      }
    } finally {
      // In one step with the last look at what waits: whoever comes next begins a new one.
      this.turns = null;
    }
  }

  private async turn(joining: Joining[]): Promise<void> {
    if (this.told !== null) await this.catchUp();
    const others = await this.letInWithEvents(joining);
    if (others.length === 0) return;
    const board = await this.boardNow();
    const whole = board && new Encoded<JoinAnswer>(`{"seq":${board.seq},"board":${board.json}}`);
    for (const { letIn } of others) letIn(whole ?? NO_SUCH_WARD);
  }

  /** Lets in those for whom the feed still holds what they missed, as of the number told; gives back the others. */
  private async letInWithEvents(joining: Joining[]): Promise<Joining[]> {
    // The first to come to a ward: where it is comes with its board.
    if (this.told === null && !(await this.boardNow())) return joining;
    const upTo = this.told ?? 0;
    const missed = ({ after = Infinity }: Joining): number => upTo - after;
    const may = joining.filter((one) => missed(one) >= 0 && missed(one) <= WARD_SOCKET_TERMS.mostDeltas);
    const most = Math.max(0, ...may.map(missed));
    const lines = most === 0 ? [] : await this.feed.after(this.wardId, upTo - most, most);
    const answers = new Map<number, Encoded<JoinAnswer>>();
    const others = joining.filter((one) => !may.includes(one));
    for (const one of may) {
      const count = missed(one);
      const since = lines.slice(lines.length - count);
      const holdsAll = count === 0 || (since.length === count && since[0]?.seq === upTo - count + 1);
      if (!holdsAll || (count > 0 && since.at(-1)?.seq !== upTo)) {
        others.push(one);
        continue;
      }
      const events = since.map(({ json }) => json).join(',');
      const answer = answers.get(count) ?? new Encoded<JoinAnswer>(`{"seq":${upTo},"events":[${events}]}`);
      answers.set(count, answer);
      one.letIn(answer);
    }
    return others;
  }

  /** The board, with everybody who joined before told up to its number. */
  private async boardNow(): Promise<WrittenBoard | null> {
    if (this.kept && this.kept.board.seq === this.told && this.kept.until > this.now()) return this.kept.board;
    const board = await this.feed.board(this.wardId);
    if (!board) return null;
    if (this.told !== null && board.seq > this.told) await this.catchUp(board.seq);
    this.told = board.seq;
    this.kept = { board, until: this.now() + BOARD_KEPT_FOR };
    return board;
  }

  /** Tells the sockets every event after the last one told, up to `upTo`. */
  private async catchUp(upTo = Infinity): Promise<void> {
    for (let told = this.told ?? 0; ;) {
      const known = this.heard;
      const page = await this.feed.after(this.wardId, told, PAGE);
      for (const { seq, json } of page) {
        if (seq > upTo) return;
        this.tell(new Encoded<WardEvent>(json));
        this.told = told = seq;
        this.kept = null;
      }
      if (page.length === PAGE) continue;
      // What was heard of before the look is read, or is not there: a feed that was put back to an earlier state.
      if (this.heard === known) this.heard = Math.min(known, told);
      return;
    }
  }
}
