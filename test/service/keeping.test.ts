import {
  auditHead,
  careRecordsDue,
  Database,
  decideRetention,
  endKeeping,
  endKeepingOfTheDay,
  eraseConcern,
  eraseOnRequest,
  everythingOf,
  HELD_OF_A_PATIENT,
  HELD_OF_NOBODY,
  patientAnsweredFor,
  placeHold,
  releaseHold,
  RETENTION_CLASS_NAMES,
  RETENTION_CLASSES,
  retentionSeen,
  tombstones,
  verifyAudit,
  wrongTerms,
  type Account,
  entering,
  SCOPED_ROLE,
  scopeOf,
  withinScope,
  type Queryable,
  type Reader,
  type Scope,
} from '#records';
import { beginSettingUp, confirmSettingUp, hashPassword } from '#access';
import { heldOfPersonPdf } from '#pdf';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { QueryResultRow } from 'pg';
import { Secret, TOTP } from 'otpauth';
import { FeedReads } from '../../apps/hub/board/feed-reads.ts';
import { FhirReads } from '../../apps/ingestion/fhir/fhir-reads.ts';
import { Cursors } from '../../apps/ingestion/fhir/search/cursor.ts';
import { compiled } from '../../scripts/start/project-root.ts';
import { openDatabase, stopAtTheEnd, temporaryFolder, type TestDatabase } from '../harness/index.ts';
import { cleanEnvironment } from '../harness/settings.ts';
import { anAccount, anAlert, aWard } from '../ward/fixtures.ts';

let behind: TestDatabase;
let database: Database;
let ward: string;
let home: string;
let staff: string;
let administrator: string;
let partner: string;

const NOW = new Date('2026-11-23T03:00:00Z');
const yearsAgo = (years: number): Date => new Date(NOW.getTime() - years * 365.25 * 86_400_000);

beforeAll(async () => {
  behind = await openDatabase();
  database = await Database.open({ url: behind.url, poolSize: 4, applicationName: 'test' });
  stopAtTheEnd(() => database.close());
  ward = await aWard(behind);
  home = randomUUID();
  await behind.query('INSERT INTO care_home (id, ward_id, name) VALUES ($1, $2, $1)', [home, ward]);
  staff = await anAccount(behind, { wardIds: [ward] });
  administrator = await anAccount(behind, { wardIds: [], role: 'administrator' });
  partner = randomUUID();
  await behind.query(
    `INSERT INTO partner_code (id, ward_id, organisation, code_hash, prefix, issued_at, issued_by, issued_by_name, expires_at)
     VALUES ($1, $2, 'Police', '\\x01', 'a', now(), $3, 'S', now())`,
    [partner, ward, staff],
  );
  await behind.query(`INSERT INTO source (id, name, ward_ids) VALUES (77, 'S', $1)`, [[ward]]);
});

let count = 0;

interface Person {
  patient: string;
  stay: string;
  nhsNumber: string;
  familyName: string;
  guest: string;
}

/** Somebody of whom nearly everything is held that can be. */
async function aPerson({ endedAt, bornOn = '1940-05-01' }: { endedAt: Date | null; bornOn?: string }): Promise<Person> {
  const [patient, stay, guest] = [randomUUID(), randomUUID(), randomUUID()];
  const nhsNumber = String(9_991_000_000 + ++count);
  const familyName = `Zw${randomUUID().slice(0, 8)}`;
  const began = new Date((endedAt ?? NOW).getTime() - 864e6);
  await database.query(
    `INSERT INTO patient (id, nhs_number, given_name, family_name, birth_date, sex) VALUES ($1, $2, 'Given', $3, $4, 'female')`,
    [patient, nhsNumber, familyName, bornOn],
  );
  await database.query(
    `INSERT INTO admission (id, patient_id, ward_id, care_home_id, status, pathway, level, admitted_at)
     VALUES ($1, $2, $3, $4, 'active', 'frailty', 'standard', $5)`,
    [stay, patient, ward, home, began],
  );
  const alert = await anAlert(behind, { wardId: ward, admissionId: stay });
  const reading = randomUUID();
  const statements: [string, unknown[]][] = [
    [
      `INSERT INTO observation (id, patient_id, admission_id, received_at, effective_at, source_id, source_ref, pulse) VALUES ($1, $2, $3, $4, $4, 77, $5, 71)`,
      [reading, patient, stay, began, `ref ${reading}`],
    ],
    [
      `INSERT INTO reading_key (source_id, source_ref, observation_id, received_at) VALUES (77, $1, $2, $3)`,
      [`ref ${reading}`, reading, began],
    ],
    [
      `INSERT INTO reading_key_past (source_id, source_ref, observation_id, received_at) VALUES (77, $1, $2, $3)`,
      [`ref ${reading}`, reading, began],
    ],
    [
      `INSERT INTO news2_score (admission_id, at, complete, least, most, scale, sub_scores, reading_ids, rule_set_version) VALUES ($1, $2, true, 1, 1, 1, '{}', '{}', '1')`,
      [stay, began],
    ],
    [
      `INSERT INTO finding (id, admission_id, alert_id, rule_id, rule_version, rule_set_version, priority, effective_at, recorded_at, sentence, evidence, source) VALUES (gen_random_uuid(), $1, $2, 'r', '1', '1', 'urgent', $3, $3, 'why', '{}', '{}')`,
      [stay, alert, began],
    ],
    [`INSERT INTO alert_event (alert_id, at, kind, actor) VALUES ($1, $2, 'raised', 'Homeward')`, [alert, began]],
    [
      `INSERT INTO message (id, kind, account_id, ward_id, priority, reason, created_at) VALUES ($1, 'alert', $2, $3, 'urgent', 'asked', $4)`,
      [guest, staff, ward, began],
    ],
    [`INSERT INTO message_alert (alert_id, message_id) VALUES ($1, $2)`, [alert, guest]],
    [
      `INSERT INTO notification (alert_id, account_id, reason, step, alert_version, created_at, not_before, settled_at, outcome, message_id) VALUES ($1, $2, 'asked', 0, 1, $3, $3, $3, 'told', $4)`,
      [alert, staff, began, guest],
    ],
    [
      `INSERT INTO delivery (id, message_id, channel, state, give_up_at, created_at) VALUES ($1, $2, 'smtp', 'sent', $3, $3)`,
      [guest, guest, began],
    ],
    [`INSERT INTO delivery_event (delivery_id, at, attempt, kind) VALUES ($1, $2, 1, 'sent')`, [guest, began]],
    [
      `INSERT INTO stay_note (id, admission_id, at, written_by, written_by_name, text) VALUES (gen_random_uuid(), $1, $2, $3, 'S', $4)`,
      [stay, began, staff, `Seen ${familyName}`],
    ],
    [
      `INSERT INTO patient_message (id, admission_id, at, written_by, written_by_name, text) VALUES (gen_random_uuid(), $1, $2, $3, 'S', 'Hello')`,
      [stay, began, staff],
    ],
    [
      `INSERT INTO plan_change (admission_id, at, changed_by, changed_by_name, reason, version, before, after) VALUES ($1, $2, $3, 'S', 'r', 1, '{}', '{}')`,
      [stay, began, staff],
    ],
    [
      `INSERT INTO level_change (admission_id, at, changed_by, changed_by_name, from_level, to_level, reason, overridden, criteria, version) VALUES ($1, $2, $3, 'S', 'light', 'standard', 'r', '{}', '{}', 1)`,
      [stay, began, staff],
    ],
    [
      `INSERT INTO round_decision (admission_id, decision, decided_at, decided_by) VALUES ($1, 'continue', $2, $3)`,
      [stay, began, staff],
    ],
    [
      `INSERT INTO sbard (id, admission_id, care_home_id, written_at, written_by, written_by_name, situation, background, assessment, recommendation) VALUES (gen_random_uuid(), $1, $2, $3, $4, 'S', '{a}', '{b}', '{c}', 'r')`,
      [stay, home, began, staff],
    ],
    [
      `WITH taken AS (INSERT INTO photo (id, admission_id, care_home_id, subject, taken_at, received_at, taken_by, taken_by_name, width, height, digest) VALUES (gen_random_uuid(), $1, $2, 'wound', $3, $3, $4, 'S', 1, 1, sha256('picture')) RETURNING id) INSERT INTO photo_picture (photo_id, jpeg) SELECT id, 'picture' FROM taken`,
      [stay, home, began, staff],
    ],
    [
      `INSERT INTO repeat_request (admission_id, asked_at, due_at, asked_by, asked_by_name) VALUES ($1, $2, $2::timestamptz + interval '1 hour', $3, 'S')`,
      [stay, began, staff],
    ],
    [
      `INSERT INTO onward_transfer (id, admission_id, at, transferred_to, reason, transferred_by, transferred_by_name, told) VALUES (gen_random_uuid(), $1, $2, '999', 'r', $3, 'S', '{}')`,
      [stay, began, staff],
    ],
    [
      `INSERT INTO planned_discharge (admission_id, on_day, reason, at, by_id, by_name) VALUES ($1, '2030-01-01', 'r', $2, $3, 'S')`,
      [stay, began, staff],
    ],
    [
      `WITH new AS (INSERT INTO care_entry (id, admission_id, kind, content) VALUES (gen_random_uuid(), $1, 'goal', '{"state": "open", "what": "w"}') RETURNING id)
       INSERT INTO care_entry_change (entry_id, admission_id, version, content, at, by_id, by_name) SELECT id, $1, 1, '{"state": "open"}', $2, $3, 'S' FROM new`,
      [stay, began, staff],
    ],
    [
      `INSERT INTO discharge_summary (id, admission_id, at, written_by, written_by_name, contents, told) VALUES (gen_random_uuid(), $1, $2, $3, 'S', '{}', '{}')`,
      [stay, began, staff],
    ],
    [
      `WITH endpoint AS (INSERT INTO discharge_endpoint (id, name, url, created_at, created_by, ended_at) VALUES (gen_random_uuid(), 'e', 'https://e.example', $2, 'S', $2) RETURNING id),
         sending AS (INSERT INTO discharge_sending (id, admission_id, endpoint_id, base, queued_at, queued_by_name, state, give_up_at, settled_at)
           SELECT gen_random_uuid(), $1, id, 'b', $2, 'S', 'received', $2, $2 FROM endpoint RETURNING id)
       INSERT INTO discharge_attempt (sending_id, admission_id, attempt, at, kind) SELECT id, $1, 1, $2, 'attempt' FROM sending`,
      [stay, began],
    ],
    [
      `INSERT INTO summary_to_come (admission_id, reason, at, by_id, by_name) VALUES ($1, 'r', $2, $3, 'S')`,
      [stay, began, staff],
    ],
    [
      `INSERT INTO stay_review (admission_id, at, by_id, by_name, decision, reason, next_in_days, criteria, rules) VALUES ($1, $2, $3, 'S', 'goes-on', 'r', 7, '[]', 'v')`,
      [stay, began, staff],
    ],
    [`INSERT INTO first_reading (admission_id, due_at) VALUES ($1, $2)`, [stay, began]],
    [`INSERT INTO ward (id, name, capacity) VALUES ('another', 'Another', 1) ON CONFLICT DO NOTHING`, []],
    [
      `INSERT INTO ward_transfer (admission_id, from_ward_id, to_ward_id, reason, at, by_id, by_name)
       SELECT id, ward_id, 'another', 'r', $2, $3, 'S' FROM admission WHERE id = $1`,
      [stay, began, staff],
    ],
    [
      `WITH new AS (INSERT INTO kit (id, ward_id, kind, serial, state, added_at) VALUES (gen_random_uuid(), $4, 'scales', gen_random_uuid()::text, 'in-stock', $2) RETURNING id)
       INSERT INTO kit_loan (kit_id, admission_id, lent_at, lent_by, lent_by_name) SELECT id, $1, $2, $3, 'S' FROM new`,
      [stay, began, staff, ward],
    ],
    [
      `INSERT INTO spo2_scale_order (admission_id, scale, in_force_from, authorised_by, role, reason) VALUES ($1, 2, $2, 'S', 'doctor', 'r')`,
      [stay, began],
    ],
    [`INSERT INTO stay_look (admission_id, at, account_id, by_name) VALUES ($1, $2, $3, 'S')`, [stay, began, staff]],
    [
      `INSERT INTO break_glass (id, admission_id, ward_id, account_id, account_name, role, kind, reason, opened_at, until)
       SELECT gen_random_uuid(), a.id, a.ward_id, $3, 'S', 'lead', 'other', 'Asked by the crew', $2, $2::timestamptz + interval '1 hour'
       FROM admission a WHERE a.id = $1`,
      [stay, began, staff],
    ],
    [
      `INSERT INTO record_restriction (id, patient_id, set_at, set_by, set_by_name, reason, named, lifted_at, lifted_by, lifted_by_name, lifted_reason)
       SELECT gen_random_uuid(), a.patient_id, $2, $3, 'S', 'Works here', '{}', $2, $3, 'S', 'Not any more'
       FROM admission a WHERE a.id = $1`,
      [stay, began, staff],
    ],
    [
      `INSERT INTO sharing_choice (patient_id, scope, choice, said_by, said_how, said_on, at, recorded_by, recorded_by_name)
       SELECT a.patient_id, 'gp', 'objects', 'patient', 'telephone', $2::timestamptz::date, $2, $3, 'S' FROM admission a WHERE a.id = $1`,
      [stay, began, staff],
    ],
    [`INSERT INTO absence (admission_id, due_at, step) VALUES ($1, $2, 'remind')`, [stay, began]],
    [`INSERT INTO pending_repeat (admission_id, rule_id, finding, due_at) VALUES ($1, 'r', '{}', $2)`, [stay, began]],
    [
      `INSERT INTO pending_evaluation (admission_id, observation_id, received_at) VALUES ($1, $2, $3)`,
      [stay, reading, began],
    ],
    [
      `INSERT INTO device (admission_id, source_id, identifier, last_heard_at, round_began_at) VALUES ($1, 77, 'cuff', $2, $2)`,
      [stay, began],
    ],
    [
      `INSERT INTO concern (id, ward_id, partner_code_id, organisation, reference, name, noticed, received_at, due_at, admission_id, matched_at, matched_by_name) VALUES (gen_random_uuid(), $1, $2, 'Police', gen_random_uuid(), $3, '{confused}', $4, $4::timestamptz + interval '1 hour', $5, $4, 'S')`,
      [ward, partner, familyName, began, stay],
    ],
    [
      `INSERT INTO referral (id, ward_id, nhs_number, terms, state, received_at, received_by_name, settled_at, admission_id) VALUES ($1, $2, $3, $4, 'admitted', $5, 'S', $5, $6)`,
      [guest, ward, nhsNumber, { name: familyName }, began, stay],
    ],
    [
      `INSERT INTO referral_event (referral_id, at, by_id, by_name, state, criteria) VALUES ($1, $2, $3, 'S', 'received', '{}')`,
      [guest, began, staff],
    ],
    [
      `INSERT INTO planned_admission (referral_id, on_day, reason, at, by_id, by_name) VALUES ($1, '2030-01-01', 'r', $2, $3, 'S')`,
      [guest, began, staff],
    ],
    [
      `INSERT INTO identity_decision (id, at, kind, decided_by, reason, source_id, nhs_number, stated, stated_as, patient_id, admission_id) VALUES ($1, $2, 'attached', 'S', 'r', 77, $3, '{}', 'x', $4, $5)`,
      [guest, began, nhsNumber, patient, stay],
    ],
    [
      `INSERT INTO identity_decision_reading (decision_id, observation_id, received_at, placed) VALUES ($1, $2, $3, 'stay')`,
      [guest, reading, began],
    ],
    [
      `INSERT INTO unmatched_reading (observation_id, received_at, effective_at, source_id, nhs_number) VALUES ($1, $2, $2, 77, $3)`,
      [randomUUID(), began, nhsNumber],
    ],
    [
      `INSERT INTO account (id, username, display_name, role, password_hash, ward_ids, admission_id) VALUES ($1, $2, $3, 'carer', 'secret-hash', '{}', $4)`,
      [guest, `guest-${guest}`, `Carer of ${familyName}`, stay],
    ],
    [
      `INSERT INTO session (token_hash, account_id, created_at, last_seen_at, expires_at, id) VALUES ($1, $2, $3, $3, $3, gen_random_uuid())`,
      [Buffer.from(guest), guest, began],
    ],
    [
      `INSERT INTO known_browser (account_id, browser_hash, last_used_at) VALUES ($1, $2, $3)`,
      [guest, Buffer.from(guest), began],
    ],
    [
      `INSERT INTO sign_in_code (id, account_id, locator, secret_hash, issued_at, issued_by, issued_by_name, expires_at, tries_left) VALUES (gen_random_uuid(), $1, 'loc', 'secret-hash', $2, $3, 'S', $2::timestamptz + interval '1 hour', 3)`,
      [guest, began, staff],
    ],
    [
      `SELECT append_audit($1::jsonb)`,
      [JSON.stringify([{ act: 'viewed-patient', actor: { kind: 'person', id: staff }, admissions: [stay] }])],
    ],
  ];
  for (const [statement, args] of statements) await database.query(statement, args);
  if (endedAt !== null) {
    await database.query(
      `UPDATE alert SET status = 'historic', next_step_at = NULL, asked_at = NULL, route = NULL, step = NULL WHERE id = $1`,
      [alert],
    );
    await database.query(`UPDATE admission SET status = 'ended', ended_at = $2 WHERE id = $1`, [stay, endedAt]);
  }
  return { patient, stay, nhsNumber, familyName, guest };
}

const tablesNow = async (): Promise<string[]> =>
  (
    await database.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1`,
    )
  ).map(({ name }) => name);

/** Every table in which one of these words stands anywhere. */
async function whereStands(...words: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const name of await tablesNow()) {
    const [row] = await database.query(`SELECT 1 FROM ${name} t WHERE t::text LIKE ANY ($1) LIMIT 1`, [
      words.map((word) => `%${word}%`),
    ]);
    if (row) found.push(name);
  }
  return found;
}

const isThere = async (person: Person): Promise<boolean> =>
  (await database.query('SELECT 1 FROM patient WHERE id = $1', [person.patient])).length > 0;

describe('what is held of a patient', () => {
  it('names every table of the record, once: a new one has to say whose its rows are', async () => {
    const named = [...HELD_OF_A_PATIENT.map(({ table }) => table), ...Object.keys(HELD_OF_NOBODY)];
    expect(named.sort()).toEqual(await tablesNow());
  });

  it('is given whole to the person, without what opens anything, with who saw it; and that is told', async () => {
    const person = await aPerson({ endedAt: null });
    const held = await everythingOf(database, { patientId: person.patient, by: administrator, now: NOW });
    const filled = held.groups.filter(({ rows }) => rows.length > 0).map(({ table }) => table);
    const empty = HELD_OF_A_PATIENT.map(({ table }) => table).filter((table) => !filled.includes(table));
    // A patient at home has none of these.
    expect(empty.sort()).toEqual(['contact', 'legal_hold', 'push_device', 'second_factor', 'spare_code']);
    // A picture as one that can be looked at.
    expect(JSON.stringify(held)).toContain(`data:image/jpeg;base64,${Buffer.from('picture').toString('base64')}`);
    expect(JSON.stringify(held)).not.toMatch(/secret-hash|token_hash|browser_hash/);
    expect(held.acts).toMatchObject([{ act: 'viewed-patient', by: expect.stringContaining('Person') }]);
    const pdf = await heldOfPersonPdf({
      ...held,
      zone: 'Europe/London',
      organisation: 'Homeward',
      by: 'Somebody',
      name: `Given ${person.familyName}`,
      nhsNumber: person.nhsNumber,
      birthDate: '1940-05-01',
    });
    const document = pdf.toString('latin1');
    for (const mark of ['%PDF-1.7', '/Lang (en-GB)', '/DisplayDocTitle true', '/Marked true'])
      expect(document).toContain(mark);
    // One for each table of which there are rows, one for those without, one for who saw it.
    expect(document.match(/\/S \/H2/g)).toHaveLength(filled.length + 2);
    const stands = await whereStands(person.patient, person.nhsNumber, person.familyName);
    expect(stands.filter((table) => !filled.includes(table))).toEqual([]);
    const [told] = await database.query<{ content: string }>(
      'SELECT content FROM audit_entry ORDER BY seq DESC LIMIT 1',
    );
    expect(JSON.parse(told!.content)).toMatchObject({
      act: 'exported-everything-held',
      actor: { id: administrator },
      admissions: [person.stay],
    });
  });

  it('is answered for by a lead of all the wards, or an administrator, and by nobody else', async () => {
    const person = await aPerson({ endedAt: null });
    const lead = await anAccount(behind, { wardIds: [ward], role: 'lead' });
    const elsewhere = await anAccount(behind, { wardIds: ['other'], role: 'lead' });
    const asked = async (id: string) =>
      (await patientAnsweredFor(database, { nhsNumber: person.nhsNumber, username: `person-${id}` })).patient?.id ??
      null;
    expect(await asked(lead)).toBe(person.patient);
    expect(await asked(administrator)).toBe(person.patient);
    expect(await asked(elsewhere)).toBeNull();
    expect(await asked(staff)).toBeNull();
  });
});

describe('the night’s run', () => {
  const night = (worker: string, day: string, different: object = {}) =>
    endKeepingOfTheDay(database, { classes: ['access-at-home'], terms: {}, day, now: NOW, worker, ...different });
  const actor = (): Account => ({ id: administrator, displayName: 'An administrator' }) as Account;
  const later = (ms: number): Date => new Date(NOW.getTime() + ms);

  it('is done by one worker a day, and its report is kept', async () => {
    const over = await aPerson({ endedAt: yearsAgo(1) });
    const outcomes = await Promise.all(['a', 'b', 'c'].map((worker) => night(worker, '2026-01-01')));
    const [done, ...others] = outcomes.filter((one) => one !== null);
    expect(others).toEqual([]);
    expect(done).toMatchObject([{ class: 'access-at-home', days: 30, removed: { account: expect.any(Number) } }]);
    expect(await night('b', '2026-01-01')).toBeNull();
    const { runs } = await retentionSeen(database, { terms: {}, now: NOW });
    expect(runs[0]).toMatchObject({ day: '2026-01-01', finishedAt: NOW.getTime(), classes: done });
    // What nobody named is left, and care records above all.
    expect(await isThere(over)).toBe(true);
    expect(await night('b', '2026-01-02', { classes: [] })).toEqual([]);
  });

  it('is taken up by another worker at the class where it stood, once whoever had it is taken for lost', async () => {
    await behind.query(
      `INSERT INTO retention_run (id, day, started_at, held_by, held_until, report)
       VALUES (gen_random_uuid(), '2026-01-03', $1, 'lost', $2, '[{"class": "access-at-home", "days": 30, "people": null, "removed": {"account": 7}}]')`,
      [NOW, later(60_000)],
    );
    const both = { classes: ['access-at-home', 'message-of-no-alert'] };
    expect(await night('b', '2026-01-03', both)).toBeNull();
    // Nor is the next day's begun before it.
    expect(await night('b', '2026-01-04', both)).toBeNull();
    const done = await night('b', '2026-01-04', { ...both, now: later(60_001) });
    expect(done).toMatchObject([
      { class: 'access-at-home', removed: { account: 7 } },
      { class: 'message-of-no-alert' },
    ]);
    const { runs } = await retentionSeen(database, { terms: {}, now: NOW });
    expect(runs[0]).toMatchObject({ day: '2026-01-03', finishedAt: expect.any(Number) });
  });

  it('takes care records by the decision of an administrator alone, of those who were due when they looked', async () => {
    const due = await aPerson({ endedAt: yearsAgo(9) });
    const soon = await aPerson({ endedAt: new Date(yearsAgo(8).getTime() + 3_600_000 * 40) });
    const { careRecordsDue: people } = await retentionSeen(database, { terms: {}, now: NOW });
    expect(await night('a', '2026-01-05')).not.toBeNull();
    expect(await isThere(due)).toBe(true);
    const wish = { actor: actor(), reason: 'Looked at together.', terms: {}, now: NOW };
    expect(await decideRetention(database, { ...wish, people: people + 1 })).toBe('stale');
    expect(await decideRetention(database, { ...wish, people })).toBe('decided');
    expect(await decideRetention(database, { ...wish, people })).toBe('waits');
    await expect(behind.query(`UPDATE retention_decision SET people = 99`)).rejects.toThrow(/stays as it is/);
    await behind.query(`UPDATE account SET role = 'lead' WHERE id = $1`, [administrator]);
    expect(await night('a', '2026-01-06')).toMatchObject([{ class: 'access-at-home' }]);
    await behind.query(`UPDATE account SET role = 'administrator' WHERE id = $1`, [administrator]);
    // Whoever has become due meanwhile was looked at by nobody.
    const after = later(5 * 86_400_000);
    const done = await night('a', '2026-01-07', { now: after });
    expect(done?.find((run) => run.class === 'care-record')).toMatchObject({ people });
    expect([await isThere(due), await isThere(soon)]).toEqual([false, true]);
    const { decisions, runs } = await retentionSeen(database, { terms: {}, now: after });
    expect(decisions[0]).toMatchObject({ doneOn: '2026-01-07', withdrawn: null });
    expect(runs[0]?.leftDue).toBeGreaterThanOrEqual(1);
    expect((await tombstones(database, 100)).find((one) => one.subject === due.patient)).toMatchObject({
      doneBy: administrator,
    });
    await behind.query(`UPDATE admission SET ended_at = $2 WHERE id = $1`, [soon.stay, NOW]);
  });
});

describe('the end of keeping', () => {
  const end = (doneBy: string | null = administrator, terms = {}) =>
    endKeeping(database, { classes: RETENTION_CLASS_NAMES, now: NOW, terms, doneBy });

  it('takes a care record whole, eight years after the last stay, and leaves a tombstone and a whole audit trail', async () => {
    const over = await aPerson({ endedAt: yearsAgo(8.1) });
    const kept = await aPerson({ endedAt: yearsAgo(7.9) });
    const here = await aPerson({ endedAt: null });
    const child = await aPerson({ endedAt: yearsAgo(9), bornOn: '2010-06-01' });
    const held = await aPerson({ endedAt: yearsAgo(9) });
    await placeHold(database, { patientId: held.patient, reason: 'an inquiry', by: administrator, now: NOW });
    const anchor = await auditHead(database);

    expect(await careRecordsDue(database, NOW, {})).toBe(1);
    await end(null);
    expect(await isThere(over)).toBe(true);
    const runs = await end();
    expect(runs.find((run) => run.class === 'care-record')).toMatchObject({
      people: 1,
      removed: { patient: 1, observation: 1, stay_note: 1 },
    });
    expect(await Promise.all([over, kept, here, child, held].map(isThere))).toEqual([false, true, true, true, true]);
    // Its id stands on its tombstone alone, that of its stay in the audit trail alone, and the name nowhere.
    expect(await whereStands(over.nhsNumber, over.familyName)).toEqual([]);
    expect(await whereStands(over.patient)).toEqual(['tombstone']);
    expect(await whereStands(over.stay)).toEqual(['audit_entry']);
    expect((await tombstones(database, 100)).find((one) => one.subject === over.patient)).toMatchObject({
      class: 'care-record',
      doneBy: administrator,
      removed: { patient: 1, alert: 1, sbard: 1 },
    });
    expect(await verifyAudit(database, [anchor])).toMatchObject({ kind: 'whole' });

    expect(await releaseHold(database, { patientId: held.patient, by: administrator, now: NOW })).toBe(true);
    await end();
    expect(await isThere(held)).toBe(false);
    expect(await end()).toEqual(
      expect.arrayContaining([expect.objectContaining({ class: 'care-record', people: 0, removed: {} })]),
    );
    expect(await verifyAudit(database, [anchor])).toMatchObject({ kind: 'whole' });
  });

  it('ends what is no care record by its own term, and no younger', async () => {
    const [old, young] = [yearsAgo(2.1), yearsAgo(1.9)];
    for (const at of [old, young]) {
      await database.query(
        `INSERT INTO concern (id, ward_id, partner_code_id, organisation, reference, name, noticed, received_at, due_at, matched_at, matched_by_name, outcome, closed_by_name, closed_at, taken_by, taken_by_name, taken_at)
         VALUES (gen_random_uuid(), $1, $2, 'Police', gen_random_uuid(), 'Nobody of ours', '{confused}', $3, $3::timestamptz + interval '1 hour', $3, 'S', 'safe', 'S', $3, $4, 'S', $3)`,
        [ward, partner, at, staff],
      );
      const id = randomUUID();
      await database.query(
        `INSERT INTO observation (id, unmatched_nhs_number, received_at, effective_at, source_id, source_ref, pulse) VALUES ($1, '9990000123', $2, $2, 77, $3, 71)`,
        [id, at, id],
      );
      await database.query(
        `INSERT INTO unmatched_reading (observation_id, received_at, effective_at, source_id, nhs_number) VALUES ($1, $2, $2, 77, '9990000123')`,
        [id, at],
      );
      await database.query(
        `INSERT INTO referral (id, ward_id, nhs_number, terms, state, received_at, received_by_name, settled_at) VALUES ($1, $2, '9990000123', '{}', 'declined', $3, 'S', $3)`,
        [id, ward, at],
      );
      await database.query(
        `INSERT INTO referral_event (referral_id, at, by_id, by_name, state, criteria) VALUES ($1, $2, $3, 'S', 'declined', '{}')`,
        [id, at, staff],
      );
    }
    const guests = [await aPerson({ endedAt: yearsAgo(0.1) }), await aPerson({ endedAt: yearsAgo(0.05) })];
    const removed = Object.fromEntries((await end(null)).map((run) => [run.class, run.removed]));
    expect(removed).toMatchObject({
      'concern-about-nobody': { concern: 1 },
      'reading-of-nobody': { observation: 1, unmatched_reading: 1 },
      'referral-not-taken': { referral: 1, referral_event: 1 },
    });
    expect(removed['access-at-home']).toMatchObject({ account: expect.any(Number), session: expect.any(Number) });
    const accounts = await Promise.all(
      guests.map(({ guest }) => database.query('SELECT 1 FROM account WHERE id = $1', [guest])),
    );
    expect(accounts.map((found) => found.length)).toEqual([0, 1]);
    expect(await Promise.all(guests.map(isThere))).toEqual([true, true]);
    expect(removed).not.toHaveProperty('care-record');
  });

  it('can be set within bounds and not beyond them', () => {
    const { least, most } = RETENTION_CLASSES['care-record'].keptFor;
    expect(wrongTerms({ 'care-record': least, 'message-of-no-alert': 30 })).toEqual([]);
    for (const days of [least - 1, most + 1, 0.5, Number.NaN])
      expect(wrongTerms({ 'care-record': days })).toHaveLength(1);
    expect(wrongTerms({ everything: 1 })[0]).toContain('expected one of');
  });

  it('leaves everything as hard to delete from as before, for whoever leaves no tombstone in the same transaction', async () => {
    await aPerson({ endedAt: null });
    for (const table of [
      'stay_note',
      'alert_event',
      'sbard',
      'identity_decision',
      'delivery_event',
      'round_decision',
      'spo2_scale_order',
      'break_glass',
      'tombstone',
      'tombstone_rows',
    ])
      await expect(database.query(`DELETE FROM ${table}`)).rejects.toThrow(/only|stays/);
  });
});

describe('erasure at the person’s wish', () => {
  let person: Person;
  beforeEach(async () => {
    person = await aPerson({ endedAt: yearsAgo(1) });
    const id = randomUUID();
    await database.query(
      `INSERT INTO observation (id, unmatched_nhs_number, received_at, effective_at, source_id, source_ref, pulse) VALUES ($1, $2, $3, $3, 77, $4, 71)`,
      [id, person.nhsNumber, yearsAgo(1), id],
    );
  });

  it('takes what is no care record, and says of the rest why it is kept', async () => {
    const anchor = await auditHead(database);
    const { removed, kept } = await eraseOnRequest(database, {
      patientId: person.patient,
      reason: 'asked',
      by: administrator,
    });
    expect(removed).toEqual({ observation: 1, account: 1, session: 1, known_browser: 1, sign_in_code: 1 });
    expect(kept.find(({ what }) => what === 'Notes')).toEqual({
      what: 'Notes',
      rows: 1,
      why: expect.stringContaining('Article 17(3)(b)'),
    });
    expect(kept.map(({ what }) => what)).toContain('Readings under your NHS number that wait to be matched');
    expect(await verifyAudit(database, [anchor])).toMatchObject({ kind: 'whole' });
    expect((await tombstones(database, 1))[0]).toMatchObject({
      class: 'erasure',
      subject: person.patient,
      reason: 'asked',
    });
    const again = await eraseOnRequest(database, { patientId: person.patient, reason: 'asked', by: administrator });
    expect(again.removed).toEqual({});
  });

  it('takes nothing while the record is on hold', async () => {
    await placeHold(database, { patientId: person.patient, reason: 'a claim', by: administrator, now: NOW });
    const { removed, kept } = await eraseOnRequest(database, {
      patientId: person.patient,
      reason: 'asked',
      by: administrator,
    });
    expect(removed).toEqual({});
    expect(new Set(kept.map(({ why }) => why)).size).toBe(1);
    expect(kept[0]!.why).toContain('Article 17(3)(e)');
  });

  it('takes a closed concern about nobody of ours, and none that is a patient’s', async () => {
    const [own] = await database.query<{ id: string }>('SELECT id FROM concern WHERE admission_id = $1', [person.stay]);
    expect(await eraseConcern(database, { concernId: own!.id, reason: 'asked', by: administrator })).toBe(false);
    const id = randomUUID();
    await database.query(
      `INSERT INTO concern (id, ward_id, partner_code_id, organisation, reference, name, noticed, received_at, due_at, matched_at, matched_by_name, outcome, closed_by_name, closed_at, taken_by, taken_by_name, taken_at)
       VALUES ($1, $2, $3, 'Police', gen_random_uuid(), 'Wrong person', '{confused}', $4, $4::timestamptz + interval '1 hour', $4, 'S', 'safe', 'S', $4, $5, 'S', $4)`,
      [id, ward, partner, NOW, staff],
    );
    expect(await eraseConcern(database, { concernId: id, reason: 'asked', by: administrator })).toBe(true);
    expect(await whereStands('Wrong person')).toEqual([]);
  });
});

const PASSWORD = 'kettle ferry walnut';

/** A command of the operator's, with the lines that it is told. */
function ordered(
  script: 'person' | 'research' | 'retention',
  args: readonly string[],
  { told = [], env = {} }: { told?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [compiled(`scripts/${script}`), ...args],
      { env: { ...cleanEnvironment(), DATABASE_URL: behind.url, ...env } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, said: `${stdout}${stderr}` }),
    );
    child.stdin?.end(told.map((line) => `${line}\n`).join(''));
  });
}

describe('an order at the machine', () => {
  it('is given by whoever it names: with their password, the code of their second factor, and not too many tries', async () => {
    const by = await anAccount(behind, { wardIds: [], role: 'administrator' });
    const { nhsNumber } = await aPerson({ endedAt: yearsAgo(1) });
    await database.query('UPDATE account SET password_hash = $2 WHERE id = $1', [by, await hashPassword(PASSWORD)]);
    const hold = (told: readonly string[], env: NodeJS.ProcessEnv = {}) =>
      ordered('person', ['hold', '--by', `person-${by}`, '--reason', 'A claim.'], { told: [nhsNumber, ...told], env });
    const onHold = async (): Promise<boolean> =>
      (
        await database.query(
          'SELECT 1 FROM legal_hold h JOIN patient p ON p.id = h.patient_id WHERE p.nhs_number = $1 AND h.released_at IS NULL',
          [nhsNumber],
        )
      ).length > 0;
    expect(await hold([])).toMatchObject({ code: 2 });
    const refused = await hold(['kettle ferry']);
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('not the password') });
    expect(refused.said).not.toContain('kettle');
    expect(await onHold()).toBe(false);
    const [told] = await database.query<{ content: string }>(
      'SELECT content FROM audit_entry ORDER BY seq DESC LIMIT 1',
    );
    expect(JSON.parse(told!.content)).toMatchObject({ act: 'sign-in-refused', actor: { id: by } });
    const care = await ordered('retention', ['run', '--by', `person-${by}`], { told: ['kettle'] });
    expect(care).toMatchObject({ code: 1, said: expect.stringContaining('not the password') });

    const key = randomBytes(32).toString('base64');
    const needs = { SECOND_FACTOR_KEY: key, SECOND_FACTOR_ROLES: 'administrator' };
    expect(await hold([PASSWORD], needs)).toMatchObject({ code: 1, said: expect.stringContaining('second factor') });
    const account = { id: by, username: `person-${by}` } as Account;
    const keys = { key: Buffer.from(key, 'base64'), keyBefore: null };
    const begun = await beginSettingUp(database, { account, key: keys.key }, new Date());
    const totp = new TOTP({ secret: Secret.fromBase32(begun!.secret) });
    const before = Date.now() - 30_000;
    await confirmSettingUp(database, { account, keys, code: totp.generate({ timestamp: before }) }, new Date(before));
    expect(await hold([PASSWORD])).toMatchObject({ code: 2, said: expect.stringContaining('SECOND_FACTOR_KEY') });
    expect(await hold([PASSWORD, '000 00'], needs)).toMatchObject({ code: 1 });
    expect(await onHold()).toBe(false);
    expect(await hold([PASSWORD, totp.generate()], needs)).toMatchObject({
      code: 0,
      said: expect.stringContaining('On hold.'),
    });
    expect(await onHold()).toBe(true);

    await ordered('retention', ['run', '--by', `person-${by}`], { told: ['kettle'] });
    await database.query(`UPDATE sign_in_try SET open_at = now() + interval '1 hour' WHERE key = $1`, [
      createHash('sha256').update(`account person-${by}`).digest(),
    ]);
    expect(await hold([PASSWORD])).toMatchObject({ code: 1, said: expect.stringContaining('too many tries') });
  });
});

describe('what is handed on for research', () => {
  const command = (args: readonly string[]) => ordered('research', args, { told: [PASSWORD] });

  beforeAll(async () => {
    const passwordHash = await hashPassword(PASSWORD);
    await database.query('UPDATE account SET password_hash = $2 WHERE id = $1', [administrator, passwordHash]);
  });

  it('names nobody, hides nobody among fewer than five, takes nobody who objected, and is told', async () => {
    const folder = await temporaryFolder('homeward-research-');
    stopAtTheEnd(() => rm(folder, { recursive: true, force: true }));
    const [key, objections] = [join(folder, 'key'), join(folder, 'objections')];
    expect(await command(['--new-key', key])).toMatchObject({ code: 0 });
    const many = [];
    for (let n = 0; n < 7; n++) many.push(await aPerson({ endedAt: new Date('2021-02-03T10:00:00Z') }));
    const young = await aPerson({ endedAt: new Date('2021-02-04T10:00:00Z'), bornOn: '1999-01-01' });
    await writeFile(objections, `${many[0]!.nhsNumber}\n`);
    // Two more, of whom the record says it; another took it back.
    const said = async ({ patient }: Person, scope: string, choice: string) =>
      database.query(
        `INSERT INTO sharing_choice (patient_id, scope, choice, said_by, said_how, said_on, at, recorded_by, recorded_by_name)
         VALUES ($1, $2, $3, 'patient', 'telephone', '2021-01-01', now(), $4, 'S')`,
        [patient, scope, choice, administrator],
      );
    const optedOut = await aPerson({ endedAt: new Date('2021-02-03T10:00:00Z') });
    await said(optedOut, 'national-data-opt-out', 'objects');
    const objecting = await aPerson({ endedAt: new Date('2021-02-03T10:00:00Z') });
    await said(objecting, 'research', 'objects');
    await said(many[1]!, 'research', 'objects');
    await said(many[1]!, 'research', 'withdrawn');
    const common = `--from 2021-01-01 --until 2022-01-01 --key ${key} --objections ${objections} --by person-${administrator}`;
    const args = (to: string, ...others: string[]): string[] => [
      ...common.split(' '),
      '--to',
      join(folder, to),
      ...others,
    ];
    const done = await command(args('out'));
    expect(done).toMatchObject({
      code: 0,
      said: expect.stringContaining('6 stays; 1 left out; every group has at least 6 people'),
    });
    const csv = await readFile(join(folder, 'out', 'stays-2021-01-01-2022-01-01.csv'), 'utf8');
    expect(csv.trim().split('\r\n')).toHaveLength(7);
    for (const one of [...many, young])
      for (const word of [one.nhsNumber, one.familyName, one.patient, one.stay]) expect(csv).not.toContain(word);
    // Beside the pseudonyms, in which any digits may stand.
    for (const line of csv.trim().split('\r\n')) expect(line.slice(32)).not.toMatch(/2021|1940|1999/);
    expect(csv).toContain('80 to 89');
    const [told] = await database.query<{ content: string }>(
      'SELECT content FROM audit_entry ORDER BY seq DESC LIMIT 1',
    );
    expect(JSON.parse(told!.content)).toMatchObject({
      act: 'read-for-research',
      actor: { id: administrator },
      details: { stays: 7 },
    });

    const refused = await command(args('none', '--k', '7'));
    expect(refused).toMatchObject({ code: 1, said: expect.stringMatching(/REFUSED: 7 of 7[^]*without age: 0 would/) });
    expect(await command(args('younger', '--k', '7', '--leave-out', 'age'))).toMatchObject({ code: 0 });
    expect(await command(args('few', '--k', '4'))).toMatchObject({ code: 2 });
  });
});

describe('the second wall', () => {
  /** Rows of each table that are held of a person, as somebody sees them who has this scope; null: as the owner. */
  const seenBy = async (scope: Scope | null, person: Person): Promise<Record<string, number>> =>
    database.transaction(async (transaction) => {
      await transaction.query('SET LOCAL enable_seqscan = on');
      // As the owner, whoever that is here: a part of `where` looks for stays.
      const [own] = await transaction.query<{ stays: string[]; alerts: string[] }>(
        `SELECT array(SELECT id::text FROM admission WHERE patient_id = $1) AS stays, '{}'::text[] AS alerts`,
        [person.patient],
      );
      expect(own?.stays).toEqual([person.stay]);
      if (scope) {
        const [, ...settings] = entering(scope, (text) => `'${text}'`).split('; ');
        for (const setting of settings) await transaction.query(setting);
      }
      const counts: Record<string, number> = {};
      for (const { table, where } of HELD_OF_A_PATIENT) {
        const [row] = await transaction.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE ${where}`, [
          person.patient,
        ]);
        counts[table] = row?.n ?? 0;
      }
      await transaction.query('RESET ROLE');
      return counts;
    });
  const NOBODY: Scope = {
    wardIds: [],
    careHomeId: null,
    admissionId: null,
    accountId: '01890000-0000-7000-8000-000000000000',
  };
  const nothing = Object.fromEntries(HELD_OF_A_PATIENT.map(({ table }) => [table, 0]));

  it('stands before every table with something of a patient, and the role that it holds goes around nothing', async () => {
    const policies = await database.query<{ name: string; secured: boolean; policies: number }>(
      `SELECT c.relname AS name, c.relrowsecurity AS secured,
         (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies FROM pg_class c
       WHERE c.relname = ANY ($1) AND c.relnamespace = 'public'::regnamespace`,
      [HELD_OF_A_PATIENT.map(({ table }) => table)],
    );
    expect(policies.filter(({ secured, policies: count }) => !secured || count === 0)).toEqual([]);
    expect(policies).toHaveLength(HELD_OF_A_PATIENT.length);
    const [role] = await database.query(
      `SELECT rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolinherit AND false AS owns FROM pg_roles WHERE rolname = $1`,
      [SCOPED_ROLE],
    );
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcanlogin: false,
      rolcreaterole: false,
      owns: false,
    });
    const [may] = await database.query<{ writes: number; parts: number; trail: boolean }>(
      `SELECT (SELECT count(*)::int FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
           AND (has_table_privilege($1, c.oid, 'INSERT') OR has_table_privilege($1, c.oid, 'UPDATE') OR has_table_privilege($1, c.oid, 'DELETE'))) AS writes,
         (SELECT count(*)::int FROM pg_class c WHERE c.relispartition AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
           AND has_table_privilege($1, c.oid, 'SELECT')) AS parts,
         has_table_privilege($1, 'audit_entry', 'SELECT') AS trail`,
      [SCOPED_ROLE],
    );
    expect(may).toEqual({ writes: 0, parts: 0, trail: false });
  });

  it('shows each caller their own ward’s, home’s and stay’s rows, and none of others’, table by table', async () => {
    const [one, other] = [await aPerson({ endedAt: null }), await aPerson({ endedAt: null })];
    const all = await seenBy(null, one);
    expect(Object.values(all).filter((count) => count > 0).length).toBeGreaterThan(30);
    // A ward's people see all of it.
    expect(await seenBy({ ...NOBODY, wardIds: [ward] }, one)).toEqual(all);
    expect(await seenBy({ ...NOBODY, wardIds: ['other'] }, one)).toEqual(nothing);
    // The home and the stay see all but readings that are nobody's yet, which are for the ward to decide on.
    const unmatched = { unmatched_reading: 0 };
    expect(await seenBy({ ...NOBODY, careHomeId: home }, one)).toEqual({ ...all, ...unmatched });
    expect(await seenBy({ ...NOBODY, careHomeId: 'another-home' }, one)).toEqual(nothing);
    expect(await seenBy({ ...NOBODY, admissionId: one.stay }, one)).toEqual({ ...all, ...unmatched });
    expect(await seenBy({ ...NOBODY, admissionId: other.stay }, one)).toEqual(nothing);
    expect(await seenBy(NOBODY, one)).toEqual(nothing);
  });

  it.each([
    ['hub-clinician', 'ward'],
    ['coordinator', 'ward'],
    ['lead', 'ward'],
    ['care-home', 'home'],
    ['patient', 'stay'],
    ['carer', 'stay'],
  ] as const)('holds raw statements of a %s to their own %s', async (role, to) => {
    const [own, other] = [await aPerson({ endedAt: null }), await aPerson({ endedAt: null })];
    await database.query('INSERT INTO ward (id, name, capacity) VALUES ($1, $1, 5) ON CONFLICT DO NOTHING', [
      'elsewhere',
    ]);
    await database.query('UPDATE admission SET ward_id = $2, care_home_id = NULL WHERE id = $1', [
      other.stay,
      'elsewhere',
    ]);
    const wardIds = to === 'ward' ? [ward] : [];
    const account = {
      id: staff,
      role,
      wardIds,
      careHome: to === 'home' ? { id: home } : null,
      admissionId: to === 'stay' ? own.stay : null,
    } as unknown as Account;
    // As somebody writes who forgets whom it is for, table by table.
    const raw = async (scope: Scope) => {
      const found: Record<string, string[]> = {};
      for (const table of ['patient', 'admission', 'observation', 'alert', 'news2_score', 'finding']) {
        const whose = { patient: 'id', admission: 'patient_id', observation: 'patient_id' }[table];
        const column = whose ?? `(SELECT a.patient_id FROM admission a WHERE a.id = ${table}.admission_id)`;
        const rows = await withinScope(scope, () =>
          database.query<{ whose: string | null }>(`SELECT DISTINCT ${column}::text AS whose FROM ${table}`),
        );
        found[table] = rows.flatMap((row) => (row.whose === null ? [] : [row.whose]));
      }
      return found;
    };
    for (const patients of Object.values(await raw(scopeOf(account, null)))) {
      expect([patients.includes(own.patient), patients.includes(other.patient)]).toEqual([true, false]);
    }
    // Beyond it for as long as one stay is lent to them, and that stay alone.
    const lent = await raw(scopeOf({ ...account, careHome: null, admissionId: null, wardIds: [] }, other.stay));
    expect(new Set(Object.values(lent).flat())).toEqual(new Set([other.patient]));
  });

  it('stands behind the board that a socket joins and what a source reads over FHIR', async () => {
    const [own, other] = [await aPerson({ endedAt: null }), await aPerson({ endedAt: null })];
    await database.query('INSERT INTO ward (id, name, capacity) VALUES ($1, $1, 5) ON CONFLICT DO NOTHING', [
      'elsewhere',
    ]);
    await database.query('UPDATE admission SET ward_id = $2, care_home_id = NULL WHERE id = $1', [
      other.stay,
      'elsewhere',
    ]);
    const seen = new Set<string>();
    /** The record, through which each statement is followed by one that forgets whom it is for. */
    const forgetful: Queryable = {
      async query<Row extends QueryResultRow>(text: string, values?: unknown[], name?: string): Promise<Row[]> {
        // What is told to the trail is told beyond any scope.
        const patients = text.includes('append_audit')
          ? []
          : await database.query<{ id: string }>('SELECT id FROM patient');
        for (const { id } of patients) seen.add(id);
        return database.query<Row>(text, values, name);
      },
    };
    expect(await new FeedReads(forgetful).board(ward)).toMatchObject({ json: expect.any(String) });
    expect([seen.has(own.patient), seen.has(other.patient)]).toEqual([true, false]);
    seen.clear();
    const reads = new FhirReads(new Cursors({ key: randomBytes(32), before: null }));
    const reach = { wardIds: ['elsewhere'], careHomeIds: null, nhsNumbers: null };
    const reader: Reader = { right: 'read', sourceId: 77, keyId: null, reach };
    const asking = { database: forgetful, reader, base: 'http://x/fhir', handling: 'strict' } as const;
    const found = await reads.search(asking, 'Patient', [['_id', `${own.patient},${other.patient}`]]);
    expect(found.entry?.map(({ resource }) => resource?.id)).toEqual([other.patient]);
    expect([seen.has(own.patient), seen.has(other.patient)]).toEqual([false, true]);
  });

  it('shows nothing to whoever took on the role and stated no scope', async () => {
    const person = await aPerson({ endedAt: null });
    const rows = await database.transaction(async (transaction) => {
      await transaction.query(`SET LOCAL ROLE ${SCOPED_ROLE}`);
      const found = await transaction.query('SELECT id FROM patient');
      await transaction.query('RESET ROLE');
      return found;
    });
    expect([rows, person.patient.length]).toEqual([[], 36]);
  });

  it('holds a query that forgets its scope, and lets nobody change anything who only looks', async () => {
    const [one, other] = [await aPerson({ endedAt: null }), await aPerson({ endedAt: null })];
    const scope: Scope = { ...NOBODY, admissionId: one.stay };
    const forgetful = () => database.query<{ id: string }>('SELECT id FROM patient ORDER BY id');
    expect(await withinScope(scope, forgetful)).toEqual([{ id: one.patient }]);
    expect((await forgetful()).map(({ id }) => id)).toContain(other.patient);
    await expect(withinScope(scope, () => database.query(`UPDATE patient SET given_name = 'X'`))).rejects.toThrow(
      /read-only|permission denied/,
    );
    await expect(withinScope(scope, () => database.query('SELECT * FROM audit_entry'))).rejects.toThrow(
      /permission denied/,
    );
    // A name for a ward that tries to be more than a name.
    const odd = { ...NOBODY, wardIds: [`x'; RESET ROLE; SELECT '`] };
    expect(await withinScope(odd, forgetful)).toEqual([]);
  });

  it('asks for stays by key, whatever there is', async () => {
    const plan = await withinScope({ ...NOBODY, wardIds: [ward] }, () =>
      database.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN SELECT a.id, (SELECT count(*) FROM alert al WHERE al.admission_id = a.id) FROM admission a WHERE a.ward_id = '${ward}' AND a.status = 'active'`,
      ),
    );
    const words = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(words).toMatch(/InitPlan/);
    expect(words).toMatch(/Index/);
    expect(words).not.toMatch(/Seq Scan/);
  });
});
