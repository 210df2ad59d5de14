import { useEffect } from 'react';
import { commandOf, NEXT_KEY } from '../alerts/keys.ts';

/** The key that means the whole board, wherever the focus is; not while a dialog is open. */
export function useBoardKeys(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const letter = commandOf(event);
      if (letter !== NEXT_KEY || event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      goToNext();
      event.preventDefault();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
}

/** The next bed, after the one with the focus, whose alert nobody has; after the last the first. */
function goToNext(): void {
  const waiting = [...document.querySelectorAll<HTMLElement>('.beds .tile:has(.alert--raised) .tile__name')];
  const here = document.activeElement;
  const after = waiting.find(
    (name) =>
      here !== null && name !== here && (here.compareDocumentPosition(name) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
  );
  (after ?? waiting[0])?.focus();
}
