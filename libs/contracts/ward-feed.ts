import { z } from 'zod';
import type { Board, Tile } from './board.ts';

/** The socket.io namespace of the live board. */
export const WARD_NAMESPACE = '/ward';

/** The server speaks at least this often, in ms. */
export const HEARTBEAT_EVERY_MS = 2_000;

/** A client that has heard nothing for this long, in ms, says NOT LIVE. Below the promised 10 s, so that the words are up by then. */
export const NOT_LIVE_AFTER_MS = 8_000;

/** What changed on the ward. Each carries the changed beds whole, so that applying one twice does no harm. */
export type WardEventType = 'readings-evaluated' | 'alert-accepted' | 'alert-resolved' | 'admission-changed';

/** One number of a ward's feed: numbers go up by exactly one, without holes. */
export interface WardEvent {
  seq: number;
  type: WardEventType;
  /** ISO 8601 with offset: when it was committed. */
  at: string;
  /** The new state of every bed that it changed. */
  tiles: Tile[];
  /** Admissions that are no longer on the board. */
  removed: string[];
}

export interface Heartbeat {
  /** The newest number of the ward's feed: a client that is behind it asks again. */
  seq: number;
  at: string;
  /** ISO 8601: the oldest stored reading that no rule has looked at yet; null when all are evaluated. */
  oldestUnevaluatedAt: string | null;
}

export const joinRequest = z.strictObject({
  wardId: z.string().min(1).max(64),
  after: z.int().min(0).optional(),
});
export type JoinRequest = z.infer<typeof joinRequest>;

/** With `after`, the events since then where the feed still holds them all; else the whole board. */
export type JoinAnswer = { seq: number; board: Board } | { seq: number; events: WardEvent[] } | { error: string };

/** Everything that the server says on a ward's socket, by event name. */
export interface WardServerEvents {
  event: (event: WardEvent) => void;
  heartbeat: (beat: Heartbeat) => void;
  'session-ended': () => void;
}

/** Everything that a board may say on a ward's socket, by event name. */
export interface WardClientEvents {
  join: (request: JoinRequest, ack: (answer: JoinAnswer) => void) => void;
}
