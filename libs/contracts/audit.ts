/** What the audit trail tells of. A view of a patient is told as an act on them is. */
export type AuditedAct =
  | 'signed-in'
  | 'sign-in-refused'
  | 'signed-out'
  /** Somebody ended a session of their own elsewhere. */
  | 'ended-session'
  /** A screen on a wall that shows a ward's board and can do nothing else; ended by whoever opened it, a lead or an administrator. */
  | 'opened-wall-screen'
  | 'ended-wall-screen'
  /** Somebody opened a patient beyond their wards, with a reason; or tried, and there was nobody of that number and birth date. */
  | 'broke-glass'
  | 'break-glass-refused'
  /** A record was restricted to those who look after the person, or is not any more; somebody saw who may see it. */
  | 'restricted-record'
  | 'lifted-restriction'
  | 'viewed-restriction'
  /** What a person said about their record going to others was written down, or seen. */
  | 'kept-sharing-choice'
  | 'viewed-sharing-choices'
  | 'viewed-glass-reviews'
  | 'reviewed-glass'
  /** An auditor looked for who saw whom; or had the chain followed from its first link. */
  | 'searched-audit-trail'
  | 'verified-audit-trail'
  | 'changed-password'
  | 'set-second-factor'
  | 'removed-second-factor'
  /** An administrator gave somebody a code to set a new password with; it was used. */
  | 'gave-recovery-code'
  | 'recovered-account'
  | 'viewed-board'
  /** From joining a ward's live board until leaving it: whoever is on the ward meanwhile is seen. */
  | 'began-watching-board'
  | 'stopped-watching-board'
  | 'viewed-handover'
  | 'decided-on-round'
  | 'viewed-residents'
  | 'viewed-patient'
  | 'viewed-readings'
  | 'viewed-alarm-burden'
  | 'sent-round-sheet'
  /** A reading that a person took, or wrote down on the telephone. */
  | 'sent-reading'
  /** A source asked for readings, scores, alerts or people over FHIR, and got them. */
  | 'read-over-fhir'
  | 'accepted-alert'
  | 'rejected-alert'
  | 'paused-alert'
  | 'handed-over-alert'
  | 'took-over-alert'
  | 'commented-alert'
  | 'viewed-alert'
  | 'resolved-alert'
  | 'ordered-spo2-scale'
  | 'viewed-spo2-scale-orders'
  | 'changed-level'
  | 'viewed-readiness'
  /** A stay of two weeks, or when the last review said, was looked at as a whole. */
  | 'reviewed-stay'
  | 'changed-plan'
  | 'viewed-plan'
  | 'viewed-alerts-of-stay'
  | 'wrote-note'
  | 'viewed-notes'
  | 'viewed-timeline'
  /** Goals, carers, meetings, tasks and visits of a stay were seen, or one was written or changed; tasks of a ward were seen. */
  | 'viewed-care'
  | 'changed-care'
  | 'viewed-tasks'
  /** A stay as it was known at a moment of the past. */
  | 'replayed-stay'
  /** The summary of a stay as a file, which goes where nobody here sees it. */
  | 'exported-summary'
  /** What somebody is given who comes onto the ward, as a file. */
  | 'exported-welcome-pack'
  /** The whole stay as a FHIR document. */
  | 'exported-discharge-bundle'
  | 'changed-route'
  | 'changed-accept-times'
  | 'tested-webhook'
  | 'changed-contact'
  | 'added-device'
  | 'removed-device'
  | 'added-webhook'
  | 'ended-webhook'
  | 'registered-source'
  | 'changed-source'
  | 'switched-source-off'
  | 'switched-source-on'
  | 'gave-source-key'
  | 'rotated-source-key'
  | 'revoked-source-key'
  | 'viewed-unmatched-readings'
  /** Name, birth date and NHS number of everybody on the person's wards. */
  | 'viewed-identities'
  /** Readings of nobody became a patient's: by a person, or because the patient has been admitted. */
  | 'attached-readings'
  | 'dismissed-readings'
  /** A partner organisation told of a concern; or tried to, with a code that is none. */
  | 'told-concern'
  | 'concern-refused'
  | 'viewed-concerns'
  | 'took-concern'
  | 'matched-concern'
  | 'closed-concern'
  | 'gave-partner-code'
  | 'revoked-partner-code'
  /** A patient or carer was given a code for one stay; it was taken back. */
  | 'gave-access'
  | 'revoked-access'
  | 'viewed-access'
  | 'viewed-own-stay'
  | 'wrote-to-patient'
  | 'changed-patient-phone'
  | 'changed-home-phones'
  /** Who shares a home's tablets, their PINs, and when these lock. */
  | 'changed-carers'
  | 'changed-room'
  | 'unlocked-tablet'
  | 'tablet-unlock-refused'
  /** The hub wants a resident's readings once more. */
  | 'asked-to-repeat'
  /** A photo of a resident was sent; the list of them was seen; one of them was looked at. */
  | 'sent-photo'
  | 'viewed-photos'
  | 'viewed-photo'
  | 'viewed-sbards'
  | 'sent-sbard'
  | 'decided-on-sbard'
  | 'viewed-pilot'
  | 'opened-pilot-area'
  | 'raised-pilot-cap'
  /** A resident was put into an arm of the pilot, or out of it. */
  | 'placed-in-pilot'
  /** Every bed of a ward and everybody who is to come. */
  | 'viewed-beds'
  | 'received-referral'
  | 'decided-on-referral'
  | 'admitted'
  | 'changed-bed'
  | 'transferred-ward'
  /** On which day somebody is to come or to go. */
  | 'planned-move'
  | 'checked-first-reading'
  | 'viewed-kits'
  | 'changed-kit'
  /** A file of referrals was looked through, or taken down. */
  | 'read-referral-sheet'
  /** Somebody was handed on to 999, urgent community response, same day emergency care or a ward. */
  | 'handed-on'
  | 'viewed-onward-transfers'
  | 'viewed-transfer-summary'
  | 'exported-transfer-summary'
  | 'ended-stay'
  /** What a clinician wrote for the GP and the person when they left: looked at, written, and a letter of it as a file. */
  | 'viewed-discharge-summary'
  | 'wrote-discharge-summary'
  | 'exported-discharge-letter'
  | 'viewed-after-discharge'
  | 'sent-discharge-bundle'
  | 'changed-discharge-endpoint'
  /** The whole record was written into an encrypted file. */
  | 'backed-up-record'
  /** Rows were deleted: their term had ended, or the person asked for it. A tombstone says how many of what. */
  | 'erased-records'
  /** An administrator decided that the care records that are due end, or withdrew it. */
  | 'decided-on-retention'
  | 'placed-legal-hold'
  | 'released-legal-hold'
  /** Everything that is held of a patient, for themselves. */
  | 'exported-everything-held'
  /** Figures of many stays, to be handed on under pseudonyms. */
  | 'read-for-research';

/** One link of the audit trail. It names stays, alerts and accounts by id: no name, NHS number or value of a patient. */
export interface AuditEntry {
  act: AuditedAct;
  /**
   * Who: a person by account (null when nobody could be made of a refused sign-in), a device source, a partner organisation by
   * its code (null when it is none), or Homeward itself.
   */
  actor:
    | { kind: 'person'; id: string | null }
    | { kind: 'source'; id: string }
    | { kind: 'partner'; id: string | null }
    | { kind: 'system'; id: string };
  ward?: string;
  careHome?: string;
  /** The stays that were seen or acted on. */
  admissions?: readonly string[];
  alert?: string;
  /** What else says what was done: a reason's code, an outcome, the id of something changed. Nothing that identifies a patient. */
  details?: Readonly<Record<string, string | number | boolean | null>>;
}
