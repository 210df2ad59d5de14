import { z } from 'zod';
import { nhsNumber } from './nhs-number.ts';
import { plainText } from './plain-text.ts';

const moment = z.number().describe('Epoch milliseconds.');

/** Who somebody on a ward is: what is compared before a reading becomes theirs. */
export const stayIdentity = z
  .object({
    admissionId: z.string(),
    wardId: z.string(),
    bed: z.int().nullable(),
    name: z.string(),
    birthDate: z.string().describe('YYYY-MM-DD.'),
    nhsNumber: z.string(),
    admittedAt: moment,
  })
  .meta({ id: 'StayIdentity' });
export type StayIdentity = z.infer<typeof stayIdentity>;

/**
 * Why readings fit nobody: nobody with that number is on a ward of yours; somebody is, and the sender says another name
 * or birth date; somebody is, and the key does not reach them; or somebody has been admitted since, and the readings go
 * to them by themselves within seconds.
 */
const UNMATCHED_BECAUSE = ['nobody', 'says-otherwise', 'out-of-reach', 'just-admitted'] as const;

/** Readings that one source sent with the same words about the person. They are settled together. */
export const unmatchedGroup = z
  .object({
    group: z.string(),
    source: z.object({ id: z.int(), name: z.string() }),
    nhsNumber: z.string().describe('As it was sent.'),
    stated: z
      .object({
        familyName: z.string().nullable(),
        displayName: z.string().nullable(),
        birthDate: z.string().nullable(),
      })
      .describe('What else the sender said of the person.'),
    count: z.int(),
    firstReceivedAt: moment,
    lastReceivedAt: moment,
    upTo: z.string().describe('The last of them, exactly: a decision holds for what was seen and no further.'),
    lastMeasuredAt: moment,
    lastValues: z
      .record(z.string(), z.union([z.number(), z.string(), z.boolean()]))
      .describe('Of the last one measured.'),
    because: z.enum(UNMATCHED_BECAUSE),
    differs: z.array(z.enum(['name', 'birthDate'])),
    onWard: stayIdentity.nullable().describe('Who has that NHS number, where they are on one of your wards.'),
  })
  .meta({
    id: 'UnmatchedReadings',
    description: 'Readings of nobody that one source sent with the same words about the person.',
  });
export type UnmatchedGroup = z.infer<typeof unmatchedGroup>;

export const unmatchedList = z
  .object({
    at: moment,
    readings: z.int().describe('All that wait, also those that are not listed.'),
    groups: z.array(unmatchedGroup).describe('At most 100, the last to come first.'),
  })
  .meta({ id: 'UnmatchedList' });
export type UnmatchedList = z.infer<typeof unmatchedList>;

export const unmatchedCount = z.object({ readings: z.int() });

export const stayIdentities = z.object({ stays: z.array(stayIdentity) });

const settled = {
  group: z.string().regex(/^[\da-f]{32}$/, 'expected a group as it is listed'),
  upTo: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/, 'expected the moment as it is listed')
    .describe('As it is listed: what came later is not decided about.'),
  reason: plainText(1_000),
};

export const attachment = z.strictObject({
  ...settled,
  admissionId: z.uuid('expected a stay'),
  confirmed: z
    .strictObject({ name: plainText(200), birthDate: z.iso.date('expected a date'), nhsNumber })
    .describe(
      'What the person read from the record and confirmed. Where the record says otherwise by now, nothing is done.',
    ),
  fromNowOn: z
    .boolean()
    .describe('What this source sends next in the same words, under the same NHS number, is this patient’s, too.'),
});

export type Attachment = z.input<typeof attachment>;

export const dismissal = z.strictObject(settled);
export type Dismissal = z.input<typeof dismissal>;

export const settledReadings = z.object({
  readings: z.int(),
  history: z.int().describe('Of those: measured before the stay began. They are kept with the patient and not scored.'),
});
export type SettledReadings = z.infer<typeof settledReadings>;
