import { randomUUID } from 'node:crypto';
import type { TestDatabase } from '../harness/index.ts';

/* Rows that a test needs and is not about, straight into the database: healthy until the test says otherwise. */

let count = 0;

export async function aWard(database: TestDatabase, { id = `ward-${++count}` } = {}): Promise<string> {
  await database.query('INSERT INTO ward (id, name, capacity) VALUES ($1, $2, 20)', [id, `Ward ${id}`]);
  return id;
}

export async function anAccount(
  database: TestDatabase,
  { wardIds, role = 'hub-clinician' }: { wardIds: readonly string[]; role?: string },
): Promise<string> {
  const id = randomUUID();
  await database.query(
    `INSERT INTO account (id, username, display_name, role, password_hash, ward_ids) VALUES ($1, $2, $3, $4, 'none', $5)`,
    [id, `person-${id}`, `Person ${++count}`, role, wardIds],
  );
  return id;
}

/** A stay of somebody of their own. */
export async function aStay(database: TestDatabase, wardId: string): Promise<string> {
  const [patientId, id] = [randomUUID(), randomUUID()];
  await database.query(
    `INSERT INTO patient (id, nhs_number, given_name, family_name, birth_date, sex) VALUES ($1, $2, 'Given', 'Family', '1940-01-01', 'female')`,
    [patientId, String(9_000_000_000 + ++count)],
  );
  await database.query(
    `INSERT INTO admission (id, patient_id, ward_id, status, pathway, level, admitted_at)
     VALUES ($1, $2, $3, 'active', 'frailty', 'standard', now())`,
    [id, patientId, wardId],
  );
  return id;
}

export async function anAlert(
  database: TestDatabase,
  {
    wardId,
    admissionId,
    ruleId = `rule-${++count}`,
    priority = 'urgent',
  }: { wardId: string; admissionId?: string; ruleId?: string; priority?: string },
): Promise<string> {
  const id = randomUUID();
  await database.query(
    `INSERT INTO alert (id, admission_id, ward_id, rule_id, priority, status, sentence, raised_at, effective_at,
       accept_by, route, step, asked_at, next_step_at)
     VALUES ($1, $2, $3, $4, $5, 'raised', 'Something was measured', now(), now(),
       now() + interval '1 hour', '{"id": "default", "until": null, "steps": [{"kind": "ward-fallback", "waitFor": 3600000}]}', 0, now(),
       now() + interval '1 hour')`,
    [id, admissionId ?? (await aStay(database, wardId)), wardId, ruleId, priority],
  );
  return id;
}
