import { useSyncExternalStore } from 'react';

/** Where in the app a person is. The address bar is the only place that remembers it. */
export type Place =
  | { readonly page: 'start' }
  | { readonly page: 'ward'; readonly wardId: string; readonly order: BedOrder }
  | { readonly page: 'unknown' };

export type BedOrder = 'worst' | 'bed';

export function placeOf(path: string, search: string): Place {
  if (path === '/' || path === '') return { page: 'start' };
  const ward = /^\/wards\/([^/]+)\/?$/.exec(path)?.[1];
  if (ward === undefined) return { page: 'unknown' };
  const wardId = decoded(ward);
  if (wardId === null) return { page: 'unknown' };
  return { page: 'ward', wardId, order: new URLSearchParams(search).get('order') === 'bed' ? 'bed' : 'worst' };
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

export const wardPath = (wardId: string, order: BedOrder = 'worst'): string =>
  `/wards/${encodeURIComponent(wardId)}${order === 'bed' ? '?order=bed' : ''}`;

const WENT = 'homeward:went';

/** Goes to a page of the app without loading it anew. */
export function go(path: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'replace') history.replaceState(null, '', path);
  else history.pushState(null, '', path);
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

const here = (): string => location.pathname + location.search;

export function usePlace(): Place {
  const [path = '', search = ''] = useSyncExternalStore(onMove, here).split(/(?=\?)/);
  return placeOf(path, search);
}
