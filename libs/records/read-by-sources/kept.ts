import type { Queryable } from '../database.ts';
import { keptUnder } from '../reading-keys.ts';

/** The readings that one source sent under references, by reference. */
export async function readingsUnder(
  database: Queryable,
  sourceId: number,
  references: readonly string[],
): Promise<Map<string, string>> {
  const rows = await database.query<{ source_ref: string; id: string }>(
    `SELECT asked.source_ref, k.observation_id AS id
     FROM unnest($2::text[]) AS asked(source_ref) CROSS JOIN ${keptUnder('$1', 'asked.source_ref')} k`,
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
