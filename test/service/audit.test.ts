import { appendAudit, auditEntries, auditHead, Database, verifyAudit } from '#records';
import type { AuditEntry } from '#contracts';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from '../harness/properties.ts';
import { randomUUID } from 'node:crypto';
import { openDatabase, stopAtTheEnd, type TestDatabase } from '../harness/index.ts';

let behind: TestDatabase;
let database: Database;

beforeAll(async () => {
  behind = await openDatabase();
  database = await Database.open({ url: behind.url, poolSize: 8, applicationName: 'test' });
  stopAtTheEnd(() => database.close());
});

beforeEach(async () => {
  await asOwner(`TRUNCATE audit_entry; UPDATE audit_head SET seq = 0, hash = ''`);
});

const person = randomUUID();
const view = (...admissions: string[]): AuditEntry => ({
  act: 'viewed-board',
  actor: { kind: 'person', id: person },
  ward: 'a',
  admissions,
});

/** As somebody would who may do anything in the database. */
async function asOwner(statement: string): Promise<void> {
  await behind.query('ALTER TABLE audit_entry DISABLE TRIGGER USER');
  await behind.query(statement);
  await behind.query('ALTER TABLE audit_entry ENABLE TRIGGER USER');
}

describe('the audit trail', () => {
  it('is whole when it is empty, and after many wrote at once', async () => {
    expect(await verifyAudit(database)).toMatchObject({ kind: 'whole', entries: 0 });
    await Promise.all(Array.from({ length: 60 }, (_, i) => appendAudit(database, [view(), view(`stay ${i} “ü”`)])));
    expect(await verifyAudit(database)).toMatchObject({ kind: 'whole', entries: 120 });
  });

  it('tells nothing of what was rolled back, and has no gap for it', async () => {
    await appendAudit(database, [view()]);
    await expect(
      database.transaction(async (transaction) => {
        await appendAudit(transaction, [view()]);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    await appendAudit(database, [view()]);
    expect(await verifyAudit(database)).toMatchObject({ kind: 'whole', entries: 2 });
  });

  it.each([
    `UPDATE audit_entry SET content = '{}'`,
    'DELETE FROM audit_entry',
    'TRUNCATE audit_entry',
    `INSERT INTO audit_entry SELECT 1, content, hash FROM audit_entry WHERE seq = 1`,
  ])('refuses %s', async (statement) => {
    await appendAudit(database, [view()]);
    await expect(behind.query(statement)).rejects.toThrow(/only ever added to|duplicate key/);
    expect(await verifyAudit(database)).toMatchObject({ kind: 'whole', entries: 1 });
  });

  it('names the first link that somebody changed, took out, put in or moved, whichever it was', async () => {
    await appendAudit(
      database,
      Array.from({ length: 30 }, (_, i) => view(`stay-${i}`)),
    );
    const anchor = await auditHead(database);
    const kept = await behind.query('SELECT seq, content, hash FROM audit_entry');
    const restore = () =>
      asOwner(
        `TRUNCATE audit_entry; INSERT INTO audit_entry SELECT * FROM json_populate_recordset(null::audit_entry, '${JSON.stringify(
          kept.map((row) => ({ ...row, hash: `\\x${(row['hash'] as Buffer).toString('hex')}` })),
        )}')`,
      );
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 29 }),
        fc.constantFrom('changed', 'taken out', 'swapped', 'rewritten'),
        async (seq, how) => {
          await restore();
          switch (how) {
            case 'changed':
              await asOwner(`UPDATE audit_entry SET content = replace(content, 'stay-', 'guest-') WHERE seq = ${seq}`);
              break;
            case 'taken out':
              await asOwner(`DELETE FROM audit_entry WHERE seq = ${seq}`);
              break;
            case 'swapped':
              await asOwner(
                `UPDATE audit_entry a SET content = b.content FROM audit_entry b
                 WHERE a.seq IN (${seq}, ${seq + 1}) AND b.seq = ${2 * seq + 1} - a.seq`,
              );
              break;
            case 'rewritten':
              // With a hash that fits its own words: the next link does not follow from it.
              await asOwner(
                `UPDATE audit_entry a SET content = '{}', hash = sha256((SELECT hash FROM audit_entry WHERE seq = ${seq - 1}) || convert_to('${seq}' || E'\\n{}', 'UTF8'))
                 WHERE seq = ${seq} AND seq > 1`,
              );
              break;
          }
          const verdict = await verifyAudit(database, [anchor]);
          if (how === 'rewritten') {
            const expected = seq === 1 ? { kind: 'whole' } : { kind: 'broken', seq: seq + 1, why: 'changed' };
            expect(verdict).toMatchObject(expected);
          } else {
            expect(verdict).toEqual({ kind: 'broken', seq, why: how === 'taken out' ? 'missing' : 'changed' });
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('finds a chain that was cut short, or written anew from the start, by an end that was kept elsewhere', async () => {
    await appendAudit(database, [view('one'), view('two'), view('three')]);
    const anchor = await auditHead(database);
    await asOwner('DELETE FROM audit_entry WHERE seq > 1');
    expect(await verifyAudit(database)).toEqual({ kind: 'broken', seq: 2, why: 'missing' });
    await behind.query('UPDATE audit_head SET seq = 1, hash = (SELECT hash FROM audit_entry WHERE seq = 1)');
    expect(await verifyAudit(database)).toMatchObject({ kind: 'whole', entries: 1 });
    expect(await verifyAudit(database, [anchor])).toEqual({ kind: 'broken', seq: 2, why: 'missing' });
    await appendAudit(database, [view('other'), view('story')]);
    expect(await verifyAudit(database, [anchor])).toMatchObject({ kind: 'broken', seq: 3 });
  });

  it('finds what was seen of a stay, and what an account did', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    await appendAudit(database, [
      view(one, other),
      view(other),
      { act: 'signed-out', actor: { kind: 'person', id: 'x' } },
    ]);
    expect((await auditEntries(database, { admissionId: one, limit: 10 })).map((entry) => entry.seq)).toEqual([1]);
    expect((await auditEntries(database, { actorId: person, limit: 10 })).map((entry) => entry.seq)).toEqual([2, 1]);
    expect((await auditEntries(database, { limit: 1 })).map((entry) => entry.seq)).toEqual([3]);
  });
});
