/** Rows of one table that are held of a patient. */
export interface Held {
  table: string;
  /** What they are, to the person they are about. */
  what: string;
  /** Which they are: `$1` is the patient's id. */
  where: string;
  /** The column by which they are shown in their order. */
  by?: string;
  /** Columns that open something and say nothing of the person. */
  secret?: readonly string[];
  /** What the person is given in place of a row's columns, where these are nothing to read. */
  given?: string;
}

const STAYS = '(SELECT id FROM admission WHERE patient_id = $1)';
const NUMBER = '(SELECT nhs_number FROM patient WHERE id = $1)';
const ALERTS = `(SELECT id FROM alert WHERE admission_id IN ${STAYS})`;
const ACCOUNTS = `(SELECT id FROM account WHERE admission_id IN ${STAYS})`;
const REFERRALS = `(SELECT id FROM referral WHERE nhs_number = ${NUMBER} OR admission_id IN ${STAYS})`;
const DECISIONS = `(SELECT id FROM identity_decision WHERE patient_id = $1 OR admission_id IN ${STAYS} OR nhs_number = ${NUMBER})`;
const READINGS = `patient_id = $1 OR admission_id IN ${STAYS} OR unmatched_nhs_number = ${NUMBER}`;

const ofStay = (table: string, what: string, by?: string): Held => ({
  table,
  what,
  where: `admission_id IN ${STAYS}`,
  ...(by !== undefined && { by }),
});
const ofAlert = (table: string, what: string, by?: string): Held => ({
  table,
  what,
  where: `alert_id IN ${ALERTS}`,
  ...(by !== undefined && { by }),
});
const ofAccount = (table: string, what: string, secret: readonly string[] = []): Held => ({
  table,
  what,
  where: `account_id IN ${ACCOUNTS}`,
  secret,
});

/**
 * Everything that is held of one patient, in an order in which it can be deleted: what refers to something comes before it.
 * Copies for the person, erasures and the end of keeping all read this one list; a test sees that no table is forgotten.
 */
export const HELD_OF_A_PATIENT: readonly Held[] = [
  ofAlert('notification', 'Who was to be told of an alert', 'created_at'),
  ofAlert('message_alert', 'Messages in which an alert was told'),
  ofAlert('alert_event', 'What was done about alerts', 'at'),
  ofStay('finding', 'Why alerts were raised', 'effective_at'),
  ofStay('alert', 'Alerts', 'raised_at'),
  ofStay('absence', 'Readings that are waited for'),
  ofStay('device', 'Devices', 'last_heard_at'),
  ofStay('pending_evaluation', 'Readings that are about to be scored'),
  ofStay('pending_repeat', 'Readings that are to be taken again'),
  ofStay('news2_score', 'NEWS2 scores', 'at'),
  ofStay('level_change', 'Changes of how closely you were watched', 'at'),
  ofStay('plan_change', 'Changes of your plan', 'at'),
  ofStay('care_entry_change', 'Goals, carers, meetings, tasks and visits as they were written', 'at'),
  ofStay('care_entry', 'Goals, carers, meetings, tasks and visits'),
  ofStay('stay_review', 'Reviews of your stay', 'at'),
  ofStay('planned_discharge', 'When you were expected to go home', 'at'),
  ofStay('first_reading', 'Who checked your first readings'),
  ofStay('ward_transfer', 'Moves to another ward', 'at'),
  ofStay('kit_loan', 'What was lent to you', 'lent_at'),
  ofStay('discharge_attempt', 'Each time your record was sent to another system', 'at'),
  ofStay('discharge_sending', 'What was sent of your record to other systems', 'queued_at'),
  ofStay('discharge_summary', 'What was written for you and your GP when you left', 'at'),
  ofStay('summary_to_come', 'Why what is written for you and your GP comes later', 'at'),
  ofStay('onward_transfer', 'When you were handed on', 'at'),
  ofStay('patient_message', 'Messages to you', 'at'),
  ofStay('repeat_request', 'Requests to measure again', 'asked_at'),
  ofStay('round_decision', 'Decisions of board rounds', 'decided_at'),
  {
    table: 'photo_picture',
    what: 'The pictures of your photos, as JPEG',
    where: `photo_id IN (SELECT id FROM photo WHERE admission_id IN ${STAYS})`,
    given: `photo_id, 'data:image/jpeg;base64,' || translate(encode(jpeg, 'base64'), E'\\n', '') AS picture`,
  },
  ofStay('photo', 'Photos that your care home sent', 'taken_at'),
  ofStay('sbard', 'What your care home told the hub, and its decisions', 'written_at'),
  ofStay('spo2_scale_order', 'Orders of the scale for oxygen saturation', 'in_force_from'),
  ofStay('stay_look', 'Who looked at your readings last', 'at'),
  ofStay('break_glass', 'Who opened your record from another ward, and why', 'opened_at'),
  {
    table: 'record_restriction',
    what: 'When your record was open to fewer people, and why',
    where: 'patient_id = $1',
    by: 'set_at',
  },
  {
    table: 'sharing_choice',
    what: 'What you said about your record going to others',
    where: 'patient_id = $1',
    by: 'at',
  },
  ofStay('stay_note', 'Notes', 'at'),
  ofStay('concern', 'What police, fire, post or neighbours told of you', 'received_at'),
  {
    table: 'referral_event',
    what: 'What was decided on your referrals',
    where: `referral_id IN ${REFERRALS}`,
    by: 'at',
  },
  {
    table: 'planned_admission',
    what: 'When you were expected to come',
    where: `referral_id IN ${REFERRALS}`,
    by: 'at',
  },
  { table: 'referral', what: 'Referrals', where: `id IN ${REFERRALS}`, by: 'received_at' },
  {
    table: 'identity_decision_reading',
    what: 'Readings that were found to be yours',
    where: `decision_id IN ${DECISIONS}`,
  },
  { table: 'identity_decision', what: 'Decisions on whose readings these are', where: `id IN ${DECISIONS}`, by: 'at' },
  {
    table: 'unmatched_reading',
    what: 'Readings under your NHS number that wait to be matched',
    where: `nhs_number = ${NUMBER}`,
    by: 'effective_at',
  },
  {
    table: 'reading_key',
    what: 'What the senders call your readings',
    where: `observation_id IN (SELECT id FROM observation WHERE ${READINGS})`,
  },
  {
    table: 'reading_key_past',
    what: 'What the senders called your earlier readings',
    where: `observation_id IN (SELECT id FROM observation WHERE ${READINGS})`,
  },
  { table: 'observation', what: 'Readings', where: READINGS, by: 'effective_at' },
  ofAccount('session', 'Where you or your carer are signed in', ['token_hash', 'id_token', 'provider_session']),
  ofAccount('known_browser', 'Browsers that you or your carer used', ['browser_hash']),
  {
    table: 'spare_code',
    what: 'Spare codes of a second factor',
    where: `account_id IN ${ACCOUNTS}`,
    secret: ['code_hash'],
  },
  ofAccount('second_factor', 'Second factors', ['salt', 'sealed', 'last_step']),
  ofAccount('sign_in_code', 'Codes that you or your carer were given', ['secret_hash', 'locator']),
  ofAccount('contact', 'How you or your carer are told'),
  ofAccount('push_device', 'Devices that are told', ['endpoint', 'p256dh', 'auth']),
  {
    table: 'account',
    what: 'Access that you or your carer were given',
    where: `admission_id IN ${STAYS}`,
    secret: ['password_hash'],
  },
  {
    table: 'legal_hold',
    what: 'Reasons for which your record must be kept',
    where: 'patient_id = $1',
    by: 'placed_at',
  },
  { table: 'admission', what: 'Stays', where: 'patient_id = $1', by: 'admitted_at' },
  { table: 'patient', what: 'Who you are', where: 'id = $1' },
];

/** Every other table, with why nothing in it belongs to a patient, or where what does is said. */
export const HELD_OF_NOBODY: Readonly<Record<string, string>> = {
  accept_times_change: 'a ward’s settings',
  alert_route: 'a ward’s settings',
  alert_route_day: 'a ward’s settings',
  alert_route_person: 'a ward’s settings',
  alert_route_step: 'a ward’s settings',
  audit_entry:
    'ids without names; nothing is ever taken out, and a copy for the person names what was done to their stays',
  audit_head: 'the end of the audit trail',
  bed: 'beds',
  care_home: 'homes',
  carer_proof: 'care-home staff',
  channel: 'ways of telling',
  discharge_endpoint: 'where bundles are sent',
  delivery: 'messages to staff, which say nothing of anybody',
  delivery_event: 'messages to staff, which say nothing of anybody',
  feed_event: 'the board as it was sent, forgotten after hours',
  home_carer: 'care-home staff',
  home_tablet: 'tablets of homes',
  kit: 'what the ward lends',
  message: 'messages to staff, which say nothing of anybody',
  partner_code: 'partner organisations',
  pilot_area: 'the pilot',
  pilot_cap: 'the pilot',
  postcode_deprivation: 'published statistics',
  readiness_rules: 'the criteria of a step down',
  rule_set: 'the rules',
  retention_decision: 'who decided that care records end: counts',
  retention_run: 'what the nights removed: counts',
  schema_migration: 'the shape of the record',
  service_heartbeat: 'Homeward itself',
  sign_in_try: 'hashes, forgotten after a day',
  signing_key: 'Homeward itself',
  source: 'senders',
  source_key: 'keys of senders; one may be narrowed to NHS numbers, which its owner changes',
  source_register: 'senders',
  source_tally: 'counts',
  source_use: 'counts',
  tombstone: 'what was erased: ids that lead nowhere',
  tombstone_rows: 'counts of what was erased',
  ward: 'wards',
  webhook: 'ways of telling',
};
