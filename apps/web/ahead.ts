import type { Board, SignedIn } from '#contracts';
import { thisMoment, type Moment } from './clock.ts';
import { hub, type Answer } from './hub.ts';
import { readAddress } from './page/address.ts';

/*
 * What the first screen asks of the hub, asked while the app's own code is still on its way: this file is a script of its own, and small
 * (vite.config.ts).
 */

/** A whole board, and when it was asked for. */
export interface BoardAhead {
  readonly wardId: string;
  readonly askedAt: Moment;
  readonly answer: Promise<Answer<Board>>;
}

/** Whoever comes here has no account. */
const PUBLIC = new Set(['/concern', '/my']);

let session: Promise<Answer<SignedIn>> | null = null;
let board: BoardAhead | null = null;

if (typeof location === 'object' && !PUBLIC.has(location.pathname)) {
  session = hub.whoIsSignedIn();
  const wardId = readAddress('/wards/:wardId', location.pathname)?.['wardId'];
  if (wardId !== undefined) board = { wardId, askedAt: thisMoment(), answer: hub.board(wardId) };
}

/** The answer to the first question who is signed in: once. */
export function sessionAhead(): Promise<Answer<SignedIn>> | null {
  const asked = session;
  session = null;
  return asked;
}

/** The board that the page was opened with: once. */
export function boardAhead(): BoardAhead | null {
  const asked = board;
  board = null;
  return asked;
}
