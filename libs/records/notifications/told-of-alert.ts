import type { AlertDeliveries, AlertPlace, DeliveryView } from '#contracts';
import type { Queryable } from '../database.ts';
import { msOf } from '../sql.ts';

const COLUMNS = `d.id, coalesce(c.display_name, h.name) AS "to", d.channel, d.state, d.attempts, ${msOf('d.created_at')} AS "createdAt",
    ${msOf('d.sent_at')} AS "sentAt", ${msOf('d.delivered_at')} AS "deliveredAt", ${msOf('d.read_at')} AS "readAt", ${msOf('d.ended_at')} AS "endedAt",
    ${msOf('d.due_at')} AS "nextAttemptAt", d.detail`;

const DELIVERIES = `
  SELECT ${COLUMNS}
  FROM message_alert ma JOIN message m ON m.id = ma.message_id JOIN delivery d ON d.message_id = m.id
  LEFT JOIN account c ON c.id = m.account_id LEFT JOIN webhook h ON h.id = m.webhook_id
  WHERE ma.alert_id = $1 ORDER BY d.created_at, "to", d.channel`;

const NOT_TOLD = `
  SELECT c.display_name AS "to", n.outcome, ${msOf('n.created_at')} AS since, ${msOf('n.not_before')} AS until
  FROM notification n JOIN account c ON c.id = n.account_id
  WHERE n.alert_id = $1 AND (n.settled_at IS NULL OR n.outcome = 'board-only') ORDER BY n.id`;

/** Who was told of an alert of these wards, how, and how far it got; null when there is no such alert on them. */
export async function toldOfAlert(
  database: Queryable,
  alertId: string,
  wardIds: readonly string[],
): Promise<AlertDeliveries | null> {
  const [alert] = await database.query<{ board_at: number | null }>(
    `SELECT ${msOf('delivered_at')} AS board_at FROM alert WHERE id = $1 AND ward_id = ANY ($2::text[])`,
    [alertId, wardIds],
  );
  if (!alert) return null;
  const deliveries = await database.query<DeliveryView>(DELIVERIES, [alertId]);
  const notTold = await database.query<{ to: string; outcome: string | null; since: number; until: number }>(NOT_TOLD, [
    alertId,
  ]);
  return {
    boardAt: alert.board_at,
    deliveries,
    waiting: notTold.filter(({ outcome }) => outcome === null).map(({ to, since, until }) => ({ to, since, until })),
    boardOnly: [...new Set(notTold.filter(({ outcome }) => outcome !== null).map(({ to }) => to))],
  };
}

/** Where an alert of these wards is; null when there is none. */
export async function placeOfAlert(
  database: Queryable,
  alertId: string,
  wardIds: readonly string[],
): Promise<AlertPlace | null> {
  const [row] = await database.query<{ ward_id: string; admission_id: string | null }>(
    'SELECT ward_id, admission_id FROM alert WHERE id = $1 AND ward_id = ANY ($2::text[])',
    [alertId, wardIds],
  );
  return row ? { wardId: row.ward_id, admissionId: row.admission_id } : null;
}

/** The test messages to somebody since then, the newest first. */
export async function testDeliveriesTo(database: Queryable, accountId: string, since: Date): Promise<DeliveryView[]> {
  return database.query<DeliveryView>(
    `SELECT ${COLUMNS} FROM message m JOIN delivery d ON d.message_id = m.id
     LEFT JOIN account c ON c.id = m.account_id LEFT JOIN webhook h ON h.id = m.webhook_id
     WHERE m.account_id = $1 AND m.kind = 'test' AND m.created_at > $2 ORDER BY m.created_at DESC, d.channel`,
    [accountId, since],
  );
}
