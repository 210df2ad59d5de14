/**
 * The only place of the web app that asks what time it is.
 * `monotonic` counts ms and is never set back; `wall` is epoch ms and may be wrong, but goes on while the computer sleeps.
 */
export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

export const thisMoment = (): Moment => ({ monotonic: performance.now(), wall: Date.now() });

/** How long ago, in ms: the longer of the two answers, so that a slept-through hour counts although the monotonic clock slept too. */
export const msBetween = (earlier: Moment, later: Moment): number =>
  Math.max(later.monotonic - earlier.monotonic, later.wall - earlier.wall, 0);

/** Calls once a second, and at once when a sleeping tab wakes up. Returns the way to stop it. */
export function everySecond(tick: () => void): () => void {
  const timer = setInterval(tick, 1_000);
  document.addEventListener('visibilitychange', tick);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tick);
  };
}
