import { Database, openObservationPartitions, storeReadings, withinReach, type Reach, type Sender } from '#records';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from '../harness/properties.ts';
import { randomUUID } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { openDatabase, stopAtTheEnd, type TestDatabase } from '../harness/index.ts';

interface Person {
  readonly nhsNumber: string;
  readonly wardId: string;
  readonly careHomeId: string | null;
  readonly active: boolean;
}

const WARDS = ['a', 'b', 'c'] as const;
/** `a1` is a home of ward `a`, and so on. */
const HOMES = ['a1', 'a2', 'b1'] as const;
const NOBODY = '9990000999';

/** Somebody at home and somebody in each home, on every ward, and somebody who went home from each. */
const PEOPLE: readonly Person[] = WARDS.flatMap((wardId) => [
  { wardId, careHomeId: null, active: true },
  { wardId, careHomeId: null, active: false },
  ...HOMES.filter((home) => home.startsWith(wardId)).map((careHomeId) => ({ wardId, careHomeId, active: true })),
]).map((person, i) => ({ ...person, nhsNumber: String(9_990_000_000 + i) }));

let behind: TestDatabase;
let database: Database;

beforeAll(async () => {
  behind = await openDatabase();
  database = await Database.open({ url: behind.url, poolSize: 4, applicationName: 'test' });
  stopAtTheEnd(() => database.close());
  await openObservationPartitions(database, new Date());
  for (const id of WARDS) await behind.query('INSERT INTO ward (id, name, capacity) VALUES ($1, $1, 9)', [id]);
  for (const id of HOMES) {
    await behind.query('INSERT INTO care_home (id, ward_id, name) VALUES ($1, $2, $1)', [id, id.slice(0, 1)]);
  }
  for (const { nhsNumber, wardId, careHomeId, active } of PEOPLE) {
    await behind.query(
      `WITH person AS (
         INSERT INTO patient (id, nhs_number, given_name, family_name, birth_date, sex) VALUES ($1, $2, 'Ada', 'Ó Briain-Smith', '1942-05-17', 'female')
       )
       INSERT INTO admission (id, patient_id, ward_id, status, pathway, level, care_home_id, admitted_at, ended_at)
       VALUES ($3, $1, $4, $5, 'frailty', 'standard', $6, now() - interval '2 days', $7)`,
      [
        randomUUID(),
        nhsNumber,
        randomUUID(),
        wardId,
        active ? 'active' : 'ended',
        careHomeId,
        active ? null : new Date(),
      ],
    );
  }
});

const anyOf = <T>(all: readonly T[]) => fc.subarray([...all]);
const reaches = fc.record({
  wardIds: anyOf(WARDS),
  careHomeIds: fc.option(anyOf(HOMES)),
  nhsNumbers: fc.option(anyOf([...PEOPLE.map((person) => person.nhsNumber), NOBODY])),
});

/** The rule in words: on one of the wards, and in one of the homes and among the patients where these are limited. */
const reachesPerson = ({ wardIds, careHomeIds, nhsNumbers }: Reach, person: Person): boolean =>
  wardIds.includes(person.wardId) &&
  (careHomeIds === null || (person.careHomeId !== null && careHomeIds.includes(person.careHomeId))) &&
  (nhsNumbers === null || nhsNumbers.includes(person.nhsNumber));

let references = 0;
const readingOf = (source: Sender, nhsNumber: string, stated?: object) => ({
  id: newId(),
  source,
  sourceRef: String(++references),
  nhsNumber,
  ...(stated === undefined ? {} : { stated }),
  effectiveAt: Date.now(),
  receivedAt: Date.now(),
  vitals: { pulse: 70 },
});

describe('a key reaches exactly whom its scope says', () => {
  it('whatever the scopes of the keys whose readings are stored together', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(reaches, { minLength: 1, maxLength: 4 }), async (several) => {
        const readings = several.flatMap((reach, i) => {
          const source: Sender = { right: 'send', sourceId: 1, keyId: 100 + i, reach };
          return [...PEOPLE.map((person) => person.nhsNumber), NOBODY].map((number) => readingOf(source, number));
        });
        const kept = await storeReadings(database, readings);
        const expected = several.flatMap((reach) => [
          ...PEOPLE.map((person) => person.active && reachesPerson(reach, person)),
          false,
        ]);
        expect(kept.map((one) => one.matched)).toEqual(expected);

        // What is outside is kept like what is of nobody: with the number, without anybody, in the list of the unmatched.
        const rows = await database.query<{ id: string; right: boolean }>(
          `SELECT o.id, (o.admission_id IS NULL) = (u.observation_id IS NOT NULL) AND (o.admission_id IS NULL) = (o.patient_id IS NULL)
             AND (o.admission_id IS NULL) = (o.unmatched_nhs_number IS NOT NULL) AND (o.admission_id IS NOT NULL) = (q.observation_id IS NOT NULL)
             AND o.source_key_id = asked.key_id AS right
           FROM unnest($1::uuid[], $2::int[]) AS asked(id, key_id) JOIN observation o USING (id)
           LEFT JOIN unmatched_reading u ON u.observation_id = o.id LEFT JOIN pending_evaluation q ON q.observation_id = o.id`,
          [readings.map(({ id }) => id), readings.map(({ source }) => source.keyId)],
        );
        expect(rows).toHaveLength(readings.length);
        expect(rows.filter((row) => !row.right)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('for reading as for sending', async () => {
    await fc.assert(
      fc.asyncProperty(reaches, async (reach) => {
        const seen = await database.query<{ nhs_number: string }>(
          `SELECT p.nhs_number FROM admission a JOIN patient p ON p.id = a.patient_id
           WHERE ${withinReach({ wardIds: '$1::text[]', careHomeIds: '$2::text[]', nhsNumbers: '$3::text[]' })}`,
          [reach.wardIds, reach.careHomeIds, reach.nhsNumbers],
        );
        expect(new Set(seen.map((row) => row.nhs_number))).toEqual(
          new Set(PEOPLE.filter((person) => reachesPerson(reach, person)).map((person) => person.nhsNumber)),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('a reading whose sender says that the person is another', () => {
  const everywhere: Sender = {
    right: 'send',
    sourceId: 2,
    keyId: 1,
    reach: { wardIds: WARDS, careHomeIds: null, nhsNumbers: null },
  };

  it.each([
    ['says nothing', {}, true],
    ['the same', { familyName: 'Ó Briain-Smith', birthDate: '1942-05-17' }, true],
    ['in capitals, without accent, hyphen and space', { familyName: 'OBRIAIN SMITH' }, true],
    ['with the accent apart from its letter', { familyName: 'O\u0301 Briain\u2010Smith' }, true],
    ['a year alone', { birthDate: '1942' }, true],
    ['a month', { birthDate: '1942-05' }, true],
    ['a name as it is displayed', { displayName: 'Ó BRIAIN-SMITH, Ada (Mrs)' }, true],
    ['another family name', { familyName: 'Smith' }, false],
    ['a family name without letters', { familyName: '—' }, false],
    ['another birth date', { birthDate: '1942-05-18' }, false],
    ['another year', { birthDate: '1924' }, false],
    ['another month', { birthDate: '1942-06' }, false],
    ['the name but not the birth date', { familyName: 'Ó Briain-Smith', birthDate: '1924-05-17' }, false],
    ['the birth date but not the name', { familyName: 'Jones', birthDate: '1942-05-17' }, false],
    ['another displayed name', { displayName: 'Ada Briain' }, false],
  ])('is nobody’s until a person decides: %s', async (_, stated, matched) => {
    const [kept] = await storeReadings(database, [readingOf(everywhere, PEOPLE[0]!.nhsNumber, stated)]);
    expect(kept?.matched).toBe(matched);
    const [parked] = await behind.query<object>(
      `SELECT stated_family_name AS "familyName", stated_display_name AS "displayName", stated_birth_date AS "birthDate"
       FROM unmatched_reading WHERE observation_id = $1`,
      [kept?.id],
    );
    if (matched) expect(parked).toBeUndefined();
    else expect(parked).toMatchObject(stated);
  });
});

describe('an observation', () => {
  it('never changes, except that one of nobody becomes somebody’s', async () => {
    const nobody: Sender = {
      right: 'send',
      sourceId: 3,
      keyId: 1,
      reach: { wardIds: [], careHomeIds: null, nhsNumbers: null },
    };
    const [kept] = await storeReadings(database, [readingOf(nobody, PEOPLE[0]!.nhsNumber)]);
    const change = (set: string) => behind.query(`UPDATE observation SET ${set} WHERE id = $1`, [kept?.id]);
    const somebody = `(SELECT id FROM patient LIMIT 1)`;
    for (const set of [
      'pulse = 71',
      'effective_at = now()',
      `admission_id = gen_random_uuid()`,
      `patient_id = ${somebody}, pulse = 71`,
    ]) {
      await expect(change(set)).rejects.toThrow(/never changes/);
    }
    await change(`patient_id = ${somebody}`);
    await expect(change('patient_id = NULL')).rejects.toThrow(/never changes/);
    await expect(change(`admission_id = gen_random_uuid()`)).rejects.toThrow(/never changes/);
  });
});
