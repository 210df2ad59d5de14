import type { Pathway } from '#clinical';
import { useSyncExternalStore } from 'react';
import { readAddress, writeAddress, type Params } from './address.ts';
import { PAGES, type Page } from './pages.ts';

/** Where in the app a person is. The address bar is the only place that remembers it. */
export type Place =
  | { readonly page: 'start' }
  /** `opens`: whose alerts stand open from the start, the ward's own by `WARD_ITSELF`. */
  | { readonly page: 'ward'; readonly wardId: string; readonly wish: BoardWish; readonly opens?: string }
  | { readonly page: 'other'; readonly other: Page; readonly params: Params }
  | { readonly page: 'unknown' };

export type BedOrder = 'worst' | 'bed';

/** What patients may be shown by: those of mine, those with an alert that nobody has, those whose reading is late. */
export const SHOWN_BY = ['mine', 'not-accepted', 'overdue'] as const;
export type ShownBy = (typeof SHOWN_BY)[number];

export const PATHWAYS = ['respiratory', 'cardiac', 'frailty'] as const satisfies readonly Pathway[];

/** In which order the beds stand, and which patients are shown: those for whom all of it is so. */
export interface BoardWish {
  readonly order: BedOrder;
  readonly show: readonly ShownBy[];
  readonly pathway: Pathway | null;
}

export const EVERYBODY: BoardWish = { order: 'worst', show: [], pathway: null };

function wishOf(search: string): BoardWish {
  const asked = new URLSearchParams(search);
  return {
    order: asked.get('order') === 'bed' ? 'bed' : 'worst',
    show: SHOWN_BY.filter((one) => asked.getAll('show').includes(one)),
    pathway: PATHWAYS.find((one) => one === asked.get('pathway')) ?? null,
  };
}

const WARD = '/wards/:wardId';
export const WARD_ITSELF = 'ward';

export function placeOf(path: string, search: string): Place {
  if (path === '/' || path === '') return { page: 'start' };
  const ward = readAddress(WARD, path)?.['wardId'];
  if (ward) {
    const opens = new URLSearchParams(search).get('opens');
    return { page: 'ward', wardId: ward, wish: wishOf(search), ...(opens !== null && { opens }) };
  }
  for (const other of PAGES) {
    const params = readAddress(other.path, path);
    if (params !== null) return { page: 'other', other, params };
  }
  return { page: 'unknown' };
}

export function wardPath(wardId: string, { order, show, pathway }: BoardWish = EVERYBODY): string {
  const asked = new URLSearchParams([
    ...(order === 'bed' ? [['order', order]] : []),
    ...show.map((one) => ['show', one]),
    ...(pathway === null ? [] : [['pathway', pathway]]),
  ]);
  return `${writeAddress(WARD, { wardId })}${asked.size === 0 ? '' : `?${asked.toString()}`}`;
}

/** The ward's board with somebody's alerts open; with the ward's own where they are about nobody. */
export const alertsPath = (wardId: string, admissionId: string | null): string =>
  `${writeAddress(WARD, { wardId })}?opens=${encodeURIComponent(admissionId ?? WARD_ITSELF)}`;

const WENT = 'homeward:went';

/** A patient's page, with one of its views. */
export function patientPath(wardId: string, admissionId: string, view?: string): string {
  const path = writeAddress('/wards/:wardId/patients/:admissionId', { wardId, admissionId });
  return `${path}${view === undefined ? '' : `?view=${encodeURIComponent(view)}`}`;
}

/** What goes along with a patient who is handed on. */
export const transferPath = (wardId: string, admissionId: string, transferId: string): string =>
  writeAddress('/wards/:wardId/patients/:admissionId/transfers/:transferId', { wardId, admissionId, transferId }) ??
  '/';

/** What goes along with a patient who leaves. */
export const dischargePath = (wardId: string, admissionId: string): string =>
  writeAddress('/wards/:wardId/patients/:admissionId/discharge', { wardId, admissionId }) ?? '/';

/** Goes to a page of the app without loading it anew. Where it is replaced it is the same place, and remembers what it did. */
export function go(path: string, how: 'push' | 'replace' = 'push', remembered: PlaceMemory | null = null): void {
  if (how === 'replace') history.replaceState(remembered ?? history.state, '', path);
  else history.pushState(remembered, '', path);
  window.dispatchEvent(new Event(WENT));
}

function onMove(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(WENT, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(WENT, listener);
  };
}

/** What a place of the browser's history remembers of itself. It names nobody: a history is kept by the browser. */
export interface PlaceMemory {
  /** Of the board: whose page was opened from it, and how far down it stood. */
  readonly left?: { readonly admissionId: string; readonly scrolled: number };
  /** Of a patient's page: the board is the place before it. */
  readonly fromBoard?: true;
}

export const placeMemory = (): PlaceMemory => (history.state as PlaceMemory | null) ?? {};

/** What stands in the address behind the question mark. */
export const useSearch = (): string => useSyncExternalStore(onMove, () => location.search);

const here = (): string => location.pathname + location.search;

export function usePlace(): Place {
  const [path = '', search = ''] = useSyncExternalStore(onMove, here).split(/(?=\?)/);
  return placeOf(path, search);
}

/** What is open: the ward, where the page is one of a ward. */
export function useParams(): Params {
  const place = usePlace();
  if (place.page === 'ward') return { wardId: place.wardId };
  return place.page === 'other' ? place.params : {};
}
