import { HUB_HOURS, type MonitoringLevel, type Pathway } from '#clinical';
import type { KitKind, StayPlan } from '#contracts';
import { storedRouteOf, type StoredRoute } from './alerts/ward-route.ts';
import type { Queryable } from './database.ts';

/** What a welcome pack is made of. */
export interface WelcomeRecord {
  readonly wardId: string;
  readonly ward: string;
  readonly zone: string;
  readonly name: string;
  readonly nhsNumber: string;
  /** ISO. */
  readonly birthDate: string;
  readonly inCareHome: boolean;
  readonly pathway: Pathway;
  readonly level: MonitoringLevel;
  readonly schedule: StayPlan['schedule'] | null;
  /** What is lent to them now. */
  readonly kits: readonly { readonly kind: KitKind; readonly serial: string }[];
  /** What patients of the ward ring; null where nobody has said. */
  readonly phone: string | null;
  /** Who is there while the hub is closed, and their number. */
  readonly closed: { readonly whom: string; readonly phone: string };
  /** Minutes after midnight on the ward's clocks. */
  readonly hours: { readonly from: number; readonly to: number };
}

const RECORD = `
  SELECT w.id AS ward_id, w.name AS ward, w.time_zone AS zone, p.given_name || ' ' || p.family_name AS name, p.nhs_number,
    to_char(p.birth_date, 'YYYY-MM-DD') AS birth_date, a.care_home_id IS NOT NULL AS in_care_home, a.pathway, a.level,
    a.plan -> 'schedule' AS schedule, w.patient_phone AS phone, w.closed_whom, w.closed_phone, ${storedRouteOf('w.id')} AS route,
    coalesce((SELECT json_agg(json_build_object('kind', k.kind, 'serial', k.serial) ORDER BY k.kind, k.serial)
      FROM kit_loan l JOIN kit k ON k.id = l.kit_id WHERE l.admission_id = a.id AND l.ended_at IS NULL), '[]') AS kits
  FROM admission a JOIN patient p ON p.id = a.patient_id JOIN ward w ON w.id = a.ward_id
  WHERE a.id = $1 AND a.ward_id = ANY ($2::text[]) AND a.status = 'active'`;

/** What the record knows for the welcome pack of a stay of these wards that goes on; null when there is none. */
export async function welcomeRecordOf(
  database: Queryable,
  { admissionId, wardIds }: { admissionId: string; wardIds: readonly string[] },
): Promise<WelcomeRecord | null> {
  const [row] = await database.query<{
    ward_id: string;
    ward: string;
    zone: string;
    name: string;
    nhs_number: string;
    birth_date: string;
    in_care_home: boolean;
    pathway: Pathway;
    level: MonitoringLevel;
    schedule: NonNullable<StayPlan['schedule']> | null;
    phone: string | null;
    closed_whom: string;
    closed_phone: string;
    route: StoredRoute | null;
    kits: WelcomeRecord['kits'];
  }>(RECORD, [admissionId, wardIds]);
  if (!row) return null;
  return {
    wardId: row.ward_id,
    ward: row.ward,
    zone: row.zone,
    name: row.name,
    nhsNumber: row.nhs_number,
    birthDate: row.birth_date,
    inCareHome: row.in_care_home,
    pathway: row.pathway,
    level: row.level,
    schedule: row.schedule,
    kits: row.kits,
    phone: row.phone,
    closed: { whom: row.closed_whom, phone: row.closed_phone },
    hours: row.route?.hours ?? HUB_HOURS,
  };
}
