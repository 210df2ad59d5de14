import { NOT_LIVE_AFTER_MS } from '#contracts';
import { msBetween, type Moment } from '../clock.ts';
import type { WardBoard } from './ward-board.ts';

/** `connecting` is the first moments of a page only: after them a board is live, or says that it is not. */
export type Liveness =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  /** `since`: epoch ms of the hub's clock when the board was last known to be complete; null when it never was. */
  | { readonly state: 'not-live'; readonly since: number | null };

/** Whether the board may be believed now. Live means: within 8 s the server confirmed that nothing is missing. */
export function livenessOf(
  board: Pick<WardBoard, 'confirmedAt' | 'clockAheadMs'>,
  openedAt: Moment,
  now: Moment,
): Liveness {
  const { confirmedAt } = board;
  if (confirmedAt === null) {
    return msBetween(openedAt, now) < NOT_LIVE_AFTER_MS ? { state: 'connecting' } : { state: 'not-live', since: null };
  }
  if (msBetween(confirmedAt, now) < NOT_LIVE_AFTER_MS) return { state: 'live' };
  return { state: 'not-live', since: confirmedAt.wall - board.clockAheadMs };
}

export const sameLiveness = (a: Liveness, b: Liveness): boolean =>
  a.state === b.state && (a.state !== 'not-live' || b.state !== 'not-live' || a.since === b.since);
