import type { SigningKeys } from '#records';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { refuse } from '../fhir-refusal.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LONGEST = 4_000;

/**
 * Where the next page of a search begins, sealed for one source: nobody can read it, make one or use another's. It holds
 * no NHS number, so that it may stand in an address.
 */
export class Cursors {
  constructor(private keys: SigningKeys) {}

  /** From now on new ones are sealed with this key; those of the one before it go on. */
  renew(keys: SigningKeys): void {
    this.keys = keys;
  }

  seal(sourceId: number, position: object): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.keys.key, nonce).setAAD(Buffer.from(String(sourceId)));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(position), 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  open(sourceId: number, cursor: string): unknown {
    try {
      if (cursor.length > LONGEST) throw new Error('too long to be ours');
      const bytes = Buffer.from(cursor, 'base64url');
      try {
        return openedWith(this.keys.key, sourceId, bytes);
      } catch (error) {
        if (this.keys.before === null) throw error;
        return openedWith(this.keys.before, sourceId, bytes);
      }
    } catch {
      throw refuse(
        400,
        'value',
        '_cursor: is none that this server gave to this source; begin the search anew',
        '_cursor',
      );
    }
  }
}

function openedWith(key: Buffer, sourceId: number, bytes: Buffer): unknown {
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(String(sourceId)))
    .setAuthTag(tag);
  const opened = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
  return JSON.parse(Buffer.concat([opened, decipher.final()]).toString('utf8'));
}
