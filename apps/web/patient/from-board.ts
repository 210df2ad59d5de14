import { useEffect, type RefObject } from 'react';
import { go, patientPath, placeMemory, wardPath } from '../page/location.ts';

/** Opens a patient's page from the board, which remembers where it stood. */
export function openPatient(wardId: string, admissionId: string): void {
  const left = { admissionId, scrolled: window.scrollY };
  go(location.pathname + location.search, 'replace', { left });
  go(patientPath(wardId, admissionId), 'push', { fromBoard: true });
}

/** Back to the board: to the very place that the page was opened from, else to this patient on it. */
export function backToBoard(wardId: string, admissionId: string): void {
  if (placeMemory().fromBoard === true) history.back();
  else go(wardPath(wardId), 'push', { left: { admissionId, scrolled: 0 } });
}

/** The board as it was left: as far down, and with the focus on the patient whose page was looked at. */
export function useReturned(beds: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { left } = placeMemory();
    if (left === undefined) return;
    // Only once: whoever comes back later from elsewhere begins at the top.
    history.replaceState(null, '');
    window.scrollTo({ top: left.scrolled });
    beds.current
      ?.querySelector<HTMLElement>(`[data-place="${CSS.escape(left.admissionId)}"] .tile__name`)
      ?.focus({ preventScroll: left.scrolled > 0 });
  }, [beds]);
}
