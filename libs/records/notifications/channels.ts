import { CHANNELS, type Channel } from '#contracts';
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

/** What decides whether a channel fails. */
export interface ChannelFacts {
  readonly name: Channel;
  readonly failuresInARow: number;
  readonly lastFailure: string | null;
  /** For how long the oldest emergency has waited to be taken by the channel, in ms; null when none does. */
  readonly oldestEmergencyUnsentFor: number | null;
  readonly failing: boolean;
}

export async function channelFacts(database: Queryable): Promise<ChannelFacts[]> {
  const rows = await database.query<{
    name: Channel;
    failures_in_a_row: number;
    last_failure: string | null;
    oldest: number | null;
    failing: boolean;
  }>(
    `SELECT c.name, c.failures_in_a_row, c.last_failure, c.failing_since IS NOT NULL AS failing, (
       SELECT (extract(epoch FROM now() - min(d.created_at)) * 1000)::float8 FROM delivery d JOIN message m ON m.id = d.message_id
       WHERE d.channel = c.name AND d.state = 'queued' AND m.priority = 'emergency') AS oldest
     FROM channel c WHERE c.configured AND c.name = ANY ($1::text[])`,
    [CHANNELS],
    'channel-facts',
  );
  return rows.map((row) => ({
    name: row.name,
    failuresInARow: row.failures_in_a_row,
    lastFailure: row.last_failure,
    oldestEmergencyUnsentFor: row.oldest,
    failing: row.failing,
  }));
}

/** Writes down that a channel fails, and why, or (null) that it works again. */
export async function markChannel(database: Queryable, name: Channel, failingWhy: string | null): Promise<void> {
  await database.query(
    `UPDATE channel SET failing_why = $2, failing_since = CASE WHEN $2::text IS NULL THEN NULL ELSE coalesce(failing_since, now()) END
     WHERE name = $1`,
    [name, failingWhy],
  );
}
