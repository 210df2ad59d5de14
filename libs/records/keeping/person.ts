import { appendAudit } from '../audit.ts';
import type { Database, Queryable } from '../database.ts';
import { HELD_OF_A_PATIENT } from './held.ts';
import { bury, type Removal, type Removed } from './tombstone.ts';

export interface PatientKnown {
  id: string;
  name: string;
  nhsNumber: string;
  /** ISO. */
  birthDate: string;
}

/** Who has this NHS number, among whom the account may answer for: a lead for the wards of all stays, an administrator for everybody. */
export async function patientAnsweredFor(
  database: Queryable,
  { nhsNumber, username }: { nhsNumber: string; username: string },
): Promise<{ patient: PatientKnown | null; account: { id: string; name: string; role: string } | null }> {
  const [account] = await database.query<{ id: string; name: string; role: string; ward_ids: string[] }>(
    `SELECT id, display_name AS name, role, ward_ids FROM account
     WHERE username = $1 AND role IN ('lead', 'administrator') AND disabled_at IS NULL`,
    [username],
  );
  if (!account) return { patient: null, account: null };
  const [patient] = await database.query<PatientKnown>(
    `SELECT p.id, p.given_name || ' ' || p.family_name AS name, p.nhs_number AS "nhsNumber", to_char(p.birth_date, 'YYYY-MM-DD') AS "birthDate"
     FROM patient p WHERE p.nhs_number = $1
       AND ($2 = 'administrator' OR NOT EXISTS (SELECT FROM admission a WHERE a.patient_id = p.id AND NOT a.ward_id = ANY ($3)))`,
    [nhsNumber, account.role, account.ward_ids],
  );
  return { patient: patient ?? null, account: { id: account.id, name: account.name, role: account.role } };
}

export type HeldRow = Readonly<Record<string, unknown>>;

export interface HeldOfPatient {
  /** Epoch ms. */
  at: number;
  groups: readonly { table: string; what: string; rows: readonly HeldRow[] }[];
  /** Who saw and did what with their stays, the oldest first. */
  acts: readonly { at: string; act: string; by: string }[];
}

/**
 * Everything that is held of a patient, as of one moment, without what would open something. That it was asked for is told to the
 * audit trail in the same transaction.
 */
export function everythingOf(
  database: Database,
  { patientId, by, now }: { patientId: string; by: string; now: Date },
): Promise<HeldOfPatient> {
  return database.transaction(async (transaction) => {
    await transaction.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await transaction.query('SET LOCAL enable_seqscan = on');
    const groups = [];
    for (const { table, what, where, by: order, secret = [], given = '*' } of HELD_OF_A_PATIENT.toReversed()) {
      const rows = await transaction.query<{ row: HeldRow }>(
        `SELECT to_jsonb(t) - $2::text[] AS row FROM (SELECT ${given} FROM ${table} WHERE ${where}) t ${order === undefined ? '' : `ORDER BY t.${order}`}`,
        [patientId, [...secret]],
      );
      groups.push({ table, what, rows: rows.map(({ row }) => row) });
    }
    const stays = await transaction.query<{ id: string }>('SELECT id FROM admission WHERE patient_id = $1', [
      patientId,
    ]);
    const ids = stays.map(({ id }) => id);
    const acts = await transaction.query<{ at: string; act: string; by: string }>(
      `SELECT e.content::jsonb ->> 'at' AS at, e.content::jsonb ->> 'act' AS act,
         coalesce(c.display_name, e.content::jsonb -> 'actor' ->> 'kind') AS by
       FROM audit_entry e LEFT JOIN account c ON c.id::text = e.content::jsonb -> 'actor' ->> 'id'
       WHERE e.content::jsonb -> 'admissions' ?| $1::text[] ORDER BY e.seq`,
      [ids],
    );
    await appendAudit(transaction, [
      { act: 'exported-everything-held', actor: { kind: 'person', id: by }, admissions: ids },
    ]);
    return { at: now.getTime(), groups, acts };
  });
}

const OWN_NUMBER = '(SELECT nhs_number FROM patient WHERE id = $1)';
const GUESTS = `(SELECT c.id FROM account c JOIN admission a ON a.id = c.admission_id WHERE a.patient_id = $1 AND a.status = 'ended')`;

/**
 * What is erased when a patient asks for it (UK GDPR, Article 17): what is no part of the care record. Readings that somebody said are not
 * theirs, although they came under their number (one that still waits to be matched may be theirs and stays); access at home, once the stay
 * is over. Nothing while the record is on hold.
 */
const ERASED_ON_REQUEST: readonly (readonly [table: string, where: string])[] = [
  [
    'observation',
    `patient_id IS NULL AND unmatched_nhs_number = ${OWN_NUMBER} AND NOT EXISTS (SELECT FROM unmatched_reading u WHERE u.observation_id = observation.id)`,
  ],
  ...['session', 'known_browser', 'spare_code', 'second_factor', 'sign_in_code', 'contact', 'push_device'].map(
    (table) => [table, `account_id IN ${GUESTS}`] as const,
  ),
  ['account', `id IN ${GUESTS}`],
];

export interface Erasure {
  removed: Removed;
  /** What is still held, and the law by which it is. */
  kept: readonly { what: string; rows: number; why: string }[];
}

const CARE_RECORD =
  'UK GDPR Article 17(3)(b) and (c): a care record is kept by law and for the public’s health until its term ends (Records Management Code of Practice 2021)';
const OPEN_STAY = 'It lets you or your carer in while you are on the ward; it is erased when the stay is over';
const HELD_BY_LAW = 'UK GDPR Article 17(3)(e): it is needed for a claim or an inquiry';

/** Erases what the law lets be erased at the person's wish, and says of everything else why it is kept. */
export function eraseOnRequest(
  database: Database,
  { patientId, reason, by }: { patientId: string; reason: string; by: string },
): Promise<Erasure> {
  return database.transaction(async (transaction) => {
    const [hold] = await transaction.query('SELECT 1 FROM legal_hold WHERE patient_id = $1 AND released_at IS NULL', [
      patientId,
    ]);
    const removed = await bury(
      transaction,
      { class: 'erasure', subject: patientId, reason, doneBy: by },
      (hold ? [] : ERASED_ON_REQUEST).map(([table, where]): Removal => ({ table, where, values: [patientId] })),
    );
    const kept: { what: string; rows: number; why: string }[] = [];
    const guests = new Set(ERASED_ON_REQUEST.map(([table]) => table).filter((table) => table !== 'observation'));
    for (const { table, what, where } of HELD_OF_A_PATIENT) {
      const [{ rows } = { rows: '0' }] = await transaction.query<{ rows: string }>(
        `SELECT count(*) AS rows FROM ${table} WHERE ${where}`,
        [patientId],
      );
      if (Number(rows) === 0) continue;
      const why = hold || table === 'legal_hold' ? HELD_BY_LAW : guests.has(table) ? OPEN_STAY : CARE_RECORD;
      kept.push({ what, rows: Number(rows), why });
    }
    return { removed, kept };
  });
}

/** Erases a concern that was told about the wrong person: closed, and of nobody of ours. False when it is not so. */
export function eraseConcern(
  database: Database,
  { concernId, reason, by }: { concernId: string; reason: string; by: string },
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const removed = await bury(transaction, { class: 'erasure', subject: null, reason, doneBy: by }, [
      { table: 'concern', where: 'id = $1 AND closed_at IS NOT NULL AND admission_id IS NULL', values: [concernId] },
    ]);
    return Object.keys(removed).length > 0;
  });
}
