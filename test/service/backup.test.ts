import { appendAudit, auditHead, Database, readWhole, restoreWhole } from '#records';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { Damaged, readArchive } from '../../scripts/backup/archive.ts';
import { isProved, proveRestored, restoreArchive } from '../../scripts/backup/rehearse.ts';
import { compiled } from '../../scripts/start/project-root.ts';
import { openDatabase, stopAtTheEnd, temporaryFolder, type TestDatabase } from '../harness/index.ts';
import { cleanEnvironment } from '../harness/settings.ts';
import { anAlert, aStay, aWard } from '../ward/fixtures.ts';

let behind: TestDatabase;
let database: Database;
let folder: string;
let identityFile: string;
let identity: string;
let recipient: string;
/** The one that most tests look at. */
let file: string;

interface Said {
  code: number;
  said: string;
}

/** A command as an operator gives it, without `npm run`. */
function command(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Said> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [compiled(`scripts/${name}`), ...args],
      { env: { ...cleanEnvironment(), ...env } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, said: `${stdout}${stderr}` }),
    );
  });
}

const backup = (to: string): Promise<Said> =>
  command('backup', ['--to', to], { DATABASE_URL: behind.url, BACKUP_RECIPIENT: recipient });

const newestIn = async (place: string): Promise<string> => {
  const names = await readdir(place);
  return join(place, names.sort().at(-1)!);
};

/** What text in a row may be like, to which COPY has an answer of its own each. */
const ODD = ['a\tb', 'a\nb\r\n', '\\.', '\\N', '', '“ü” 😷', '=cmd|x', `it's "quoted"`];

beforeAll(async () => {
  behind = await openDatabase();
  database = await Database.open({ url: behind.url, poolSize: 4, applicationName: 'test' });
  stopAtTheEnd(() => database.close());
  folder = await temporaryFolder('homeward-backup-');
  stopAtTheEnd(() => rm(folder, { recursive: true, force: true }));
  identityFile = join(folder, 'key');
  const made = await command('backup', ['--new-key', identityFile]);
  expect(made.code).toBe(0);
  recipient = made.said.split('\n')[0]!;
  identity = (await readFile(identityFile, 'utf8')).split('\n')[1]!;

  const ward = await aWard(behind);
  const stay = await aStay(behind, ward);
  await anAlert(behind, { wardId: ward, admissionId: stay });
  for (const name of ODD)
    await behind.query('INSERT INTO ward (id, name, capacity) VALUES ($1, $2, 3)', [randomUUID(), name]);
  // A month that is open, one that never was, and enough rows for more than one piece.
  for (const day of ['2026-11-02', '2019-03-01']) {
    await behind.query(
      `INSERT INTO observation (id, admission_id, received_at, effective_at, source_id, source_ref, pulse, temperature)
       SELECT gen_random_uuid(), $1, $2::date, $2::date, 1, gen_random_uuid(), 70 + i % 20, 36 + (i % 30) / 10.0 FROM generate_series(1, 12000) i`,
      [stay, day],
    );
  }
  await appendAudit(
    database,
    Array.from({ length: 50 }, (_, i) => ({ act: 'viewed-board', actor: { kind: 'person', id: `é${i}` } })),
  );
  expect(await backup(join(folder, 'kept'))).toMatchObject({ code: 0 });
  file = await newestIn(join(folder, 'kept'));
});

describe('a backup', () => {
  it('is for its owner alone, is told to the audit trail, and holds no word that can be read', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const bytes = await readFile(file);
    expect(bytes.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
    for (const word of ['Family', 'viewed-board', 'schema_migration']) expect(bytes.includes(word)).toBe(false);
    const [told] = await behind.query<{ content: string }>('SELECT content FROM audit_entry ORDER BY seq DESC LIMIT 1');
    expect(JSON.parse(told!.content)).toMatchObject({
      act: 'backed-up-record',
      actor: { kind: 'system', id: 'backup' },
      details: { bytes: bytes.length },
    });
  });

  it('is restored and proved by the rehearsal, on a PostgreSQL of its own, with the ends of the chain that were kept', async () => {
    const anchors = join(folder, 'anchors');
    await writeFile(
      anchors,
      (await behind.query(`SELECT seq || ' ' || encode(hash, 'hex') AS line FROM audit_entry WHERE seq = 50`))[0]![
        'line'
      ] as string,
    );
    const rehearsed = await command('restore', [
      'rehearse',
      '--from',
      join(folder, 'kept'),
      '--identity',
      identityFile,
      '--anchors',
      anchors,
    ]);
    expect(rehearsed).toMatchObject({ code: 0, said: expect.stringContaining('PROVED: ') });
    expect(rehearsed.said).toMatch(/observation 24000\n/);
    expect(rehearsed.said).toMatch(/audit: {3}whole: 50 entries/);
  });

  it('is of one moment, whatever is stored and audited meanwhile', async () => {
    const before = await auditHead(database);
    const enough = new AbortController();
    const writer = (async () => {
      while (!enough.signal.aborted) {
        await database.transaction(async (transaction) => {
          await transaction.query('INSERT INTO ward (id, name, capacity) VALUES (gen_random_uuid(), $1, 3)', [
            'while it is backed up',
          ]);
          await appendAudit(transaction, [{ act: 'viewed-board', actor: { kind: 'person', id: null }, ward: 'x' }]);
        });
      }
    })();
    const place = join(folder, 'meanwhile');
    try {
      expect(await backup(place)).toMatchObject({ code: 0 });
    } finally {
      enough.abort();
      await writer;
    }
    const empty = await openDatabase({ template: null });
    const restored = await restoreArchive(empty.url, { file: await newestIn(place), identity });
    if ('refused' in restored) throw new Error(restored.refused.kind);
    expect(isProved(await proveRestored(empty.url, restored.counted, [before]))).toBe(true);
    const [counts] = await empty.query<{ wards: string; told: string }>(
      `SELECT (SELECT count(*) FROM ward WHERE name = 'while it is backed up') AS wards,
         (SELECT count(*) FROM audit_entry WHERE content::jsonb ->> 'ward' = 'x') AS told`,
    );
    expect(counts!.wards).toBe(counts!.told);
  });
});

describe('a restored record', () => {
  let restored: TestDatabase;
  let counted: Awaited<ReturnType<typeof readArchive>>;

  beforeAll(async () => {
    restored = await openDatabase({ template: null });
    const outcome = await restoreArchive(restored.url, { file, identity });
    if ('refused' in outcome) throw new Error(outcome.refused.kind);
    counted = outcome.counted;
  });

  it('has every row in its place, and goes on: numbers, rules and refusals are as they were', async () => {
    const names = (await restored.query<{ name: string }>('SELECT name FROM ward')).map((row) => row.name);
    expect(names).toEqual(expect.arrayContaining(ODD));
    expect(
      await restored.query('SELECT DISTINCT tableoid::regclass::text AS part FROM observation ORDER BY 1'),
    ).toEqual(await behind.query('SELECT DISTINCT tableoid::regclass::text AS part FROM observation ORDER BY 1'));
    await expect(restored.query(`UPDATE observation SET pulse = 1`)).rejects.toThrow('never changes');
    await expect(restored.query('DELETE FROM audit_entry')).rejects.toThrow('only ever added to');
    await expect(
      restored.query(`INSERT INTO admission (id, patient_id, ward_id, status, pathway, level, admitted_at)
      VALUES (gen_random_uuid(), gen_random_uuid(), 'none', 'active', 'frailty', 'standard', now())`),
    ).rejects.toThrow('foreign key');
    const rules = `SELECT conname, contype, convalidated, pg_get_constraintdef(oid) AS is FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace ORDER BY conrelid::regclass::text, conname`;
    expect(await restored.query(rules)).toEqual(await behind.query(rules));
    const sequences = `SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`;
    expect(await restored.query(sequences)).toEqual(await behind.query(sequences));
  });

  it.each([
    ['a value', 'ward', `UPDATE ward SET capacity = capacity + 1 WHERE name = 'a\tb'`],
    ['a row that is missing', 'alert', 'DELETE FROM alert'],
    ['a row too many', 'ward', `INSERT INTO ward (id, name, capacity) VALUES ('more', 'More', 3)`],
  ])('is not proved with %s that differs', async (_, table, change) => {
    await restored.query(change);
    const proved = await proveRestored(restored.url, counted, []);
    expect(isProved(proved)).toBe(false);
    expect(proved.tables.filter((one) => !one.whole).map((one) => one.name)).toContain(table);
  });

  it('is not proved with an audit trail that was written anew, however its rows add up', async () => {
    const proved = await proveRestored(restored.url, counted, [{ seq: 7, hash: 'ab'.repeat(32) }]);
    expect(proved.audit).toEqual({ kind: 'broken', seq: 7, why: 'not the one of the anchor' });
    expect(isProved(proved)).toBe(false);
  });
});

describe('what is no whole backup is refused', () => {
  const nowhere = () => () => new Writable({ write: (_piece, _encoding, done) => done() });
  const damaged = async (change: (bytes: Buffer) => Buffer): Promise<string> => {
    const path = join(folder, `damaged-${randomUUID()}`);
    await writeFile(path, change(await readFile(file)));
    return path;
  };

  it('wherever it was cut short or changed, and when it is of another key', async () => {
    const { length } = await readFile(file);
    expect(length).toBeGreaterThan(3 * 65_552);
    for (const keep of [0, 100, 300, 65_552, 2 * 65_552 + 216, length - 1]) {
      await expect(readArchive(await damaged((bytes) => bytes.subarray(0, keep)), identity, nowhere)).rejects.toThrow(
        Damaged,
      );
    }
    for (const at of [10, 60, 150, 500, 70_000, length >> 1, length - 1]) {
      const path = await damaged((bytes) => {
        bytes[at]! ^= 1;
        return bytes;
      });
      await expect(readArchive(path, identity, nowhere)).rejects.toThrow(Damaged);
    }
    await expect(
      readArchive(await damaged((bytes) => Buffer.concat([bytes, Buffer.from('x')])), identity, nowhere),
    ).rejects.toThrow(Damaged);
    const other = join(folder, 'other-key');
    await command('backup', ['--new-key', other]);
    const [, another] = (await readFile(other, 'utf8')).split('\n');
    await expect(readArchive(file, another!, nowhere)).rejects.toThrow(Damaged);
  });

  it('by the command, in words, with nothing of it kept', async () => {
    const empty = await openDatabase({ template: null });
    const path = await damaged((bytes) => bytes);
    await truncate(path, (await stat(path)).size - 10);
    const refused = await command('restore', ['--from', path, '--identity', identityFile], { DATABASE_URL: empty.url });
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('REFUSED') });
    expect(
      await empty.query('SELECT 1 FROM ward UNION ALL SELECT 1 FROM observation UNION ALL SELECT 1 FROM audit_entry'),
    ).toEqual([]);
  });

  it('and is not put over a record that is there, nor into an older Homeward', async () => {
    const over = await command('restore', ['--from', file, '--identity', identityFile], { DATABASE_URL: behind.url });
    expect(over).toMatchObject({ code: 1, said: expect.stringContaining('into an empty one') });
    const empty = await openDatabase({ template: null });
    const shape = await readWhole(behind.url, async ({ tables, sequences, migrations }) => ({
      tables,
      sequences,
      migrations: [...migrations, 'Later9999'],
    }));
    expect(await restoreWhole(empty.url, shape, () => Promise.reject(new Error('not reached')))).toEqual({
      kind: 'unknown-migrations',
      names: ['Later9999'],
    });
  });

  it('before it is written: without a key to encrypt for, or over a key that is there', async () => {
    const without = await command('backup', ['--to', folder], { DATABASE_URL: behind.url, BACKUP_RECIPIENT: 'none' });
    expect(without).toMatchObject({ code: 2, said: expect.stringContaining('BACKUP_RECIPIENT') });
    const again = await command('backup', ['--new-key', identityFile]);
    expect(again).toMatchObject({ code: 1, said: expect.stringContaining('never written over') });
  });
});
