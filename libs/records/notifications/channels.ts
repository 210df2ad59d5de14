import type { ChannelStanding } from '#clinical';
import { CHANNELS, type Channel } from '#contracts';
import { mayAnswerFor } from '../alerts/ward-route.ts';
import type { Queryable } from '../database.ts';

/** How a channel goes. Times are epoch ms. */
export interface ChannelState {
  readonly name: Channel;
  readonly configured: boolean;
  readonly publicKey: string | null;
  readonly failuresInARow: number;
  readonly lastSuccessAt: number | null;
  readonly lastFailure: string | null;
  readonly failingSince: number | null;
  readonly failingWhy: string | null;
}

/** The rules worker says what it can send with. */
export async function announceChannels(
  database: Queryable,
  configured: ReadonlyMap<Channel, { publicKey: string | null }>,
): Promise<void> {
  const rows = CHANNELS.map((name) => ({
    name,
    configured: configured.has(name),
    public_key: configured.get(name)?.publicKey ?? null,
  }));
  await database.query(
    `INSERT INTO channel (name, configured, public_key, told_at)
     SELECT r.name, r.configured, r.public_key, now() FROM jsonb_to_recordset($1::jsonb) AS r(name text, configured boolean, public_key text)
     ON CONFLICT (name) DO UPDATE SET configured = excluded.configured, public_key = excluded.public_key, told_at = excluded.told_at`,
    [JSON.stringify(rows)],
  );
}

interface ChannelRow {
  name: Channel;
  configured: boolean;
  public_key: string | null;
  failures_in_a_row: number;
  last_success_at: Date | null;
  last_failure: string | null;
  failing_since: Date | null;
  failing_why: string | null;
}

/** Every channel, in the order of CHANNELS; without any announcement there is none. */
export async function channelStates(database: Queryable): Promise<ChannelState[]> {
  const rows = await database.query<ChannelRow>(
    `SELECT name, configured, public_key, failures_in_a_row, last_success_at, last_failure, failing_since, failing_why
     FROM channel WHERE name = ANY ($1::text[]) ORDER BY array_position($1::text[], name)`,
    [CHANNELS],
  );
  return rows.map((row) => ({
    name: row.name,
    configured: row.configured,
    publicKey: row.public_key,
    failuresInARow: row.failures_in_a_row,
    lastSuccessAt: row.last_success_at?.getTime() ?? null,
    lastFailure: row.last_failure,
    failingSince: row.failing_since?.getTime() ?? null,
    failingWhy: row.failing_why,
  }));
}

/** A way out that works or fails by itself: a channel, or one webhook, since each leads somewhere else. */
export interface WayOut {
  readonly channel: Channel;
  /** Null for a channel. */
  readonly webhook: { readonly id: string; readonly name: string; readonly wardId: string } | null;
}

/** What decides whether a way out fails. */
export interface WayOutFacts extends WayOut, ChannelStanding {
  readonly failing: boolean;
}

interface FactsRow {
  channel: Channel;
  webhook: WayOut['webhook'];
  failures_in_a_row: number;
  last_failure: string | null;
  failing: boolean;
  oldest: number | null;
}

const FACTS = `
  WITH waiting AS (
    SELECT d.channel, m.webhook_id, (extract(epoch FROM now() - min(d.created_at)) * 1000)::float8 AS oldest
    FROM delivery d JOIN message m ON m.id = d.message_id
    WHERE d.channel = ANY ($1::text[]) AND d.state = 'queued' AND m.priority = 'emergency' GROUP BY d.channel, m.webhook_id
  )
  SELECT c.name AS channel, NULL::json AS webhook, c.failures_in_a_row, c.last_failure, c.failing_since IS NOT NULL AS failing, waiting.oldest
  FROM channel c LEFT JOIN waiting ON waiting.channel = c.name
  WHERE c.configured AND c.name = ANY ($1::text[]) AND c.name <> 'webhook'
  UNION ALL
  SELECT 'webhook', json_build_object('id', h.id, 'name', h.name, 'wardId', h.ward_id), h.failures_in_a_row, h.last_failure,
    h.failing_since IS NOT NULL, waiting.oldest
  FROM webhook h LEFT JOIN waiting ON waiting.webhook_id = h.id WHERE h.ended_at IS NULL`;

export async function wayOutFacts(database: Queryable): Promise<WayOutFacts[]> {
  const rows = await database.query<FactsRow>(FACTS, [CHANNELS], 'way-out-facts');
  return rows.map(({ channel, webhook, failing, ...row }) => ({
    channel,
    webhook,
    failing,
    failuresInARow: row.failures_in_a_row,
    lastFailure: row.last_failure,
    oldestEmergencyUnsentFor: row.oldest,
  }));
}

/** Writes down that a way out fails, and why, or (null) that it works again. */
export async function markWayOut(
  database: Queryable,
  { channel, webhook }: WayOut,
  failingWhy: string | null,
): Promise<void> {
  const [table, key, value] = webhook === null ? ['channel', 'name', channel] : ['webhook', 'id', webhook.id];
  await database.query(
    `UPDATE ${table} SET failing_why = $2,
       failing_since = CASE WHEN $2::text IS NULL THEN NULL ELSE coalesce(failing_since, now()) END
     WHERE ${key} = $1`,
    [value, failingWhy],
  );
}

/** A way out that fails, on a ward on which somebody is told by it. */
export interface FailingWayOut extends WayOut {
  readonly wardId: string;
  readonly why: string;
}

/**
 * Everybody of a ward who may answer is asked at the end of each of its routes, so a ward depends on a channel when one of
 * them is told by it; where it has nobody, the administrators are.
 */
const FAILING = `
  SELECT w.id AS "wardId", f.name AS channel, NULL::json AS webhook, f.failing_why AS why
  FROM channel f CROSS JOIN ward w
  WHERE f.failing_since IS NOT NULL AND f.configured AND f.name = ANY ($1::text[]) AND f.name <> 'webhook' AND EXISTS (
    SELECT FROM account c LEFT JOIN contact t ON t.account_id = c.id
    WHERE (${mayAnswerFor('w.id')} OR (c.disabled_at IS NULL AND c.role = 'administrator' AND NOT EXISTS (
        SELECT FROM account o WHERE o.disabled_at IS NULL AND o.ward_ids @> ARRAY[w.id] AND o.role IN ('hub-clinician', 'lead'))))
      AND CASE f.name
        WHEN 'push' THEN EXISTS (SELECT FROM push_device d WHERE d.account_id = c.id)
        WHEN 'notify-sms' THEN t.mobile IS NOT NULL
        ELSE t.email IS NOT NULL END
      -- Whoever never chose is told in every way that there is.
      AND (t.channels IS NULL OR jsonb_path_exists(t.channels, '$.*[*] ? (@ == $way)', jsonb_build_object('way',
        CASE f.name WHEN 'push' THEN 'push' WHEN 'notify-sms' THEN 'sms' ELSE 'email' END))))
  UNION ALL
  SELECT h.ward_id, 'webhook', json_build_object('id', h.id, 'name', h.name, 'wardId', h.ward_id), h.failing_why
  FROM webhook h WHERE h.failing_since IS NOT NULL AND h.ended_at IS NULL`;

/** `now` is the database's clock, ms. */
export async function failingWaysOut(database: Queryable): Promise<{ now: number; failing: FailingWayOut[] }> {
  const failing = await database.query<FailingWayOut & Record<string, unknown>>(
    FAILING,
    [CHANNELS],
    'failing-ways-out',
  );
  const [clock] = await database.query<{ now: number }>(
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now',
  );
  return { now: clock?.now ?? 0, failing };
}
