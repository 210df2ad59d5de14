import type { Queryable } from './database.ts';

/** A key with its source, as the register has them: all that decides who may send or read what. Times are epoch ms. */
export interface RegisteredKey {
  keyId: number;
  sourceId: number;
  sourceName: string;
  /** SHA-256 of the key, in base64. */
  hash: string;
  /** The source's wards, narrowed to the key's own where it has any. */
  wardIds: string[];
  careHomeIds: string[] | null;
  nhsNumbers: string[] | null;
  maySend: boolean;
  mayRead: boolean;
  mayRefer: boolean;
  expiresAt: number | null;
  revokedAt: number | null;
  disabledAt: number | null;
  clientCertificates: string[];
  readingsPerSecond: number;
  burst: number;
}

/** Moves with every change to a source or a key that decides anything. */
export async function registerVersion(database: Queryable): Promise<string> {
  const [row] = await database.query<{ version: string }>(
    'SELECT version FROM source_register',
    [],
    'register-version',
  );
  if (!row) throw new Error('the register of sources has no version: its migration has not run');
  return row.version;
}

/** Every key that was ever given, the withdrawn ones included: whoever still uses one is told why it opens nothing. */
export function registeredKeys(database: Queryable): Promise<RegisteredKey[]> {
  return database.query<RegisteredKey>(
    `SELECT k.id AS "keyId", s.id AS "sourceId", s.name AS "sourceName", encode(k.key_hash, 'base64') AS hash,
       CASE WHEN k.ward_ids IS NULL THEN s.ward_ids
         ELSE ARRAY(SELECT unnest(s.ward_ids) INTERSECT SELECT unnest(k.ward_ids)) END AS "wardIds",
       k.care_home_ids AS "careHomeIds", k.nhs_numbers AS "nhsNumbers", k.may_send AS "maySend", k.may_read AS "mayRead", k.may_refer AS "mayRefer",
       (extract(epoch FROM k.expires_at) * 1000)::float8 AS "expiresAt",
       (extract(epoch FROM k.revoked_at) * 1000)::float8 AS "revokedAt",
       (extract(epoch FROM s.disabled_at) * 1000)::float8 AS "disabledAt",
       s.client_certificates AS "clientCertificates", s.readings_per_second AS "readingsPerSecond", s.burst
     FROM source_key k JOIN source s ON s.id = k.source_id`,
    [],
    'registered-keys',
  );
}
