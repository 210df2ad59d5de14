import { createHash } from 'node:crypto';
import { sourceByKeyHash, type Database, type Source } from '#records';

/** How long a key that was looked up is believed, in ms: a key that is withdrawn stops working within this. */
const BELIEVED_FOR = 10_000;
/** The most keys remembered: wrong ones are remembered too, and must not fill the memory. */
const MOST_REMEMBERED = 10_000;

/** A source's key as it is stored. SHA-256 is enough: keys are 256 random bits, which no dictionary holds. */
export function keyHash(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** Finds the source that a bearer key belongs to. */
export class SourceKeys {
  private readonly remembered = new Map<string, { source: Source | null; until: number }>();

  constructor(
    private readonly database: Database,
    private readonly now: () => Date,
  ) {}

  /** From the Authorization header; null when the key is missing, malformed, unknown or withdrawn. */
  async sourceOf(authorization: string | undefined): Promise<Source | null> {
    const key = /^Bearer ([\w.~+/=-]{16,200})$/i.exec(authorization ?? '')?.[1];
    if (key === undefined) return null;
    const hash = keyHash(key);
    const id = hash.toString('base64');
    const now = this.now().getTime();
    const known = this.remembered.get(id);
    if (known && known.until > now) return known.source;
    const source = await sourceByKeyHash(this.database, hash);
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    this.remembered.set(id, { source, until: now + BELIEVED_FOR });
    return source;
  }
}
