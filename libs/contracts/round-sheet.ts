import { BANDS, VITALS } from '#clinical';
import { z } from 'zod';

/** The largest file that is read as a round sheet, in bytes. */
export const LARGEST_SHEET_BYTES = 256 * 1024;

const sheetRemark = z
  .object({
    heading: z.string().exactOptional().describe('Of the column, as it stands in the sheet; absent for the whole row.'),
    sent: z.string().exactOptional().describe('What the cell says, cut to a length that can be shown.'),
    detail: z.string().describe('What there is to say, and what to do.'),
  })
  .meta({ id: 'SheetRemark' });
export type SheetRemark = z.infer<typeof sheetRemark>;

const sheetColumn = z
  .object({
    heading: z.string(),
    readAs: z.string().nullable().describe('What is read from it; null when it is not stored.'),
    unit: z.string().nullable().describe('The unit that its numbers are taken to be in.'),
  })
  .meta({ id: 'SheetColumn' });
export type SheetColumn = z.infer<typeof sheetColumn>;

/**
 * `ready`: will be stored when the sheet is confirmed. `stored`: durably stored by this request. `stored-before`: stored
 * from an earlier upload, and not again. `nothing-measured`: a row without a reading. `not-stored`: see its problems.
 */
export const ROW_OUTCOMES = ['ready', 'stored', 'stored-before', 'nothing-measured', 'not-stored'] as const;
export type RowOutcome = (typeof ROW_OUTCOMES)[number];

/** The score of a row by itself. An incomplete set is no NEWS2: it has a least and a most. */
const sheetNews2 = z
  .union([
    z.object({ notApplicable: z.string().describe('Why this person has no NEWS2.') }),
    z.object({
      total: z.int().nullable().describe('Null while anything is missing.'),
      least: z.int(),
      most: z.int(),
      band: z.enum(BANDS).describe('The band that is certain, whatever is missing.'),
      missing: z.array(z.string()).describe('What was not measured, in the headings of the sheet where it has them.'),
    }),
  ])
  .meta({ id: 'SheetNews2' });
export type SheetNews2 = z.infer<typeof sheetNews2>;

const sheetRow = z
  .object({
    row: z.int().describe('As a spreadsheet numbers it.'),
    outcome: z.enum(ROW_OUTCOMES),
    nhsNumber: z.string().nullable(),
    name: z.string().nullable().describe('As the record has it, for those who may see it.'),
    effectiveAt: z.number().nullable().describe('When it was measured, in epoch milliseconds.'),
    reading: z
      .partialRecord(z.enum([...VITALS, 'statedNews2']), z.union([z.number(), z.boolean(), z.string()]))
      .describe('What is stored of it, in the fields and units of a reading set. What was not measured is absent.'),
    news2: sheetNews2
      .nullable()
      .describe('Of this row alone, for a resident of one’s own home. Null where nothing of it is scored.'),
    note: z.string().nullable(),
    recordedBy: z.string().nullable(),
    id: z.string().exactOptional().describe('Of the reading, once it is stored.'),
    problems: z.array(sheetRemark).describe('Why it is not stored. Empty when it is.'),
    remarks: z.array(sheetRemark).describe('What to know of it that does not stand in the way.'),
  })
  .meta({ id: 'SheetRow' });
export type SheetRow = z.infer<typeof sheetRow>;

/** What a round sheet says, row by row. The same before and after it is confirmed but for the outcomes. */
export const roundSheet = z
  .object({
    confirmed: z.boolean().describe('False for a preview, of which nothing is stored.'),
    confirm: z
      .string()
      .describe(
        'Send the same file again with this as `confirm` to store exactly what is shown here, and nothing else.',
      ),
    columns: z.array(sheetColumn),
    rows: z.array(sheetRow),
  })
  .meta({ id: 'RoundSheet', description: 'What a round sheet says, row by row, and what became of each row.' });
export type RoundSheet = z.infer<typeof roundSheet>;

/** With it a sheet is stored; without, it is only shown. */
export const sheetConfirmation = z.object({
  confirm: z
    .string()
    .regex(/^[\w-]{20,100}$/, 'expected what the preview gave as `confirm`')
    .optional()
    .describe('What the preview gave as `confirm`. Left out, nothing is stored: the answer is a preview.'),
});
