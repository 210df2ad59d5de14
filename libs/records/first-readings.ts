import { firstSetDue, nextSetDue, type Instant, type MonitoringLevel, type Plan } from '#clinical';
import type { Actor } from './alerts/alerts.ts';
import { appendAudit } from './audit.ts';
import type { Database } from './database.ts';

/** Whether the first set of a new stay `a` has not come yet. */
export const AWAITS_FIRST = `(a.last_reading_at IS NULL AND EXISTS (SELECT FROM first_reading f WHERE f.admission_id = a.id))`;

/** When a set is due after the schedule began anew. The first set is not put off by that to the end of a round. */
export function dueAnew({
  awaitsFirst,
  lastHeardAt,
  now,
  ...stay
}: {
  level: MonitoringLevel;
  plan: Plan;
  awaitsFirst: boolean;
  lastHeardAt: Instant;
  now: Date;
}): Instant {
  return awaitsFirst ? firstSetDue(stay, now.getTime()) : nextSetDue(stay, lastHeardAt);
}

export type FirstCheckOutcome =
  | { readonly kind: 'checked' }
  | { readonly kind: 'no-such-stay' }
  /** The stay is from before first sets were checked. */
  | { readonly kind: 'nothing-to-check' }
  /** No set has come, so that there is nothing to have looked at. */
  | { readonly kind: 'none-came' }
  | { readonly kind: 'checked-before'; readonly by: string };

/** A clinician looked at the first set of a stay: that it is the patient's, complete and plausible. */
export function checkFirstReading(
  database: Database,
  { admissionId, actor, now }: { admissionId: string; actor: Actor; now: Date },
): Promise<FirstCheckOutcome> {
  return database.transaction(async (transaction): Promise<FirstCheckOutcome> => {
    const [stay] = await transaction.query<{ ward_id: string; came: boolean; listed: boolean; by: string | null }>(
      `SELECT a.ward_id, a.last_reading_at IS NOT NULL AS came, f.admission_id IS NOT NULL AS listed, f.checked_by_name AS by
       FROM admission a LEFT JOIN first_reading f ON f.admission_id = a.id
       WHERE a.id = $1 AND a.ward_id = ANY ($2::text[]) AND a.status = 'active' FOR NO KEY UPDATE OF a`,
      [admissionId, actor.wardIds],
    );
    if (!stay) return { kind: 'no-such-stay' };
    if (!stay.listed) return { kind: 'nothing-to-check' };
    if (stay.by !== null) return { kind: 'checked-before', by: stay.by };
    if (!stay.came) return { kind: 'none-came' };
    await transaction.query(
      'UPDATE first_reading SET checked_at = $2, checked_by = $3, checked_by_name = $4 WHERE admission_id = $1',
      [admissionId, now, actor.id, actor.displayName],
    );
    await appendAudit(transaction, [
      {
        act: 'checked-first-reading',
        actor: { kind: 'person', id: actor.id },
        ward: stay.ward_id,
        admissions: [admissionId],
      },
    ]);
    return { kind: 'checked' };
  });
}
