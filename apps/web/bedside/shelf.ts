import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { thisMoment } from '../clock.ts';

/* What lies on this tablet: in IndexedDB, sealed with AES-GCM under a key of each account that cannot be taken out of the browser. */

export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly content: ArrayBuffer;
}

/** A set on its way to the hub. */
export interface SealedReading extends Sealed {
  readonly id: string;
  /** Whose it is: sent only while they are signed in, since it is sent in their name. */
  readonly accountId: string;
  /** When it was taken, in epoch ms; no two of one account are the same, so that it is their order too. */
  readonly at: number;
  /**
   * On a shared tablet: what is sent, sealed for the hub, and where to. Nobody can read it here, and it can be sent while the
   * tablet is locked. `content` is then whom it is about alone, under the home's key.
   */
  readonly forHub?: { readonly homeId: string; readonly sealed: string; readonly photo?: true };
}

interface Shelves extends DBSchema {
  readings: { key: string; value: SealedReading };
  /** By account. Gone at sign-out, and with it all that was sealed under it. */
  keys: { key: string; value: CryptoKey };
  /** Who is signed in, their residents, what is being typed: by account and name. */
  kept: { key: [string, string]; value: Sealed & { readonly at: number } };
}

/** Keys that are only here while somebody has typed their PIN: what was sealed under one can be read until it is let go of. */
const inHand = new Map<string, CryptoKey>();

/** `owner` is then good for `keep` and `kept`, as an account is. */
export async function takeInHand(owner: string, raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const key = await crypto.subtle.importKey('raw', raw, CIPHER, false, ['encrypt', 'decrypt']);
  inHand.set(owner, key);
  return key;
}

export const letGo = (owner: string): boolean => inHand.delete(owner);

const CIPHER = 'AES-GCM';
const IV_BYTES = 12;

let opened: Promise<IDBPDatabase<Shelves>> | null = null;

/** Rejects where a browser keeps nothing (a private window), or an older page holds the shelves shut. */
export function openShelves(): Promise<IDBPDatabase<Shelves>> {
  opened ??= open().catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return opened;
}

const open = (): Promise<IDBPDatabase<Shelves>> =>
  new Promise((resolve, reject) => {
    openDB<Shelves>('homeward-bedside', 2, {
      upgrade(shelves, before) {
        if (before < 1) {
          shelves.createObjectStore('readings', { keyPath: 'id' });
          shelves.createObjectStore('keys');
        }
        if (before < 2) shelves.createObjectStore('kept');
      },
      blocked: () => reject(new Error('an older page of Homeward is open in another tab')),
      // A newer app in another tab: let it through, and open again when something is asked for.
      blocking: (_current, _next, event) => {
        opened = null;
        (event.target as IDBDatabase).close();
      },
      terminated: () => {
        opened = null;
      },
    }).then(resolve, reject);
  });

export async function keyOf(shelves: IDBPDatabase<Shelves>, accountId: string): Promise<CryptoKey> {
  const known = await shelves.get('keys', accountId);
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: CIPHER, length: 256 }, false, ['encrypt', 'decrypt']);
  const writing = shelves.transaction('keys', 'readwrite');
  // Two tabs at once: the first one's key stands.
  const first = await writing.store.get(accountId);
  if (!first) await writing.store.put(made, accountId);
  await writing.done;
  return first ?? made;
}

export async function seal(key: CryptoKey, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { iv, content: await crypto.subtle.encrypt({ name: CIPHER, iv }, key, plain) };
}

/** Null for what was sealed under a key that is gone. */
export async function unseal(key: CryptoKey, { iv, content }: Sealed): Promise<unknown> {
  try {
    const plain = await crypto.subtle.decrypt({ name: CIPHER, iv }, key, content);
    return JSON.parse(new TextDecoder().decode(plain));
  } catch {
    return null;
  }
}

/** Rejects when the tablet is full or keeps nothing, or they have signed out: what comes after that is not kept any more. */
export async function keep(accountId: string, name: string, value: unknown): Promise<void> {
  await begun;
  const shelves = await openShelves();
  const key = inHand.get(accountId) ?? (await shelves.get('keys', accountId));
  if (!key) throw new Error('there is no key to seal it under');
  const sealed = await seal(key, value);
  await shelves.put('kept', { ...sealed, at: thisMoment().wall }, [accountId, name]);
}

let begun: Promise<unknown> = Promise.resolve();

/** At sign-in: from now on things are kept for them. What is to be kept meanwhile waits for the key. */
export function beginToKeep(accountId: string): void {
  begun = openShelves()
    .then((shelves) => keyOf(shelves, accountId))
    // A browser that keeps nothing shows what it has while the page is open.
    .catch(() => undefined);
}

/** Null when there is none, or it cannot be read. */
export async function kept(accountId: string, name: string): Promise<unknown> {
  try {
    const shelves = await openShelves();
    const [key, sealed] = await Promise.all([
      inHand.get(accountId) ?? shelves.get('keys', accountId),
      shelves.get('kept', [accountId, name]),
    ]);
    return key && sealed ? await unseal(key, sealed) : null;
  } catch {
    return null;
  }
}

export async function drop(accountId: string, name: string): Promise<void> {
  await openShelves()
    .then((shelves) => shelves.delete('kept', [accountId, name]))
    .catch(() => undefined);
}

/** What was kept last under this name, whoever's it is; null when there is none. */
export async function keptLast(name: string): Promise<unknown> {
  try {
    const shelves = await openShelves();
    const accounts = (await shelves.getAllKeys('keys')).map(String);
    const found = await Promise.all(
      accounts.map(async (accountId) => ({ accountId, sealed: await shelves.get('kept', [accountId, name]) })),
    );
    const [last] = found.toSorted((a, b) => (b.sealed?.at ?? 0) - (a.sealed?.at ?? 0));
    return last?.sealed ? await kept(last.accountId, name) : null;
  } catch {
    return null;
  }
}

/** At sign-out: nobody can read what is left on the tablet. */
export async function forgetEverything(accountId: string): Promise<void> {
  const shelves = await openShelves();
  letGo(accountId);
  const all = shelves.transaction(['keys', 'readings', 'kept'], 'readwrite');
  await all.objectStore('keys').delete(accountId);
  await all.objectStore('kept').delete(IDBKeyRange.bound([accountId], [accountId, []]));
  for (const { id, accountId: whose } of await all.objectStore('readings').getAll()) {
    if (whose === accountId) await all.objectStore('readings').delete(id);
  }
  await all.done;
}

/** Asks the browser not to clear the shelves when it is short of room. It may say no. */
export function askToStay(): void {
  void navigator.storage?.persist?.().catch(() => false);
}

export const isFull = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'QuotaExceededError' || error.name === 'UnknownError');
