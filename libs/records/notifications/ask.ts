import type { Transaction } from '../database.ts';

/** Why somebody is to be told of an alert. */
export type NotificationReason =
  /** It was raised, or raised again, and they stand on the first step of the route. */
  | 'raised'
  /** The step before theirs did not answer in time, or turned it down. */
  | 'escalated'
  /** A colleague handed it to them by name. */
  | 'handed-over';

export interface NotificationAsk {
  alertId: string;
  accountId: string;
  reason: NotificationReason;
  /** The place of the route's step, from 1; 0 where no step is behind it. */
  step: number;
  /** The alert's version that it is about: an alert that is raised again has a new one, and asks again. */
  alertVersion: number;
}

const ASK = `
  INSERT INTO notification (alert_id, account_id, reason, step, alert_version, created_at, not_before)
  SELECT a.alert_id, a.account_id, a.reason, a.step, a.alert_version, $2::timestamptz, $2::timestamptz
  FROM jsonb_to_recordset($1::jsonb) AS a(alert_id uuid, account_id uuid, reason text, step smallint, alert_version integer)
  ON CONFLICT (alert_id, account_id, reason, step, alert_version) DO NOTHING
  RETURNING id`;

/**
 * Asks for people to be told, in the transaction that gives the reason: both are committed or neither is. Asking for the
 * same thing twice asks once. Returns how many are new. The alerts and accounts must exist. What is new is announced when it
 * is committed, so that the process rings the `send-notifications` doorbell; a ring that is lost costs a second.
 */
export async function askToNotify(
  transaction: Transaction,
  asks: readonly NotificationAsk[],
  now: Date,
): Promise<number> {
  if (asks.length === 0) return 0;
  const rows = asks.map(({ alertId, accountId, reason, step, alertVersion }) => ({
    alert_id: alertId,
    account_id: accountId,
    reason,
    step,
    alert_version: alertVersion,
  }));
  const asked = await transaction.query<{ id: string }>(ASK, [JSON.stringify(rows), now], 'ask-to-notify');
  if (asked.length > 0) transaction.announce('messages-wait');
  return asked.length;
}
