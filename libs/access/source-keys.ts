import type { RefusalCode } from '#contracts';
import { registeredKeys, registerVersion, type Database, type Reader, type RegisteredKey, type Sender } from '#records';
import { createHash, hash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** How often the register is looked at, in ms: a key that is withdrawn stops working within this and the look itself. */
const LOOK_EVERY = 1_000;
/** A key that nobody here knows may be new: the register is looked at for it, but not more often than this, in ms. */
const LOOK_FOR_NEW_AFTER = 250;
/** What of a key is shown, so that people can tell keys apart. What is left of it is 208 random bits. */
const PREFIX_LENGTH = 12;

/** A source at the door, known by its key. */
export interface KnownSource {
  readonly sourceId: number;
  readonly keyId: number;
  readonly name: string;
  /** Readings that it may send: at once, and a second in the long run. */
  readonly limit: { readonly burst: number; readonly perSecond: number };
  /** Null when the key may not send. */
  readonly sender: Sender | null;
  /** Null when the key may not read. */
  readonly reader: Reader | null;
  /** Null when the key may not refer. */
  readonly referrer: Referrer | null;
}

/** Who refers, and to which wards. */
export interface Referrer {
  readonly sourceId: number;
  readonly displayName: string;
  readonly wardIds: readonly string[];
}

/** Why somebody with a key, or without, is not let in. `sourceId`: whose key it was. */
export interface TurnedAway {
  readonly code: Extract<
    RefusalCode,
    'unknown-key' | 'key-expired' | 'key-revoked' | 'source-disabled' | 'certificate-missing'
  >;
  readonly detail: string;
  readonly sourceId: number | null;
}

export type Identified = { readonly known: KnownSource } | { readonly turnedAway: TurnedAway };

/** A new key: 256 random bits behind letters that say whose kind it is, to people and to scanners for leaked secrets. */
export function newKey(): { key: string; hash: Buffer; prefix: string } {
  const key = `hwk_${randomBytes(32).toString('base64url')}`;
  return { key, hash: keyHash(key), prefix: keyPrefix(key) };
}

/** A source's key as it is stored. SHA-256 is enough: keys are 256 random bits, which no dictionary holds. */
export function keyHash(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

export const keyPrefix = (key: string): string => key.slice(0, PREFIX_LENGTH);

/** One form for what names a certificate: a fingerprint in lower case without colons, or a subject as it is. */
export function certificateAsKept(name: string): string {
  const fingerprint = name.trim().replaceAll(':', '');
  return /^(?:[\da-f]{40}|[\da-f]{64})$/i.test(fingerprint) ? fingerprint.toLowerCase() : name.trim();
}

interface Kept {
  readonly key: RegisteredKey;
  readonly identified: { readonly known: KnownSource };
}

const NO_KEY: Identified = {
  turnedAway: {
    code: 'unknown-key',
    detail: "Send the source's key as: Authorization: Bearer <key>.",
    sourceId: null,
  },
};

/**
 * Finds the source that a bearer key belongs to, from a copy of the register that is at most a second old: no request
 * asks the database, whoever sends it and however many keys they try.
 */
export class SourceKeys {
  private byHash = new Map<string, Kept>();
  private limits = new Map<number, KnownSource['limit']>();
  private version = '';
  private lookedAt = -Infinity;
  private looking: Promise<void> | null = null;
  private nextLook: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Database,
    private readonly now: () => Date,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Rejects when the register cannot be read: who knows no key must not start. */
  async open(): Promise<void> {
    await this.look();
    this.timer = setInterval(() => void this.look().catch(this.failed), LOOK_EVERY);
  }

  async close(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.looking?.catch(() => undefined);
  }

  /**
   * From the Authorization header and, for a source that has registered any, its client certificate as the front door
   * names it.
   */
  async identify(authorization: string | undefined, certificate: () => string | null): Promise<Identified> {
    const key = /^Bearer ([\w.~+/=-]{16,200})$/i.exec(authorization ?? '')?.[1];
    if (key === undefined) return NO_KEY;
    const hashed = hash('sha256', key, 'base64');
    const kept = this.byHash.get(hashed) ?? (await this.lookForNew(hashed));
    return kept ? this.standing(kept, certificate) : NO_KEY;
  }

  /** How much a source may send; null when there is no such source. */
  limitOf(sourceId: number): KnownSource['limit'] | null {
    return this.limits.get(sourceId) ?? null;
  }

  private standing({ key, identified }: Kept, certificate: () => string | null): Identified {
    const { sourceId } = key;
    if (key.revokedAt !== null) {
      const detail = 'This key was withdrawn. Ask the virtual ward for a new one.';
      return { turnedAway: { code: 'key-revoked', detail, sourceId } };
    }
    if (key.disabledAt !== null) {
      const detail = 'This source is switched off at the virtual ward.';
      return { turnedAway: { code: 'source-disabled', detail, sourceId } };
    }
    if (key.expiresAt !== null && key.expiresAt <= this.now().getTime()) {
      const detail = `This key expired at ${new Date(key.expiresAt).toISOString()}. Use the new one.`;
      return { turnedAway: { code: 'key-expired', detail, sourceId } };
    }
    if (key.clientCertificates.length > 0 && !key.clientCertificates.includes(certificateAsKept(certificate() ?? ''))) {
      const detail = 'This source has to present the client certificate that it registered.';
      return { turnedAway: { code: 'certificate-missing', detail, sourceId } };
    }
    return identified;
  }

  /** Waits for a look that begins after the key came, so that a new key opens the door from its first use on. */
  private async lookForNew(hashed: string): Promise<Kept | undefined> {
    await (this.nextLook ??= this.lookAgain());
    return this.byHash.get(hashed);
  }

  private async lookAgain(): Promise<void> {
    const wait = this.lookedAt + LOOK_FOR_NEW_AFTER - this.now().getTime();
    await pause(Math.min(Math.max(wait, 0), LOOK_FOR_NEW_AFTER));
    while (this.looking) await this.looking.catch(() => undefined);
    // Whoever comes from now on may have a key that this look does not see.
    this.nextLook = null;
    await this.look();
  }

  /** One look at a time: whoever asks meanwhile waits for the one in hand. */
  private look(): Promise<void> {
    this.looking ??= this.refresh().finally(() => {
      this.looking = null;
    });
    return this.looking;
  }

  private async refresh(): Promise<void> {
    this.lookedAt = this.now().getTime();
    // First the version: what changes between the two is read again at the next look.
    const version = await registerVersion(this.database);
    if (version === this.version) return;
    const keys = await registeredKeys(this.database);
    this.byHash = new Map(keys.map((key) => [key.hash, { key, identified: { known: knownBy(key) } }]));
    this.limits = new Map(
      keys.map(({ sourceId, burst, readingsPerSecond }) => [sourceId, { burst, perSecond: readingsPerSecond }]),
    );
    this.version = version;
  }
}

function knownBy(key: RegisteredKey): KnownSource {
  const { sourceId, keyId, maySend, mayRead, mayRefer, readingsPerSecond, burst } = key;
  const reach = { wardIds: key.wardIds, careHomeIds: key.careHomeIds, nhsNumbers: key.nhsNumbers };
  return {
    sourceId,
    keyId,
    name: key.sourceName,
    limit: { burst, perSecond: readingsPerSecond },
    sender: maySend ? { right: 'send', sourceId, keyId, reach } : null,
    // A key for some homes or patients knows no others: whoever is referred is mostly new.
    referrer:
      mayRefer && key.careHomeIds === null && key.nhsNumbers === null
        ? { sourceId, displayName: key.sourceName, wardIds: key.wardIds }
        : null,
    reader: mayRead ? { right: 'read', sourceId, keyId, reach } : null,
  };
}
