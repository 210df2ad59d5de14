/** Source: Records Management Code of Practice 2021 (NHS Transformation Directorate), Appendix II. Days. */
const YEAR = 365.25;

export interface RetentionClass {
  what: string;
  /** From when on it is counted. */
  from: string;
  /** Days; the bounds within which an organisation may set it. */
  keptFor: { days: number; least: number; most: number };
  source: string;
  /** Who ends it: a person who has looked at what is due, or any timetable that runs the command. */
  endedBy: 'person' | 'timetable';
}

/** What `npm run retention` ends. What it does not is in `KEPT_OTHERWISE`. */
export const RETENTION_CLASSES = {
  'care-record': {
    what: 'everything of a patient: stays, readings, scores, alerts, notes, plans, messages, referrals, access at home',
    from: 'the end of the last stay, and not before the 25th birthday (the 26th of whom it ended at 17)',
    keptFor: { days: Math.ceil(8 * YEAR), least: Math.ceil(8 * YEAR), most: Math.ceil(20 * YEAR) },
    source:
      'Code 2021, App. II: adult health records, 8 years; children’s, until the 25th or 26th birthday; 20 years at most',
    endedBy: 'person',
  },
  'referral-not-taken': {
    what: 'referrals that were declined or withdrawn, of whom has no stay here',
    from: 'the decision',
    keptFor: { days: Math.ceil(2 * YEAR), least: Math.ceil(2 * YEAR), most: Math.ceil(8 * YEAR) },
    source: 'Code 2021, App. II: referrals not accepted, 2 years',
    endedBy: 'timetable',
  },
  'concern-about-nobody': {
    what: 'concerns that were closed and about nobody of ours',
    from: 'the close',
    keptFor: { days: Math.ceil(2 * YEAR), least: 30, most: Math.ceil(8 * YEAR) },
    source: 'ours, after the Code’s referrals not accepted',
    endedBy: 'timetable',
  },
  'reading-of-nobody': {
    what: 'readings that fitted nobody, and what was decided about them',
    from: 'their arrival',
    keptFor: { days: Math.ceil(2 * YEAR), least: 30, most: Math.ceil(8 * YEAR) },
    source: 'ours, after the Code’s referrals not accepted',
    endedBy: 'timetable',
  },
  'access-at-home': {
    what: 'accounts, codes and browsers of patients and carers',
    from: 'the end of the stay',
    keptFor: { days: 30, least: 0, most: Math.ceil(YEAR) },
    source: 'ours: they open nothing once the stay is over',
    endedBy: 'timetable',
  },
  'message-of-no-alert': {
    what: 'messages to staff about no alert that is kept, and what became of them',
    from: 'their writing',
    keptFor: { days: 90, least: 7, most: Math.ceil(2 * YEAR) },
    source: 'ours: they prove nothing about a patient',
    endedBy: 'timetable',
  },
} as const satisfies Record<string, RetentionClass>;

export type RetentionClassName = keyof typeof RETENTION_CLASSES;

export const RETENTION_CLASS_NAMES = Object.keys(RETENTION_CLASSES) as RetentionClassName[];

/** Where the rest ends, and what does not. */
export const KEPT_OTHERWISE: Readonly<Record<string, string>> = {
  'audit trail': 'without end: it names ids alone, and nothing can be taken out of a chain that is to prove itself',
  'sessions of sign-in': 'until they end; the rules worker deletes them',
  'failed sign-ins': 'a day; the rules worker deletes them',
  'the board’s feed': 'hours; the rules worker deletes it',
  'jobs and their doorbells': 'until they are done; they hold ids alone',
  'counts of what sources sent': '90 days; the rules worker deletes them',
  'messages of alerts': 'with the care record that they belong to',
  'accounts of staff': 'without end: what they wrote names them',
  photographs: 'with the care record that they belong to',
};
