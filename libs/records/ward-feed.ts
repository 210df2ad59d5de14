import type { WardEventType } from '#contracts';
import type { Queryable, Transaction } from './database.ts';
import { ownConnection } from './database.ts';
import { wardAlertsOf } from './alerts/alert-view.ts';
import { tilesOf } from './tiles.ts';
import { WAITING_SINCE } from './sql.ts';

const FEED_CHANNEL = 'ward_feed';
/** Rung by triggers (migration 0010) when an account's role, wards or right to sign in change, and when a session ends. */
const ACCESS_CHANNEL = 'access_change';

/**
 * Taking the wards' next numbers locks their rows until the commit: numbers are committed in order and without holes.
 * In one order everywhere, so that two transactions over the same wards never deadlock.
 */
const APPEND = `
  WITH change AS (
    SELECT * FROM json_to_recordset($1::json) AS c(ward_id text, tiles json, removed json, ward_alerts jsonb)
  ), locked AS (
    SELECT id FROM ward WHERE id IN (SELECT ward_id FROM change) ORDER BY id FOR NO KEY UPDATE
  ), numbered AS (
    UPDATE ward SET feed_seq = feed_seq + 1 FROM locked WHERE ward.id = locked.id RETURNING ward.id, ward.feed_seq
  ), appended AS (
    INSERT INTO feed_event (ward_id, seq, type, at, tiles, removed, ward_alerts)
    SELECT numbered.id, numbered.feed_seq, $2, $3, change.tiles, change.removed, change.ward_alerts
    FROM numbered JOIN change ON change.ward_id = numbered.id
    RETURNING ward_id, seq
  )
  SELECT pg_notify('${FEED_CHANNEL}', ward_id || ':' || seq) FROM appended`;

/** A ward's own list of alerts is read whole, so that nobody else may be changing it: no tile has that trouble, its stay is locked. */
const LOCK = 'SELECT FROM ward WHERE id = ANY ($1::text[]) ORDER BY id FOR NO KEY UPDATE';

export interface WardChange {
  type: WardEventType;
  at: Date;
  /** Stays whose tile changed. */
  changed: readonly string[];
  /** Stays that left the board, with the ward that they left. */
  removed?: readonly { wardId: string; admissionId: string }[];
  /** Wards of whose alerts about no patient one changed. */
  wardAlertsOf?: readonly string[];
}

/**
 * Appends one event per ward that is touched and rings its listeners when, and only when, the transaction commits.
 * Call it last: other writers to the same wards' feeds wait from here to the commit.
 */
export async function appendToFeed(transaction: Transaction, change: WardChange): Promise<void> {
  const tiles = change.changed.length === 0 ? new Map() : await tilesOf(transaction, change.changed);
  const removed = change.removed ?? [];
  const withAlerts = change.wardAlertsOf ?? [];
  const wardIds = [...new Set([...tiles.keys(), ...removed.map((one) => one.wardId), ...withAlerts])];
  if (withAlerts.length > 0) await transaction.query(LOCK, [wardIds]);
  const wardAlerts = withAlerts.length > 0 ? await wardAlertsOf(transaction, withAlerts) : new Map();
  const events = wardIds.map((wardId) => ({
    ward_id: wardId,
    tiles: tiles.get(wardId) ?? [],
    removed: removed.filter((one) => one.wardId === wardId).map((one) => one.admissionId),
    ward_alerts: wardAlerts.get(wardId) ?? null,
  }));
  await transaction.query(APPEND, [JSON.stringify(events), change.type, change.at], 'append-to-feed');
}

/** One number of a ward's feed, as it is told. */
export interface FeedLine {
  seq: number;
  /** The whole event (`WardEvent` of the contract) as JSON: nobody has to read it on the way from the record to a board. */
  json: string;
}

export interface FeedPlace {
  wardId: string;
  /** The last number that is known. */
  after: number;
  most: number;
}

const FEED_AFTER = `
  SELECT place.ward_id, e.seq, e.type, e.at, e.tiles, e.removed, e.ward_alerts
  FROM unnest($1::text[], $2::bigint[], $3::int[]) AS place(ward_id, after, most)
  CROSS JOIN LATERAL (
    SELECT seq, type, at, tiles::text, removed::text, ward_alerts::text FROM feed_event
    WHERE ward_id = place.ward_id AND seq > place.after ORDER BY seq LIMIT place.most
  ) e`;

/** Several wards' events after a number each, in one look: by ward, oldest first. A ward without any is absent. */
export async function feedAfter(database: Queryable, places: readonly FeedPlace[]): Promise<Map<string, FeedLine[]>> {
  const rows = await database.query<{
    ward_id: string;
    seq: string;
    type: WardEventType;
    at: Date;
    tiles: string;
    removed: string;
    ward_alerts: string | null;
  }>(
    FEED_AFTER,
    [places.map((place) => place.wardId), places.map((place) => place.after), places.map((place) => place.most)],
    'feed-after',
  );
  const byWard = new Map<string, FeedLine[]>();
  for (const { ward_id, seq, type, at, tiles, removed, ward_alerts } of rows) {
    const wardAlerts = ward_alerts === null ? '' : `,"wardAlerts":${ward_alerts}`;
    const line = {
      seq: Number(seq),
      json: `{"seq":${seq},"type":"${type}","at":"${at.toISOString()}","tiles":${tiles},"removed":${removed}${wardAlerts}}`,
    };
    const lines = byWard.get(ward_id);
    if (lines) lines.push(line);
    else byWard.set(ward_id, [line]);
  }
  return byWard;
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
     LEFT JOIN (${WAITING_SINCE} GROUP BY a.ward_id) waiting ON waiting.ward_id = w.id`,
    [],
    'feed-positions',
  );
  return rows.map((row) => ({ wardId: row.id, seq: Number(row.feed_seq), oldestUnevaluatedAt: row.oldest }));
}

/** Deleted at a time: a transaction that is short enough for nobody to wait for. */
const FORGOTTEN_AT_ONCE = 5_000;

/** Forgets events older than `before`. A client that was away for longer gets the whole board instead. */
export async function forgetFeedBefore(database: Queryable, before: Date): Promise<void> {
  for (;;) {
    const forgotten = await database.query(
      `DELETE FROM feed_event WHERE (ward_id, seq) IN (
         SELECT ward_id, seq FROM feed_event WHERE at < $1 ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED
       ) RETURNING seq`,
      [before, FORGOTTEN_AT_ONCE],
    );
    if (forgotten.length < FORGOTTEN_AT_ONCE) return;
  }
}

/** Forgets what these wards were told: who has it not yet gets the whole board instead, as it is now. */
export async function forgetFeedOf(transaction: Transaction, wardIds: readonly string[]): Promise<void> {
  await transaction.query('DELETE FROM feed_event WHERE ward_id = ANY ($1::text[])', [wardIds]);
}

/** Has every hub look at all sockets again when this is committed. */
export async function tellAccessChanged(transaction: Transaction): Promise<void> {
  await transaction.query(`SELECT pg_notify('${ACCESS_CHANNEL}', '')`);
}

export interface FeedListener {
  close(): Promise<void>;
}

/** What a listener is called for, each after the commit. */
export interface FeedHeard {
  /** A number was appended to a ward's feed. */
  appended: (wardId: string, seq: number) => void;
  /** What an account may do has changed, or a session of it ended; null: anybody's may have. */
  accessChanged: (accountId: string | null) => void;
  /**
   * The connection broke (told once): what is appended meanwhile is not heard, and the caller opens a new one and reads
   * what it missed.
   */
  lost: (error: Error) => void;
}

export async function listenToFeed(url: string, applicationName: string, heard: FeedHeard): Promise<FeedListener> {
  const connection = ownConnection(url, applicationName);
  let listening = false;
  // A connection can tell of its end more than once, and a failed connect tells by rejecting.
  const broke = (error: Error): void => {
    if (!listening) return;
    listening = false;
    heard.lost(error);
    void connection.end().catch(() => undefined);
  };
  connection.on('error', broke);
  connection.on('end', () => broke(new Error('the connection to the feed ended')));
  connection.on('notification', ({ channel, payload = '' }) => {
    if (channel === ACCESS_CHANNEL) return heard.accessChanged(payload === '' ? null : payload);
    const colon = payload.lastIndexOf(':');
    heard.appended(payload.slice(0, colon), Number(payload.slice(colon + 1)));
  });
  try {
    await connection.connect();
    await connection.query(`LISTEN ${FEED_CHANNEL}`);
    await connection.query(`LISTEN ${ACCESS_CHANNEL}`);
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
