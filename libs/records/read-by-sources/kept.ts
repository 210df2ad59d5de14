import type { Queryable } from '../database.ts';

/** The readings that one source sent under references, by reference. */
export async function readingsUnder(
  database: Queryable,
  sourceId: number,
  references: readonly string[],
): Promise<Map<string, string>> {
  const rows = await database.query<{ source_ref: string; id: string }>(
    'SELECT source_ref, observation_id AS id FROM reading_key WHERE source_id = $1 AND source_ref = ANY ($2::text[])',
    [sourceId, references],
    'readings-under',
  );
  return new Map(rows.map((row) => [row.source_ref, row.id]));
}

/** The NHS number of a reading that a source sent and that is nobody's yet; null when there is no such reading. */
export async function numberOfUnmatched(database: Queryable, sourceId: number, id: string): Promise<string | null> {
  const [row] = await database.query<{ number: string | null }>(
    'SELECT unmatched_nhs_number AS number FROM observation WHERE id = $1 AND source_id = $2',
    [id, sourceId],
  );
  return row?.number ?? null;
}
