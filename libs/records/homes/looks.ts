import type { HomeLook } from '#contracts';
import type { Queryable } from '../database.ts';
import { msOf } from '../sql.ts';
import { withinScope } from '../wall.ts';

/** Somebody of the hub has the readings of a stay before them, up to now. */
export async function keepLook(
  database: Queryable,
  { admissionId, by, now }: { admissionId: string; by: { id: string; displayName: string }; now: Date },
): Promise<void> {
  const keep = `INSERT INTO stay_look AS l (admission_id, at, account_id, by_name) VALUES ($1, $2, $3, $4)
     ON CONFLICT (admission_id) DO UPDATE SET (at, account_id, by_name) = (excluded.at, excluded.account_id, excluded.by_name)
     WHERE l.at < excluded.at`;
  // Whoever looks may only read; that they looked is kept all the same.
  await withinScope(null, () => database.query(keep, [admissionId, now, by.id, by.displayName]));
}

/** Of those of whom nothing came in since somebody looked: who did, and when. */
export function looksAt(database: Queryable, admissionIds: readonly string[]): Promise<HomeLook[]> {
  return database.query<HomeLook>(
    `SELECT l.admission_id AS "admissionId", ${msOf('l.at')} AS at, l.by_name AS "by" FROM stay_look l
     WHERE l.admission_id = ANY ($1::uuid[]) AND NOT EXISTS (
       SELECT FROM observation o WHERE o.admission_id = l.admission_id AND o.received_at > l.at)`,
    [admissionIds],
  );
}
