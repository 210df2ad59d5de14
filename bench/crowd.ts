import { createHash } from 'node:crypto';
import { parseNhsNumber } from '#contracts';
import type { TestDatabase } from '../test/harness/postgres.ts';

/** Many patients on many wards, all active, and one source that may write to all of them. */
export interface Crowd {
  readonly key: string;
  readonly wards: readonly string[];
  /** Spread over the wards in turn. */
  readonly nhsNumbers: readonly string[];
}

const KEY = 'bench-key-of-one-source-that-is-known-to-everybody';

/** Valid numbers of the test range 999, not those of the demo ward. */
function testNumbers(count: number): string[] {
  const found: string[] = [];
  for (let stem = 999_100_000; found.length < count; stem++) {
    for (let check = 0; check < 10; check++) {
      const digits = parseNhsNumber(`${stem}${check}`);
      if (digits !== null) found.push(digits);
    }
  }
  return found.slice(0, count);
}

export async function openCrowd(
  database: TestDatabase,
  { wards: wardCount, patients }: { wards: number; patients: number },
): Promise<Crowd> {
  const wards = Array.from({ length: wardCount }, (_, i) => `bench-${i + 1}`);
  const nhsNumbers = testNumbers(patients);
  const perWard = Math.ceil(patients / wardCount);
  await database.query(
    `INSERT INTO ward (id, name, capacity) SELECT id, 'Ward ' || id, $2 FROM unnest($1::text[]) AS w(id)`,
    [wards, perWard],
  );
  await database.query(
    `INSERT INTO bed SELECT w.id, n FROM ward w, generate_series(1, $1) AS n WHERE w.id LIKE 'bench-%'`,
    [perWard],
  );
  await database.query(
    `WITH numbered AS (
       SELECT nhs_number, n FROM unnest($1::text[]) WITH ORDINALITY AS t(nhs_number, n)
     ), patients AS (
       INSERT INTO patient (id, nhs_number, given_name, family_name, birth_date, sex)
       SELECT gen_random_uuid(), nhs_number, 'Bench', 'Patient ' || n, '1950-01-01', 'unknown' FROM numbered
       RETURNING id, nhs_number
     )
     INSERT INTO admission (id, patient_id, ward_id, bed, status, pathway, level, admitted_at)
     SELECT gen_random_uuid(), p.id, $2::text[][1 + (n - 1) % $3], 1 + (n - 1) / $3, 'active',
       (ARRAY['respiratory', 'cardiac', 'frailty'])[1 + n % 3], 'standard', now() - interval '3 days'
     FROM patients p JOIN numbered USING (nhs_number)`.replace('$2::text[][', '($2::text[])['),
    [nhsNumbers, wards, wardCount],
  );
  // At the machine's speed: what is measured is not the source's limit.
  await database.query(
    `WITH registered AS (
       INSERT INTO source (name, ward_ids, readings_per_second, burst) VALUES ('Bench', $2, 1000000, 1000000) RETURNING id
     )
     INSERT INTO source_key (source_id, key_hash, prefix, may_send, may_read, created_at, created_by)
     SELECT id, $1, '', true, true, now(), 'bench' FROM registered`,
    [createHash('sha256').update(KEY).digest(), wards],
  );
  await database.query('ANALYZE');
  return { key: KEY, wards, nhsNumbers };
}
