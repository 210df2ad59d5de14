import type { Queryable } from './database.ts';
import type { Sender } from './reach.ts';

/** A stay that a person may send readings of, and the source that they come from: the ward's own, and it reaches this patient alone. */
export interface StayOfReadings {
  readonly wardId: string;
  readonly careHomeId: string | null;
  readonly nhsNumber: string;
  readonly sender: Sender;
  /** The ward has switched off what people send for it. */
  readonly disabled: boolean;
}

/**
 * The stay, while it goes on, with the source of what people write down on its ward, which is registered when it is first
 * asked for. Null when there is no such stay on these wards, and it is not the one of the patient or carer who asks.
 */
export async function stayOfReadings(
  database: Queryable,
  { admissionId, wardIds, own }: { admissionId: string; wardIds: readonly string[]; own: string | null },
): Promise<StayOfReadings | null> {
  const found = () =>
    database.query<{
      ward_id: string;
      ward_name: string;
      care_home_id: string | null;
      nhs_number: string;
      source_id: number | null;
      disabled_at: Date | null;
    }>(
      `SELECT a.ward_id, w.name AS ward_name, a.care_home_id, p.nhs_number, s.id AS source_id, s.disabled_at
       FROM admission a JOIN patient p ON p.id = a.patient_id JOIN ward w ON w.id = a.ward_id
       LEFT JOIN source s ON s.people_of = a.ward_id
       WHERE a.id = $1 AND (a.ward_id = ANY ($2::text[]) OR a.id = $3::uuid) AND a.status = 'active'`,
      [admissionId, wardIds, own],
    );
  const [stay] = await found();
  if (!stay) return null;
  const { ward_id: wardId } = stay;
  if (stay.source_id === null) {
    await database.query(
      `INSERT INTO source (name, ward_ids, people_of, registered_by)
       VALUES ($1, $2, $3, 'Homeward, at the first reading') ON CONFLICT (people_of) DO NOTHING`,
      [`Readings that people of ${stay.ward_name} write down (${wardId})`, [wardId], wardId],
    );
  }
  const { source_id: sourceId, disabled_at: disabledAt } =
    stay.source_id === null ? ((await found())[0] ?? stay) : stay;
  if (sourceId === null) throw new Error('the source of what people write down was not there after it was registered');
  const { care_home_id: careHomeId, nhs_number: nhsNumber } = stay;
  const reach = { wardIds: [wardId], careHomeIds: null, nhsNumbers: [nhsNumber] };
  return {
    wardId,
    careHomeId,
    nhsNumber,
    sender: { right: 'send', sourceId, keyId: null, reach },
    disabled: disabledAt !== null,
  };
}
