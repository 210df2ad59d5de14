import { useEffect, useRef, type RefObject } from 'react';
import { commandOf, pressWithin } from '../alerts/keys.ts';

/** Escape goes back to the board, unless something that is open takes it first; a letter presses the button that says it. */
export function usePatientKeys(page: RefObject<HTMLElement | null>, onBack: () => void): void {
  const back = useRef(onBack);
  useEffect(() => {
    back.current = onBack;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      if (event.key === 'Escape') {
        // Whoever is writing leaves the field first.
        const field = event.target instanceof HTMLElement ? event.target.closest('input, textarea, select') : null;
        if (field instanceof HTMLElement) field.blur();
        else back.current();
        return;
      }
      const letter = commandOf(event);
      const within = event.target instanceof Element ? event.target.closest('.card') : null;
      if (letter !== null && pressWithin(within ?? page.current, letter)) event.preventDefault();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [page]);
}
