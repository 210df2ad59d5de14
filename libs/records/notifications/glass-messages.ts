import { v7 as newId } from 'uuid';
import type { Transaction } from '../database.ts';
import { queueDeliveries } from './queue-deliveries.ts';
import { recipientsOf, type PlannedMessage, type Recipient } from './recipients.ts';

/** A lead of a ward of which somebody opened a patient by breaking the glass, who was not told yet. */
export interface GlassToTell {
  readonly glassId: string;
  readonly accountId: string;
  readonly recipient: Recipient;
  readonly wardId: string;
  readonly timeZone: string;
}

/** Whoever could not be told for so long finds it among the reviews alone. [ours] */
const TOLD_WITHIN = '24 hours';

const once = (glass: string, account: string): string => `'glass ' || ${glass} || ' ' || ${account}`;

const TO_TELL = `
  SELECT g.id, c.id AS account_id, g.ward_id, w.time_zone FROM break_glass g JOIN ward w ON w.id = g.ward_id
  JOIN account c ON c.role = 'lead' AND g.ward_id = ANY (c.ward_ids) AND c.disabled_at IS NULL AND c.id <> g.account_id
  WHERE g.reviewed_at IS NULL AND g.opened_at > now() - interval '${TOLD_WITHIN}'
    AND NOT EXISTS (SELECT FROM message m WHERE m.once = ${once('g.id', 'c.id')})
  ORDER BY g.opened_at LIMIT $1`;

/** Whom of the leads there is to tell of which glass, the oldest first. */
export async function glassesToTell(transaction: Transaction, limit: number): Promise<GlassToTell[]> {
  const rows = await transaction.query<{ id: string; account_id: string; ward_id: string; time_zone: string }>(
    TO_TELL,
    [limit],
    'glasses-to-tell',
  );
  if (rows.length === 0) return [];
  const recipients = await recipientsOf(
    transaction,
    rows.map(({ account_id: account }) => account),
  );
  return rows.flatMap(({ id: glassId, account_id: accountId, ward_id: wardId, time_zone: timeZone }) => {
    const recipient = recipients.get(accountId);
    return recipient ? [{ glassId, accountId, recipient, wardId, timeZone }] : [];
  });
}

/** Writes the message, which says of which ward and nothing of whom; another worker may have done it meanwhile. */
export async function writeGlassMessage(
  transaction: Transaction,
  { glassId, accountId, wardId }: GlassToTell,
  { deliveries, giveUpAfter }: { deliveries: PlannedMessage['deliveries']; giveUpAfter: number },
): Promise<void> {
  const messageId = newId();
  const written = await transaction.query(
    `INSERT INTO message (id, kind, account_id, ward_id, priority, reason, created_at, once)
     VALUES ($1, 'glass', $2::uuid, $3, 'routine', 'broke-glass', now(), ${once('$4::uuid', '$2::uuid')})
     ON CONFLICT (once) DO NOTHING RETURNING id`,
    [messageId, accountId, wardId, glassId],
  );
  if (written.length > 0) await queueDeliveries(transaction, messageId, { deliveries, giveUpAfter });
}
