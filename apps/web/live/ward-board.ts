import type { Board, Heartbeat, JoinAnswer, JoinRequest, OpenAlertView, Tile, WardEvent } from '#contracts';
import type { Moment } from '../clock.ts';

/**
 * What this browser knows of one ward: always exactly the ward as of feed number `seq`, never a mixture of two numbers.
 * Changed only by `take`.
 */
export interface WardBoard {
  readonly ward: Board['ward'] | null;
  /** The last feed number that is in `tiles`; null until the first whole board came. */
  readonly seq: number | null;
  /** By admission. A tile that did not change stays the same object. */
  readonly tiles: ReadonlyMap<string, Tile>;
  /** The ward's open alerts about no patient. */
  readonly wardAlerts: readonly OpenAlertView[];
  /** Events that arrived ahead of a hole, by number. They wait until the hole is filled. */
  readonly ahead: ReadonlyMap<number, WardEvent>;
  readonly connected: boolean;
  /** A join is under way: no second one is sent. */
  readonly asking: boolean;
  /**
   * As of when nothing is missing here, as far as the server has confirmed it: when the heartbeat was sent, not when it
   * came; when the answer was asked for. Hearing of something that is missing confirms nothing.
   */
  readonly confirmedAt: Moment | null;
  /** This computer's clocks less the hub's, at the heartbeat of this connection that was the least time under way; null before the first. */
  readonly quickest: Moment | null;
  /** How far this computer's clock is ahead of the hub's, in ms. */
  readonly clockAheadMs: number;
  /** Epoch ms: the oldest stored reading that no rule has looked at yet. */
  readonly oldestUnevaluatedAt: number | null;
  /** Heartbeats in a row that named a smaller number than ours: the feed began anew, for example from a restored database. */
  readonly beatsBehind: number;
  /** Why the server did not let us join, in its words; null when it did. */
  readonly refusal: string | null;
}

export type Heard =
  | { kind: 'connected' }
  | { kind: 'disconnected' }
  | { kind: 'answer'; answer: JoinAnswer; askedAt: Moment }
  | { kind: 'no-answer' }
  | { kind: 'event'; event: WardEvent }
  | { kind: 'removed'; error: string }
  | { kind: 'heartbeat'; beat: Heartbeat; moment: Moment };

/** What has to be asked of the server next: the events after a number, or (without it) the whole board. */
export type Ask = Pick<JoinRequest, 'after'>;

export const UNKNOWN_BOARD: WardBoard = {
  ward: null,
  seq: null,
  tiles: new Map(),
  wardAlerts: [],
  ahead: new Map(),
  connected: false,
  asking: false,
  confirmedAt: null,
  quickest: null,
  clockAheadMs: 0,
  oldestUnevaluatedAt: null,
  beatsBehind: 0,
  refusal: null,
};

/** One heartbeat may have been overtaken by an event. So many in a row have not. */
const BEATS_UNTIL_FEED_BEGAN_ANEW = 3;

/** When so much waits ahead of a hole it is let go: the server is asked for all of it anyway. */
const MOST_AHEAD = 1_000;

/** Clock differences below this are the network's. */
const CLOCK_NOISE_MS = 1_000;

/** Decides what the board is after something was heard, and what to ask for. The caller does the asking. */
export function take(board: WardBoard, heard: Heard): [WardBoard, Ask | null] {
  switch (heard.kind) {
    case 'connected':
      // Another connection may be to another hub, with a clock of its own and a line that holds nothing back.
      return ask({ ...board, connected: true, asking: false, quickest: null });
    case 'disconnected':
      return [{ ...board, connected: false, asking: false }, null];
    case 'no-answer':
      return board.connected ? ask({ ...board, asking: false }) : [board, null];
    case 'answer':
      return takeAnswer({ ...board, asking: false }, heard.answer, heard.askedAt);
    case 'event': {
      const { event } = heard;
      if (board.seq !== null && event.seq <= board.seq) return [board, null];
      // It says nothing of how long it was under way: that the board is live is for heartbeats to say.
      const next = catchUp({ ...board, ahead: withEvents(board.ahead, [event]) });
      return next.ahead.size === 0 ? [next, null] : askOnce(next);
    }
    case 'heartbeat':
      return takeHeartbeat(board, heard.beat, heard.moment);
    case 'removed':
      return [forgotten(board, heard.error), null];
  }
}

/** Somebody who may not see a ward is not shown what they saw of it before. */
const forgotten = ({ connected }: WardBoard, refusal: string): WardBoard => ({ ...UNKNOWN_BOARD, connected, refusal });

function takeAnswer(board: WardBoard, answer: JoinAnswer, askedAt: Moment): [WardBoard, Ask | null] {
  if ('error' in answer) {
    return [answer.code === 'not-found' ? forgotten(board, answer.error) : { ...board, refusal: answer.error }, null];
  }
  const joined = { ...board, refusal: null, beatsBehind: 0 };
  if ('board' in answer) {
    const whole = answer.board;
    const beganAnew = board.seq !== null && whole.seq < board.seq;
    const next = catchUp({
      ...joined,
      ward: whole.ward,
      seq: whole.seq,
      tiles: unchangedKept(board.tiles, whole.tiles),
      wardAlerts: whole.wardAlerts,
      ahead: beganAnew ? new Map() : board.ahead,
      // Until a heartbeat says better: between asking and now it was written.
      clockAheadMs: board.quickest === null ? clockAhead(board, askedAt.wall - whole.at) : board.clockAheadMs,
      oldestUnevaluatedAt: whole.oldestUnevaluatedAt,
    });
    // A hole that the whole board left open is asked for only if the board brought us on: otherwise the next heartbeat asks.
    if (next.ahead.size === 0) return [confirmed(next, askedAt), null];
    return board.seq === null || next.seq! > board.seq ? askOnce(next) : [next, null];
  }
  if (board.seq === null) return ask(joined);
  const next = catchUp({ ...joined, ahead: withEvents(board.ahead, answer.events) });
  // Told to be at a number that the events do not reach: only the whole board helps.
  if (next.seq! < answer.seq) return ask(next, { whole: true });
  if (next.ahead.size === 0) return [confirmed(next, askedAt), null];
  return next.seq! > board.seq ? askOnce(next) : [next, null];
}

function takeHeartbeat(board: WardBoard, beat: Heartbeat, moment: Moment): [WardBoard, Ask | null] {
  const sentAt = Date.parse(beat.at);
  const ahead: Moment = { wall: moment.wall - sentAt, monotonic: moment.monotonic - sentAt };
  const quickest: Moment = {
    wall: Math.min(ahead.wall, board.quickest?.wall ?? Infinity),
    monotonic: Math.min(ahead.monotonic, board.quickest?.monotonic ?? Infinity),
  };
  // How much longer it was under way than the quickest: what waited in a slow line, or in a computer that slept, is old news.
  const late = Math.max(ahead.wall - quickest.wall, ahead.monotonic - quickest.monotonic);
  const told: WardBoard = {
    ...board,
    quickest,
    clockAheadMs: clockAhead(board, quickest.wall),
    oldestUnevaluatedAt: beat.oldestUnevaluatedAt === null ? null : Date.parse(beat.oldestUnevaluatedAt),
    beatsBehind: board.seq !== null && beat.seq < board.seq ? board.beatsBehind + 1 : 0,
  };
  if (board.seq === null || beat.seq > board.seq) return askOnce(told);
  if (told.beatsBehind >= BEATS_UNTIL_FEED_BEGAN_ANEW) return board.asking ? [told, null] : ask(told, { whole: true });
  if (beat.seq < board.seq) return [told, null];
  // The feed ends where we are: whatever waits ahead of a hole belongs to another feed.
  const asOf: Moment = { wall: moment.wall - late, monotonic: moment.monotonic - late };
  return [confirmed({ ...told, ahead: NOTHING_AHEAD }, asOf), null];
}

const NOTHING_AHEAD: ReadonlyMap<number, WardEvent> = new Map();

/** What was confirmed as of later stays. */
const confirmed = (board: WardBoard, asOf: Moment): WardBoard =>
  board.seq === null || (board.confirmedAt !== null && board.confirmedAt.monotonic > asOf.monotonic)
    ? board
    : { ...board, confirmedAt: asOf };

function ask(board: WardBoard, how: { whole: boolean } = { whole: false }): [WardBoard, Ask] {
  return [{ ...board, asking: true }, how.whole || board.seq === null ? {} : { after: board.seq }];
}

const askOnce = (board: WardBoard): [WardBoard, Ask | null] =>
  board.asking || !board.connected ? [board, null] : ask(board);

function withEvents(
  ahead: ReadonlyMap<number, WardEvent>,
  events: readonly WardEvent[],
): ReadonlyMap<number, WardEvent> {
  // An answer to what we asked is small enough to be held: only what arrives unasked is bounded.
  const held = ahead.size < MOST_AHEAD ? new Map(ahead) : new Map<number, WardEvent>();
  for (const event of events) held.set(event.seq, event);
  return held;
}

/** Applies what is next in order, as far as there is no hole, and drops what is already in. */
function catchUp(board: WardBoard): WardBoard {
  if (board.seq === null || board.ahead.size === 0) return board;
  let { seq, wardAlerts } = board;
  const tiles = new Map(board.tiles);
  for (let event = board.ahead.get(seq + 1); event !== undefined; event = board.ahead.get(seq + 1)) {
    for (const tile of event.tiles) tiles.set(tile.admissionId, tile);
    for (const admissionId of event.removed) tiles.delete(admissionId);
    wardAlerts = event.wardAlerts ?? wardAlerts;
    seq = event.seq;
  }
  const ahead = new Map([...board.ahead].filter(([number]) => number > seq));
  return { ...board, seq, ahead, wardAlerts, tiles: seq === board.seq ? board.tiles : tiles };
}

/** A whole board that says the same of a bed keeps that bed's tile, so that nothing is drawn again for nothing. */
function unchangedKept(known: ReadonlyMap<string, Tile>, tiles: readonly Tile[]): ReadonlyMap<string, Tile> {
  return new Map(
    tiles.map((tile) => {
      const before = known.get(tile.admissionId);
      const kept = before !== undefined && JSON.stringify(before) === JSON.stringify(tile) ? before : tile;
      return [tile.admissionId, kept];
    }),
  );
}

function clockAhead(board: WardBoard, ahead: number): number {
  return Math.abs(ahead - board.clockAheadMs) < CLOCK_NOISE_MS ? board.clockAheadMs : ahead;
}
