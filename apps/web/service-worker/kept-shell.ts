import { PrecacheController, type PrecacheEntry } from 'workbox-precaching';

/* The app itself, kept on devices that have to open it without a network. No answer of the hub is kept, so that no board is an old one. */

/** Every file of the app, with what tells one version of it from another; put in when the worker is built (vite.config.ts). */
declare const SHELL: readonly PrecacheEntry[];

/** A page that the network does not bring within this is shown from what is kept. */
const PATIENCE_MS = 4_000;
const PAGE = '/index.html';
const NO_PAGES = /^\/(api|v1|fhir|socket\.io)(\/|$)|\.[^./]+$/;

const shell = new PrecacheController();
shell.addToCacheList([...SHELL]);

/** As much of an event as lasts while it is worked on. */
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}

/** Fetches what is not kept yet. Rejects when one file cannot be had: then the worker before, with all of its files, goes on. */
export async function keepShell(event: Lasting): Promise<void> {
  // Workbox fills its cache in an event of this name only; a page may ask for it at any time.
  const installing = { type: 'install', waitUntil: (work: Promise<unknown>) => event.waitUntil(work) };
  await shell.install(installing);
}

/** To look into a cache makes it: where nobody asked for the app to be kept, none is. */
const isBegun = (): Promise<boolean> => caches.has(shell.strategy.cacheName);

const keptFile = async (url: string): Promise<Response | undefined> =>
  (await isBegun()) ? shell.matchPrecache(url) : undefined;

export const isShellKept = async (): Promise<boolean> => (await keptFile(PAGE)) !== undefined;

/** A newer worker keeps the shell where the one before did. */
export async function renewShell(event: Lasting): Promise<void> {
  if (await isBegun()) await keepShell(event);
}

/** Away with the files of versions before. */
export async function tidyShell(event: Lasting): Promise<void> {
  if (!(await isBegun())) return;
  const activating = { type: 'activate', waitUntil: (work: Promise<unknown>) => event.waitUntil(work) };
  await shell.activate(activating);
}

/** The answer to what a page asks for; null when it is not the app's own files that are asked for. */
export function fromShell(request: Request, origin: string): Promise<Response> | null {
  const { pathname, origin: whose } = new URL(request.url);
  if (request.method !== 'GET' || whose !== origin) return null;
  if (request.mode === 'navigate') return NO_PAGES.test(pathname) ? null : page(request);
  return shell.getCacheKeyForURL(request.url) === undefined ? null : file(request);
}

/** The newest page that there is, if the network is quick and well; else the one that is kept. */
async function page(request: Request): Promise<Response> {
  const kept = await keptFile(PAGE);
  if (!kept) return fetch(request);
  const slow = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), PATIENCE_MS);
  });
  const fetched = await Promise.race([fetch(request).catch(() => null), slow]);
  return fetched && fetched.status < 500 ? fetched : kept;
}

const file = async (request: Request): Promise<Response> => (await keptFile(request.url)) ?? fetch(request);
