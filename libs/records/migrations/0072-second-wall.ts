import type { MigrationInterface, QueryRunner } from 'typeorm';
import { heldToScope, ofStay } from './held-to-scope.ts';

/** What the caller may see, as the transaction's settings have it (libs/records/wall.ts). Each is read once a statement. */
const OWN_WARDS = `(SELECT string_to_array(current_setting('homeward.wards', true), ','))::text[]`;
const OWN_HOME = `(SELECT nullif(current_setting('homeward.home', true), ''))`;
const OWN_STAY = `(SELECT nullif(current_setting('homeward.stay', true), '')::uuid)`;
const THEMSELVES = `(SELECT nullif(current_setting('homeward.account', true), '')::uuid)`;

const ofPatient = (table: string): string => `(SELECT true FROM patient p WHERE p.id = ${table}.patient_id LIMIT 1)`;
const ofAlert = (table: string): string => `(SELECT true FROM alert al WHERE al.id = ${table}.alert_id LIMIT 1)`;
const ofAccount = (table: string): string => `(SELECT true FROM account c WHERE c.id = ${table}.account_id LIMIT 1)`;
const ofSource = (table: string): string =>
  `(SELECT true FROM source s WHERE s.id = ${table}.source_id AND s.ward_ids && ${OWN_WARDS} LIMIT 1)`;

const BY_STAY = [
  'absence',
  'device',
  'finding',
  'level_change',
  'news2_score',
  'onward_transfer',
  'patient_message',
  'pending_evaluation',
  'pending_repeat',
  'photo',
  'plan_change',
  'repeat_request',
  'round_decision',
  'sbard',
  'spo2_scale_order',
  'stay_look',
  'stay_note',
];

/** Which rows of each table with something of a patient a caller may see. */
const SEEN: Readonly<Record<string, string>> = {
  admission: `ward_id = ANY (${OWN_WARDS}) OR care_home_id = ${OWN_HOME} OR id = ${OWN_STAY}`,
  patient: '(SELECT true FROM admission a WHERE a.patient_id = patient.id LIMIT 1)',
  ...Object.fromEntries(BY_STAY.map((table) => [table, ofStay(table)])),
  // One about no patient is its ward's.
  alert: `CASE WHEN admission_id IS NULL THEN ward_id = ANY (${OWN_WARDS}) ELSE ${ofStay('alert')} END`,
  alert_event: ofAlert('alert_event'),
  notification: ofAlert('notification'),
  message_alert: ofAlert('message_alert'),
  photo_picture: '(SELECT true FROM photo ph WHERE ph.id = photo_picture.photo_id LIMIT 1)',
  break_glass: `account_id = ${THEMSELVES} OR ward_id = ANY (${OWN_WARDS}) OR ${ofStay('break_glass')}`,
  concern: `ward_id = ANY (${OWN_WARDS}) OR ${ofStay('concern')}`,
  referral: `ward_id = ANY (${OWN_WARDS}) OR ${ofStay('referral')}`,
  referral_event: '(SELECT true FROM referral r WHERE r.id = referral_event.referral_id LIMIT 1)',
  record_restriction: ofPatient('record_restriction'),
  sharing_choice: ofPatient('sharing_choice'),
  legal_hold: ofPatient('legal_hold'),
  // Whose a reading is that is nobody's yet, those decide who have its sender.
  observation: `CASE WHEN admission_id IS NOT NULL THEN ${ofStay('observation')}
    WHEN patient_id IS NOT NULL THEN ${ofPatient('observation')} ELSE ${ofSource('observation')} END`,
  reading_key: `(SELECT true FROM observation o WHERE o.id = reading_key.observation_id AND o.received_at = reading_key.received_at LIMIT 1)`,
  reading_key_past: `(SELECT true FROM observation o WHERE o.id = reading_key_past.observation_id AND o.received_at = reading_key_past.received_at LIMIT 1)`,
  unmatched_reading: ofSource('unmatched_reading'),
  identity_decision: `CASE WHEN admission_id IS NOT NULL THEN ${ofStay('identity_decision')}
    WHEN patient_id IS NOT NULL THEN ${ofPatient('identity_decision')} ELSE ${ofSource('identity_decision')} END`,
  identity_decision_reading:
    '(SELECT true FROM identity_decision d WHERE d.id = identity_decision_reading.decision_id LIMIT 1)',
  // Staff are colleagues; whoever signs in for a stay is of that stay.
  account: `admission_id IS NULL OR ${ofStay('account')}`,
  session: ofAccount('session'),
  known_browser: ofAccount('known_browser'),
  second_factor: ofAccount('second_factor'),
  spare_code: ofAccount('spare_code'),
  sign_in_code: ofAccount('sign_in_code'),
  contact: ofAccount('contact'),
  push_device: ofAccount('push_device'),
};

/**
 * The second wall: of every table with something of a patient, whoever is not the owner sees the rows within the scope that their
 * transaction states, and without one none. The workers, ingestion and commands are the owner, and see all.
 */
export class SecondWall0072 implements MigrationInterface {
  name = 'SecondWall00721700000000072';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX admission_of_patient ON admission (patient_id)');
    for (const [table, seen] of Object.entries(SEEN)) {
      await runner.query(heldToScope(table, seen));
    }
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.');
  }
}
