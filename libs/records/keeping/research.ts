import { appendAudit } from '../audit.ts';
import type { Database } from '../database.ts';
import { objectionsOf } from '../sharing.ts';
import { RESTRICTED } from '../sql.ts';

/** A stay as it is counted for research, before it is given a pseudonym. */
export interface ResearchStay {
  patientId: string;
  /** Whole years, when the stay began. */
  age: number;
  sex: string;
  pathway: string;
  wardId: string;
  inCareHome: boolean;
  arm: string | null;
  /** Whole days. */
  days: number;
  ending: string | null;
  readings: number;
  worstNews2: number | null;
  emergencies: number;
  otherAlerts: number;
  /** Whole hours from the beginning of the stay; null where none was raised. */
  hoursToFirstAlert: number | null;
}

/**
 * Whose stays may be used: of nobody who objected. The one place that says so; `$3` are NHS numbers with an objection, as the national data
 * opt-out and the organisation keep them; what was told to the ward stands in the record.
 */
const NOBODY_WHO_OBJECTED = `NOT p.nhs_number = ANY ($3::text[])
  AND NOT EXISTS (SELECT FROM (${objectionsOf('p.id')}) objection WHERE scope IN ('research', 'national-data-opt-out'))`;

/** Stays that ended in a period, without anybody's objection being passed over. Told to the audit trail, with how many. */
export function staysForResearch(
  database: Database,
  { from, to, objections, by }: { from: Date; to: Date; objections: readonly string[]; by: string },
): Promise<ResearchStay[]> {
  return database.transaction(async (transaction) => {
    await transaction.query('SET LOCAL enable_seqscan = on');
    const stays = await transaction.query<ResearchStay>(
      `SELECT a.patient_id AS "patientId", extract(year FROM age(a.admitted_at, p.birth_date))::int AS age, p.sex, a.pathway,
         a.ward_id AS "wardId", a.care_home_id IS NOT NULL AS "inCareHome", a.arm,
         floor(extract(epoch FROM a.ended_at - a.admitted_at) / 86400)::int AS days, a.ending,
         (SELECT count(*) FROM observation o WHERE o.admission_id = a.id)::int AS readings,
         (SELECT max(s.least) FROM news2_score s WHERE s.admission_id = a.id AND s.complete)::int AS "worstNews2",
         (SELECT count(*) FROM alert l WHERE l.admission_id = a.id AND l.priority = 'emergency')::int AS emergencies,
         (SELECT count(*) FROM alert l WHERE l.admission_id = a.id AND l.priority <> 'emergency')::int AS "otherAlerts",
         (SELECT floor(extract(epoch FROM min(l.raised_at) - a.admitted_at) / 3600) FROM alert l WHERE l.admission_id = a.id)::int AS "hoursToFirstAlert"
       FROM admission a JOIN patient p ON p.id = a.patient_id
       WHERE a.status = 'ended' AND a.ended_at >= $1 AND a.ended_at < $2 AND ${NOBODY_WHO_OBJECTED} AND NOT ${RESTRICTED}
       ORDER BY a.id`,
      [from, to, [...objections]],
    );
    await appendAudit(transaction, [
      { act: 'read-for-research', actor: { kind: 'person', id: by }, details: { stays: stays.length } },
    ]);
    return stays;
  });
}
