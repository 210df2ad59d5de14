import {
  AccountRow,
  AdmissionRow,
  appendToFeed,
  Database,
  feedAfter,
  forgetTries,
  giveTryBack,
  openObservationPartitions,
  takeTry,
  WardRow,
} from '#records';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from '../harness/properties.ts';
import { randomUUID } from 'node:crypto';
import { openDatabase, stopAtTheEnd, type TestDatabase } from '../harness/index.ts';

let behind: TestDatabase;
let database: Database;

beforeAll(async () => {
  behind = await openDatabase();
  database = await Database.open({ url: behind.url, poolSize: 12, applicationName: 'test' });
  stopAtTheEnd(() => database.close());
  await behind.query(`INSERT INTO ward (id, name, capacity) VALUES ('a', 'A', 3), ('b', 'B', 3)`);
  await behind.query(`INSERT INTO bed SELECT w, n FROM unnest('{a,b}'::text[]) w, generate_series(1, 3) n`);
});

async function admit(wardId: string, bed: number | null): Promise<string> {
  const [patient, admission] = [randomUUID(), randomUUID()];
  await behind.query(
    `INSERT INTO patient (id, nhs_number, given_name, family_name, birth_date, sex) VALUES ($1, $2, 'A', 'B', '1940-01-01', 'female')`,
    [patient, String(Math.floor(Math.random() * 1e10)).padStart(10, '0')],
  );
  await behind.query(
    `INSERT INTO admission (id, patient_id, ward_id, bed, status, pathway, level, admitted_at)
     VALUES ($1, $2, $3, $4, 'active', 'frailty', 'standard', now())`,
    [admission, patient, wardId, bed],
  );
  return admission;
}

describe('tries to sign in', () => {
  const patience = { free: 3, firstWaitMs: 1_000, longestWaitMs: 5_000, forgottenAfterMs: 60_000 };
  const start = Date.parse('2026-01-05T08:00:00Z');
  /** Takes one so many milliseconds after the start: null when it may be made, else when the next may. */
  const taken = async (key: string, ms: number): Promise<number | null> => {
    const until = await takeTry(database, { key: Buffer.from(key), patience, now: new Date(start + ms) });
    return until === null ? null : until.getTime() - start;
  };

  it('wait twice as long after each failure up to the longest, and no longer for what was not tried', async () => {
    const seen: (number | null)[] = [];
    for (const ms of [0, 0, 0, 0, 999, 1_000, 1_001, 2_999, 3_000, 3_001, 7_000, 7_001, 12_000, 12_001])
      seen.push(await taken('waits', ms));
    expect(seen.map((until) => until ?? 'may').join(' ')).toBe(
      'may may may 1000 1000 may 3000 3000 may 7000 may 12000 may 17000',
    );
    expect(await taken('waits', 72_001)).toBeNull();
    expect(await taken('waits', 72_001)).toBeNull();
  });

  it('that come together are made together, whichever clock is ahead', async () => {
    expect(await taken('together', 5)).toBeNull();
    expect(await taken('together', 0)).toBeNull();
  });

  it('are counted however many come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => taken('at once', 0)));
    expect(answers.filter((answer) => answer === null)).toHaveLength(patience.free);
  });

  it('count no more when they were right, and others’ from the same address do', async () => {
    for (let i = 0; i < patience.free; i++) await taken('address', 0);
    await giveTryBack(database, { key: Buffer.from('address') });
    expect(await taken('address', 0)).toBeNull();
    expect(await taken('address', 0)).toBe(1_000);
    await forgetTries(database, [Buffer.from('address')]);
    expect(await taken('address', 0)).toBeNull();
  });
});

describe('the schema', () => {
  it('has the columns that the entities state, and no others', async () => {
    expect(await database.columnsThatDisagree()).toEqual([]);
  });

  it('migrates twice to the same, and twice at once', async () => {
    const empty = await openDatabase({ template: null });
    const open = () => Database.open({ url: empty.url, poolSize: 2, applicationName: 'test' });
    const [one, two] = await Promise.all([open(), open()]);
    const applied = (await Promise.all([one.migrate(), two.migrate()])).flat();
    expect(new Set(applied).size).toBe(applied.length);
    expect(await one.migrate()).toEqual([]);
    await Promise.all([one.close(), two.close()]);
  });

  it('opens the months to come and leaves what is open', async () => {
    await openObservationPartitions(database, new Date('2027-11-30T23:59:59Z'));
    await openObservationPartitions(database, new Date('2027-11-30T23:59:59Z'));
    const open = await behind.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'observation'::regclass`,
    );
    expect(open.map((row) => row.name)).toEqual(
      expect.arrayContaining(['observation_2027_11', 'observation_2027_12', 'observation_2028_01', 'observation_rest']),
    );
  });

  it('moves what came before its month was open into that month, while more comes', async () => {
    // The process that opens months was away for too long: readings go into the rest, and are acknowledged.
    const store = (day: string) =>
      behind.query(
        `INSERT INTO observation (id, received_at, effective_at, source_id, source_ref, pulse)
         VALUES (gen_random_uuid(), $1, $1, 1, gen_random_uuid(), 70)`,
        [day],
      );
    for (const day of ['2031-02-28T23:59:59Z', '2031-03-01T00:00:00Z', '2031-03-31T23:59:59Z']) await store(day);
    const where = async () => {
      const rows = await behind.query<{ place: string; count: string }>(
        `SELECT tableoid::regclass::text AS place, count(*) FROM observation WHERE received_at >= '2031-01-01' GROUP BY 1 ORDER BY 1`,
      );
      return Object.fromEntries(rows.map(({ place, count }) => [place, Number(count)]));
    };
    expect(await where()).toEqual({ observation_rest: 3 });

    const more = Array.from({ length: 20 }, () => store('2031-03-15T12:00:00Z'));
    const open = () => openObservationPartitions(database, new Date('2031-03-10T08:00:00Z'));
    await Promise.all([open(), open(), ...more]);

    expect(await where()).toEqual({ observation_2031_03: 22, observation_rest: 1 });
    // As any other month: a reading never changes in it.
    await expect(behind.query('UPDATE observation_2031_03 SET pulse = 1')).rejects.toThrow(/never changes/);
  });

  it('takes rows through its entities', async () => {
    expect(await database.entities(WardRow).findOneBy({ id: 'a' })).toMatchObject({ name: 'A', capacity: 3 });
    expect(await database.entities(AccountRow).count()).toBe(0);
    const id = await admit('b', null);
    expect(await database.entities(AdmissionRow).findOneBy({ id })).toMatchObject({ wardId: 'b', bed: null });
  });
});

describe('beds are constraints', () => {
  it('has no bed beyond the capacity and at most one stay in a bed', async () => {
    await admit('a', 1);
    await expect(admit('a', 1)).rejects.toThrow(/one_active_stay_per_bed/);
    await expect(admit('a', 4)).rejects.toThrow(/admission_ward_id_bed_fkey/);
  });

  it('gives the last bed to one of many who ask at the same moment', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => admit('b', 3)));
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('the feed', () => {
  it('has no holes whatever is appended at once, rolled back or not, to one ward or to both', async () => {
    const [inA, inB] = [await admit('a', 2), await admit('b', 1)];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ stays: fc.subarray([inA, inB], { minLength: 1 }), fails: fc.boolean() }), {
          minLength: 1,
          maxLength: 16,
        }),
        async (writers) => {
          await Promise.allSettled(
            writers.map(({ stays, fails }) =>
              database.transaction(async (transaction) => {
                await appendToFeed(transaction, { type: 'admission-changed', at: new Date(), changed: stays });
                if (fails) throw new Error('after all, no');
              }),
            ),
          );
          for (const wardId of ['a', 'b']) {
            const lines = (await feedAfter(database, [{ wardId, after: 0, most: 10_000 }])).get(wardId) ?? [];
            const numbers = lines.map((line) => line.seq);
            expect(numbers).toEqual(numbers.map((_, i) => i + 1));
            const ward = await database.entities(WardRow).findOneByOrFail({ id: wardId });
            expect(Number(ward.feedSeq)).toBe(numbers.length);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
