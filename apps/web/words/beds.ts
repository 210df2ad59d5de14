import { LEVELS } from '#clinical';
import type { Tile } from '#contracts';

/** "Bed 4"; where there is none, why. */
export function bedInWords({ bed, level }: Pick<Tile, 'bed' | 'level'>): string {
  if (bed !== null) return `Bed ${bed}`;
  return LEVELS[level].holdsBed ? 'No bed' : 'Check-in';
}
