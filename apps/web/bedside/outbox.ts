import type { GuidedForm } from '#clinical';
import type { Photo, PhotoSentInput, ReadingSetInput, SealedForHub, StoredReading } from '#contracts';
import { thisMoment } from '../clock.ts';
import { whyNot, type Answer } from '../hub.ts';
import { forgetEverything, isFull, keyOf, openShelves, seal, unseal, type SealedReading } from './shelf.ts';

/** What became of a set that was sent off: it waits on this tablet, the hub has it, or the hub will not have it. */
export interface OutboxItem {
  /** Its reference: sent again under it, it is stored once. */
  readonly id: string;
  readonly admissionId: string;
  readonly name: string;
  /** Which guided form it is; null of a set of readings. */
  readonly form: GuidedForm | null;
  /** A photo, and no set. */
  readonly photo?: true;
  /** On a shared tablet: which carer took it. */
  readonly by: string | null;
  readonly state: 'waiting' | 'received' | 'refused';
  /** Since when it is in this state, in epoch ms of this tablet. */
  readonly since: number;
  /** When it was taken, in epoch ms of this tablet. */
  readonly takenAt: number;
  /** Under which time the hub has a set, in epoch ms of its clock; null of a photo, and of what was sealed before this page was opened. */
  readonly measuredAt: number | null;
  /** Why it was refused, or what is to be measured again. */
  readonly remarks: readonly string[];
  /** It was sent off, and the hub has not answered yet. */
  readonly onItsWay: boolean;
  /** Null when it is written down; else why it could not be: it is lost when the page is closed before it was sent. */
  readonly notKept: 'full' | 'unable' | null;
}

/** It stands in the page alone: neither the tablet nor the hub has it. */
export const isAtRisk = ({ state, notKept }: OutboxItem): boolean => state === 'waiting' && notKept !== null;

/** What is kept of a set until the hub has it. */
interface Content {
  readonly homeId: string;
  readonly admissionId: string;
  readonly name: string;
  /** Absent in what an older app wrote down. */
  readonly form?: GuidedForm | null;
  /** Or a photo. */
  readonly set?: ReadingSetInput;
  readonly photo?: PhotoSentInput;
}

/** What is known of one on this tablet: all of it, or what was sealed for the hub and, while it is unlocked, whom it is about. */
interface Known extends Omit<Content, 'set' | 'photo'> {
  readonly by: string | null;
  readonly sent: Sent;
}

type Sent =
  | { readonly kind: 'set'; readonly content: ReadingSetInput | SealedForHub }
  | { readonly kind: 'photo'; readonly content: PhotoSentInput | SealedForHub };

type Plain =
  | { readonly kind: 'set'; readonly content: ReadingSetInput }
  | { readonly kind: 'photo'; readonly content: PhotoSentInput };

type About = Required<Pick<Known, 'admissionId' | 'name' | 'form' | 'by'>>;

/** A shared tablet while a carer has it in hand. */
export interface Sealing {
  readonly by: string;
  /** The home's: whom things are about can be read by each of its carers. */
  readonly key: CryptoKey;
  readonly sealForHub: (content: ReadingSetInput | PhotoSentInput) => Promise<string>;
}

/** Of what was taken on a tablet that is locked. */
const SOMEBODY: About = { admissionId: '', name: '', form: null, by: null };

/** How each is sent. */
interface Posts {
  readonly set: (homeId: string, set: ReadingSetInput | SealedForHub) => Promise<Answer<StoredReading>>;
  /** Null where none are taken. */
  readonly photo: ((homeId: string, photo: PhotoSentInput | SealedForHub) => Promise<Answer<Photo>>) | null;
}

const AT_FIRST_MS = 2_000;
const AT_MOST_MS = 30_000;
/** Received ones that are still shown. */
const SHOWN = 20;

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
  private readonly contents = new Map<string, Known>();
  private sealing: Sealing | null = null;
  private readonly listeners = new Set<() => void>();
  /** Who waits to hear that one is written down, or needs to be no more. */
  private readonly whenSafe = new Map<string, () => void>();
  /** Of the newest: what is taken later stands later, whatever the tablet's clock does. */
  private lastAt = 0;
  private opened: Promise<void> = Promise.resolve();
  private sending: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pauseMs = AT_FIRST_MS;
  private closed = true;

  constructor(
    private readonly accountId: string,
    private readonly posts: Posts,
  ) {}

  /** Reads what is left on the tablet, and sends. Returns the way to stop. */
  open(): () => void {
    this.closed = false;
    // No IndexedDB (a private window), or it cannot be read: sets are held in the page alone, and say so.
    this.opened = this.readShelf().catch(() => undefined);
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

  /** A carer has typed their PIN: whom it is about that lies here can be read, and what they take is sealed for the hub. */
  async unlock(sealing: Sealing): Promise<void> {
    this.sealing = sealing;
    await this.opened;
    await this.readShelf().catch(() => undefined);
  }

  /** Nobody here can read whom it is about; it is sent all the same. */
  lock(): void {
    this.sealing = null;
    for (const [id, content] of this.contents) this.contents.set(id, { ...content, ...SOMEBODY });
    this.items = this.items
      .filter(({ state }) => state !== 'received')
      .map((item) => ({ ...item, ...SOMEBODY, remarks: [] }));
    this.told();
  }

  /** Resolves when it is written down, or cannot be: either way it is sent. `onSafe`: once the tablet or the hub has it. */
  async add(content: Content, id: string, onSafe?: () => void): Promise<void> {
    if (onSafe) this.whenSafe.set(id, onSafe);
    await this.opened;
    const at = Math.max(thisMoment().wall, this.lastAt + 1);
    this.lastAt = at;
    const { sealing } = this;
    const { homeId, admissionId, name, form } = content;
    const plain = sentOf(content);
    const known: Known = {
      homeId,
      admissionId,
      name,
      form: form ?? null,
      by: sealing?.by ?? null,
      sent:
        sealing === null ? plain : { kind: plain.kind, content: { sealed: await sealing.sealForHub(plain.content) } },
    };
    this.contents.set(id, known);
    this.put({ ...itemOf(id, known, at), measuredAt: measuredAtOf(plain), notKept: await this.keep(id, known, at) });
    this.pauseMs = AT_FIRST_MS;
    this.sendSoon();
  }

  /** Of one that was refused, once somebody has read why. */
  async putAway(id: string): Promise<void> {
    this.drop(id);
    await takeAway(id);
  }

  private drop(id: string): void {
    this.isSafe(id);
    this.contents.delete(id);
    this.items = this.items.filter((item) => item.id !== id);
    this.told();
  }

  private isSafe(id: string): void {
    this.whenSafe.get(id)?.();
    this.whenSafe.delete(id);
  }

  private close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    window.removeEventListener('online', this.sendSoon);
  }

  /** At sign-out: nobody can read what is left on the tablet. */
  async forget(): Promise<void> {
    await this.opened;
    await forgetEverything(this.accountId).catch(() => undefined);
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
    await this.keepAgain();
    for (;;) {
      const item = this.items.find(({ state }) => state === 'waiting');
      const content = item && this.contents.get(item.id);
      if (!item || !content || this.closed) return;
      this.put({ ...item, onItsWay: true });
      const answer = await this.post(content);
      // Locked or unlocked meanwhile, it may say less or more of whom it is about.
      const sent = { ...(this.items.find(({ id }) => id === item.id) ?? item), onItsWay: false };
      if (answer.kind === 'done') {
        this.pauseMs = AT_FIRST_MS;
        const remarks = remarksOn(answer.body);
        if (sent.name === '' && remarks.length === 0) this.drop(item.id);
        else this.put({ ...sent, state: 'received', since: thisMoment().wall, remarks });
        this.contents.delete(item.id);
        await takeAway(item.id);
        continue;
      }
      if (isForLater(answer)) return this.put(sent);
      this.put({ ...sent, state: 'refused', since: thisMoment().wall, remarks: [whyNot(answer)] });
    }
  }

  private post({ homeId, sent }: Known): Promise<Answer<StoredReading | Photo>> {
    if (sent.kind === 'set') return this.posts.set(homeId, sent.content);
    if (this.posts.photo === null) throw new Error('no photos are taken here');
    return this.posts.photo(homeId, sent.content);
  }

  private async readShelf(): Promise<void> {
    const shelves = await openShelves();
    const key = await keyOf(shelves, this.accountId);
    for (const sealed of (await shelves.getAll('readings')).toSorted((a, b) => a.at - b.at)) {
      if (sealed.accountId !== this.accountId || (this.contents.get(sealed.id)?.name ?? '') !== '') continue;
      const content = await this.read(sealed, key);
      if (content === null) continue;
      const before = this.items.find(({ id }) => id === sealed.id);
      if (before) {
        const { admissionId, name, form, by } = content;
        this.contents.set(sealed.id, content);
        this.put({ ...before, admissionId, name, form: form ?? null, by });
        continue;
      }
      this.lastAt = Math.max(this.lastAt, sealed.at);
      this.contents.set(sealed.id, content);
      this.put(itemOf(sealed.id, content, sealed.at));
    }
  }

  private async read(sealed: SealedReading, key: CryptoKey): Promise<Known | null> {
    const { forHub } = sealed;
    if (forHub === undefined) {
      const content = (await unseal(key, sealed)) as Content | null;
      return content && { ...content, by: null, sent: sentOf(content) };
    }
    const about = this.sealing && ((await unseal(this.sealing.key, sealed)) as About | null);
    const kind = forHub.photo === true ? 'photo' : 'set';
    return { ...(about ?? SOMEBODY), homeId: forHub.homeId, sent: { kind, content: { sealed: forHub.sealed } } };
  }

  private async keep(id: string, content: Known, at: number): Promise<OutboxItem['notKept']> {
    try {
      const shelves = await openShelves();
      const row = { id, accountId: this.accountId, at };
      const { homeId, sent, admissionId, name, by } = content;
      const form = content.form ?? null;
      if ('sealed' in sent.content) {
        // Locked again before there was room: it is written down when somebody has unlocked it.
        if (this.sealing === null) return 'unable';
        const about = await seal(this.sealing.key, { admissionId, name, form, by });
        const forHub = { homeId, sealed: sent.content.sealed, ...(sent.kind === 'photo' && { photo: true as const }) };
        await shelves.put('readings', { ...row, ...about, forHub });
        return null;
      }
      const plain = { homeId, admissionId, name, form, [sent.kind]: sent.content };
      await shelves.put('readings', { ...row, ...(await seal(await keyOf(shelves, this.accountId), plain)) });
      return null;
    } catch (error) {
      return isFull(error) ? 'full' : 'unable';
    }
  }

  /** There may be room by now for what there was none before. */
  private async keepAgain(): Promise<void> {
    for (const item of this.items.filter(isAtRisk)) {
      const content = this.contents.get(item.id);
      if (content) this.put({ ...item, notKept: await this.keep(item.id, content, item.takenAt) });
    }
  }

  private put(item: OutboxItem): void {
    if (!isAtRisk(item)) this.isSafe(item.id);
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

const sentOf = ({ set, photo }: Content): Plain => {
  if (photo) return { kind: 'photo', content: photo };
  if (set) return { kind: 'set', content: set };
  throw new Error('what waits is neither a set nor a photo');
};

const measuredAtOf = ({ kind, content }: Sent): number | null =>
  kind === 'set' && 'effectiveAt' in content ? Date.parse(content.effectiveAt) : null;

function remarksOn(stored: StoredReading | Photo): string[] {
  if (!('matched' in stored)) return [];
  const remarks = (stored.pleaseRepeat ?? []).map(({ detail }) => detail);
  if (!stored.matched) remarks.push('They are no longer on this home’s list. The hub decides whose it is.');
  return remarks;
}

const itemOf = (id: string, { admissionId, name, form, by, sent }: Known, takenAt: number): OutboxItem => ({
  id,
  admissionId,
  name,
  form: form ?? null,
  ...(sent.kind === 'photo' && { photo: true as const }),
  by,
  state: 'waiting',
  since: takenAt,
  takenAt,
  measuredAt: measuredAtOf(sent),
  remarks: [],
  onItsWay: false,
  notKept: null,
});

const takeAway = (id: string): Promise<void> =>
  openShelves()
    .then((shelves) => shelves.delete('readings', id))
    .catch(() => undefined);
