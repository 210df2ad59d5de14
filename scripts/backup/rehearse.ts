import {
  Database,
  readWhole,
  restoreWhole,
  verifyAudit,
  type AuditAnchor,
  type AuditVerdict,
  type RestoreRefusal,
} from '#records';
import { isSame, readArchive, headOf, type Counted } from './archive.ts';
import { RowsCounted } from './rows-digest.ts';

/** Fills the empty database at `url` with what the archive holds, whole or not at all. Answers what each table then should hold. */
export async function restoreArchive(
  url: string,
  { file, identity }: { file: string; identity: string },
): Promise<{ refused: RestoreRefusal } | { counted: Counted; takenAt: string }> {
  const head = await headOf(file, identity);
  let counted: Counted = {};
  const refused = await restoreWhole(url, head, async (rowsIn) => {
    counted = await readArchive(file, identity, () => rowsIn);
  });
  return refused ? { refused } : { counted, takenAt: head.takenAt };
}

export interface Rehearsed {
  tables: readonly { name: string; rows: number; whole: boolean }[];
  audit: AuditVerdict;
  /** Migrations that this Homeward has and the backup had not: the restored record was brought up to date with them. */
  applied: readonly string[];
}

/** Reads the restored record again, row by row, and says of each table whether it is what the backup counted. */
export async function proveRestored(
  url: string,
  counted: Counted,
  anchors: readonly AuditAnchor[],
): Promise<Rehearsed> {
  const tables = await readWhole(url, async (restored) => {
    const found: Rehearsed['tables'][number][] = [];
    for (const table of restored.tables) {
      const counting = new RowsCounted();
      for await (const chunk of restored.rowsOf(table) as AsyncIterable<Buffer>) counting.add(chunk);
      const digest = counting.digest();
      found.push({ name: table.name, rows: digest.rows, whole: isSame(counted[table.name], digest) });
    }
    const missing = Object.keys(counted).filter((name) => !found.some((table) => table.name === name));
    return [...found, ...missing.map((name) => ({ name, rows: 0, whole: false }))];
  });
  const database = await Database.open({ url, poolSize: 2, applicationName: 'homeward-restore' });
  try {
    const audit = await verifyAudit(database, anchors);
    return { tables, audit, applied: await database.migrate() };
  } finally {
    await database.close();
  }
}

export const isProved = ({ tables, audit }: Rehearsed): boolean =>
  audit.kind === 'whole' && tables.every((table) => table.whole);
