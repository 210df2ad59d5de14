import { useEffect, useState, useSyncExternalStore } from 'react';
import { hub } from '../hub.ts';
import { tickingClock, type WardClock } from '../page/ward-clock.ts';
import { followWard, wardSocket, type LiveWard, type WardFeed } from './ward-feed.ts';

export interface FollowedWard {
  readonly feed: WardFeed;
  readonly live: LiveWard;
  readonly clock: WardClock;
}

/** A feed of a ward that asks the hub whether the session stands whenever it is turned away. */
export const feedOf = (wardId: string, onSessionEnded: () => void): WardFeed =>
  followWard(wardId, wardSocket(), async () => (await hub.whoIsSignedIn()).kind !== 'signed-out', onSessionEnded);

/** One ward, live for as long as the component is there. Another ward wants another component: give it a key. */
export function useLiveWard(wardId: string, onSessionEnded: () => void): FollowedWard {
  const [feed] = useState(() => feedOf(wardId, onSessionEnded));
  const [clock] = useState(() => tickingClock(() => feed.current().board.clockAheadMs));
  useEffect(() => feed.open(), [feed]);
  const live = useSyncExternalStore(feed.onChange, feed.current);
  return { feed, live, clock };
}
