import type { SignedIn } from '#contracts';
import { hub, type Answer } from './hub.ts';
import { feedOf } from './live/feed-of.ts';
import type { WardFeed } from './live/ward-feed.ts';
import { readAddress } from './page/address.ts';

/*
 * What the first screen asks of the hub, asked while the app's own code is still on its way: this file with what it needs is a script of
 * its own, and small (vite.config.ts). By the time that there is something to draw a board with, the board is there and live.
 */

interface Ahead {
  readonly wardId: string;
  readonly feed: WardFeed;
  readonly stop: () => void;
  onSessionEnded: () => void;
}

/** Whoever comes here has no account. */
const PUBLIC = new Set(['/concern', '/my']);

let session: Promise<Answer<SignedIn>> | null = null;
let ahead: Ahead | null = null;

if (typeof location === 'object' && !PUBLIC.has(location.pathname)) {
  session = hub.whoIsSignedIn();
  const wardId = readAddress('/wards/:wardId', location.pathname)?.['wardId'];
  if (wardId !== undefined) ahead = follow(wardId);
}

function follow(wardId: string): Ahead {
  const feed = feedOf(wardId, () => following.onSessionEnded());
  const following: Ahead = { wardId, feed, stop: feed.open(), onSessionEnded: () => undefined };
  return following;
}

/** The answer to the first question who is signed in: once. */
export function sessionAhead(): Promise<Answer<SignedIn>> | null {
  const asked = session;
  session = null;
  return asked;
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
