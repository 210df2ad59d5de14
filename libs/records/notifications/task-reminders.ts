import { v7 as newId } from 'uuid';
import type { Transaction } from '../database.ts';
import { queueDeliveries } from './queue-deliveries.ts';
import { recipientsOf, type PlannedMessage, type Recipient } from './recipients.ts';

/** Somebody with overdue tasks on one ward, of which they were not told, or not for a day. */
export interface TaskReminder {
  readonly accountId: string;
  readonly recipient: Recipient;
  readonly wardId: string;
  readonly timeZone: string;
  readonly taskIds: readonly string[];
}

/** Whoever was told is told again after this long, while the task is open. [ours] */
const AGAIN_AFTER = '24 hours';

const OVERDUE = `
  SELECT e.id, e.owner_id, a.ward_id, w.time_zone FROM care_entry e JOIN admission a ON a.id = e.admission_id JOIN ward w ON w.id = a.ward_id
  WHERE e.kind = 'task' AND e.open AND e.owner_id IS NOT NULL AND e.due_at <= now() AND a.status = 'active'
    AND (e.reminded_at IS NULL OR e.reminded_at <= now() - interval '${AGAIN_AFTER}')
  ORDER BY e.due_at LIMIT $1 FOR UPDATE OF e SKIP LOCKED`;

/** Takes overdue tasks that no other worker has, held until the transaction ends, by who has them. */
export async function claimTaskReminders(transaction: Transaction, limit: number): Promise<TaskReminder[]> {
  const rows = await transaction.query<{ id: string; owner_id: string; ward_id: string; time_zone: string }>(
    OVERDUE,
    [limit],
    'overdue-tasks',
  );
  if (rows.length === 0) return [];
  const recipients = await recipientsOf(
    transaction,
    rows.map(({ owner_id: owner }) => owner),
  );
  const reminders = new Map<string, TaskReminder & { taskIds: string[] }>();
  for (const { id, owner_id: accountId, ward_id: wardId, time_zone: timeZone } of rows) {
    const recipient = recipients.get(accountId);
    if (!recipient) continue;
    const key = `${accountId} ${wardId}`;
    const known = reminders.get(key);
    if (known) known.taskIds.push(id);
    else reminders.set(key, { accountId, recipient, wardId, timeZone, taskIds: [id] });
  }
  return [...reminders.values()];
}

/** Writes the message, which says how many tasks and of which ward, and that they were told of these. Without a way out it stands in the list alone. */
export async function writeTaskReminder(
  transaction: Transaction,
  { accountId, wardId, taskIds }: TaskReminder,
  { deliveries, giveUpAfter }: { deliveries: PlannedMessage['deliveries']; giveUpAfter: number },
): Promise<void> {
  await transaction.query('UPDATE care_entry SET reminded_at = now() WHERE id = ANY ($1::uuid[])', [taskIds]);
  if (deliveries.length === 0) return;
  const messageId = newId();
  await transaction.query(
    `INSERT INTO message (id, kind, account_id, ward_id, priority, reason, created_at) VALUES ($1, 'task', $2, $3, 'routine', $4, now())`,
    [messageId, accountId, wardId, taskIds.length === 1 ? 'overdue-task' : 'overdue-tasks'],
  );
  await queueDeliveries(transaction, messageId, { deliveries, giveUpAfter });
}
