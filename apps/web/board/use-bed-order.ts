import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { thisMoment } from '../clock.ts';
import { sameOrder, settledOrder } from './beds.ts';

/** How long beds keep their places after the last movement of a pointer or a key among them. */
const HELD_FOR_MS = 3_000;
const LOOK_AGAIN_MS = 500;
const SLIDE_MS = 350;

export interface HeldOrder {
  readonly keys: readonly string[];
  /** True when the beds would stand otherwise if nobody were pointing at them. */
  readonly waiting: boolean;
}

/** The order of the beds, held while somebody is at work among them. */
export function useHeldOrder(grid: RefObject<HTMLElement | null>, wanted: readonly string[]): HeldOrder {
  const [shown, setShown] = useState(wanted);
  const touchedAt = useRef(-Infinity);
  const waiting = !sameOrder(shown, wanted);

  useEffect(() => {
    if (!waiting) return;
    const settle = (): void =>
      setShown((before) => settledOrder(before, wanted, thisMoment().monotonic - touchedAt.current < HELD_FOR_MS));
    settle();
    const timer = setInterval(settle, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [wanted, waiting]);

  useEffect(() => {
    const beds = grid.current;
    if (!beds) return;
    const touched = (): void => {
      touchedAt.current = thisMoment().monotonic;
    };
    const movements = ['pointermove', 'pointerdown', 'keydown'] as const;
    for (const movement of movements) beds.addEventListener(movement, touched);
    return () => {
      for (const movement of movements) beds.removeEventListener(movement, touched);
    };
  }, [grid]);
  return { keys: shown, waiting };
}

/** Lets beds that change places slide there, so that the eye can follow; and leaves the keyboard where it was. */
export function useSlidingBeds(grid: RefObject<HTMLElement | null>, keys: readonly string[]): void {
  const places = useRef(new Map<string, { left: number; top: number }>());
  const focused = useRef<HTMLElement | null>(null);

  useEffect(() => {
    const beds = grid.current;
    if (!beds) return;
    const remember = (focus: FocusEvent): void => {
      focused.current = focus.target instanceof HTMLElement ? focus.target : null;
    };
    const forget = (): void => {
      focused.current = null;
    };
    beds.addEventListener('focusin', remember);
    document.addEventListener('pointerdown', forget);
    return () => {
      beds.removeEventListener('focusin', remember);
      document.removeEventListener('pointerdown', forget);
    };
  }, [grid]);

  useLayoutEffect(() => {
    const beds = grid.current;
    if (!beds) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const now = new Map<string, { left: number; top: number }>();
    for (const [index, key] of keys.entries()) {
      const bed = beds.children[index];
      if (!(bed instanceof HTMLElement)) continue;
      const place = { left: bed.offsetLeft, top: bed.offsetTop };
      const before = places.current.get(key);
      now.set(key, place);
      if (still || !before || (before.left === place.left && before.top === place.top)) continue;
      const from = `translate(${before.left - place.left}px, ${before.top - place.top}px)`;
      bed.animate([{ transform: from }, { transform: 'none' }], { duration: SLIDE_MS, easing: 'ease-in-out' });
    }
    places.current = now;
    // A browser drops the focus of an element that is moved in the document.
    if (document.activeElement === document.body && focused.current?.isConnected) {
      focused.current.focus({ preventScroll: true });
    }
  }, [grid, keys]);
}
