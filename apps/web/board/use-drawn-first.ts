import { useDeferredValue, useState } from 'react';
import { placeMemory } from '../page/location.ts';

/** About what a bed takes up, and what stands above the first of them, px. */
const BED = { width: 326, height: 222 };
const ABOVE = 140;

/** As many beds as lie on the screen when nobody has scrolled. */
const onTheScreen = (): number =>
  Math.max(1, Math.floor(innerWidth / BED.width)) * Math.max(1, Math.ceil((innerHeight - ABOVE) / BED.height));

/**
 * How many beds to draw: at first those that lie on the screen, so that they stand there sooner on a slow computer, and all as soon as
 * those do. All at once for somebody who comes back to where they were.
 */
export function useDrawnFirst(): number {
  const [first] = useState(() => (placeMemory().left === undefined ? onTheScreen() : Infinity));
  return useDeferredValue(Infinity, first);
}
