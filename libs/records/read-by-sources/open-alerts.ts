import type { Priority } from '#clinical';
import type { Queryable } from '../database.ts';
import { withinReadersReach, type Reader } from '../reach.ts';
import { OPEN } from '../sql.ts';

/** An alert that is not closed, as its reader may see it: that it is there, and not what was measured. Times are epoch ms. */
export interface ShownAlert {
  id: string;
  version: number;
  ruleId: string;
  priority: Priority;
  raisedAt: number;
  patientId: string;
  nhsNumber: string;
  admissionId: string;
}

const WITHIN = withinReadersReach({ wardIds: '$1::text[]', careHomeIds: '$2::text[]', nhsNumbers: '$3::text[]' });

/** The open alerts of a reach, newest first: of some patients or of all, some alerts or all. */
export function openAlertsWithin(
  database: Queryable,
  { reach }: Reader,
  asked: {
    patientIds: readonly string[] | null;
    ids: readonly string[] | null;
    limit: number;
    after: { raisedAt: number; id: string } | null;
  },
): Promise<ShownAlert[]> {
  return database.query<ShownAlert>(
    `SELECT al.id, al.version, al.rule_id AS "ruleId", al.priority, (extract(epoch FROM al.raised_at) * 1000)::float8 AS "raisedAt",
       p.id AS "patientId", p.nhs_number AS "nhsNumber", a.id AS "admissionId"
     FROM admission a JOIN patient p ON p.id = a.patient_id
     JOIN alert al ON al.admission_id = a.id AND ${OPEN}
     WHERE ${WITHIN}
       AND ($4::uuid[] IS NULL OR a.patient_id = ANY ($4::uuid[]))
       AND ($5::uuid[] IS NULL OR al.id = ANY ($5::uuid[]))
       AND ($6::float8 IS NULL OR (al.raised_at, al.id) < (to_timestamp($6 / 1000), $7::uuid))
     ORDER BY al.raised_at DESC, al.id DESC LIMIT $8`,
    [
      reach.wardIds,
      reach.careHomeIds,
      reach.nhsNumbers,
      asked.patientIds,
      asked.ids,
      asked.after?.raisedAt ?? null,
      asked.after?.id ?? null,
      asked.limit,
    ],
    'open-alerts-within',
  );
}

export async function countOpenAlertsWithin(
  database: Queryable,
  { reach }: Reader,
  asked: { patientIds: readonly string[] | null; ids: readonly string[] | null },
): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM admission a JOIN patient p ON p.id = a.patient_id
     JOIN alert al ON al.admission_id = a.id AND ${OPEN}
     WHERE ${WITHIN} AND ($4::uuid[] IS NULL OR a.patient_id = ANY ($4::uuid[])) AND ($5::uuid[] IS NULL OR al.id = ANY ($5::uuid[]))`,
    [reach.wardIds, reach.careHomeIds, reach.nhsNumbers, asked.patientIds, asked.ids],
  );
  return row?.count ?? 0;
}
