import type { StayNote, Tile } from '#contracts';
import { useCallback } from 'react';
import { hub } from '../../hub.ts';
import { useAsked } from '../../page/use-asked.ts';
import { useAgain } from '../use-again.ts';

/** The notes on a stay, asked for again whenever the ward’s feed tells of this patient. */
export function useNotes(
  tile: Tile,
  onSessionEnded: () => void,
): { notes: readonly StayNote[] | null; trouble: string | null; again: () => void } {
  const { admissionId } = tile;
  const { body, trouble, again } = useAsked(
    useCallback(() => hub.notes(admissionId), [admissionId]),
    { onSessionEnded },
  );
  useAgain(tile, again);
  return { notes: body?.notes ?? null, trouble, again };
}
