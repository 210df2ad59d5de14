import { firstSetDue, type Instant, type Plan, type ReferralState } from '#clinical';
import type { ReferralAdmission } from '#contracts';
import { v7 as newId } from 'uuid';
import type { Actor } from '../alerts/alerts.ts';
import { isCheckViolation, isUniqueViolation, type Database, type Transaction } from '../database.ts';
import { lockBeds } from '../free-beds.ts';
import { msOf } from '../sql.ts';
import { appendToFeed } from '../ward-feed.ts';
import { lockReferral, otherOffers, queueOf, REFERRAL, tell, type ReferralRow } from './referrals.ts';

/** Who was the last to get a bed of the ward, and from whom. */
export interface LastAdmission {
  readonly by: string;
  readonly at: Instant;
}

export type AdmissionOutcome =
  | { readonly kind: 'admitted'; readonly admissionId: string; readonly bed: number; readonly nextDueAt: Instant }
  | { readonly kind: 'no-such-referral' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'not-from-here'; readonly state: ReferralState }
  /** None is free, or those that are free are kept for others. */
  | {
      readonly kind: 'no-bed';
      readonly capacity: number;
      readonly offered: number;
      readonly place: number | null;
      readonly last: LastAdmission | null;
    }
  | { readonly kind: 'bed-taken'; readonly bed: number; readonly free: readonly number[] }
  /** The record has another name or birth date for this NHS number. */
  | { readonly kind: 'another-person' }
  | { readonly kind: 'on-a-ward' }
  /** Their home is in no area of the pilot, or they live in none: they have no arm. */
  | { readonly kind: 'no-area' }
  /** The area has as many as were approved. */
  | { readonly kind: 'area-full' };

/** The person of this NHS number: as the record has them, or new to it. Null: the record says that it is somebody else's. */
async function personOf(transaction: Transaction, { nhs_number, terms }: ReferralRow): Promise<string | null> {
  const { givenName, familyName, birthDate, sex } = terms;
  await transaction.query(
    `INSERT INTO patient (id, nhs_number, given_name, family_name, birth_date, sex) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (nhs_number) DO NOTHING`,
    [newId(), nhs_number, givenName, familyName, birthDate, sex],
  );
  const [known] = await transaction.query<{ id: string; same: boolean }>(
    `SELECT id, lower(family_name) = lower($2) AND birth_date = $3::date AS same FROM patient WHERE nhs_number = $1`,
    [nhs_number, familyName, birthDate],
  );
  return known?.same === true ? known.id : null;
}

async function lastAdmission(transaction: Transaction, wardId: string): Promise<LastAdmission | null> {
  const [last] = await transaction.query<LastAdmission>(
    `SELECT e.by_name AS by, ${msOf('e.at')} AS at FROM referral r JOIN referral_event e ON e.referral_id = r.id AND e.state = 'admitted'
     WHERE r.ward_id = $1 AND r.state = 'admitted' ORDER BY r.settled_at DESC LIMIT 1`,
    [wardId],
  );
  return last ?? null;
}

/**
 * Admits who was accepted into a bed that is free and kept for nobody else. Of two who want the last bed the second waits for the
 * first, and is told who was quicker.
 */
export async function admitReferral(
  database: Database,
  { referralId, wish, actor, now }: { referralId: string; wish: ReferralAdmission; actor: Actor; now: Date },
): Promise<AdmissionOutcome> {
  try {
    return await database.transaction(async (transaction): Promise<AdmissionOutcome> => {
      const row = await lockReferral(transaction, referralId, actor, now);
      if (!row) return { kind: 'no-such-referral' };
      if (row.version !== wish.version) return { kind: 'stale' };
      if (row.state !== 'waiting' && row.state !== 'offered') return { kind: 'not-from-here', state: row.state };
      const { capacity, free } = await lockBeds(transaction, row.ward_id);
      const others = await otherOffers(transaction, row, now);
      if (free.length <= others) {
        const rows = await transaction.query<ReferralRow>(`${REFERRAL} WHERE r.ward_id = $1 AND r.settled_at IS NULL`, [
          row.ward_id,
          now,
        ]);
        const place = queueOf(rows, now).find(({ id }) => id === referralId)?.place ?? null;
        return {
          kind: 'no-bed',
          capacity,
          offered: others,
          place,
          last: await lastAdmission(transaction, row.ward_id),
        };
      }
      const bed = wish.bed ?? free[0]!;
      if (!free.includes(bed)) return { kind: 'bed-taken', bed, free };
      const patientId = await personOf(transaction, row);
      if (patientId === null) return { kind: 'another-person' };
      if (wish.arm !== null && row.terms.careHomeId === null) return { kind: 'no-area' };

      const { pathway, careHomeId, escalation, route } = row.terms;
      const plan: Plan = escalation === null ? {} : { escalation };
      const admissionId = newId();
      const nextDueAt = firstSetDue({ level: wish.level, plan }, now.getTime());
      await transaction.query(
        `INSERT INTO admission (id, patient_id, ward_id, bed, status, pathway, level, care_home_id, plan, admitted_at, next_due_at, arm)
         VALUES ($1, $2, $3, $4, 'active', $5, $6, $7, $8, $9, to_timestamp($10::float8 / 1000), $11)`,
        [
          admissionId,
          patientId,
          row.ward_id,
          bed,
          pathway,
          wish.level,
          careHomeId,
          JSON.stringify(plan),
          now,
          nextDueAt,
          wish.arm,
        ],
      );
      await transaction.query(
        'INSERT INTO first_reading (admission_id, due_at) VALUES ($1, to_timestamp($2::float8 / 1000))',
        [admissionId, nextDueAt],
      );
      await transaction.query(
        `UPDATE referral SET state = 'admitted', version = version + 1, offered_until = NULL, settled_at = $2, admission_id = $3 WHERE id = $1`,
        [referralId, now, admissionId],
      );
      await appendToFeed(transaction, { type: 'admission-changed', at: now, changed: [admissionId] });
      const event = { state: 'admitted' as const, reason: `Bed ${bed}, ${wish.level}, ${route}.`, advice: null };
      await tell(transaction, { row, event, actor, now, admissions: [admissionId] });
      return { kind: 'admitted', admissionId, bed, nextDueAt };
    });
  } catch (error) {
    if (isUniqueViolation(error, 'one_active_stay_per_patient')) return { kind: 'on-a-ward' };
    if (isCheckViolation(error, 'pilot_needs_an_area')) return { kind: 'no-area' };
    if (isCheckViolation(error, 'pilot_cap')) return { kind: 'area-full' };
    throw error;
  }
}
