import type { AuditAnchor, RestoreRefusal } from '#records';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readAnchors } from './audit/anchors.ts';
import { Damaged } from './backup/archive.ts';
import { fail } from './backup/fail.ts';
import { isProved, proveRestored, restoreArchive } from './backup/rehearse.ts';
import { openEmbeddedPostgres } from './postgres/embedded-postgres.ts';
import { deletePlace } from './postgres/place.ts';

const HOW = `npm run restore -- --from FILE --identity KEYFILE             fills the empty database at DATABASE_URL
npm run restore:rehearse -- --from FILE|DIR --identity KEYFILE [--anchors FILE]
    restores into a PostgreSQL of its own, which it deletes afterwards, and proves what came out: every table's rows, the audit
    trail (with the ends that "npm run audit -- anchor" printed, if given), and that this Homeward's migrations fit it
A folder stands for its newest backup. BACKUP_IDENTITY_FILE serves instead of --identity. Exits 1 when anything is not as it was.`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { from: { type: 'string' }, identity: { type: 'string' }, anchors: { type: 'string' } },
});
const rehearses = positionals[0] === 'rehearse';
const keyFile = values.identity ?? process.env['BACKUP_IDENTITY_FILE'];
const url = process.env['DATABASE_URL'];
if (values.from === undefined || keyFile === undefined) fail(HOW, 2);
if (!rehearses && !url) fail('DATABASE_URL is not set: give the empty PostgreSQL database to be filled.', 2);

async function identityIn(file: string): Promise<string> {
  const lines = (await readFile(file, 'utf8').catch(() => fail(`${file} cannot be read.`, 2))).split('\n');
  const identity = lines.map((line) => line.trim()).find((line) => line.startsWith('AGE-SECRET-KEY-'));
  return identity ?? fail(`${file}: expected a line that begins with AGE-SECRET-KEY-, as "--new-key" wrote it.`, 2);
}

/** The file itself, or the newest backup in the folder: their names are the times at which they were taken. */
async function backupAt(path: string): Promise<string> {
  const found = await stat(path).catch(() => fail(`${path} is not there.`, 2));
  if (!found.isDirectory()) return path;
  const names = (await readdir(path)).filter((name) => /^homeward-.*\.tar\.gz\.age$/.test(name)).sort();
  return join(path, names.at(-1) ?? fail(`${path} holds no backup.`, 2));
}

function wordsOf(refusal: RestoreRefusal): string {
  switch (refusal.kind) {
    case 'not-empty':
      return `The database has ${refusal.tables} tables already: a backup is restored into an empty one.`;
    case 'unknown-migrations':
      return `The backup was made by a newer Homeward, whose migrations this one has not: ${refusal.names.join(', ')}`;
  }
}

async function restoreAndProve(to: string, anchors: readonly AuditAnchor[]): Promise<boolean> {
  const restored = await restoreArchive(to, { file, identity });
  if ('refused' in restored) return fail(wordsOf(restored.refused));
  const proved = await proveRestored(to, restored.counted, anchors);
  const rows = proved.tables.reduce((sum, table) => sum + table.rows, 0);
  const wrong = proved.tables.filter((table) => !table.whole);
  const say = (line: string): boolean => process.stdout.write(`${line}\n`);
  say(`backup:  ${file}, taken ${restored.takenAt}`);
  say(`tables:  ${proved.tables.length}, ${rows} rows`);
  for (const { name, rows: found } of proved.tables) say(`         ${name} ${found}`);
  say(
    wrong.length === 0
      ? 'rows:    every count and checksum is the backup’s'
      : `rows:    NOT as in the backup: ${wrong.map(({ name }) => name).join(', ')}`,
  );
  say(
    proved.audit.kind === 'whole'
      ? `audit:   whole: ${proved.audit.entries} entries, ending in ${proved.audit.head.hash}`
      : `audit:   BROKEN at link ${proved.audit.seq}: ${proved.audit.why}`,
  );
  say(
    `schema:  ${proved.applied.length === 0 ? 'this Homeward’s' : `brought up to date with ${proved.applied.join(', ')}`}`,
  );
  return isProved(proved);
}

async function rehearse(anchors: readonly AuditAnchor[]): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'homeward-rehearsal-'));
  const dataDir = join(folder, 'postgres');
  const server = await openEmbeddedPostgres({ dataDir, logFile: join(folder, 'postgres.log') });
  try {
    return await restoreAndProve(server.url, anchors);
  } finally {
    await server.stop();
    await deletePlace(dataDir);
    await rm(folder, { recursive: true, force: true });
  }
}

const identity = await identityIn(keyFile);
const file = await backupAt(values.from);
const anchors = values.anchors === undefined ? [] : await readAnchors(values.anchors);
try {
  const good = rehearses ? await rehearse(anchors) : await restoreAndProve(url!, anchors);
  process.stdout.write(good ? 'PROVED: what was restored is what was backed up.\n' : 'NOT PROVED.\n');
  process.exitCode = good ? 0 : 1;
} catch (error) {
  if (!(error instanceof Damaged)) throw error;
  process.stderr.write(`REFUSED: ${file}: ${error.message}. Nothing of it was kept.\n`);
  process.exitCode = 1;
}
