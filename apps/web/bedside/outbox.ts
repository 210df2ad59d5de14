import type { ReadingSetInput, StoredReading } from '#contracts';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { thisMoment } from '../clock.ts';
import { whyNot, type Answer } from '../hub.ts';

/** What became of a set that was sent off: it waits on this tablet, the hub has it, or the hub will not have it. */
export interface OutboxItem {
  /** Its reference: sent again under it, it is stored once. */
  readonly id: string;
  readonly admissionId: string;
  readonly name: string;
  readonly state: 'waiting' | 'received' | 'refused';
  /** Since when it is in this state, in epoch ms of this tablet. */
  readonly since: number;
  /** Why it was refused, or what is to be measured again. */
  readonly remarks: readonly string[];
  /** False when the tablet could not write it down: it is lost when the page is closed before it was sent. */
  readonly kept: boolean;
}

/** What is kept of a set until the hub has it. */
interface Content {
  readonly homeId: string;
  readonly admissionId: string;
  readonly name: string;
  readonly set: ReadingSetInput;
}

interface Sealed {
  readonly id: string;
  /** Whose it is: sent only while they are signed in, since it is sent in their name. */
  readonly accountId: string;
  readonly at: number;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly content: ArrayBuffer;
}

interface Shelf extends DBSchema {
  readings: { key: string; value: Sealed };
  /** By account. Not to be taken out of the browser, and gone at sign-out. */
  keys: { key: string; value: CryptoKey };
}

type Post = (homeId: string, set: ReadingSetInput) => Promise<Answer<StoredReading>>;

const AT_FIRST_MS = 2_000;
const AT_MOST_MS = 30_000;
/** Received ones that are still shown. */
const SHOWN = 20;
const CIPHER = 'AES-GCM';
const IV_BYTES = 12;

const openShelf = (): Promise<IDBPDatabase<Shelf>> =>
  openDB<Shelf>('homeward-bedside', 1, {
    upgrade(shelf) {
      shelf.createObjectStore('readings', { keyPath: 'id' });
      shelf.createObjectStore('keys');
    },
  });

async function keyOf(shelf: IDBPDatabase<Shelf>, accountId: string): Promise<CryptoKey> {
  const known = await shelf.get('keys', accountId);
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: CIPHER, length: 256 }, false, ['encrypt', 'decrypt']);
  const writing = shelf.transaction('keys', 'readwrite');
  // Two tabs at once: the first one's key stands.
  const first = await writing.store.get(accountId);
  if (!first) await writing.store.put(made, accountId);
  await writing.done;
  return first ?? made;
}

/** Not taken now, and perhaps later: no network, a hub that is busy, a session that has ended. Everything else is for good. */
function isForLater(answer: Exclude<Answer<unknown>, { kind: 'done' }>): boolean {
  if (answer.kind !== 'refused') return true;
  return answer.status === 429 || answer.status === 408 || answer.status >= 500;
}

/**
 * The readings of one carer on their way to the hub: written down on this tablet, encrypted, before anything is sent; sent in the
 * order in which they were taken, one after the other; forgotten when the hub has them. Opened at sign-in.
 */
export class Outbox {
  private items: readonly OutboxItem[] = [];
  private readonly contents = new Map<string, Content>();
  private readonly listeners = new Set<() => void>();
  private shelf: IDBPDatabase<Shelf> | null = null;
  private opened: Promise<void> = Promise.resolve();
  private sending: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pauseMs = AT_FIRST_MS;
  private closed = true;

  constructor(
    private readonly accountId: string,
    private readonly post: Post,
  ) {}

  /** Reads what is left on the tablet, and sends. Returns the way to stop. */
  open(): () => void {
    this.closed = false;
    this.opened = this.readShelf().catch(() => {
      // No IndexedDB (a private window), or it cannot be read: sets are held in the page alone, and say so.
      this.shelf = null;
    });
    window.addEventListener('online', this.sendSoon);
    void this.opened.then(this.sendSoon);
    return () => this.close();
  }

  readonly current = (): readonly OutboxItem[] => this.items;

  readonly onChange = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get waiting(): number {
    return this.items.filter(({ state }) => state === 'waiting').length;
  }

  /** Resolves when it is written down, or cannot be: either way it is sent. */
  async add(content: Content, id: string): Promise<void> {
    await this.opened;
    this.contents.set(id, content);
    const kept = await this.keep(id, content).then(
      () => true,
      () => false,
    );
    this.put(this.itemOf(id, content, kept));
    this.pauseMs = AT_FIRST_MS;
    this.sendSoon();
  }

  /** Of one that was refused, once somebody has read why. */
  async putAway(id: string): Promise<void> {
    this.contents.delete(id);
    this.items = this.items.filter((item) => item.id !== id);
    this.told();
    await this.shelf?.delete('readings', id).catch(() => undefined);
  }

  private close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    window.removeEventListener('online', this.sendSoon);
    void this.opened.then(() => this.shelf?.close());
  }

  /** At sign-out: nobody can read what is left on the tablet. */
  async forget(): Promise<void> {
    await this.opened;
    const { shelf } = this;
    if (shelf) {
      for (const { id, accountId } of await shelf.getAll('readings')) {
        if (accountId === this.accountId) await shelf.delete('readings', id);
      }
      await shelf.delete('keys', this.accountId);
    }
    this.close();
  }

  private readonly sendSoon = (): void => {
    clearTimeout(this.timer);
    if (this.closed) return;
    this.sending ??= this.sendAll().finally(() => {
      this.sending = null;
      if (this.waiting === 0 || this.closed) return;
      this.timer = setTimeout(this.sendSoon, this.pauseMs);
      this.pauseMs = Math.min(AT_MOST_MS, this.pauseMs * 2);
    });
  };

  private async sendAll(): Promise<void> {
    for (;;) {
      const item = this.items.find(({ state }) => state === 'waiting');
      const content = item && this.contents.get(item.id);
      if (!item || !content || this.closed) return;
      const answer = await this.post(content.homeId, content.set);
      if (answer.kind === 'done') {
        this.pauseMs = AT_FIRST_MS;
        const remarks = (answer.body.pleaseRepeat ?? []).map(({ detail }) => detail);
        if (!answer.body.matched) remarks.push('They are no longer on this home’s list. The hub decides whose it is.');
        this.put({ ...item, state: 'received', since: thisMoment().wall, remarks });
        this.contents.delete(item.id);
        await this.shelf?.delete('readings', item.id).catch(() => undefined);
        continue;
      }
      if (isForLater(answer)) return;
      this.put({ ...item, state: 'refused', since: thisMoment().wall, remarks: [whyNot(answer)] });
    }
  }

  private async readShelf(): Promise<void> {
    const shelf = await openShelf();
    const key = await keyOf(shelf, this.accountId);
    for (const sealed of (await shelf.getAll('readings')).toSorted((a, b) => a.at - b.at)) {
      if (sealed.accountId !== this.accountId) continue;
      const content = await unseal(sealed, key);
      if (content === null) continue;
      this.contents.set(sealed.id, content);
      this.put(this.itemOf(sealed.id, content, true));
    }
    this.shelf = shelf;
  }

  private async keep(id: string, content: Content): Promise<void> {
    const { shelf } = this;
    if (!shelf) throw new Error('there is nowhere to write it down');
    const key = await keyOf(shelf, this.accountId);
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const plain = new TextEncoder().encode(JSON.stringify(content));
    const sealed = await crypto.subtle.encrypt({ name: CIPHER, iv }, key, plain);
    await shelf.put('readings', { id, accountId: this.accountId, at: thisMoment().wall, iv, content: sealed });
  }

  private itemOf(id: string, { admissionId, name }: Content, kept: boolean): OutboxItem {
    return { id, admissionId, name, state: 'waiting', since: thisMoment().wall, remarks: [], kept };
  }

  private put(item: OutboxItem): void {
    const known = this.items.some(({ id }) => id === item.id);
    const all = known ? this.items.map((one) => (one.id === item.id ? item : one)) : [...this.items, item];
    const received = all.filter(({ state }) => state === 'received');
    const old = new Set(received.slice(0, Math.max(0, received.length - SHOWN)));
    this.items = all.filter((one) => !old.has(one));
    this.told();
  }

  private told(): void {
    for (const listener of this.listeners) listener();
  }
}

async function unseal({ iv, content }: Sealed, key: CryptoKey): Promise<Content | null> {
  try {
    const plain = await crypto.subtle.decrypt({ name: CIPHER, iv }, key, content);
    return JSON.parse(new TextDecoder().decode(plain)) as Content;
  } catch {
    // Of a key that is gone.
    return null;
  }
}
