import type { Readable } from 'node:stream';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/** A table as a backup has it: of a table in parts the whole, with the parts to be made before its rows come. */
export interface KeptTable {
  name: string;
  /** Those that are stored: what is computed is computed again. */
  columns: readonly string[];
  parts: readonly { name: string; bound: string }[];
}

export interface KeptSequence {
  name: string;
  lastValue: string;
}

/** The whole record as it was at one moment, while readings go on coming in. */
export interface Snapshot {
  /** ISO. */
  takenAt: string;
  /** The migrations that made its tables, in their order. */
  migrations: readonly string[];
  tables: readonly KeptTable[];
  sequences: readonly KeptSequence[];
  /** A table's rows in PostgreSQL's text format of COPY: one a line. One table at a time. */
  rowsOf(table: KeptTable): Readable;
}

/** So that a row reads the same on every server: times, numbers, intervals and bytes. */
export const TERMS =
  '-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=postgres -c extra_float_digits=1 -c bytea_output=hex -c client_encoding=UTF8 -c statement_timeout=0 -c idle_in_transaction_session_timeout=0';

export const quoted = (name: string): string => pg.escapeIdentifier(name);

const columnsOf = (table: KeptTable): string => table.columns.map(quoted).join(', ');

/** Bells and jobs lie in a schema of their own and are left out: losing them loses nothing. */
const TABLES = `
  SELECT c.relname AS name,
    (SELECT json_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
    coalesce((SELECT json_agg(json_build_object('name', part.relname, 'bound', pg_get_expr(part.relpartbound, part.oid)) ORDER BY part.relname)
     FROM pg_inherits i JOIN pg_class part ON part.oid = i.inhrelid WHERE i.inhparent = c.oid), '[]') AS parts
  FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  ORDER BY c.relname`;

/** Reads the whole record in one transaction, which sees one moment and holds nobody up. */
export async function readWhole<Answer>(url: string, work: (snapshot: Snapshot) => Promise<Answer>): Promise<Answer> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'homeward-backup',
    options: TERMS,
    keepAlive: true,
  });
  // What breaks the connection fails the statement that is under way.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows: tables } = await client.query<KeptTable>(TABLES);
    const { rows: migrations } = await client.query<{ name: string }>('SELECT name FROM schema_migration ORDER BY id');
    const { rows: times } = await client.query<{ at: Date }>('SELECT now() AS at');
    const { rows: sequences } = await client.query<KeptSequence>(
      `SELECT sequencename AS name, last_value::text AS "lastValue" FROM pg_sequences
       WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY sequencename`,
    );
    const answer = await work({
      takenAt: times[0]!.at.toISOString(),
      migrations: migrations.map(({ name }) => name),
      tables,
      sequences,
      rowsOf: (table) =>
        client.query(copyTo(`COPY (SELECT ${columnsOf(table)} FROM public.${quoted(table.name)}) TO STDOUT`)),
    });
    await client.query('COMMIT');
    return answer;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export const copyInText = (table: KeptTable): string =>
  `COPY public.${quoted(table.name)} (${columnsOf(table)}) FROM STDIN`;
