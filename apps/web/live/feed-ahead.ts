import { boardAhead } from '../ahead.ts';
import { feedOf } from './feed-of.ts';
import type { WardFeed } from './ward-feed.ts';

interface Ahead {
  readonly wardId: string;
  readonly feed: WardFeed;
  readonly stop: () => void;
  onSessionEnded: () => void;
}

let ahead: Ahead | null = null;

/** Follows the ward that the page was opened with before anything is drawn: its socket opens while the rest is made ready. */
export function followAhead(): void {
  const board = boardAhead();
  if (board === null) return;
  const feed = feedOf(board.wardId, () => following.onSessionEnded());
  const following: Ahead = { wardId: board.wardId, feed, stop: feed.open(), onSessionEnded: () => undefined };
  ahead = following;
  void board.answer.then((answer) => {
    if (answer.kind === 'done') feed.offer(answer.body, board.askedAt);
  });
}

/** The feed of this ward that is followed already: once, and null where there is none. It is open until it is stopped the first time. */
export function takeAhead(wardId: string, onSessionEnded: () => void): WardFeed | null {
  if (ahead?.wardId !== wardId) return null;
  const { feed, stop } = ahead;
  ahead.onSessionEnded = onSessionEnded;
  ahead = null;
  let isOpen = true;
  return {
    ...feed,
    open: () => {
      if (!isOpen) return feed.open();
      isOpen = false;
      return stop;
    },
  };
}

/** Nobody takes it: somebody has to sign in first, or it is not their ward. */
export function dropAhead(): void {
  ahead?.stop();
  ahead = null;
}
