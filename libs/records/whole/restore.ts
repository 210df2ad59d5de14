import type { Writable } from 'node:stream';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { DataSource } from 'typeorm';
import * as migrations from '../migrations/index.ts';
import { copyInText, quoted, TERMS, type KeptTable, type Snapshot } from './snapshot.ts';

/** What of a snapshot is known before its rows come. */
export type Shape = Pick<Snapshot, 'migrations' | 'tables' | 'sequences'>;

export type RestoreRefusal =
  | { kind: 'not-empty'; tables: number }
  /** It was made by a Homeward that is newer than this one. */
  | { kind: 'unknown-migrations'; names: readonly string[] };

/** Where a table's rows go, in the format in which they were read. One table at a time, to its end. */
export type RowsIn = (table: KeptTable) => Writable;

const known = (): Map<string, new () => { name: string }> =>
  new Map(Object.values(migrations).map((migration) => [new migration().name, migration]));

/** Makes the tables as they were, with the same migrations and no later one. */
async function makeTables(url: string, names: readonly string[]): Promise<void> {
  const all = known();
  const source = new DataSource({
    type: 'postgres',
    url,
    applicationName: 'homeward-restore',
    migrations: names.map((name) => all.get(name)!),
    migrationsTableName: 'schema_migration',
    poolSize: 1,
  });
  await source.initialize();
  try {
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await source.destroy();
  }
}

interface ForeignKey {
  table: string;
  name: string;
  definition: string;
}

/**
 * Fills an empty database with what `fill` writes, in one transaction: whatever `fill` throws leaves tables without rows.
 * Needs no superuser: foreign keys are taken off and put on again at the end, which checks every row against them.
 */
export async function restoreWhole(
  url: string,
  shape: Shape,
  fill: (rowsIn: RowsIn) => Promise<void>,
): Promise<RestoreRefusal | null> {
  const all = known();
  const unknown = shape.migrations.filter((name) => !all.has(name));
  if (unknown.length > 0) return { kind: 'unknown-migrations', names: unknown };
  const client = new pg.Client({
    connectionString: url,
    application_name: 'homeward-restore',
    options: TERMS,
    keepAlive: true,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows: found } = await client.query<{ tables: string }>(
      `SELECT count(*) AS tables FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
    );
    const tables = Number(found[0]!.tables);
    if (tables > 0) return { kind: 'not-empty', tables };
    await makeTables(url, shape.migrations);
    await client.query('BEGIN');
    const settle = await prepare(client, shape);
    await fill((table) => client.query(copyFrom(copyInText(table))));
    await settle();
    await client.query('COMMIT');
    return null;
  } finally {
    // Without a COMMIT nothing of it is there.
    await client.end().catch(() => undefined);
  }
}

/** Empties what the migrations filled and lets rows in as they come; the answer puts every rule back. */
async function prepare(client: pg.Client, shape: Shape): Promise<() => Promise<void>> {
  for (const table of shape.tables) {
    for (const part of table.parts) {
      await client.query(
        `CREATE TABLE IF NOT EXISTS public.${quoted(part.name)} PARTITION OF public.${quoted(table.name)} ${part.bound}`,
      );
    }
  }
  const { rows: keys } = await client.query<ForeignKey>(
    `SELECT conrelid::regclass::text AS table, conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE contype = 'f' AND conparentid = 0 AND connamespace = 'public'::regnamespace ORDER BY 1, 2`,
  );
  const names = shape.tables.flatMap((table) => [table.name, ...table.parts.map((part) => part.name)]).map(quoted);
  for (const key of keys) await client.query(`ALTER TABLE ${key.table} DROP CONSTRAINT ${quoted(key.name)}`);
  for (const name of names) await client.query(`ALTER TABLE public.${name} DISABLE TRIGGER USER`);
  await client.query(`TRUNCATE ${names.map((name) => `public.${name}`).join(', ')}`);
  return async () => {
    for (const { name, lastValue } of shape.sequences) {
      await client.query('SELECT setval($1::regclass, $2::bigint)', [`public.${quoted(name)}`, lastValue]);
    }
    for (const key of keys) {
      await client.query(`ALTER TABLE ${key.table} ADD CONSTRAINT ${quoted(key.name)} ${key.definition}`);
    }
    for (const name of names) await client.query(`ALTER TABLE public.${name} ENABLE TRIGGER USER`);
  };
}
