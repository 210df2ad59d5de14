import type { Priority } from '#clinical';
import type { Channel } from '#contracts';
import type { Database, Queryable } from '../database.ts';
import { webhookIsGone } from './webhooks.ts';

/** A delivery that a worker has in hand. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly attempt: number;
  /** Whether an earlier attempt may have got through: its answer never came, or nobody wrote it down. */
  readonly unanswered: boolean;
  readonly giveUpAt: number;
  readonly receiptKey: string;
  readonly kind: 'alert' | 'digest' | 'test' | 'task' | 'glass';
  readonly priority: Priority;
  readonly reason: string;
  readonly messageAt: number;
  readonly ward: { readonly id: string; readonly name: string; readonly timeZone: string } | null;
  readonly alertIds: readonly string[];
  readonly mobile: string | null;
  readonly email: string | null;
  readonly device: {
    readonly id: string;
    readonly endpoint: string;
    readonly p256dh: string;
    /** Our public key that it was switched on with; null where nobody knows. */
    readonly vapidKey: string | null;
    readonly auth: string;
  } | null;
  readonly webhook: { readonly id: string; readonly url: string; readonly secretVersion: number } | null;
}

/**
 * What came of one attempt.
 *
 * `sent`: the channel has it. `delivered`: it arrived. `not-now`: to be tried again; `askedToWait` is how long the channel
 * asked for, in ms. `refused`: this one will never get through. `gone`: what it was addressed to is no longer there.
 * `channelAtFault`: it is the channel that does not work, and not this message or its address. `perhapsSent`: it may have got
 * through all the same.
 */
export type AttemptOutcome =
  | { readonly kind: 'sent'; readonly receipt: string | null; readonly askBack?: boolean }
  | { readonly kind: 'delivered'; readonly receipt: string | null }
  | {
      readonly kind: 'not-now';
      readonly detail: string;
      readonly channelAtFault: boolean;
      readonly perhapsSent?: boolean;
      readonly askedToWait?: number;
    }
  | { readonly kind: 'refused' | 'gone'; readonly detail: string };

/**
 * What nobody needs to send any more: every alert that it is about has somebody, or it was tried for as long as it is worth. A
 * webhook is told all the same: it keeps count.
 */
const LET_GO = `
  WITH due AS (
    SELECT d.id FROM delivery d WHERE d.state = 'queued' AND d.due_at <= now() FOR UPDATE OF d SKIP LOCKED
  ), over AS (
    SELECT d.id, CASE WHEN d.give_up_at <= now() THEN 'failed' ELSE 'not-needed' END AS state
    FROM due JOIN delivery d ON d.id = due.id JOIN message m ON m.id = d.message_id
    WHERE d.give_up_at <= now() OR (m.account_id IS NOT NULL AND m.kind IN ('alert', 'digest') AND NOT EXISTS (
      SELECT FROM message_alert ma JOIN alert al ON al.id = ma.alert_id WHERE ma.message_id = m.id AND al.status = 'raised'))
  ), let_go AS (
    UPDATE delivery d SET state = over.state, due_at = NULL, ended_at = now(), detail = CASE over.state
        WHEN 'failed' THEN concat_ws(' ', 'Given up after', d.attempts, CASE d.attempts WHEN 1 THEN 'attempt.' ELSE 'attempts.' END, d.detail)
        ELSE 'Somebody has the alert already.' END
    FROM over WHERE d.id = over.id RETURNING d.id, d.attempts, d.state, d.detail
  )
  INSERT INTO delivery_event (delivery_id, at, attempt, kind, detail)
  SELECT id, clock_timestamp(), attempts, CASE state WHEN 'failed' THEN 'gave-up' ELSE 'not-needed' END, detail FROM let_go`;

/** Ends what is due and nobody needs any more, before it is tried again. */
export async function letGoOfDeliveries(database: Queryable): Promise<void> {
  await database.query(LET_GO, [], 'let-go-of-deliveries');
}

/** Emergencies first. The attempt is written down before it is made: a worker that dies in the middle leaves it without an answer. */
const CLAIM = `
  WITH due AS (
    SELECT d.id FROM delivery d JOIN message m ON m.id = d.message_id
    WHERE d.state = 'queued' AND d.due_at <= now() AND d.channel = $1
    ORDER BY (m.priority = 'emergency') DESC, d.due_at LIMIT $2
    FOR UPDATE OF d SKIP LOCKED
  ), claimed AS (
    UPDATE delivery d SET due_at = now() + make_interval(secs => $3::float8 / 1000), attempts = d.attempts + 1
    FROM due WHERE d.id = due.id RETURNING d.*
  ), told AS (
    INSERT INTO delivery_event (delivery_id, at, attempt, kind) SELECT id, clock_timestamp(), attempts, 'attempt' FROM claimed
  )
  SELECT c.id, c.attempts AS attempt, (extract(epoch FROM c.give_up_at) * 1000)::float8 AS give_up_at, c.receipt_key,
    EXISTS (SELECT FROM delivery_event e WHERE e.delivery_id = c.id AND e.kind = 'attempt' AND NOT EXISTS (
      SELECT FROM delivery_event answer WHERE answer.delivery_id = c.id AND answer.attempt = e.attempt AND answer.kind NOT IN ('attempt', 'no-answer'))) AS unanswered,
    m.kind, m.priority, m.reason, (extract(epoch FROM m.created_at) * 1000)::float8 AS message_at,
    CASE WHEN w.id IS NOT NULL THEN json_build_object('id', w.id, 'name', w.name, 'timeZone', w.time_zone) END AS ward,
    (SELECT coalesce(json_agg(ma.alert_id ORDER BY al.priority = m.priority DESC, al.raised_at DESC), '[]')
     FROM message_alert ma JOIN alert al ON al.id = ma.alert_id WHERE ma.message_id = m.id) AS alert_ids,
    t.mobile, t.email,
    CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id, 'endpoint', p.endpoint, 'p256dh', p.p256dh, 'auth', p.auth, 'vapidKey', p.vapid_key) END AS device,
    CASE WHEN h.id IS NOT NULL THEN json_build_object('id', h.id, 'url', h.url, 'secretVersion', h.secret_version) END AS webhook
  FROM claimed c JOIN message m ON m.id = c.message_id
  LEFT JOIN ward w ON w.id = m.ward_id
  LEFT JOIN contact t ON t.account_id = m.account_id
  LEFT JOIN push_device p ON p.id = c.device_id
  LEFT JOIN webhook h ON h.id = m.webhook_id AND h.ended_at IS NULL`;

interface ClaimedRow {
  id: string;
  attempt: number;
  unanswered: boolean;
  give_up_at: number;
  receipt_key: string;
  kind: ClaimedDelivery['kind'];
  priority: Priority;
  reason: string;
  message_at: number;
  ward: ClaimedDelivery['ward'];
  alert_ids: string[];
  mobile: string | null;
  email: string | null;
  device: ClaimedDelivery['device'];
  webhook: ClaimedDelivery['webhook'];
}

/**
 * Takes up to `limit` due deliveries of a channel that no other worker has. They are due again after `holdFor` ms: a worker that
 * dies with them in hand loses none.
 */
export async function claimDeliveries(
  database: Queryable,
  { channel, limit, holdFor }: { channel: Channel; limit: number; holdFor: number },
): Promise<ClaimedDelivery[]> {
  const rows = await database.query<ClaimedRow>(CLAIM, [channel, limit, holdFor], 'claim-deliveries');
  return rows.map((row) => ({
    id: row.id,
    attempt: row.attempt,
    unanswered: row.unanswered,
    giveUpAt: row.give_up_at,
    receiptKey: row.receipt_key,
    kind: row.kind,
    priority: row.priority,
    reason: row.reason,
    messageAt: row.message_at,
    ward: row.ward,
    alertIds: row.alert_ids,
    mobile: row.mobile,
    email: row.email,
    device: row.device,
    webhook: row.webhook,
  }));
}

/** How soon a channel that tells nothing by itself is asked what became of a message: a first time, then after each of these, in s. */
const ASK_AFTER_S = [15, 60, 300, 1_800, 7_200, 43_200, 86_400];

const askAfter = (asked: number): number | null => ASK_AFTER_S[asked] ?? null;

const TELL_EVENT = `INSERT INTO delivery_event (delivery_id, at, attempt, kind, receipt, detail) VALUES ($1, clock_timestamp(), $2, $3, $4, $5)`;

/** Writes down what the channel answered, with what follows from it. `retryAfter`: when to try again, in ms. */
export async function recordAttempt(
  database: Database,
  {
    delivery: { id, attempt, giveUpAt, device, webhook },
    channel,
    outcome,
    retryAfter,
  }: { delivery: ClaimedDelivery; channel: Channel; outcome: AttemptOutcome; retryAfter: number },
): Promise<void> {
  await database.transaction(async (transaction) => {
    const tell = (kind: string, receipt: string | null, detail: string | null): Promise<unknown> =>
      transaction.query(TELL_EVENT, [id, attempt, kind, receipt, detail]);
    switch (outcome.kind) {
      case 'sent':
      case 'delivered': {
        const askIn = outcome.kind === 'sent' && outcome.askBack === true ? askAfter(0) : null;
        // A receipt can be quicker than the answer to the sending: what is further on stays so.
        await transaction.query(
          `UPDATE delivery SET receipt = $2, sent_at = coalesce(sent_at, now()), due_at = NULL, detail = NULL,
             state = CASE state WHEN 'queued' THEN $3 ELSE state END,
             delivered_at = CASE WHEN $3 = 'delivered' THEN coalesce(delivered_at, now()) ELSE delivered_at END,
             ask_at = CASE WHEN state = 'queued' THEN now() + make_interval(secs => $4::float8) END
           WHERE id = $1 AND state IN ('queued', 'sent', 'delivered', 'read')`,
          [id, outcome.receipt, outcome.kind, askIn],
        );
        await tell(outcome.kind, outcome.receipt, null);
        await wayOutWorked(transaction, channel, webhook);
        break;
      }
      case 'not-now':
        await transaction.query(
          `UPDATE delivery SET detail = $3,
             due_at = least(now() + make_interval(secs => $4::float8 / 1000), to_timestamp($5::float8 / 1000))
           WHERE id = $1 AND state = 'queued' AND attempts = $2`,
          [id, attempt, outcome.detail, retryAfter, giveUpAt],
        );
        await tell(outcome.perhapsSent === true ? 'no-answer' : 'not-sent', null, outcome.detail);
        if (outcome.channelAtFault) await wayOutFailed(transaction, { channel, webhook }, outcome.detail);
        break;
      case 'refused':
      case 'gone':
        await transaction.query(
          `UPDATE delivery SET state = 'failed', due_at = NULL, ended_at = now(), detail = $3
           WHERE id = $1 AND state = 'queued' AND attempts = $2`,
          [id, attempt, outcome.detail],
        );
        await tell(outcome.kind, null, outcome.detail);
        if (outcome.kind === 'gone' && device)
          await transaction.query('DELETE FROM push_device WHERE id = $1', [device.id]);
        if (outcome.kind === 'gone' && webhook) await webhookIsGone(transaction, webhook.id);
        break;
    }
  });
}

const WORKED = 'failures_in_a_row = 0, last_success_at = now()';
const FAILED = 'failures_in_a_row = failures_in_a_row + 1, last_failure_at = now(), last_failure = $2';

/** A webhook works or fails by itself; that one got through is known of the channel as well. */
async function wayOutWorked(database: Queryable, channel: Channel, webhook: ClaimedDelivery['webhook']): Promise<void> {
  await database.query(`UPDATE channel SET ${WORKED} WHERE name = $1`, [channel]);
  if (webhook) await database.query(`UPDATE webhook SET ${WORKED} WHERE id = $1`, [webhook.id]);
}

async function wayOutFailed(
  database: Queryable,
  { channel, webhook }: { channel: Channel; webhook: ClaimedDelivery['webhook'] },
  detail: string,
): Promise<void> {
  const [table, key, value] = webhook === null ? ['channel', 'name', channel] : ['webhook', 'id', webhook.id];
  await database.query(`UPDATE ${table} SET ${FAILED} WHERE ${key} = $1`, [value, detail]);
}

/** What is told of a delivery after it was sent. */
export type Receipt = { readonly what: 'delivered' | 'read' } | { readonly what: 'failed'; readonly detail: string };

/** A later receipt never takes back an earlier, better one: what was read is not merely delivered. */
const RECEIPT = `
  UPDATE delivery SET
    state = CASE
      WHEN $2 = 'read' THEN 'read'
      WHEN $2 = 'delivered' AND state <> 'read' THEN 'delivered'
      WHEN $2 = 'failed' AND state IN ('queued', 'sent') THEN 'failed'
      ELSE state END,
    due_at = NULL, ask_at = NULL,
    sent_at = coalesce(sent_at, now()),
    delivered_at = CASE WHEN $2 IN ('delivered', 'read') THEN coalesce(delivered_at, now()) ELSE delivered_at END,
    read_at = CASE WHEN $2 = 'read' THEN coalesce(read_at, now()) ELSE read_at END,
    ended_at = CASE WHEN $2 = 'failed' AND state IN ('queued', 'sent') THEN now() ELSE ended_at END,
    detail = CASE WHEN $2 = 'failed' AND state IN ('queued', 'sent') THEN $3 ELSE detail END
  WHERE id = $1`;

/**
 * Takes down what became of a delivery. `proof` is what shows that whoever tells it may: the key that the device got, or
 * the channel that it went through. False when there is no such delivery; told twice, it is the same.
 */
export async function takeReceipt(
  database: Database,
  deliveryId: string,
  proof: { key: string } | { channels: readonly Channel[] },
  receipt: Receipt,
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const [known] = await transaction.query<{ attempts: number }>(
      `SELECT attempts FROM delivery WHERE id = $1 AND ${'key' in proof ? 'receipt_key = $2' : 'channel = ANY ($2::text[])'} FOR UPDATE`,
      [deliveryId, 'key' in proof ? proof.key : proof.channels],
    );
    if (!known) return false;
    const detail = receipt.what === 'failed' ? receipt.detail : null;
    const [told] = await transaction.query<{ told: boolean }>(
      'SELECT EXISTS (SELECT FROM delivery_event WHERE delivery_id = $1 AND kind = $2) AS told',
      [deliveryId, `receipt-${receipt.what}`],
    );
    await transaction.query(RECEIPT, [deliveryId, receipt.what, detail]);
    if (!told?.told)
      await transaction.query(TELL_EVENT, [deliveryId, known.attempts, `receipt-${receipt.what}`, null, detail]);
    return true;
  });
}

/** Somebody opened an alert: what they were sent about it is read. */
export async function openedByRecipient(database: Queryable, accountId: string, alertId: string): Promise<void> {
  await database.query(
    `WITH read AS (
       UPDATE delivery d SET state = 'read', read_at = now(), ask_at = NULL
       FROM message m JOIN message_alert ma ON ma.message_id = m.id
       WHERE d.message_id = m.id AND m.account_id = $1 AND ma.alert_id = $2 AND d.state IN ('sent', 'delivered')
       RETURNING d.id, d.attempts
     )
     INSERT INTO delivery_event (delivery_id, at, attempt, kind) SELECT id, clock_timestamp(), attempts, 'opened' FROM read`,
    [accountId, alertId],
  );
}

/** A delivery whose channel is to be asked what became of it. */
export interface DeliveryToAsk {
  readonly id: string;
  readonly receipt: string;
  readonly asked: number;
}

/** Takes up to `limit` deliveries of these channels that it is time to ask about; a worker that dies with them leaves them to the next time. */
export async function claimDeliveriesToAsk(
  database: Queryable,
  channels: readonly Channel[],
  limit: number,
): Promise<DeliveryToAsk[]> {
  const rows = await database.query<{ id: string; receipt: string; asked: number }>(
    `WITH due AS (
       SELECT id FROM delivery WHERE ask_at <= now() AND channel = ANY ($1::text[]) ORDER BY ask_at LIMIT $2 FOR UPDATE SKIP LOCKED
     )
     UPDATE delivery d SET asked = d.asked + 1, ask_at = now() + make_interval(secs => ($3::jsonb ->> (d.asked + 1))::float8)
     FROM due WHERE d.id = due.id AND d.receipt IS NOT NULL RETURNING d.id, d.receipt, d.asked`,
    [channels, limit, JSON.stringify(ASK_AFTER_S)],
    'claim-deliveries-to-ask',
  );
  return rows;
}

/** Whether anything waits to be told or sent: what a sweep asks. */
export async function anythingToSend(database: Queryable): Promise<boolean> {
  const [row] = await database.query<{ waiting: boolean }>(
    `SELECT EXISTS (SELECT FROM notification WHERE settled_at IS NULL AND not_before <= now())
       OR EXISTS (SELECT FROM delivery WHERE state = 'queued' AND due_at <= now())
       OR EXISTS (SELECT FROM delivery WHERE ask_at <= now()) AS waiting`,
    [],
    'anything-to-send',
  );
  return row?.waiting ?? false;
}
