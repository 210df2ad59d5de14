import { appendAudit, Database, readWhole } from '#records';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { writeArchive } from './backup/archive.ts';
import { meantDatabase } from './backup/meant-database.ts';
import { fail } from './backup/fail.ts';

const HOW = `npm run backup -- --new-key FILE                  makes a key to restore with; prints what to encrypt for
npm run backup -- --to DIR [--recipient age1...]  writes the whole record there, encrypted; BACKUP_RECIPIENT serves as well
DATABASE_URL is the database that is meant; without it, the one that "npm start" runs here.`;

/** Writes the whole record, as it was at one moment, into one file that only the holder of the key can read. */
const { values } = parseArgs({
  options: { to: { type: 'string' }, recipient: { type: 'string' }, 'new-key': { type: 'string' } },
});

if (values['new-key'] !== undefined) {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  await writeFile(values['new-key'], `# public key: ${recipient}\n${identity}\n`, { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) =>
      fail(
        error.code === 'EEXIST' ? `${values['new-key']} is there already: keys are never written over.` : String(error),
      ),
  );
  process.stdout.write(`${recipient}\n`);
  process.stderr.write(
    'Keep the file away from this machine: who has it can read every backup, and without it nobody can.\n',
  );
  process.exit();
}

const folder = values.to;
if (folder === undefined) fail(HOW, 2);
const recipient = values.recipient ?? process.env['BACKUP_RECIPIENT'] ?? '';
if (!/^age1[a-z0-9]+$/.test(recipient)) {
  fail('--recipient or BACKUP_RECIPIENT: expected "age1..." as "npm run backup -- --new-key FILE" prints it.', 2);
}
const url = await meantDatabase();

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

await mkdir(folder, { recursive: true, mode: 0o700 });
const { file, unfinished, counted } = await readWhole(url, async (snapshot) => {
  const { takenAt, migrations, tables, sequences } = snapshot;
  const name = `homeward-${takenAt.replaceAll(/[:.]/g, '-')}.tar.gz.age`;
  const beside = join(folder, `.${name}.unfinished`);
  const rows = await writeArchive(beside, recipient, { takenAt, migrations, tables, sequences }, (table) =>
    snapshot.rowsOf(table),
  ).catch(async (error: unknown) => {
    await rm(beside, { force: true });
    throw error;
  });
  return { file: join(folder, name), unfinished: beside, counted: rows };
});
// A file with its proper name is whole.
await rename(unfinished, file);
const [sha256, { size }] = [await sha256Of(file), await stat(file)];
const database = await Database.open({ url, poolSize: 1, applicationName: 'homeward-backup' });
try {
  await appendAudit(database, [
    { act: 'backed-up-record', actor: { kind: 'system', id: 'backup' }, details: { sha256, bytes: size } },
  ]);
} finally {
  await database.close();
}
const rows = Object.values(counted).reduce((sum, table) => sum + table.rows, 0);
process.stdout.write(
  `${file}\n${rows} rows of ${Object.keys(counted).length} tables, ${size} bytes, SHA-256 ${sha256}\n`,
);
