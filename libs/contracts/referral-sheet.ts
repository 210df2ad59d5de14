import { z } from 'zod';

/** The headings of a file of referrals: one a field of the form. Those that have to be there, then those that may be left out. */
export const SHEET_COLUMNS = {
  wanted: [
    'nhsNumber',
    'givenName',
    'familyName',
    'birthDate',
    'route',
    'pathway',
    'reason',
    'referredBy',
    'clinician',
    'language',
    'digitalAccess',
  ],
  other: [
    'sex',
    'pregnant',
    'consents',
    'news2',
    'trajectory',
    'spo2',
    'spo2Scale',
    'systolic',
    'heartFailureConfirmed',
    'clinicalFrailtyScale',
    'escalation',
    'carer',
    'livesAlone',
    'postcode',
    'gp',
    'careHomeId',
  ],
} as const;

export const MOST_SHEET_REFERRALS = 300;

export const referralSheet = z
  .strictObject({
    csv: z
      .string('expected the text of a CSV file')
      .min(1, 'is empty')
      .max(200_000, 'expected at most 200,000 characters: send it in parts'),
    keep: z.boolean('expected true or false').describe('False: only say what would come of each row.'),
  })
  .meta({ id: 'ReferralSheet' });
export type ReferralSheet = z.output<typeof referralSheet>;

export const referralSheetRead = z
  .object({
    kept: z.boolean(),
    rows: z.array(
      z.object({
        row: z.int().describe('As a spreadsheet numbers it: the headings are row 1.'),
        name: z.string().describe('As the row has it; it may be empty.'),
        outcome: z
          .enum(['fits', 'received', 'known', 'refused'])
          .describe('known: the person has an open referral to this ward, or stands further up. Nothing is doubled.'),
        faults: z.array(z.object({ field: z.string(), message: z.string() })),
      }),
    ),
  })
  .meta({ id: 'ReferralSheetRead' });
export type ReferralSheetRead = z.infer<typeof referralSheetRead>;
