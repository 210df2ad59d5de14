import type { Database, Queryable, Transaction } from '../database.ts';
import { appendAudit } from '../audit.ts';
import { HELD_OF_A_PATIENT } from './held.ts';
import { RETENTION_CLASSES, RETENTION_CLASS_NAMES, type RetentionClassName } from './retention-classes.ts';
import { bury, type Removal, type Removed } from './tombstone.ts';

const DAY = 86_400_000;

/** Days by class, where an organisation keeps something else than what the table says. */
export type RetentionTerms = Readonly<Partial<Record<RetentionClassName, number>>>;

/** Which of these terms are outside their bounds, or of no class. */
export function wrongTerms(terms: Readonly<Record<string, number>>): string[] {
  return Object.entries(terms).flatMap(([name, days]) => {
    const known = RETENTION_CLASS_NAMES.find((one) => one === name);
    if (known === undefined) return [`${name}: expected one of ${RETENTION_CLASS_NAMES.join(', ')}`];
    const { least, most } = RETENTION_CLASSES[known].keptFor;
    return Number.isInteger(days) && days >= least && days <= most
      ? []
      : [`${name}: expected whole days from ${least} to ${most}, got ${days}`];
  });
}

/** What the settings say of the night's run, as the record knows it. What is wrong names the variable and its words, which are no secret. */
export function nightOf(given: {
  readonly classes: readonly string[];
  readonly terms: Readonly<Record<string, number>>;
}): { classes: RetentionClassName[]; terms: RetentionTerms; wrong: string[] } {
  const classes = RETENTION_CLASS_NAMES.filter((name) => given.classes.includes(name));
  const byTimetable = RETENTION_CLASS_NAMES.filter((name) => RETENTION_CLASSES[name].endedBy === 'timetable');
  const unknown = given.classes.filter((name) => !byTimetable.some((one) => one === name));
  return {
    classes,
    terms: given.terms,
    wrong: [
      ...unknown.map(
        (name) => `RETENTION_CLASSES cannot be used: ${name}: expected none, or some of ${byTimetable.join(', ')}`,
      ),
      ...wrongTerms(given.terms).map((one) => `RETENTION_TERMS cannot be used: ${one}`),
    ],
  };
}

/**
 * Whose care record has been kept for long enough: every stay ended before `$1`, of age long enough, and no hold in force. An
 * adult's 25th birthday is long past; a child's is waited for. `$2` is the day on which it is asked.
 */
const DUE_PATIENTS = `
  SELECT p.id FROM patient p
  JOIN LATERAL (SELECT max(a.ended_at) AS ended_at, bool_and(a.status = 'ended') AS over FROM admission a WHERE a.patient_id = p.id) stays
    ON stays.over AND stays.ended_at < $1
  WHERE p.birth_date + CASE WHEN age(stays.ended_at, p.birth_date) >= interval '17 years' AND age(stays.ended_at, p.birth_date) < interval '18 years'
      THEN interval '26 years' ELSE interval '25 years' END <= $2
    AND NOT EXISTS (SELECT FROM legal_hold h WHERE h.patient_id = p.id AND h.released_at IS NULL)
  ORDER BY p.id`;

const NOBODYS = `observation_id IN (SELECT id FROM observation WHERE patient_id IS NULL AND received_at < $1)`;
const DISMISSED = `kind = 'dismissed' AND at < $1 AND NOT EXISTS (SELECT FROM patient p WHERE p.nhs_number = identity_decision.nhs_number)`;
const NOT_TAKEN = `state IN ('declined', 'withdrawn') AND settled_at < $1 AND admission_id IS NULL
  AND NOT EXISTS (SELECT FROM patient p WHERE p.nhs_number = referral.nhs_number)`;
const GUESTS = `(SELECT c.id FROM account c JOIN admission a ON a.id = c.admission_id WHERE a.status = 'ended' AND a.ended_at < $1)`;
const IDLE = `message.created_at < $1 AND NOT EXISTS (SELECT FROM message_alert l WHERE l.message_id = message.id)
  AND NOT EXISTS (SELECT FROM notification n WHERE n.message_id = message.id)`;

/** What each class deletes of what is older than `$1`, in this order. The care record is ended patient by patient. */
const OF_CLASS: Record<
  Exclude<RetentionClassName, 'care-record'>,
  readonly (readonly [table: string, where: string])[]
> = {
  'referral-not-taken': [
    ['referral_event', `referral_id IN (SELECT id FROM referral WHERE ${NOT_TAKEN})`],
    ['planned_admission', `referral_id IN (SELECT id FROM referral WHERE ${NOT_TAKEN})`],
    ['referral', NOT_TAKEN],
  ],
  'concern-about-nobody': [['concern', 'closed_at < $1 AND admission_id IS NULL']],
  // What the sender calls them stays: a reading that is sent once more does not come back.
  'reading-of-nobody': [
    ['unmatched_reading', NOBODYS],
    ['identity_decision_reading', `decision_id IN (SELECT id FROM identity_decision WHERE ${DISMISSED})`],
    ['identity_decision', DISMISSED],
    ['observation', 'patient_id IS NULL AND received_at < $1'],
  ],
  'access-at-home': [
    ...['session', 'known_browser', 'spare_code', 'second_factor', 'sign_in_code', 'contact', 'push_device'].map(
      (table) => [table, `account_id IN ${GUESTS}`] as const,
    ),
    ['account', `id IN ${GUESTS}`],
  ],
  'message-of-no-alert': [
    [
      'delivery_event',
      `delivery_id IN (SELECT d.id FROM delivery d JOIN message ON message.id = d.message_id WHERE ${IDLE})`,
    ],
    ['delivery', `message_id IN (SELECT id FROM message WHERE ${IDLE})`],
    ['message', IDLE],
  ],
};

export interface RetentionRun {
  class: RetentionClassName;
  days: number;
  /** Of the care record: how many people. */
  people: number | null;
  removed: Removed;
}

/** How many people's care records are due. */
export async function careRecordsDue(database: Database, now: Date, terms: RetentionTerms): Promise<number> {
  return database.transaction(async (transaction) => (await duePatients(transaction, now, terms)).length);
}

async function duePatients(transaction: Transaction, now: Date, terms: RetentionTerms): Promise<string[]> {
  await transaction.query('SET LOCAL enable_seqscan = on');
  const rows = await transaction.query<{ id: string }>(DUE_PATIENTS, [
    new Date(now.getTime() - daysOf('care-record', terms) * DAY),
    now,
  ]);
  return rows.map(({ id }) => id);
}

const daysOf = (name: RetentionClassName, terms: RetentionTerms): number =>
  terms[name] ?? RETENTION_CLASSES[name].keptFor.days;

/** Everything that is held of a patient, as it is deleted. */
export const removalsOf = (patientId: string): Removal[] =>
  HELD_OF_A_PATIENT.map(({ table, where }) => ({ table, where, values: [patientId] }));

/**
 * Ends the keeping of these classes, each in a transaction of its own (the care record: each person in one), and says what was
 * removed. Care records need somebody who answers for it: without `doneBy` they are left.
 */
export async function endKeeping(
  database: Database,
  {
    classes,
    now,
    terms,
    doneBy,
  }: { classes: readonly RetentionClassName[]; now: Date; terms: RetentionTerms; doneBy: string | null },
): Promise<RetentionRun[]> {
  const runs: RetentionRun[] = [];
  for (const name of classes) {
    const days = daysOf(name, terms);
    const reason = `kept for ${days} days`;
    if (name !== 'care-record') {
      const before = new Date(now.getTime() - days * DAY);
      const removals = OF_CLASS[name].map(([table, where]) => ({ table, where, values: [before] }));
      const removed = await database.transaction((transaction) =>
        bury(transaction, { class: name, subject: null, reason, doneBy }, removals),
      );
      runs.push({ class: name, days, people: null, removed });
    } else if (doneBy !== null) {
      const due = await database.transaction((transaction) => duePatients(transaction, now, terms));
      const removed: Record<string, number> = {};
      let people = 0;
      for (const patient of due) {
        const gone = await database.transaction(async (transaction) => {
          await transaction.query('SELECT 1 FROM patient WHERE id = $1 FOR UPDATE', [patient]);
          // Admitted again, or held, since it was asked.
          if (!(await duePatients(transaction, now, terms)).includes(patient)) return {};
          return bury(transaction, { class: name, subject: patient, reason, doneBy }, removalsOf(patient));
        });
        if (Object.keys(gone).length > 0) people += 1;
        for (const [table, rows] of Object.entries(gone)) removed[table] = (removed[table] ?? 0) + rows;
      }
      runs.push({ class: name, days, people, removed });
    }
  }
  return runs;
}

/** Keeps a patient's record beyond its term, until it is released. False when it is held already. */
export function placeHold(
  database: Database,
  { patientId, reason, by, now }: { patientId: string; reason: string; by: string; now: Date },
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const held = await transaction.query(
      `INSERT INTO legal_hold (patient_id, reason, placed_at, placed_by) VALUES ($1, $2, $3, $4)
       ON CONFLICT (patient_id) WHERE released_at IS NULL DO NOTHING RETURNING id`,
      [patientId, reason, now, by],
    );
    if (held.length > 0) await tellHold(transaction, 'placed-legal-hold', patientId, by);
    return held.length > 0;
  });
}

/** False when none is in force. */
export function releaseHold(
  database: Database,
  { patientId, by, now }: { patientId: string; by: string; now: Date },
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const released = await transaction.query(
      'UPDATE legal_hold SET released_at = $2, released_by = $3 WHERE patient_id = $1 AND released_at IS NULL RETURNING id',
      [patientId, now, by],
    );
    if (released.length > 0) await tellHold(transaction, 'released-legal-hold', patientId, by);
    return released.length > 0;
  });
}

async function tellHold(
  transaction: Queryable,
  act: 'placed-legal-hold' | 'released-legal-hold',
  patientId: string,
  by: string,
): Promise<void> {
  const stays = await transaction.query<{ id: string }>('SELECT id FROM admission WHERE patient_id = $1', [patientId]);
  await appendAudit(transaction, [{ act, actor: { kind: 'person', id: by }, admissions: stays.map(({ id }) => id) }]);
}
