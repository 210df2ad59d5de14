import { useEffect, useState, useSyncExternalStore } from 'react';
import { tickingClock, type WardClock } from '../page/ward-clock.ts';
import { takeAhead } from '../ahead.ts';
import { feedOf } from './feed-of.ts';
import type { LiveWard, WardFeed } from './ward-feed.ts';

export interface FollowedWard {
  readonly feed: WardFeed;
  readonly live: LiveWard;
  readonly clock: WardClock;
}

/** One ward, live for as long as the component is there. Another ward wants another component: give it a key. */
export function useLiveWard(wardId: string, onSessionEnded: () => void): FollowedWard {
  const [feed] = useState(() => takeAhead(wardId, onSessionEnded) ?? feedOf(wardId, onSessionEnded));
  const [clock] = useState(() => tickingClock(() => feed.current().board.clockAheadMs));
  useEffect(() => feed.open(), [feed]);
  const live = useSyncExternalStore(feed.onChange, feed.current);
  return { feed, live, clock };
}
