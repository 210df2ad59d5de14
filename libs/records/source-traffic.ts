import type { Queryable } from './database.ts';

/** What came of what sources sent since the last time this was written. */
export interface SourceTraffic {
  /** `outcome` as `source_tally` has it: stored, repeat, unmatched, please-repeat, read, `refused:` and a code. */
  tallies: readonly { sourceId: number; hour: Date; outcome: string; count: number }[];
  /** When each was last heard with a good key, and when something of it was last stored; null when nothing was. */
  heard: readonly { sourceId: number; heardAt: Date; storedAt: Date | null }[];
  usedKeys: readonly { keyId: number; usedAt: Date }[];
}

/** In the order of the ids everywhere, so that processes that write for the same sources take turns. */
const RECORD = `
  WITH heard AS (
    SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[]) AS h(source_id, heard_at, stored_at)
  ), locked AS (
    SELECT s.id FROM source s JOIN heard ON heard.source_id = s.id ORDER BY s.id FOR NO KEY UPDATE OF s
  ), told AS (
    UPDATE source SET
      last_heard_at = greatest(last_heard_at, heard.heard_at), last_stored_at = greatest(last_stored_at, heard.stored_at)
    FROM heard JOIN locked ON locked.id = heard.source_id WHERE source.id = heard.source_id
  ), used AS (
    UPDATE source_key k SET last_used_at = greatest(k.last_used_at, u.used_at)
    FROM unnest($4::int[], $5::timestamptz[]) AS u(key_id, used_at) WHERE k.id = u.key_id
  )
  INSERT INTO source_tally (source_id, hour, outcome, count)
  SELECT source_id, hour, outcome, count FROM unnest($6::int[], $7::timestamptz[], $8::text[], $9::bigint[]) AS t(source_id, hour, outcome, count)
  ORDER BY source_id, hour, outcome
  ON CONFLICT (source_id, hour, outcome) DO UPDATE SET count = source_tally.count + excluded.count`;

/** Adds to what is known of the sources. What failed to be written may be given again with the next. */
export async function recordTraffic(database: Queryable, { tallies, heard, usedKeys }: SourceTraffic): Promise<void> {
  await database.query(
    RECORD,
    [
      heard.map((one) => one.sourceId),
      heard.map((one) => one.heardAt),
      heard.map((one) => one.storedAt),
      usedKeys.map((one) => one.keyId),
      usedKeys.map((one) => one.usedAt),
      tallies.map((one) => one.sourceId),
      tallies.map((one) => one.hour),
      tallies.map((one) => one.outcome),
      tallies.map((one) => one.count),
    ],
    'record-traffic',
  );
}

/** How many readings a process has let a source send since the process began. */
export interface SourceUse {
  sourceId: number;
  used: number;
}

/**
 * Tells the other processes what this one (`instance`) let its sources send, and answers what each of them did, where they
 * told it within the last ten seconds.
 */
export async function exchangeUse(
  database: Queryable,
  { instance, uses }: { instance: string; uses: readonly SourceUse[] },
): Promise<(SourceUse & { instance: string })[]> {
  const rows = await database.query<{ source_id: number; instance: string; used: string }>(
    `WITH mine AS (
       INSERT INTO source_use (source_id, instance, used, at)
       SELECT source_id, $1, used, clock_timestamp() FROM unnest($2::int[], $3::bigint[]) AS m(source_id, used)
       ON CONFLICT (source_id, instance) DO UPDATE SET used = excluded.used, at = excluded.at
     )
     SELECT source_id, instance, used FROM source_use WHERE instance <> $1 AND at > clock_timestamp() - interval '10 seconds'`,
    [instance, uses.map((one) => one.sourceId), uses.map((one) => one.used)],
    'exchange-use',
  );
  return rows.map((row) => ({ sourceId: row.source_id, instance: row.instance, used: Number(row.used) }));
}

/** Forgets the tallies of hours before this, and processes that have not told of any use for a minute. */
export async function forgetTrafficBefore(database: Queryable, hour: Date): Promise<void> {
  await database.query('DELETE FROM source_tally WHERE hour < $1', [hour]);
  await database.query(`DELETE FROM source_use WHERE at < clock_timestamp() - interval '1 minute'`);
}
