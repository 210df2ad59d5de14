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
  register().catch(() => undefined);
}

/** Done again it changes nothing. Rejects when the line is too weak for it. */
const register = (): Promise<ServiceWorkerRegistration> => navigator.serviceWorker.register('/service-worker.js');

let keepsShell = false;
const listeners = new Set<() => void>();

/** Whether the app opens here without a network. */
export const isShellKept = (): boolean => keepsShell;

export function onShellKept(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Between two tries to have the app kept, in ms. */
const ASK_AGAIN_MS = 15_000;
let asking = false;

/** Has the app kept on this device. Over http from another machine nothing is kept. */
export function keepShell(): void {
  if (!('serviceWorker' in navigator) || asking) return;
  asking = true;
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data !== 'object' || data === null || !('type' in data) || data.type !== 'homeward:shell') return;
    keepsShell = 'kept' in data && data.kept === true;
    for (const listener of listeners) listener();
  });
  const ask = async (): Promise<void> => {
    await register();
    const { active } = await navigator.serviceWorker.ready;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker of ours, which takes no origin
    active?.postMessage('homeward:keep-shell');
  };
  const askAgain = (): void => void (keepsShell || ask().catch(() => undefined));
  askAgain();
  // The line may have broken while the worker or the files were on their way, and no browser is told when it is whole again.
  setInterval(askAgain, ASK_AGAIN_MS);
  window.addEventListener('online', askAgain);
}

function pathIn(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('type' in data) || data.type !== 'homeward:open') return null;
  return 'path' in data && typeof data.path === 'string' && data.path.startsWith('/') ? data.path : null;
}
