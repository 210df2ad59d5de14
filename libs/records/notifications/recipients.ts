import type { Priority } from '#clinical';
import { DEFAULT_WAYS, type Channel, type WaysByPriority } from '#contracts';
import { v7 as newId } from 'uuid';
import type { Transaction } from '../database.ts';
import { msOf } from '../sql.ts';

/** Somebody who is to be told, and how they want to be. */
export interface Recipient {
  /** False when the account is closed. */
  readonly reachable: boolean;
  /** Administrators are asked for any ward: they come last, where a ward has nobody. */
  readonly wardIds: readonly string[] | 'all';
  readonly mobile: string | null;
  readonly email: string | null;
  readonly ways: WaysByPriority;
  /** In minutes after midnight, on the clocks of the ward that an alert is of. May go over midnight. */
  readonly quietHours: { readonly from: number; readonly to: number } | null;
  readonly deviceIds: readonly string[];
  /** When each message of the last hour was made, oldest first, in epoch ms; emergencies not counted. */
  readonly sentLately: readonly number[];
}

/** Something that somebody is still to be told. Times are epoch ms. */
export interface Waiting {
  readonly id: string;
  readonly alertId: string;
  readonly wardId: string;
  readonly timeZone: string;
  /** Null for an alert about no patient. */
  readonly admissionId: string | null;
  readonly priority: Priority;
  readonly reason: string;
  readonly askedAt: number;
  readonly notBefore: number;
  /** Whether the alert still waits for somebody. */
  readonly open: boolean;
  /** Until when a person has held back its signals. */
  readonly pausedUntil: number | null;
}

export interface ClaimedRecipient {
  readonly accountId: string;
  readonly recipient: Recipient;
  readonly waiting: readonly Waiting[];
}

export interface PlannedMessage {
  readonly kind: 'alert' | 'digest';
  readonly wardId: string;
  readonly priority: Priority;
  readonly reason: string;
  readonly notifications: readonly string[];
  readonly alertIds: readonly string[];
  readonly deliveries: readonly { readonly channel: Channel; readonly deviceId: string | null }[];
}

/** What is decided about everything that one person is to be told. */
export interface Plan {
  readonly messages: readonly PlannedMessage[];
  readonly putOff: readonly { readonly id: string; readonly until: number }[];
  readonly settled: readonly { readonly id: string; readonly outcome: 'overtaken' | 'board-only' | 'no-account' }[];
}

/** One person's messages are decided by one worker at a time: what comes as one message, and how many an hour, hold across workers. */
const LOCK = `
  SELECT c.id, (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now FROM account c
  WHERE c.id IN (SELECT n.account_id FROM notification n WHERE n.settled_at IS NULL AND n.not_before <= now() ORDER BY n.not_before LIMIT $1)
  ORDER BY c.id FOR NO KEY UPDATE OF c SKIP LOCKED`;

const LOAD = `
  SELECT c.id, c.disabled_at IS NULL AS reachable, c.role, c.ward_ids, t.mobile, t.email, t.channels, t.quiet_from, t.quiet_to,
    (SELECT coalesce(json_agg(d.id ORDER BY d.created_at), '[]') FROM push_device d WHERE d.account_id = c.id) AS devices,
    (SELECT coalesce(json_agg(${msOf('m.created_at')} ORDER BY m.created_at), '[]') FROM message m
     WHERE m.account_id = c.id AND m.created_at > now() - interval '1 hour' AND m.kind <> 'test' AND m.priority <> 'emergency') AS sent_lately,
    (SELECT coalesce(json_agg(json_build_object('id', n.id::text, 'alertId', al.id, 'wardId', al.ward_id, 'timeZone', w.time_zone,
        'admissionId', al.admission_id, 'priority', al.priority, 'reason', n.reason, 'askedAt', ${msOf('n.created_at')},
        'notBefore', ${msOf('n.not_before')}, 'open', al.status = 'raised', 'pausedUntil', ${msOf('al.paused_until')}) ORDER BY n.id), '[]')
     FROM notification n JOIN alert al ON al.id = n.alert_id JOIN ward w ON w.id = al.ward_id
     WHERE n.account_id = c.id AND n.settled_at IS NULL) AS waiting
  FROM account c LEFT JOIN contact t ON t.account_id = c.id
  WHERE c.id = ANY ($1::uuid[])`;

interface LoadedRow {
  id: string;
  reachable: boolean;
  role: string;
  ward_ids: string[];
  mobile: string | null;
  email: string | null;
  channels: WaysByPriority | null;
  quiet_from: number | null;
  quiet_to: number | null;
  devices: string[];
  sent_lately: number[];
  waiting: Waiting[];
}

/**
 * Takes up to `limit` people for whom something is due and whom no other worker holds, with everything that they are still
 * to be told, due or not. They are held until the transaction ends. `now` is the database's clock, in epoch ms.
 */
export async function claimRecipients(
  transaction: Transaction,
  limit: number,
): Promise<{ now: number; recipients: ClaimedRecipient[] }> {
  const locked = await transaction.query<{ id: string; now: number }>(LOCK, [limit], 'lock-recipients');
  const [first] = locked;
  if (!first) return { now: 0, recipients: [] };
  const rows = await transaction.query<LoadedRow>(LOAD, [locked.map(({ id }) => id)], 'load-recipients');
  return { now: first.now, recipients: rows.map(claimedOf) };
}

/** How these people want to be told, by account. */
export async function recipientsOf(
  transaction: Transaction,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, Recipient>> {
  const rows = await transaction.query<LoadedRow>(LOAD, [[...new Set(accountIds)]], 'load-recipients');
  return new Map(rows.map((row) => [row.id, claimedOf(row).recipient]));
}

function claimedOf(row: LoadedRow): ClaimedRecipient {
  const { quiet_from: from, quiet_to: to } = row;
  return {
    accountId: row.id,
    waiting: row.waiting,
    recipient: {
      reachable: row.reachable,
      wardIds: row.role === 'administrator' ? 'all' : row.ward_ids,
      mobile: row.mobile,
      email: row.email,
      ways: row.channels ?? DEFAULT_WAYS,
      quietHours: from === null || to === null ? null : { from, to },
      deviceIds: row.devices,
      sentLately: row.sent_lately,
    },
  };
}

const WRITE = `
  WITH told AS (
    INSERT INTO message (id, kind, account_id, ward_id, priority, reason, created_at)
    SELECT r.id, r.kind, r.account_id, r.ward_id, r.priority, r.reason, now()
    FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, kind text, account_id uuid, ward_id text, priority text, reason text)
  ), about AS (
    INSERT INTO message_alert (message_id, alert_id)
    SELECT r.message_id, r.alert_id FROM jsonb_to_recordset($2::jsonb) AS r(message_id uuid, alert_id uuid)
  ), queued AS (
    INSERT INTO delivery (id, message_id, channel, device_id, state, due_at, give_up_at, created_at)
    SELECT r.id, r.message_id, r.channel, r.device_id, 'queued', now(), now() + make_interval(secs => r.give_up_ms / 1000), now()
    FROM jsonb_to_recordset($3::jsonb) AS r(id uuid, message_id uuid, channel text, device_id uuid, give_up_ms float8)
  ), later AS (
    UPDATE notification n SET not_before = to_timestamp(r.until / 1000)
    FROM jsonb_to_recordset($5::jsonb) AS r(id bigint, until float8) WHERE n.id = r.id
  )
  UPDATE notification n SET settled_at = now(), outcome = r.outcome, message_id = r.message_id
  FROM jsonb_to_recordset($4::jsonb) AS r(id bigint, outcome text, message_id uuid) WHERE n.id = r.id`;

/** Writes what was decided about the people that this transaction holds. `giveUpAfter`: how long a message of a priority is tried, in ms. */
export async function writePlans(
  transaction: Transaction,
  plans: readonly { readonly accountId: string; readonly plan: Plan }[],
  giveUpAfter: Readonly<Record<Priority, number>>,
): Promise<void> {
  const messages: object[] = [];
  const about: object[] = [];
  const deliveries: object[] = [];
  const settled: object[] = [];
  const later: object[] = [];
  for (const { accountId, plan } of plans) {
    for (const { kind, wardId, priority, reason, notifications, alertIds, deliveries: over } of plan.messages) {
      const id = newId();
      messages.push({ id, kind, account_id: accountId, ward_id: wardId, priority, reason });
      about.push(...alertIds.map((alertId) => ({ message_id: id, alert_id: alertId })));
      settled.push(...notifications.map((one) => ({ id: one, outcome: 'told', message_id: id })));
      for (const { channel, deviceId } of over)
        deliveries.push({
          id: newId(),
          message_id: id,
          channel,
          device_id: deviceId,
          give_up_ms: giveUpAfter[priority],
        });
    }
    settled.push(...plan.settled.map(({ id, outcome }) => ({ id, outcome, message_id: null })));
    later.push(...plan.putOff);
  }
  await transaction.query(
    WRITE,
    [messages, about, deliveries, settled, later].map((rows) => JSON.stringify(rows)),
    'write-plans',
  );
}

/**
 * A webhook is told of every step once, however many people it asks, and at once: it is a program. What was put off has been told
 * already.
 */
const TELL_WEBHOOKS = `
  WITH asked AS (
    SELECT DISTINCT w.id AS webhook_id, w.ward_id, n.alert_id, al.priority, n.reason,
      concat_ws(':', w.id, n.alert_id, n.alert_version, n.reason, n.step) AS once
    FROM jsonb_to_recordset($1::jsonb) AS r(id bigint)
    JOIN notification n ON n.id = r.id AND n.not_before = n.created_at
    JOIN alert al ON al.id = n.alert_id AND al.status = 'raised'
    JOIN webhook w ON w.ward_id = al.ward_id AND w.ended_at IS NULL AND al.priority = ANY (w.priorities)
  ), told AS (
    INSERT INTO message (id, kind, webhook_id, ward_id, priority, reason, created_at, once)
    SELECT gen_random_uuid(), 'alert', webhook_id, ward_id, priority, reason, now(), once FROM asked ORDER BY once
    ON CONFLICT (once) DO NOTHING
    RETURNING id, once
  ), about AS (
    INSERT INTO message_alert (message_id, alert_id) SELECT told.id, asked.alert_id FROM told JOIN asked USING (once)
  )
  INSERT INTO delivery (id, message_id, channel, state, due_at, give_up_at, created_at)
  SELECT gen_random_uuid(), told.id, 'webhook', 'queued', now(), now() + make_interval(secs => ($2::jsonb ->> asked.priority)::float8 / 1000), now()
  FROM told JOIN asked USING (once)`;

/** Has the webhooks of their wards told what these people are to be told. Call it before `writePlans`, which settles it. */
export async function tellWebhooks(
  transaction: Transaction,
  waiting: readonly Waiting[],
  giveUpAfter: Readonly<Record<Priority, number>>,
): Promise<void> {
  const rows = waiting.map(({ id }) => ({ id }));
  await transaction.query(TELL_WEBHOOKS, [JSON.stringify(rows), JSON.stringify(giveUpAfter)], 'tell-webhooks');
}

/** Whom a test message is to: somebody themselves, or a webhook of a ward. */
export type TestedEnd = { readonly accountId: string } | { readonly webhookId: string; readonly wardId: string };

/** Asks for a message to try a way out, over these channels, to see that it arrives. */
export async function queueTestMessage(
  transaction: Transaction,
  { to, deliveries, giveUpAfter }: { to: TestedEnd; deliveries: PlannedMessage['deliveries']; giveUpAfter: number },
): Promise<string[]> {
  const messageId = newId();
  const [accountId, webhookId, wardId] =
    'accountId' in to ? [to.accountId, null, null] : [null, to.webhookId, to.wardId];
  await transaction.query(
    `INSERT INTO message (id, kind, account_id, webhook_id, ward_id, priority, reason, created_at)
     VALUES ($1, 'test', $2, $3, $4, 'routine', 'test', now())`,
    [messageId, accountId, webhookId, wardId],
  );
  const rows = deliveries.map(({ channel, deviceId }) => ({ id: newId(), channel, device_id: deviceId }));
  await transaction.query(
    `INSERT INTO delivery (id, message_id, channel, device_id, state, due_at, give_up_at, created_at)
     SELECT r.id, $2, r.channel, r.device_id, 'queued', now(), now() + make_interval(secs => $3::float8 / 1000), now()
     FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, channel text, device_id uuid)`,
    [JSON.stringify(rows), messageId, giveUpAfter],
  );
  transaction.announce('messages-wait');
  return rows.map(({ id }) => id);
}

/** How many test messages to this end were asked for since then. */
export async function testMessagesSince(transaction: Transaction, to: TestedEnd, since: Date): Promise<number> {
  const [column, id] = 'accountId' in to ? ['account_id', to.accountId] : ['webhook_id', to.webhookId];
  const [row] = await transaction.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM message WHERE ${column} = $1::uuid AND kind = 'test' AND created_at > $2`,
    [id, since],
  );
  return row?.count ?? 0;
}
