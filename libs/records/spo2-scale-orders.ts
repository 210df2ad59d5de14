import { PLAUSIBLE, type SpO2Scale } from '#clinical';
import type { SpO2ScaleOrders } from '#contracts';
import type { Actor } from './alerts/alerts.ts';
import { appendAudit } from './audit.ts';
import type { Database, Queryable } from './database.ts';
import { msOf, SCALE_IN_FORCE } from './sql.ts';
import { appendToFeed } from './ward-feed.ts';

const LOCK_STAY = `
  SELECT a.version, a.ward_id FROM admission a
  WHERE a.id = $1 AND a.ward_id = ANY ($2::text[]) AND a.status = 'active' FOR NO KEY UPDATE`;

/**
 * Writes the order and puts the present back into the outbox: the newest set with a saturation that can be believed, and what
 * came after. Nothing older is looked at again.
 */
const ORDER = `
  WITH ordered AS (
    INSERT INTO spo2_scale_order (admission_id, scale, in_force_from, authorised_by, role, reason, ordered_by)
    VALUES ($1::uuid, $2::smallint, $3::timestamptz, $4, $5, $6, $7::uuid) RETURNING id
  ), present AS (
    SELECT o.effective_at FROM observation o
    WHERE o.admission_id = $1::uuid AND NOT o.day_only AND o.spo2 BETWEEN $8::float8 AND $9::float8
    ORDER BY o.effective_at DESC LIMIT 1
  ), waiting AS (
    INSERT INTO pending_evaluation (admission_id, observation_id, received_at, waits_since)
    SELECT o.admission_id, o.id, o.received_at, $3::timestamptz
    FROM present JOIN observation o ON o.admission_id = $1::uuid AND NOT o.day_only AND o.effective_at >= present.effective_at
    WHERE NOT EXISTS (SELECT FROM pending_evaluation q WHERE q.admission_id = $1::uuid AND q.observation_id = o.id)
  )
  UPDATE admission SET version = version + 1 FROM ordered WHERE admission.id = $1::uuid
  RETURNING admission.version, ordered.id AS order_id`;

export type ScaleOrderOutcome =
  | { readonly kind: 'ordered'; readonly version: number }
  /** Not on one of this person's wards, or over. */
  | { readonly kind: 'no-such-stay' }
  /** Somebody changed the stay since the person looked. */
  | { readonly kind: 'stale' };

/** A clinician orders a scale for a stay as they saw it, from now on. The present is scored again by the worker; history never is. */
export function orderSpO2Scale(
  database: Database,
  {
    admissionId,
    version,
    actor,
    now,
    ...order
  }: {
    admissionId: string;
    version: number;
    scale: SpO2Scale;
    authorisedBy: string;
    role: string;
    reason: string;
    actor: Actor;
    now: Date;
  },
): Promise<ScaleOrderOutcome> {
  return database.transaction(async (transaction): Promise<ScaleOrderOutcome> => {
    const [stay] = await transaction.query<{ version: number; ward_id: string }>(LOCK_STAY, [
      admissionId,
      actor.wardIds,
    ]);
    if (!stay) return { kind: 'no-such-stay' };
    if (stay.version !== version) return { kind: 'stale' };
    const [made] = await transaction.query<{ version: number; order_id: string }>(ORDER, [
      admissionId,
      order.scale,
      now,
      order.authorisedBy,
      order.role,
      order.reason,
      actor.id,
      PLAUSIBLE.spo2.min,
      PLAUSIBLE.spo2.max,
    ]);
    if (!made) throw new Error('a stay that is locked is there');
    await appendToFeed(transaction, { type: 'admission-changed', at: now, changed: [admissionId] });
    await appendAudit(transaction, [
      {
        act: 'ordered-spo2-scale',
        actor: { kind: 'person', id: actor.id },
        ward: stay.ward_id,
        admissions: [admissionId],
        details: { order: made.order_id, scale: order.scale },
      },
    ]);
    return { kind: 'ordered', version: made.version };
  });
}

const ORDERS = `
  SELECT a.version, a.ward_id AS "wardId", ${SCALE_IN_FORCE} AS "inForce",
    coalesce((
      SELECT json_agg(json_build_object('scale', so.scale, 'inForceFrom', ${msOf('so.in_force_from')},
        'authorisedBy', so.authorised_by, 'role', so.role, 'reason', so.reason, 'orderedBy', acc.display_name)
        ORDER BY so.in_force_from, so.id)
      FROM spo2_scale_order so LEFT JOIN account acc ON acc.id = so.ordered_by WHERE so.admission_id = a.id
    ), '[]') AS orders
  FROM admission a WHERE a.id = $1 AND a.ward_id = ANY ($2::text[])`;

/** Every order for a stay of these wards, also when it is over; null when there is no such stay. */
export async function spo2ScaleOrdersOf(
  database: Queryable,
  { admissionId, wardIds }: { admissionId: string; wardIds: readonly string[] },
): Promise<(SpO2ScaleOrders & { wardId: string }) | null> {
  const [found] = await database.query<SpO2ScaleOrders & { wardId: string }>(ORDERS, [admissionId, wardIds]);
  return found ?? null;
}
