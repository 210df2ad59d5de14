import type { Queryable } from './database.ts';
import { withinReach, type Reach, type Sender } from './reach.ts';
import { SCALE_IN_FORCE } from './sql.ts';
import { saysTheSame, type StatedIdentity } from './stated-identity.ts';

/** A care home that sends round sheets, and the source that they come from. */
export interface HomeOfSheets {
  id: string;
  name: string;
  wardId: string;
  /** May send for the home's own residents alone. */
  sender: Sender;
  /** The ward has switched off what comes from this home's round sheets. */
  disabled: boolean;
}

/** The home with the source of its round sheets, which is registered when it is first asked for; null when there is no such home. */
export async function homeOfSheets(database: Queryable, homeId: string): Promise<HomeOfSheets | null> {
  const found = () =>
    database.query<{ name: string; ward_id: string; source_id: number | null; disabled_at: Date | null }>(
      `SELECT h.name, h.ward_id, s.id AS source_id, s.disabled_at
       FROM care_home h LEFT JOIN source s ON s.round_sheets_of = h.id WHERE h.id = $1`,
      [homeId],
    );
  const [home] = await found();
  if (!home) return null;
  const { name, ward_id: wardId } = home;
  if (home.source_id === null) {
    await database.query(
      `INSERT INTO source (name, ward_ids, round_sheets_of, registered_by)
       VALUES ($1, $2, $3, 'Homeward, at the first round sheet') ON CONFLICT (round_sheets_of) DO NOTHING`,
      [`Round sheets of ${name} (${homeId})`, [wardId], homeId],
    );
  }
  const { source_id: sourceId, disabled_at: disabledAt } =
    home.source_id === null ? ((await found())[0] ?? home) : home;
  if (sourceId === null) throw new Error('the source of a home’s round sheets was not there after it was registered');
  const reach = { wardIds: [wardId], careHomeIds: [homeId], nhsNumbers: null };
  return {
    id: homeId,
    name,
    wardId,
    sender: { right: 'send', sourceId, keyId: null, reach },
    disabled: disabledAt !== null,
  };
}

export interface PersonMeant {
  admissionId: string;
  /** As the record has it. */
  name: string;
  /** False when what else was said of the person is not what the record says. */
  agrees: boolean;
  ageYears: number;
  pregnant: boolean;
  spo2Scale: 1 | 2;
}

export interface PersonAsked extends StatedIdentity {
  nhsNumber: string;
}

/** Who is meant, of the people on a ward within a reach: one answer for each that was asked, null for whoever is not there. */
export async function whoIsMeant(
  database: Queryable,
  reach: Reach,
  asked: readonly PersonAsked[],
): Promise<(PersonMeant | null)[]> {
  const rows = await database.query<PersonMeant & { n: number }>(
    `SELECT asked.n::int, a.id AS "admissionId", p.pregnant, ${SCALE_IN_FORCE} AS "spo2Scale",
       extract(year FROM age(now(), p.birth_date))::int AS "ageYears", p.given_name || ' ' || p.family_name AS name,
       ${saysTheSame({ familyName: 'asked.family_name', displayName: 'asked.display_name', birthDate: 'asked.birth_date' })} AS agrees
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
       WITH ORDINALITY AS asked(nhs_number, family_name, display_name, birth_date, n)
     JOIN patient p ON p.nhs_number = asked.nhs_number
     JOIN admission a ON a.patient_id = p.id AND a.status = 'active'
     WHERE ${withinReach({ wardIds: '$5::text[]', careHomeIds: '$6::text[]', nhsNumbers: '$7::text[]' })}`,
    [
      asked.map((one) => one.nhsNumber),
      asked.map((one) => one.familyName ?? null),
      asked.map((one) => one.displayName ?? null),
      asked.map((one) => one.birthDate ?? null),
      reach.wardIds,
      reach.careHomeIds,
      reach.nhsNumbers,
    ],
  );
  const byPlace = new Map(rows.map(({ n, ...person }) => [n, person]));
  return asked.map((_, i) => byPlace.get(i + 1) ?? null);
}

/** The residents of a home who are on the ward, by name. */
export function residentsForSheet(
  database: Queryable,
  homeId: string,
): Promise<{ admissionId: string; nhsNumber: string; name: string }[]> {
  return database.query(
    `SELECT a.id AS "admissionId", p.nhs_number AS "nhsNumber", p.given_name || ' ' || p.family_name AS name
     FROM admission a JOIN patient p ON p.id = a.patient_id
     WHERE a.care_home_id = $1 AND a.status = 'active' ORDER BY p.family_name, p.given_name`,
    [homeId],
  );
}
