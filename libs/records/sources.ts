import type {
  AuditedAct,
  AuditEntry,
  KeyTerms,
  SourceDetail,
  SourceKeyView,
  SourceSummary,
  SourceTerms,
} from '#contracts';
import type { Account } from './accounts.ts';
import { appendAudit } from './audit.ts';
import { isUniqueViolation, type Database, type Queryable, type Transaction } from './database.ts';

const DAY = 24 * 3_600_000;
const HOURS_SHOWN = 24;
const DAYS_SHOWN = 14;

/** Why a change of a source was refused. `not-yours`: it serves wards that are not this person's, too. */
export type SourceRefusal =
  'no-such-source' | 'not-yours' | 'stale' | 'name-taken' | 'no-such-key' | 'no-such-ward' | 'no-such-care-home';
interface Refused {
  kind: 'refused';
  why: SourceRefusal;
}
const refused = (why: SourceRefusal): Refused => ({ kind: 'refused', why });

interface SummaryRow extends Omit<SourceSummary, 'mayManage' | 'lastDay' | 'refusals'> {
  counts: Record<string, number>;
}

/** Sources as they are listed, from one moment. */
const SUMMARY = `
  SELECT s.id, s.version, s.name, s.contact, s.ward_ids AS "wardIds", s.expected_every_minutes AS "expectedEveryMinutes",
    (extract(epoch FROM s.disabled_at) * 1000)::float8 AS "disabledAt",
    (extract(epoch FROM s.last_heard_at) * 1000)::float8 AS "lastHeardAt",
    (extract(epoch FROM s.last_stored_at) * 1000)::float8 AS "lastStoredAt",
    (SELECT count(*)::int FROM unmatched_reading u WHERE u.source_id = s.id) AS waiting,
    coalesce((
      SELECT json_object_agg(t.outcome, t.count) FROM (
        SELECT outcome, sum(count)::float8 AS count FROM source_tally
        WHERE source_id = s.id AND hour > $2::timestamptz - interval '24 hours' GROUP BY outcome
      ) t
    ), '{}') AS counts,
    (SELECT count(*)::int FROM source_key k WHERE k.source_id = s.id AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2))
      AS "keysInUse",
    (SELECT (extract(epoch FROM min(k.expires_at)) * 1000)::float8 FROM source_key k
      WHERE k.source_id = s.id AND k.revoked_at IS NULL AND k.expires_at > $2) AS "nextExpiryAt"
  FROM source s WHERE s.ward_ids && $1`;

const NO_OUTCOMES = { stored: 0, repeats: 0, unmatched: 0, pleaseRepeat: 0, refused: 0 };
type Outcomes = typeof NO_OUTCOMES;

const REFUSED_AS = 'refused:';

function outcomesOf(counts: Readonly<Record<string, number>>): Outcomes {
  const of = (outcome: string): number => counts[outcome] ?? 0;
  const turnedDown = Object.entries(counts).reduce(
    (sum, [outcome, n]) => sum + (outcome.startsWith(REFUSED_AS) ? n : 0),
    0,
  );
  return {
    stored: of('stored'),
    repeats: of('repeat'),
    unmatched: of('unmatched'),
    pleaseRepeat: of('please-repeat'),
    refused: turnedDown,
  };
}

function summaryOf({ counts, ...row }: SummaryRow, wardIds: readonly string[]): SourceSummary {
  return {
    ...row,
    lastDay: outcomesOf(counts),
    refusals: Object.entries(counts)
      .filter(([outcome]) => outcome.startsWith(REFUSED_AS))
      .map(([outcome, count]) => ({ code: outcome.slice(REFUSED_AS.length), count }))
      .toSorted((a, b) => b.count - a.count),
    mayManage: row.wardIds.every((ward) => wardIds.includes(ward)),
  };
}

/** The sources that serve any of these wards, by name. */
export async function sourcesAmong(
  database: Queryable,
  wardIds: readonly string[],
  now: Date,
): Promise<SourceSummary[]> {
  const rows = await database.query<SummaryRow>(`${SUMMARY} ORDER BY s.name`, [wardIds, now]);
  return rows.map((row) => summaryOf(row, wardIds));
}

/** The wards and care homes that a source of these wards may be given. */
export async function placesAmong(
  database: Queryable,
  wardIds: readonly string[],
): Promise<Pick<SourceDetail, 'wards' | 'careHomes'>> {
  const [row] = await database.query<Pick<SourceDetail, 'wards' | 'careHomes'>>(
    `SELECT
       coalesce((SELECT json_agg(json_build_object('id', id, 'name', name) ORDER BY name) FROM ward WHERE id = ANY ($1)), '[]') AS wards,
       coalesce((SELECT json_agg(json_build_object('id', id, 'name', name, 'wardId', ward_id) ORDER BY name)
         FROM care_home WHERE ward_id = ANY ($1)), '[]') AS "careHomes"`,
    [wardIds],
  );
  return row ?? { wards: [], careHomes: [] };
}

/** Null when there is no such source, or it serves none of these wards: the two look alike. */
export async function sourceById(
  database: Queryable,
  { id, wardIds, now }: { id: number; wardIds: readonly string[]; now: Date },
): Promise<Omit<SourceDetail, 'at' | 'wards' | 'careHomes'> | null> {
  const [summary] = await database.query<SummaryRow>(`${SUMMARY} AND s.id = $3`, [wardIds, now, id]);
  if (!summary) return null;
  const [terms] = await database.query<
    Pick<SourceDetail, 'registeredAt' | 'registeredBy' | 'readingsPerSecond' | 'burst' | 'clientCertificates'>
  >(
    `SELECT (extract(epoch FROM registered_at) * 1000)::float8 AS "registeredAt", registered_by AS "registeredBy",
       readings_per_second AS "readingsPerSecond", burst, client_certificates AS "clientCertificates"
     FROM source WHERE id = $1`,
    [id],
  );
  if (!terms) return null;
  const keys = await database.query<SourceKeyView>(
    `SELECT id, prefix, label, may_send AS "maySend", may_read AS "mayRead", may_refer AS "mayRefer", ward_ids AS "wardIds", care_home_ids AS "careHomeIds",
       cardinality(nhs_numbers) AS patients, created_by AS "createdBy", revoked_by AS "revokedBy",
       (extract(epoch FROM created_at) * 1000)::float8 AS "createdAt", (extract(epoch FROM expires_at) * 1000)::float8 AS "expiresAt",
       (extract(epoch FROM revoked_at) * 1000)::float8 AS "revokedAt", (extract(epoch FROM last_used_at) * 1000)::float8 AS "lastUsedAt"
     FROM source_key WHERE source_id = $1 ORDER BY created_at DESC, id DESC`,
    [id],
  );
  const tallies = await database.query<{ at: number; outcome: string; count: number }>(
    `SELECT (extract(epoch FROM hour) * 1000)::float8 AS at, outcome, count::float8 AS count
     FROM source_tally WHERE source_id = $1 AND hour > $2::timestamptz - interval '15 days'`,
    [id, now],
  );
  const hour = now.getTime() - (now.getTime() % 3_600_000);
  const day = now.getTime() - (now.getTime() % DAY);
  const within = (from: number, to: number): Outcomes => {
    const counts: Record<string, number> = {};
    for (const { at, outcome, count } of tallies) {
      if (at >= from && at < to) counts[outcome] = (counts[outcome] ?? 0) + count;
    }
    return outcomesOf(counts);
  };
  const periods = (last: number, length: number, count: number) =>
    Array.from({ length: count }, (_, i) => {
      const from = last - (count - 1 - i) * length;
      return { from, ...within(from, from + length) };
    });
  return {
    source: summaryOf(summary, wardIds),
    ...terms,
    keys,
    hours: periods(hour, 3_600_000, HOURS_SHOWN),
    days: periods(day, DAY, DAYS_SHOWN),
  };
}

interface Change {
  actor: Account;
  now: Date;
}

const told = (act: AuditedAct, actor: Account, details: NonNullable<AuditEntry['details']>): AuditEntry[] => [
  { act, actor: { kind: 'person', id: actor.id }, details },
];

/** Registers a source; it has no key yet. */
export async function registerSource(
  database: Database,
  terms: SourceTerms,
  { actor, now }: Change,
): Promise<{ kind: 'registered'; id: number } | Refused> {
  if (!within(terms.wardIds, actor)) return refused('no-such-ward');
  try {
    return await database.transaction(async (transaction) => {
      const [row] = await transaction.query<{ id: number }>(
        `INSERT INTO source (name, contact, ward_ids, expected_every_minutes, readings_per_second, burst, client_certificates, registered_at, registered_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
        [...valuesOf(terms), now, actor.displayName],
      );
      if (!row) throw new Error('a source went in and no id came out');
      await appendAudit(transaction, told('registered-source', actor, { source: row.id, name: terms.name }));
      return { kind: 'registered', id: row.id };
    });
  } catch (error) {
    if (isUniqueViolation(error, 'source_name_key')) return refused('name-taken');
    throw error;
  }
}

const valuesOf = (terms: SourceTerms): unknown[] => [
  terms.name,
  terms.contact,
  terms.wardIds,
  terms.expectedEveryMinutes,
  terms.readingsPerSecond,
  terms.burst,
  terms.clientCertificates,
];

const within = (wardIds: readonly string[], actor: Account): boolean =>
  wardIds.every((ward) => actor.wardIds.includes(ward));

/** What `change` did, in a transaction that holds the source's row; refused where the person may not. */
async function changing<T>(
  database: Database,
  { id, actor }: { id: number; actor: Account },
  change: (transaction: Transaction, source: { version: number; wardIds: string[] }) => Promise<T>,
): Promise<T | Refused> {
  return database.transaction(async (transaction): Promise<T | Refused> => {
    const [source] = await transaction.query<{ version: number; wardIds: string[] }>(
      `SELECT version, ward_ids AS "wardIds" FROM source WHERE id = $1 AND ward_ids && $2 FOR NO KEY UPDATE`,
      [id, actor.wardIds],
    );
    if (!source) return refused('no-such-source');
    if (!within(source.wardIds, actor)) return refused('not-yours');
    return change(transaction, source);
  });
}

/** Everything that a person says of a source, anew. Refused when somebody changed it since `version`. */
export async function changeSource(
  database: Database,
  { id, version, terms, actor }: Change & { id: number; version: number; terms: SourceTerms },
): Promise<{ kind: 'changed'; version: number } | Refused> {
  try {
    return await changing<{ kind: 'changed'; version: number } | Refused>(
      database,
      { id, actor },
      async (transaction, source) => {
        if (source.version !== version) return refused('stale');
        if (!within(terms.wardIds, actor)) return refused('no-such-ward');
        await transaction.query(
          `UPDATE source SET name = $2, contact = $3, ward_ids = $4, expected_every_minutes = $5, readings_per_second = $6, burst = $7,
           client_certificates = $8, version = version + 1 WHERE id = $1`,
          [id, ...valuesOf(terms)],
        );
        await appendAudit(
          transaction,
          told('changed-source', actor, {
            source: id,
            name: terms.name,
            wards: terms.wardIds.join(' '),
            expectedEveryMinutes: terms.expectedEveryMinutes,
            readingsPerSecond: terms.readingsPerSecond,
            burst: terms.burst,
            certificates: terms.clientCertificates.length,
          }),
        );
        return { kind: 'changed', version: version + 1 };
      },
    );
  } catch (error) {
    if (isUniqueViolation(error, 'source_name_key')) return refused('name-taken');
    throw error;
  }
}

/** Switches a source off, so that none of its keys opens the door, or on again. */
export function switchSource(
  database: Database,
  { id, on, reason, actor, now }: Change & { id: number; on: boolean; reason: string },
): Promise<{ kind: 'changed'; version: number } | Refused> {
  return changing(database, { id, actor }, async (transaction, { version }) => {
    await transaction.query('UPDATE source SET disabled_at = $2, version = version + 1 WHERE id = $1', [
      id,
      on ? null : now,
    ]);
    await appendAudit(
      transaction,
      told(on ? 'switched-source-on' : 'switched-source-off', actor, { source: id, reason }),
    );
    return { kind: 'changed', version: version + 1 };
  });
}

/** A new key's hash and prefix, as the record keeps them. */
export interface KeyToKeep {
  hash: Buffer;
  prefix: string;
}

/** Gives a source one more key. */
export function giveKey(
  database: Database,
  { id, terms, key, actor, now }: Change & { id: number; terms: KeyTerms; key: KeyToKeep },
): Promise<{ kind: 'given'; keyId: number } | Refused> {
  return changing<{ kind: 'given'; keyId: number } | Refused>(database, { id, actor }, async (transaction, source) => {
    const wards = terms.wardIds ?? source.wardIds;
    if (wards.some((ward) => !source.wardIds.includes(ward))) return refused('no-such-ward');
    if (terms.careHomeIds !== null) {
      const homes = await transaction.query('SELECT id FROM care_home WHERE id = ANY ($1) AND ward_id = ANY ($2)', [
        terms.careHomeIds,
        wards,
      ]);
      if (homes.length !== new Set(terms.careHomeIds).size) return refused('no-such-care-home');
    }
    const [row] = await transaction.query<{ id: number }>(
      `INSERT INTO source_key (source_id, key_hash, prefix, label, ward_ids, care_home_ids, nhs_numbers, may_send, may_read, may_refer, created_at, created_by, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id`,
      [
        id,
        key.hash,
        key.prefix,
        terms.label,
        terms.wardIds,
        terms.careHomeIds,
        terms.nhsNumbers,
        terms.maySend,
        terms.mayRead,
        terms.mayRefer,
        now,
        actor.displayName,
        terms.expiresAt === null ? null : new Date(terms.expiresAt),
      ],
    );
    if (!row) throw new Error('a key went in and no id came out');
    await appendAudit(
      transaction,
      told('gave-source-key', actor, {
        source: id,
        key: row.id,
        maySend: terms.maySend,
        mayRead: terms.mayRead,
        mayRefer: terms.mayRefer,
        wards: terms.wardIds?.join(' ') ?? null,
        careHomes: terms.careHomeIds?.join(' ') ?? null,
        patients: terms.nhsNumbers?.length ?? null,
      }),
    );
    return { kind: 'given', keyId: row.id };
  });
}

/**
 * Gives a source a new key in the place of an old one, with the same rights and reach. The new one opens the door at
 * once; the old one until `oldUntil`, or its own expiry where that is sooner.
 */
export function rotateKey(
  database: Database,
  {
    id,
    keyId,
    key,
    oldUntil,
    expiresAt,
    actor,
    now,
  }: Change & { id: number; keyId: number; key: KeyToKeep; oldUntil: Date; expiresAt: Date | null },
): Promise<{ kind: 'given'; keyId: number } | Refused> {
  return changing<{ kind: 'given'; keyId: number } | Refused>(database, { id, actor }, async (transaction) => {
    const [row] = await transaction.query<{ id: number }>(
      `WITH old AS (
         UPDATE source_key SET expires_at = least(expires_at, $4) WHERE id = $2 AND source_id = $1 AND revoked_at IS NULL RETURNING *
       )
       INSERT INTO source_key (source_id, key_hash, prefix, label, ward_ids, care_home_ids, nhs_numbers, may_send, may_read, may_refer, created_at, created_by, expires_at)
       SELECT source_id, $5, $6, label, ward_ids, care_home_ids, nhs_numbers, may_send, may_read, may_refer, $3, $7, $8 FROM old RETURNING id`,
      [id, keyId, now, oldUntil, key.hash, key.prefix, actor.displayName, expiresAt],
    );
    if (!row) return refused('no-such-key');
    await appendAudit(
      transaction,
      told('rotated-source-key', actor, { source: id, key: row.id, old: keyId, oldUntil: oldUntil.toISOString() }),
    );
    return { kind: 'given', keyId: row.id };
  });
}

/** Withdraws a key. Within five seconds it opens no door. Doing it twice does nothing the second time. */
export function revokeKey(
  database: Database,
  { id, keyId, reason, actor, now }: Change & { id: number; keyId: number; reason: string },
): Promise<{ kind: 'revoked' } | Refused> {
  return changing<{ kind: 'revoked' } | Refused>(database, { id, actor }, async (transaction) => {
    const [row] = await transaction.query<{ fresh: boolean }>(
      `WITH revoked AS (
         UPDATE source_key SET revoked_at = $3, revoked_by = $4 WHERE id = $2 AND source_id = $1 AND revoked_at IS NULL RETURNING id
       )
       SELECT EXISTS (SELECT FROM revoked) AS fresh FROM source_key WHERE id = $2 AND source_id = $1`,
      [id, keyId, now, actor.displayName],
    );
    if (!row) return refused('no-such-key');
    if (row.fresh)
      await appendAudit(transaction, told('revoked-source-key', actor, { source: id, key: keyId, reason }));
    return { kind: 'revoked' };
  });
}
