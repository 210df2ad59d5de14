import type { WardSummary } from '#contracts';
import type { Queryable } from './database.ts';

export async function wardsAmong(database: Queryable, wardIds: readonly string[]): Promise<WardSummary[]> {
  return database.query<WardSummary>(
    `SELECT w.id, w.name, w.capacity,
       (SELECT count(*)::int FROM admission a WHERE a.ward_id = w.id AND a.status = 'active' AND a.bed IS NOT NULL) AS occupied
     FROM ward w WHERE w.id = ANY ($1) ORDER BY w.name`,
    [wardIds],
  );
}

/** The ward that looks after a care home's residents; null when there is no such home. */
export async function wardOfCareHome(database: Queryable, id: string): Promise<string | null> {
  const [row] = await database.query<{ ward_id: string }>('SELECT ward_id FROM care_home WHERE id = $1', [id]);
  return row?.ward_id ?? null;
}

export async function careHomeById(database: Queryable, id: string): Promise<{ id: string; name: string } | null> {
  const [row] = await database.query<{ id: string; name: string }>('SELECT id, name FROM care_home WHERE id = $1', [
    id,
  ]);
  return row ?? null;
}

/** The stays that are on the ward's board now, with a bed or without. */
export async function staysOnWard(database: Queryable, wardId: string): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `SELECT id FROM admission WHERE ward_id = $1 AND status = 'active'`,
    [wardId],
  );
  return rows.map((row) => row.id);
}
