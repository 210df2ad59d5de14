import { createContext, useContext, useSyncExternalStore } from 'react';
import { everySecond, thisMoment } from '../clock.ts';

/** The ward's time: this computer's clock, put right by what the hub last said. Ticks once a second. */
export interface WardClock {
  /** Epoch ms. */
  readonly now: () => number;
  readonly onTick: (listener: () => void) => () => void;
}

/** A clock that follows the hub: `aheadMs` says how far this computer's clock is ahead of it. Ticks while somebody listens. */
export function tickingClock(aheadMs: () => number): WardClock {
  const listeners = new Set<() => void>();
  let stop: (() => void) | null = null;
  const tick = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    now: () => thisMoment().wall - aheadMs(),
    onTick: (listener) => {
      listeners.add(listener);
      stop ??= everySecond(tick);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
      };
    },
  };
}

/** A clock that stands still, for stories and tests. */
export const stoppedClock = (at: number): WardClock => ({ now: () => at, onTick: () => () => undefined });

export const WardClockContext = createContext<WardClock>(stoppedClock(0));

/** What `read` says of the present ward time; the component renders again only when that changes. */
export function useWardTime<T extends string | number | boolean | null>(read: (now: number) => T): T {
  const clock = useContext(WardClockContext);
  return useSyncExternalStore(clock.onTick, () => read(clock.now()));
}
