import { appendAudit } from '../audit.ts';
import type { Transaction } from '../database.ts';

/** Why rows go, on whose word. */
export interface Burial {
  /** A class of retention, or `erasure` where the person asked for it. */
  class: string;
  /** The patient whose rows these are, where it is one. */
  subject: string | null;
  reason: string;
  /** The account of who did it; null: the timetable. */
  doneBy: string | null;
}

export interface Removal {
  table: string;
  /** SQL; `$1` and on are `values`. */
  where: string;
  values: readonly unknown[];
}

export type Removed = Readonly<Record<string, number>>;

/**
 * Deletes rows and leaves a tombstone: what, how many, when, by whom and why, and nothing of what stood in them. It is told to the audit
 * trail, from which nothing is taken. Comes last in its transaction. Nothing to delete leaves nothing.
 */
export async function bury(transaction: Transaction, burial: Burial, removals: readonly Removal[]): Promise<Removed> {
  // What is deleted is looked for through whole tables, once in a while.
  await transaction.query('SET LOCAL enable_seqscan = on');
  await transaction.query('SAVEPOINT before_burial');
  const [stone] = await transaction.query<{ id: string }>(
    'INSERT INTO tombstone (class, subject, reason, done_by) VALUES ($1, $2, $3, $4) RETURNING id',
    [burial.class, burial.subject, burial.reason, burial.doneBy],
  );
  const removed: Record<string, number> = {};
  for (const { table, where, values } of removals) {
    const [{ rows } = { rows: '0' }] = await transaction.query<{ rows: string }>(
      `WITH gone AS (DELETE FROM ${table} WHERE ${where} RETURNING 1) SELECT count(*) AS rows FROM gone`,
      [...values],
    );
    if (Number(rows) > 0) removed[table] = (removed[table] ?? 0) + Number(rows);
  }
  if (Object.keys(removed).length === 0) {
    await transaction.query('ROLLBACK TO SAVEPOINT before_burial');
    return removed;
  }
  await transaction.query(
    'INSERT INTO tombstone_rows (tombstone_id, table_name, rows) SELECT $1, key, value::bigint FROM jsonb_each_text($2::jsonb)',
    [stone!.id, JSON.stringify(removed)],
  );
  await appendAudit(transaction, [
    {
      act: 'erased-records',
      actor: burial.doneBy === null ? { kind: 'system', id: 'retention' } : { kind: 'person', id: burial.doneBy },
      details: {
        tombstone: Number(stone!.id),
        class: burial.class,
        rows: Object.values(removed).reduce((sum, rows) => sum + rows, 0),
      },
    },
  ]);
  return removed;
}

export interface Tombstone {
  id: number;
  /** ISO. */
  at: string;
  class: string;
  subject: string | null;
  reason: string;
  doneBy: string | null;
  removed: Removed;
}

/** What was removed when, the newest first. */
export async function tombstones(database: { query: Transaction['query'] }, limit: number): Promise<Tombstone[]> {
  return database.query<Tombstone>(
    `SELECT t.id::float8 AS id, to_char(t.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at, t.class, t.subject, t.reason, t.done_by AS "doneBy",
       (SELECT coalesce(jsonb_object_agg(r.table_name, r.rows), '{}') FROM tombstone_rows r WHERE r.tombstone_id = t.id) AS removed
     FROM tombstone t ORDER BY t.id DESC LIMIT $1`,
    [limit],
  );
}
