import { predictBeds, type PlannedMove } from '#clinical';
import { RESTRICTED_NAME, type WardBeds } from '#contracts';
import type { Queryable } from '../database.ts';
import { msOf } from '../sql.ts';

const DAYS = 7;

/** The newest word on when stay `a` is to end: null where none was said, or it was taken back. */
export const PLANNED_HOME = `
  (SELECT CASE WHEN d.on_day IS NOT NULL THEN json_build_object('on', d.on_day::text, 'reason', d.reason) END
   FROM planned_discharge d WHERE d.admission_id = a.id ORDER BY d.id DESC LIMIT 1)`;

/** On which day referral `r` is to be admitted. */
export const PLANNED_IN = `
  (SELECT d.on_day::text FROM planned_admission d WHERE d.referral_id = r.id ORDER BY d.id DESC LIMIT 1)`;

const FIRST_READINGS = `
  SELECT a.id AS "admissionId", p.given_name || ' ' || p.family_name AS name, a.bed, ${msOf('f.due_at')} AS "dueAt",
    ${msOf('a.last_reading_at')} AS "lastReadingAt"
  FROM first_reading f JOIN admission a ON a.id = f.admission_id JOIN patient p ON p.id = a.patient_id
  WHERE a.ward_id = $1 AND a.status = 'active' AND f.checked_at IS NULL ORDER BY f.due_at, a.id`;

/** The week ahead of a ward, and the first sets that nobody has checked. An offer without a day keeps a bed from today on. */
export async function daysAhead(
  database: Queryable,
  {
    wardId,
    now,
    beds,
    referrals,
    closed,
    hidden,
  }: {
    wardId: string;
    now: Date;
    /** Referrals, and stays, of people whose record is restricted for whoever asks. */
    closed: ReadonlySet<string>;
    hidden: ReadonlySet<string>;
  } & Pick<WardBeds, 'beds' | 'referrals'>,
): Promise<Pick<WardBeds, 'days' | 'stillHere' | 'firstReadings'>> {
  const [{ today } = { today: '' }] = await database.query<{ today: string }>(
    'SELECT ($2::timestamptz AT TIME ZONE time_zone)::date::text AS today FROM ward WHERE id = $1',
    [wardId, now],
  );
  const goings = beds.flatMap(({ stay }): PlannedMove[] =>
    stay?.plannedHome ? [{ id: stay.admissionId, name: stay.name, on: stay.plannedHome.on }] : [],
  );
  const comings = referrals.flatMap(({ id, terms, state, plannedFor }): PlannedMove[] => {
    if (state !== 'waiting' && state !== 'offered') return [];
    const on = plannedFor ?? (state === 'offered' ? today : null);
    return on === null
      ? []
      : [{ id, name: closed.has(id) ? RESTRICTED_NAME : `${terms.givenName} ${terms.familyName}`, on }];
  });
  const firstReadings = await database.query<WardBeds['firstReadings'][number]>(FIRST_READINGS, [wardId]);
  const freeNow = beds.filter(({ stay }) => stay === null).length;
  return {
    days: predictBeds({ today, days: DAYS, freeNow, comings, goings }).map((day) => ({
      ...day,
      in: [...day.in],
      out: [...day.out],
    })),
    stillHere: goings.filter(({ on }) => on < today),
    firstReadings: firstReadings.map((one) => (hidden.has(one.admissionId) ? { ...one, name: RESTRICTED_NAME } : one)),
  };
}
