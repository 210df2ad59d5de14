import { fromShell, isShellKept, keepShell, renewShell, tidyShell } from './kept-shell.ts';
import { messageOf, receiptOf, tabFor, type OpenedMessage, type OpenTab } from './push-messages.ts';

/*
 * Runs in the browser beside the pages, also when none is open: shows the messages that the hub sends, says that they came and
 * were opened, and leads to what they are about. Where a page asks for it, it keeps the app itself, so that it opens without a
 * network (kept-shell.ts).
 */

/** As much of the browser's ServiceWorkerGlobalScope as is used here: its types exclude those of a page. */
interface Scope {
  readonly location: { readonly origin: string };
  readonly registration: { showNotification(title: string, options: object): Promise<void> };
  readonly clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly Tab[]>;
    openWindow(url: string): Promise<unknown>;
    claim(): Promise<void>;
  };
  skipWaiting(): Promise<void>;
  addEventListener<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): void;
}

interface Tab extends OpenTab {
  focus(): Promise<unknown>;
  postMessage(message: object): void;
}

interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}

interface Events {
  install: Lasting;
  activate: Lasting;
  push: Lasting & { readonly data: { text(): string } | null };
  fetch: { readonly request: Request; respondWith(answer: Promise<Response>): void };
  message: Lasting & { readonly data: unknown; readonly source: { postMessage(message: object): void } | null };
  notificationclick: Lasting & {
    readonly notification: { readonly data: OpenedMessage; close(): void };
  };
}

const scope = globalThis as unknown as Scope;
const { origin } = scope.location;

/** A receipt that does not get through is not worth failing over: the alert itself says whether somebody has it. */
async function tell(message: OpenedMessage, what: 'delivered' | 'read'): Promise<void> {
  const body = receiptOf(message, what);
  if (body === null) return;
  await fetch('/api/receipts/push', { method: 'POST', headers: { 'content-type': 'application/json' }, body }).catch(
    () => undefined,
  );
}

scope.addEventListener('install', (event) => event.waitUntil(renewShell(event).then(() => scope.skipWaiting())));
scope.addEventListener('activate', (event) => event.waitUntil(tidyShell(event).then(() => scope.clients.claim())));

scope.addEventListener('fetch', (event) => {
  const answer = fromShell(event.request, origin);
  if (answer) event.respondWith(answer);
});

scope.addEventListener('message', (event) => {
  if (event.data !== 'homeward:keep-shell') return;
  event.waitUntil(
    keepShell(event)
      // Without a network it is asked for again at the next start.
      .catch(() => undefined)
      .then(isShellKept)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a client of ours, which takes no origin
      .then((kept) => event.source?.postMessage({ type: 'homeward:shell', kept })),
  );
});

scope.addEventListener('push', (event) => {
  const { title, options } = messageOf(event.data?.text(), origin);
  event.waitUntil(Promise.all([scope.registration.showNotification(title, options), tell(options.data, 'delivered')]));
});

scope.addEventListener('notificationclick', (event) => {
  const { data } = event.notification;
  event.notification.close();
  event.waitUntil(Promise.all([open(data.path), tell(data, 'read')]));
});

/** In a tab that is open, without loading it anew; else in a new one. */
async function open(path: string): Promise<void> {
  const tab = tabFor(await scope.clients.matchAll({ type: 'window', includeUncontrolled: true }), origin);
  if (tab === null) {
    await scope.clients.openWindow(path);
    return;
  }
  // A browser that does not let us to the front opens it all the same.
  await tab.focus().catch(() => undefined);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a client of ours, which takes no origin; a window would
  tab.postMessage({ type: 'homeward:open', path });
}
