import type { Queryable } from '../database.ts';

/** The key that the database made for one purpose, the same for every process: 32 bytes. */
export async function signingKey(database: Queryable, purpose: 'search-cursor'): Promise<Buffer> {
  const [row] = await database.query<{ key: Buffer }>('SELECT key FROM signing_key WHERE purpose = $1', [purpose]);
  if (!row) throw new Error(`there is no key for ${purpose}: its migration has not run`);
  return row.key;
}
