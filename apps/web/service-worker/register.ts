import { go } from '../page/location.ts';

/**
 * Installs the service worker, which shows messages when no page is open, and goes where an opened message leads. Nothing
 * asks for permission here: a person does, on their own page.
 */
export function followMessages(): void {
  // Over http from another machine there is none.
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const path = pathIn(data);
    if (path !== null) go(path);
  });
  navigator.serviceWorker.register('/service-worker.js').catch(() => undefined);
}

function pathIn(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('type' in data) || data.type !== 'homeward:open') return null;
  return 'path' in data && typeof data.path === 'string' && data.path.startsWith('/') ? data.path : null;
}
