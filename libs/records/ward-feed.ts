import type { WardEvent, WardEventType } from '#contracts';
import type { Database, Queryable, Transaction } from './database.ts';
import { ownConnection } from './database.ts';
import { tilesOf } from './tiles.ts';

const CHANNEL = 'ward_feed';

/**
 * Taking the wards' next numbers locks their rows until the commit: numbers are committed in order and without holes.
 * In one order everywhere, so that two transactions over the same wards never deadlock.
 */
const APPEND = `
  WITH change AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS c(ward_id text, tiles jsonb, removed jsonb)
  ), locked AS (
    SELECT id FROM ward WHERE id IN (SELECT ward_id FROM change) ORDER BY id FOR NO KEY UPDATE
  ), numbered AS (
    UPDATE ward SET feed_seq = feed_seq + 1 FROM locked WHERE ward.id = locked.id RETURNING ward.id, ward.feed_seq
  ), appended AS (
    INSERT INTO feed_event (ward_id, seq, type, at, tiles, removed)
    SELECT numbered.id, numbered.feed_seq, $2, $3, change.tiles, change.removed
    FROM numbered JOIN change ON change.ward_id = numbered.id
    RETURNING ward_id, seq
  )
  SELECT pg_notify('${CHANNEL}', ward_id || ':' || seq) FROM appended`;

export interface WardChange {
  type: WardEventType;
  at: Date;
  /** Stays whose tile changed. */
  changed: readonly string[];
  /** Stays that left the board, with the ward that they left. */
  removed?: readonly { wardId: string; admissionId: string }[];
}

/**
 * Appends one event per ward that is touched and rings its listeners when, and only when, the transaction commits.
 * Call it last: other writers to the same wards' feeds wait from here to the commit.
 */
export async function appendToFeed(transaction: Transaction, change: WardChange): Promise<void> {
  const tiles = change.changed.length === 0 ? new Map() : await tilesOf(transaction, change.changed);
  const removed = change.removed ?? [];
  const wardIds = [...new Set([...tiles.keys(), ...removed.map((one) => one.wardId)])];
  const events = wardIds.map((wardId) => ({
    ward_id: wardId,
    tiles: tiles.get(wardId) ?? [],
    removed: removed.filter((one) => one.wardId === wardId).map((one) => one.admissionId),
  }));
  await transaction.query(APPEND, [JSON.stringify(events), change.type, change.at], 'append-to-feed');
}

/** A ward's events after a number, oldest first; at most `limit`. */
export async function feedAfter(
  database: Queryable,
  wardId: string,
  after: number,
  limit: number,
): Promise<WardEvent[]> {
  const rows = await database.query<{
    seq: string;
    type: WardEventType;
    at: Date;
    tiles: WardEvent['tiles'];
    removed: string[];
  }>(
    'SELECT seq, type, at, tiles, removed FROM feed_event WHERE ward_id = $1 AND seq > $2 ORDER BY seq LIMIT $3',
    [wardId, after, limit],
    'feed-after',
  );
  return rows.map((row) => ({ ...row, seq: Number(row.seq), at: row.at.toISOString() }));
}

export interface FeedPosition {
  wardId: string;
  seq: number;
  oldestUnevaluatedAt: Date | null;
}

/** Where every ward's feed is now, and how far behind its evaluation is. */
export async function feedPositions(database: Queryable): Promise<FeedPosition[]> {
  const rows = await database.query<{ id: string; feed_seq: string; oldest: Date | null }>(
    `SELECT w.id, w.feed_seq, waiting.oldest
     FROM ward w
     LEFT JOIN (
       SELECT a.ward_id, min(q.received_at) AS oldest
       FROM pending_evaluation q JOIN admission a ON a.id = q.admission_id GROUP BY a.ward_id
     ) waiting ON waiting.ward_id = w.id`,
    [],
    'feed-positions',
  );
  return rows.map((row) => ({ wardId: row.id, seq: Number(row.feed_seq), oldestUnevaluatedAt: row.oldest }));
}

/** Forgets events older than `before`. A client that was away for longer gets the whole board instead. */
export async function forgetFeedBefore(database: Database, before: Date): Promise<void> {
  await database.query('DELETE FROM feed_event WHERE at < $1', [before]);
}

export interface FeedListener {
  close(): Promise<void>;
}

/**
 * Calls `heard` for every number that is appended to any ward's feed, after its commit. A NOTIFY can be missed while the
 * connection is down: `lost` tells when it broke (once), and the caller opens a new one and reads what it missed by number.
 */
export async function listenToFeed(
  url: string,
  applicationName: string,
  heard: (wardId: string, seq: number) => void,
  lost: (error: Error) => void,
): Promise<FeedListener> {
  const connection = ownConnection(url, applicationName);
  let listening = false;
  // A connection can tell of its end more than once, and a failed connect tells by rejecting.
  const broke = (error: Error): void => {
    if (!listening) return;
    listening = false;
    lost(error);
    void connection.end().catch(() => undefined);
  };
  connection.on('error', broke);
  connection.on('end', () => broke(new Error('the connection to the feed ended')));
  connection.on('notification', ({ payload = '' }) => {
    const colon = payload.lastIndexOf(':');
    heard(payload.slice(0, colon), Number(payload.slice(colon + 1)));
  });
  try {
    await connection.connect();
    await connection.query(`LISTEN ${CHANNEL}`);
  } catch (error) {
    void connection.end().catch(() => undefined);
    throw error;
  }
  listening = true;
  return {
    async close() {
      listening = false;
      await connection.end();
    },
  };
}
