import { useEffect, useState, useSyncExternalStore } from 'react';
import { tickingClock, type WardClock } from '../page/ward-clock.ts';
import { feedOf } from './feed-of.ts';
import type { LiveWard } from './ward-feed.ts';

interface FollowedWards {
  /** By the ward's id, in the order that was asked for: each with its own liveness. */
  readonly wards: ReadonlyMap<string, LiveWard>;
  readonly clock: WardClock;
}

/** Several wards, each over a connection of its own: that one is not live says nothing of the others. Others want another component. */
export function useLiveWards(wardIds: readonly string[], onSessionEnded: () => void): FollowedWards {
  const [followed] = useState(() => {
    const feeds = wardIds.map((id) => [id, feedOf(id, onSessionEnded)] as const);
    const look = (): ReadonlyMap<string, LiveWard> => new Map(feeds.map(([id, feed]) => [id, feed.current()]));
    let wards = look();
    return {
      feeds,
      current: () => wards,
      onChange: (listener: () => void) => {
        const ends = feeds.map(([, feed]) =>
          feed.onChange(() => {
            wards = look();
            listener();
          }),
        );
        return () => {
          for (const end of ends) end();
        };
      },
      /** They are all hubs of one record: whichever was heard knows the time. */
      clock: tickingClock(() => {
        const heard = feeds.find(([, feed]) => feed.current().board.confirmedAt !== null);
        return heard?.[1].current().board.clockAheadMs ?? 0;
      }),
    };
  });
  useEffect(() => {
    const ends = followed.feeds.map(([, feed]) => feed.open());
    return () => {
      for (const end of ends) end();
    };
  }, [followed]);
  const wards = useSyncExternalStore(followed.onChange, followed.current);
  return { wards, clock: followed.clock };
}
