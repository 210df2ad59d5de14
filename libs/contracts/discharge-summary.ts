import { z } from 'zod';
import { dischargeSending, sendingState } from './discharge-sendings.ts';
import { plainText } from './plain-text.ts';

const moment = z.number().describe('Epoch milliseconds.');

/** What became of a medicine during the stay. */
export const MEDICINE_CHANGES = { started: 'Started', stopped: 'Stopped', changed: 'Changed' } as const;
export type MedicineChange = keyof typeof MEDICINE_CHANGES;
const changes = Object.keys(MEDICINE_CHANGES) as [MedicineChange, ...MedicineChange[]];

const medicine = z
  .strictObject({
    change: z.enum(changes, { error: `expected one of: ${changes.join(', ')}` }),
    medicine: plainText(120),
    dose: plainText(160)
      .nullable()
      .describe('How much, how often and for how long from now on; null for one that was stopped.'),
    why: plainText(300),
  })
  .refine(({ change, dose }) => (change === 'stopped') === (dose === null), {
    message: 'is said of what was started or changed, and null of what was stopped',
    path: ['dose'],
  });

const medicines = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({
        kind: z.literal('changed'),
        changes: z.array(medicine).min(1, 'expected at least one').max(30, 'expected at most 30'),
      }),
    ],
    'expected {"kind": "none"}, or "changed" with what was changed: that nothing was is said',
  )
  .describe('Changes of medicines. That there are none is said, and is never taken from silence.');

const followUp = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({
        kind: z.literal('planned'),
        steps: z
          .array(
            z.strictObject({
              what: plainText(200),
              who: plainText(120),
              by: z.iso.date('expected a date such as 2026-03-27').describe('YYYY-MM-DD'),
            }),
          )
          .min(1, 'expected at least one')
          .max(20, 'expected at most 20'),
      }),
    ],
    'expected {"kind": "none"}, or "planned" with its steps: that nothing is planned is said',
  )
  .describe('What is to be done next, by whom and until when.');

const lines = (most: number) =>
  z.array(plainText(200)).min(1, 'expected at least one').max(most, `expected at most ${most}`);

const contents = {
  reason: plainText(1_000).describe('Why the person was admitted.'),
  course: plainText(3_000).describe('What happened during the stay.'),
  diagnoses: plainText(1_000).describe('Diagnoses, and the outcome.'),
  medicines,
  followUp,
  lookFor: lines(12).describe('Safety net: what to look for.'),
  ring: lines(8).describe('Safety net: whom to ring.'),
  forPerson: plainText(2_000).describe('What happened, as the person is told it.'),
};

/** `id` is the sender's: sent again under it, it is kept once. */
export const dischargeSummaryDraft = z
  .strictObject({
    id: z.uuid('expected an id of your own, a UUID'),
    after: z
      .uuid('expected the id of the summary that you saw last, or null')
      .nullable()
      .describe('The newest summary that you saw; null where there was none. This one takes its place.'),
    ...contents,
  })
  .meta({ id: 'DischargeSummaryDraft' });
export type DischargeSummaryDraft = z.output<typeof dischargeSummaryDraft>;

const written = z.object(contents);
export type DischargeContents = z.infer<typeof written>;

/** What of the record stands in a summary: as it was when the summary was written. */
const told = z.object({
  escalation: z.string().nullable().describe('The escalation plan as it stood; null where none was stated.'),
  gp: z.string().nullable(),
  pathway: z.string(),
  admittedAt: moment,
});
export type DischargeTold = z.infer<typeof told>;

export const dischargeSummary = written
  .extend({ id: z.uuid(), at: moment, by: z.string(), told })
  .meta({ id: 'DischargeSummary', description: 'As a clinician wrote it: never changed, only followed by another.' });
export type DischargeSummary = z.infer<typeof dischargeSummary>;

const summaryToCome = z.object({ reason: z.string(), at: moment, by: z.string() });

export const dischargeSummaryView = z
  .object({
    admissionId: z.uuid(),
    name: z.string(),
    ending: z.string().nullable().describe('How the stay ended; null while it goes on.'),
    objectsToGp: z.boolean().describe('The person objects to their GP being told: no letter and no bundle goes there.'),
    toCome: summaryToCome.nullable().describe('Why the summary comes later, where the stay ended without one.'),
    written: z.array(dischargeSummary).describe('Newest first: that one holds.'),
    endpoint: z
      .string()
      .nullable()
      .describe('Where bundles of this ward are sent, as it is called; null where nowhere.'),
    sendings: z.array(dischargeSending).describe('Newest first.'),
    draft: z
      .object({
        told,
        reason: z.string(),
        course: z.string(),
        lookFor: z.array(z.string()),
        ring: z.array(z.string()),
        forPerson: z.string(),
      })
      .describe('What the record says now, to begin with. Nothing of it is said before a clinician has confirmed it.'),
  })
  .meta({ id: 'DischargeSummaryView' });
export type DischargeSummaryView = z.infer<typeof dischargeSummaryView>;

/** For whom a letter is. */
export const DISCHARGE_LETTERS = { gp: 'For the GP', person: 'For the person' } as const;
export type DischargeLetter = keyof typeof DISCHARGE_LETTERS;

/** A summary that was written longer ago is looked at once more before a stay is ended on it. [ours] */
export const SUMMARY_HOLDS_HOURS = 24;

export const afterDischarge = z
  .object({
    at: moment,
    summariesToCome: z
      .array(
        z.object({
          admissionId: z.uuid(),
          name: z.string(),
          endedAt: moment,
          reason: z.string().describe('Why it comes later.'),
          by: z.string(),
        }),
      )
      .describe('Stays that ended at home without a summary, the oldest first.'),
    notReceived: z
      .array(
        z.object({
          admissionId: z.uuid(),
          name: z.string(),
          to: z.string(),
          queuedAt: moment,
          state: sendingState,
          attempts: z.int(),
          detail: z.string().nullable(),
        }),
      )
      .describe('Bundles that the other system has not taken, of each stay the newest, the oldest first.'),
  })
  .meta({ id: 'AfterDischarge', description: 'What is still to be done for those who have left.' });
export type AfterDischarge = z.infer<typeof afterDischarge>;
