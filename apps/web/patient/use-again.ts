import type { Tile } from '#contracts';
import { useEffect, useRef } from 'react';

/** Asks once more whenever the ward’s feed tells of this patient: their tile is another one then. */
export function useAgain(tile: Tile, again: () => void): void {
  const asked = useRef(tile);
  useEffect(() => {
    if (asked.current === tile) return;
    asked.current = tile;
    again();
  }, [again, tile]);
}
