import type { DayPlan } from '#contracts';
import type { Actor } from '../alerts/alerts.ts';
import { appendAudit } from '../audit.ts';
import type { Database, Queryable } from '../database.ts';
import { lockReferral } from './referrals.ts';

export type DayPlanOutcome =
  | { readonly kind: 'planned' }
  | { readonly kind: 'absent' }
  /** Only whoever was accepted and is not there yet has a day on which they come. */
  | { readonly kind: 'not-accepted' }
  | { readonly kind: 'past' };

interface Plan {
  plan: DayPlan;
  actor: Actor;
  now: Date;
}

const isPast = async (database: Queryable, wardId: string, { plan, now }: Plan): Promise<boolean> => {
  const [row] = await database.query<{ past: boolean }>(
    'SELECT $2::date < ($3::timestamptz AT TIME ZONE time_zone)::date AS past FROM ward WHERE id = $1',
    [wardId, plan.on, now],
  );
  return row?.past === true;
};

/** Says on which day somebody is expected to go. It ends no stay. */
export function planDischarge(database: Database, wish: Plan & { admissionId: string }): Promise<DayPlanOutcome> {
  const { admissionId, plan, actor, now } = wish;
  return database.transaction(async (transaction): Promise<DayPlanOutcome> => {
    const [stay] = await transaction.query<{ ward_id: string }>(
      `SELECT ward_id FROM admission WHERE id = $1 AND ward_id = ANY ($2::text[]) AND status = 'active' FOR NO KEY UPDATE`,
      [admissionId, actor.wardIds],
    );
    if (!stay) return { kind: 'absent' };
    if (await isPast(transaction, stay.ward_id, wish)) return { kind: 'past' };
    await transaction.query(
      'INSERT INTO planned_discharge (admission_id, on_day, reason, at, by_id, by_name) VALUES ($1, $2, $3, $4, $5, $6)',
      [admissionId, plan.on, plan.reason, now, actor.id, actor.displayName],
    );
    await appendAudit(transaction, [
      {
        act: 'planned-move',
        actor: { kind: 'person', id: actor.id },
        ward: stay.ward_id,
        admissions: [admissionId],
        details: { on: plan.on },
      },
    ]);
    return { kind: 'planned' };
  });
}

/** Says on which day somebody who was accepted is expected to come. It keeps no bed: an offer does. */
export function planAdmission(database: Database, wish: Plan & { referralId: string }): Promise<DayPlanOutcome> {
  const { referralId, plan, actor, now } = wish;
  return database.transaction(async (transaction): Promise<DayPlanOutcome> => {
    const row = await lockReferral(transaction, referralId, actor, now);
    if (!row) return { kind: 'absent' };
    if (row.state !== 'waiting' && row.state !== 'offered') return { kind: 'not-accepted' };
    if (await isPast(transaction, row.ward_id, wish)) return { kind: 'past' };
    await transaction.query(
      'INSERT INTO planned_admission (referral_id, on_day, reason, at, by_id, by_name) VALUES ($1, $2, $3, $4, $5, $6)',
      [referralId, plan.on, plan.reason, now, actor.id, actor.displayName],
    );
    await appendAudit(transaction, [
      {
        act: 'planned-move',
        actor: { kind: 'person', id: actor.id },
        ward: row.ward_id,
        details: { referral: referralId, on: plan.on },
      },
    ]);
    return { kind: 'planned' };
  });
}
