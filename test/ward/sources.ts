import { keyHash, keyPrefix, newKey } from '#access';
import type { TestStack } from '../harness/index.ts';
import { wardOf } from './people.ts';

export interface KeyTerms {
  /** A source of this name is registered where there is none. */
  readonly source?: string;
  /** The source's wards, where it is registered by this; the demo's ward unless said otherwise. */
  readonly wardIds?: readonly string[];
  readonly onlyWards?: readonly string[] | null;
  readonly careHomeIds?: readonly string[] | null;
  readonly nhsNumbers?: readonly string[] | null;
  readonly maySend?: boolean;
  readonly mayRead?: boolean;
  readonly mayRefer?: boolean;
  readonly expiresAt?: Date | null;
}

let sources = 0;

/** A key of a source of its own (or of the one that is named), which may send anything for the demo's ward unless said otherwise. */
export async function aKey(stack: TestStack, terms: KeyTerms = {}): Promise<string> {
  const { key } = newKey();
  await stack.database.query(
    `WITH registered AS (
       INSERT INTO source (name, ward_ids) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id
     )
     INSERT INTO source_key (source_id, key_hash, prefix, ward_ids, care_home_ids, nhs_numbers, may_send, may_read, may_refer, expires_at, created_at, created_by)
     SELECT id, $3, $4, $5, $6, $7, $8, $9, $10, $11, now(), 'test' FROM registered`,
    [
      terms.source ?? `Source ${++sources} of a test`,
      terms.wardIds ?? [wardOf(stack)],
      keyHash(key),
      keyPrefix(key),
      terms.onlyWards ?? null,
      terms.careHomeIds ?? null,
      terms.nhsNumbers ?? null,
      terms.maySend ?? true,
      terms.mayRead ?? false,
      terms.mayRefer ?? false,
      terms.expiresAt ?? null,
    ],
  );
  return key;
}
