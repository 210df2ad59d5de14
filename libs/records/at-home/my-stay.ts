import { plainTrend, type PlainVital } from '#clinical';
import type { AtHomeRole, MyStay } from '#contracts';
import { offsetOf } from '../alerts/alarm-terms.ts';
import { partOfRoute, storedRouteOf, type StoredRoute } from '../alerts/ward-route.ts';
import type { Queryable } from '../database.ts';
import { msOf, SCALE_IN_FORCE } from '../sql.ts';

interface ReadingRow {
  at: number;
  systolic: number | null;
  diastolic: number | null;
  pulse: number | null;
  spo2: number | null;
  temperature: number | null;
  weight: number | null;
}

const COLUMNS: readonly (readonly [MyStay['trend'][number]['vital'], PlainVital])[] = [
  ['bloodPressure', 'systolic'],
  ['pulse', 'pulse'],
  ['spo2', 'spo2'],
  ['temperature', 'temperature'],
  ['weight', 'weight'],
];

const MOST_READINGS = 500;

/** The one stay of whoever is a patient or carer, as they see it, while it goes on; null when it is over. */
export async function myStayOf(
  database: Queryable,
  { admissionId, who, now }: { admissionId: string; who: AtHomeRole; now: Date },
): Promise<{ wardId: string; stay: Omit<MyStay, 'at'> } | null> {
  const [row] = await database.query<{
    ward_id: string;
    ward_name: string;
    phone: string | null;
    name: string;
    nhs_number: string;
    pathway: MyStay['pathway'];
    spo2_scale: 1 | 2;
    scored: boolean;
    next_due_at: number | null;
    last_reading_at: number | null;
    time_zone: string;
    route: StoredRoute | null;
  }>(
    `SELECT a.ward_id, w.name AS ward_name, w.patient_phone AS phone, p.given_name || ' ' || p.family_name AS name, p.nhs_number,
       a.pathway, ${SCALE_IN_FORCE} AS spo2_scale, NOT p.pregnant AND age(now(), p.birth_date) >= interval '16 years' AS scored,
       ${msOf('a.next_due_at')} AS next_due_at, ${msOf('a.last_reading_at')} AS last_reading_at, w.time_zone, ${storedRouteOf('w.id')} AS route
     FROM admission a JOIN patient p ON p.id = a.patient_id JOIN ward w ON w.id = a.ward_id
     WHERE a.id = $1 AND a.status = 'active'`,
    [admissionId],
  );
  if (!row) return null;
  const open = partOfRoute(row.route, now.getTime(), offsetOf(row.time_zone)).part === 'hub-hours';
  const readings = await database.query<ReadingRow>(
    `SELECT ${msOf('o.effective_at')} AS at, o.systolic, o.diastolic, o.pulse, o.spo2, o.temperature, o.weight FROM observation o
     WHERE o.admission_id = $1 AND o.effective_at > $2::timestamptz - interval '9 days' AND NOT o.day_only
     ORDER BY o.effective_at DESC LIMIT ${MOST_READINGS}`,
    [admissionId, now],
  );
  const messages = await database.query<MyStay['messages'][number]>(
    `SELECT id, ${msOf('at')} AS at, written_by_name AS "by", text, seen_at IS NULL AS "isNew"
     FROM patient_message WHERE admission_id = $1 ORDER BY at DESC LIMIT 30`,
    [admissionId],
  );
  return {
    wardId: row.ward_id,
    stay: {
      admissionId,
      who,
      patient: { name: row.name, nhsNumber: row.nhs_number },
      pathway: row.pathway,
      spo2Scale: row.spo2_scale,
      scored: row.scored,
      nextDueAt: row.next_due_at,
      lastReadingAt: row.last_reading_at,
      hub: { name: row.ward_name, phone: row.phone, open },
      trend: trendOf(readings),
      messages,
    },
  };
}

function trendOf(readings: readonly ReadingRow[]): MyStay['trend'] {
  return COLUMNS.flatMap(([vital, column]) => {
    const measured = readings.flatMap((reading) => {
      const value = reading[column];
      return value === null ? [] : [{ at: reading.at, value, second: reading.diastolic }];
    });
    const trend = plainTrend(column, measured);
    if (trend === null) return [];
    const { at, value, second } = trend.last;
    return [{ vital, at, value, second: vital === 'bloodPressure' ? second : null, change: trend.change }];
  });
}

/** Whoever signed in for the stay has seen what the hub wrote up to then. */
export async function messagesSeen(database: Queryable, admissionId: string, now: Date): Promise<void> {
  await database.query(
    'UPDATE patient_message SET seen_at = $2 WHERE admission_id = $1 AND at <= $2 AND seen_at IS NULL',
    [admissionId, now],
  );
}
