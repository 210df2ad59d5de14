import { LONGEST_PAUSE } from '#clinical';

/*
 * What the pages and tabs of one browser share about the sound of an emergency: a pause is a pause on all of them, and what one of them
 * sounded for, the others do not.
 */

const PAUSED = 'homeward:sound-paused-until';
const PAUSE_CHANGED = 'homeward:sound-pause-changed';
const CLAIMED = 'homeward:sounded';

/** Tabs hear of one emergency within this of each other; whoever opens a page later hears it again. */
const ONE_SOUNDING_MS = 30_000;

/** Until when the sound is paused, the ward's time; null when it is not. No pause is longer than one may be, whatever was kept. */
export function pausedUntil(now: number, kept: string | null): number | null {
  const until = kept === null ? NaN : Number(kept);
  return until > now && until <= now + LONGEST_PAUSE ? until : null;
}

/** As it is kept, for `pausedUntil` to judge. */
export const keptPause = (): string | null => localStorage.getItem(PAUSED);

/** `null` ends the pause. */
export function keepPause(until: number | null): void {
  if (until === null) localStorage.removeItem(PAUSED);
  else localStorage.setItem(PAUSED, String(until));
  window.dispatchEvent(new Event(PAUSE_CHANGED));
}

export function onPause(listener: () => void): () => void {
  // The one is for the other tabs, the other for this one.
  window.addEventListener('storage', listener);
  window.addEventListener(PAUSE_CHANGED, listener);
  return () => {
    window.removeEventListener('storage', listener);
    window.removeEventListener(PAUSE_CHANGED, listener);
  };
}

/** Of these raisings, those that no tab has sounded for just now; and what is to be kept, with these among them. */
export function unclaimed(
  kept: string | null,
  wanted: readonly string[],
  now: number,
): { readonly mine: readonly string[]; readonly keeps: string } {
  const fresh = Object.entries(readClaims(kept)).filter(([, at]) => at <= now && now - at < ONE_SOUNDING_MS);
  const claimed = new Map(fresh);
  const mine = wanted.filter((one) => !claimed.has(one));
  for (const one of mine) claimed.set(one, now);
  return { mine, keeps: JSON.stringify(Object.fromEntries(claimed)) };
}

function readClaims(kept: string | null): Record<string, number> {
  try {
    const read: unknown = JSON.parse(kept ?? '{}');
    return typeof read === 'object' && read !== null ? (read as Record<string, number>) : {};
  } catch {
    return {};
  }
}

/**
 * Plays unless another tab did for all of these. Where the browser has no locks (over http from another machine) two tabs may both
 * play: too often rather than never.
 */
export async function playOnce(wanted: readonly string[], now: number, play: () => void): Promise<void> {
  const claim = (): void => {
    const { mine, keeps } = unclaimed(localStorage.getItem(CLAIMED), wanted, now);
    localStorage.setItem(CLAIMED, keeps);
    if (mine.length > 0) play();
  };
  const locks = 'locks' in navigator ? navigator.locks : null;
  if (locks) await locks.request(CLAIMED, claim);
  else claim();
}

/** A page that follows another within this goes on where it was, ms. */
const SAME_VISIT_MS = 60_000;
let left: { readonly sounded: ReadonlySet<string>; readonly at: number } | null = null;

/** What the page before has sounded for, in the same tab. */
export const soundedBefore = (now: number): ReadonlySet<string> =>
  left !== null && now - left.at < SAME_VISIT_MS ? left.sounded : new Set();

export function leaveSounded(sounded: ReadonlySet<string>, now: number): void {
  left = { sounded, at: now };
}
