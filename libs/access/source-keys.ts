import type { RefusalCode } from '#contracts';
import { registeredKeys, registerVersion, type Database, type Reader, type RegisteredKey, type Sender } from '#records';
import { createHash, randomBytes } from 'node:crypto';

/** How often the register is looked at, in ms: a key that is withdrawn stops working within this and the look itself. */
const LOOK_EVERY = 2_000;
/** A key that nobody here knows may be new: the register is looked at for it, but not more often than this, in ms. */
const LOOK_FOR_NEW_AFTER = 250;
/** What of a key is shown, so that people can tell keys apart. What is left of it is 208 random bits. */
const PREFIX_LENGTH = 12;

/** A source at the door, known by its key. */
export interface KnownSource {
  readonly sourceId: number;
  readonly keyId: number;
  readonly name: string;
  /** Null when the key may not send. */
  readonly sender: Sender | null;
  /** Null when the key may not read. */
  readonly reader: Reader | null;
}

/** Why somebody with a key, or without, is not let in. `sourceId`: whose key it was. */
export interface TurnedAway {
  readonly code: Extract<RefusalCode, 'unknown-key' | 'key-expired' | 'key-revoked' | 'source-disabled'>;
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
 * Finds the source that a bearer key belongs to, from a copy of the register that is at most two seconds old: no request
 * asks the database, whoever sends it and however many keys they try.
 */
export class SourceKeys {
  private byHash = new Map<string, Kept>();
  private version = '';
  private lookedAt = -Infinity;
  private looking: Promise<void> | null = null;
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

  /** From the Authorization header. */
  async identify(authorization: string | undefined): Promise<Identified> {
    const key = /^Bearer ([\w.~+/=-]{16,200})$/i.exec(authorization ?? '')?.[1];
    if (key === undefined) return NO_KEY;
    const hash = keyHash(key).toString('base64');
    const kept = this.byHash.get(hash) ?? (await this.lookForNew(hash));
    return kept ? this.standing(kept) : NO_KEY;
  }

  private standing({ key, identified }: Kept): Identified {
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
    return identified;
  }

  private async lookForNew(hash: string): Promise<Kept | undefined> {
    if (this.now().getTime() - this.lookedAt >= LOOK_FOR_NEW_AFTER) await this.look();
    else await this.looking;
    return this.byHash.get(hash);
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
    this.version = version;
  }
}

function knownBy({
  sourceId,
  keyId,
  sourceName,
  wardIds,
  careHomeIds,
  nhsNumbers,
  maySend,
  mayRead,
}: RegisteredKey): KnownSource {
  const reach = { wardIds, careHomeIds, nhsNumbers };
  return {
    sourceId,
    keyId,
    name: sourceName,
    sender: maySend ? { right: 'send', sourceId, keyId, reach } : null,
    reader: mayRead ? { right: 'read', sourceId, keyId, reach } : null,
  };
}
