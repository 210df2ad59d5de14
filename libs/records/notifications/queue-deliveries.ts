import { v7 as newId } from 'uuid';
import type { Transaction } from '../database.ts';
import type { PlannedMessage } from './recipients.ts';

/** Has a message sent by each of these ways, tried for so long, in ms. */
export async function queueDeliveries(
  transaction: Transaction,
  messageId: string,
  { deliveries, giveUpAfter }: { deliveries: PlannedMessage['deliveries']; giveUpAfter: number },
): Promise<void> {
  const rows = deliveries.map(({ channel, deviceId }) => ({ id: newId(), channel, device_id: deviceId }));
  await transaction.query(
    `INSERT INTO delivery (id, message_id, channel, device_id, state, due_at, give_up_at, created_at)
     SELECT r.id, $2, r.channel, r.device_id, 'queued', now(), now() + make_interval(secs => $3::float8 / 1000), now()
     FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, channel text, device_id uuid)`,
    [JSON.stringify(rows), messageId, giveUpAfter],
  );
  transaction.announce('messages-wait');
}
