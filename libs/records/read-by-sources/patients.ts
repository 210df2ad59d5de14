import type { Queryable } from '../database.ts';
import { withinReadersReach, type Reach } from '../reach.ts';

export interface ShownPatient {
  id: string;
  nhsNumber: string;
  givenName: string;
  familyName: string;
  /** YYYY-MM-DD. */
  birthDate: string;
  sex: 'female' | 'male' | 'other' | 'unknown';
  /** The stays by which the reader may know of them. */
  admissionIds: string[];
}

const WITHIN = withinReadersReach({ wardIds: '$1::text[]', careHomeIds: '$2::text[]', nhsNumbers: '$3::text[]' });

/** The people of a reach, on a ward now or before, by id or by NHS number. Whoever is outside is not there. */
export function patientsWithin(
  database: Queryable,
  reach: Reach,
  asked: { ids: readonly string[]; nhsNumbers: readonly string[] },
): Promise<ShownPatient[]> {
  return database.query<ShownPatient>(
    `SELECT p.id, p.nhs_number AS "nhsNumber", p.given_name AS "givenName", p.family_name AS "familyName",
       to_char(p.birth_date, 'YYYY-MM-DD') AS "birthDate", p.sex, array_agg(a.id) AS "admissionIds"
     FROM patient p JOIN admission a ON a.patient_id = p.id
     WHERE (p.id = ANY ($4::uuid[]) OR p.nhs_number = ANY ($5::text[])) AND ${WITHIN}
     GROUP BY p.id ORDER BY p.id`,
    [reach.wardIds, reach.careHomeIds, reach.nhsNumbers, asked.ids, asked.nhsNumbers],
    'patients-within',
  );
}
