import type { SignedIn, Tile } from '#contracts';
import { useEffect, useRef, type RefObject } from 'react';
import { possibleActs } from '../alerts/acts.ts';
import type { Begin } from '../alerts/alerts-dialog.tsx';
import { askedByKey, commandOf, PAGE_KEY, pressWithin } from '../alerts/keys.ts';
import { allOf, groupsOf } from '../words/alerts.ts';

interface BedKeys {
  /** The tile of each place of the board that has one, by the key of the place. */
  readonly tiles: ReadonlyMap<string, Tile>;
  readonly who: SignedIn;
  readonly onOpen: (admissionId: string, begin?: Begin) => void;
  readonly onPage: (admissionId: string) => void;
}

/**
 * Keys on the focused bed. A letter does to its first alert what stands in the list of shortcuts: what has a button there is
 * pressed, the rest is asked for in the dialog. Arrows go to the bed that lies there.
 */
export function useBedKeys(grid: RefObject<HTMLElement | null>, keys: BedKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const beds = grid.current;
    if (!beds) return;
    const pressed = (event: KeyboardEvent): void => {
      const place = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-place]') : null;
      if (place === null || !beds.contains(place)) return;
      const letter = commandOf(event);
      const done = letter === null ? moveFocus(beds, place, event.key) : command(place, letter, latest.current);
      if (done) event.preventDefault();
    };
    beds.addEventListener('keydown', pressed);
    return () => beds.removeEventListener('keydown', pressed);
  }, [grid]);
}

function command(place: HTMLElement, letter: string, { tiles, who, onOpen, onPage }: BedKeys): boolean {
  const asked = askedByKey(letter);
  const tile = tiles.get(place.dataset['place'] ?? '');
  if (letter === PAGE_KEY && tile !== undefined) {
    onPage(tile.admissionId);
    return true;
  }
  const [first] = groupsOf(tile?.alerts ?? []);
  if (asked === undefined || tile === undefined || first === undefined) return false;
  if (pressWithin(place, letter)) return true;
  if (asked !== 'history' && possibleActs(allOf(first), who)[asked].length === 0) return false;
  onOpen(tile.admissionId, asked);
  return true;
}

/** Right and left go through the beds in their order; up and down to the nearest bed of the next row. */
function moveFocus(beds: HTMLElement, place: HTMLElement, key: string): boolean {
  const names = [...beds.querySelectorAll<HTMLElement>('.tile__name')];
  const here = names.findIndex((name) => place.contains(name));
  const next = nextOf(names, here, key);
  next?.focus();
  return next !== undefined;
}

function nextOf(names: readonly HTMLElement[], here: number, key: string): HTMLElement | undefined {
  switch (key) {
    case 'ArrowRight':
      return names[here + 1];
    case 'ArrowLeft':
      return names[here - 1];
    case 'ArrowDown':
      return nearestBelow(names, here, 1);
    case 'ArrowUp':
      return nearestBelow(names, here, -1);
    default:
      return undefined;
  }
}

/** The nearest in the next row in this direction: down is 1, up is -1. */
function nearestBelow(names: readonly HTMLElement[], here: number, direction: 1 | -1): HTMLElement | undefined {
  const from = names[here]?.getBoundingClientRect();
  if (from === undefined) return undefined;
  const [nearest] = names
    .map((name) => ({ name, at: name.getBoundingClientRect() }))
    .map(({ name, at }) => ({ name, rows: (at.top - from.top) * direction, aside: Math.abs(at.left - from.left) }))
    .filter(({ rows }) => rows > from.height)
    .toSorted((a, b) => a.rows + a.aside * 4 - (b.rows + b.aside * 4));
  return nearest?.name;
}
