import { randomBytes } from 'node:crypto';
import type { Queryable } from '../database.ts';

const KEY_BYTES = 32;
/** A key that was made so long ago is followed by another, in days: nobody's search goes on for as long. */
const CHANGED_AFTER_DAYS = 30;
const DAY_MS = 86_400_000;

/** Of one purpose, the same for every process: what is sealed now, and what was sealed before. 32 bytes each. */
export interface SigningKeys {
  readonly key: Buffer;
  readonly before: Buffer | null;
}

/** The keys that the record itself makes for one purpose. One that is old is followed by another first, once for all who ask. */
export async function signingKeys(database: Queryable, purpose: 'search-cursor', now: Date): Promise<SigningKeys> {
  await database.query(
    `UPDATE signing_key SET key_before = key, key = $2, made_at = $3 WHERE purpose = $1 AND made_at < $4`,
    [purpose, randomBytes(KEY_BYTES), now, new Date(now.getTime() - CHANGED_AFTER_DAYS * DAY_MS)],
  );
  const [keys] = await database.query<{ key: Buffer; before: Buffer | null }>(
    'SELECT key, key_before AS before FROM signing_key WHERE purpose = $1',
    [purpose],
  );
  if (!keys) throw new Error(`there is no key for ${purpose}: its migration has not run`);
  return keys;
}
