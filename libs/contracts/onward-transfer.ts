import { BANDS, PARAMETERS } from '#clinical';
import { z } from 'zod';
import { sbardDraft } from './home-decisions.ts';
import { plainText } from './plain-text.ts';

/** Who looks after somebody next who needs more than the virtual ward. */
export const TRANSFER_TO = {
  ambulance: '999 ambulance',
  'urgent-community-response': 'Urgent community response',
  'same-day-emergency-care': 'Same day emergency care',
  'hospital-ward': 'Hospital ward',
} as const;
export type TransferTo = keyof typeof TRANSFER_TO;

/** Never held up by an objection: whoever does this looks after somebody whose life may depend on it. */
export const TOLD_ALWAYS: ReadonlySet<TransferTo> = new Set(['ambulance', 'hospital-ward']);

const keys = Object.keys(TRANSFER_TO) as [TransferTo, ...TransferTo[]];

/** `id` is the sender's: sent again under it, it is kept once. */
export const transferDraft = z
  .strictObject({
    id: z.uuid('expected an id of your own, a UUID'),
    to: z.enum(keys, { error: `expected one of: ${keys.join(', ')}` }),
    reason: plainText(1_000).describe('Why now, and what is asked of them.'),
    whereabouts: plainText(200).exactOptional().describe('Where the person is, and how to get in.'),
    medications: plainText(500).exactOptional().describe('What they take, where it is known.'),
    done: plainText(500).exactOptional().describe('What was done so far.'),
    despiteObjection: plainText(500)
      .exactOptional()
      .describe(
        'Why they are told although the person objects to community partners: needed where they do, and it is neither 999 nor a hospital ward.',
      ),
  })
  .meta({ id: 'TransferDraft' });
export type TransferDraft = z.output<typeof transferDraft>;

export const onwardTransfer = z
  .object({
    id: z.uuid(),
    at: z.number(),
    by: z.string(),
    to: z.enum(keys),
    reason: z.string(),
    whereabouts: z.string().nullable(),
    medications: z.string().nullable().describe('Null where nobody said: not known, and not none.'),
    done: z.string().nullable(),
    despiteObjection: z.string().nullable().describe('Why they were told although the person objects.'),
    firstAlertAt: z
      .number()
      .nullable()
      .describe(
        'When the first urgent or emergency alert of this was raised: of those open, or of the day before; null without one.',
      ),
    told: sbardDraft.describe('What the record said when it was handed on.'),
  })
  .meta({ id: 'OnwardTransfer', description: 'Somebody was handed on to those who can do more.' });
export type OnwardTransfer = z.infer<typeof onwardTransfer>;

const course = z.object({
  name: z.string(),
  unit: z.string(),
  points: z.array(z.object({ at: z.number(), least: z.number(), most: z.number() })),
  usual: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  least: z.number().describe('A panel spans this much at least.'),
});

/** What goes with somebody who is handed on: one page, on paper and on a screen. */
export const transferSheet = z
  .object({
    at: z.number(),
    ward: z.string(),
    zone: z.string(),
    by: z.string(),
    name: z.string(),
    nhsNumber: z.string(),
    birthDate: z.string(),
    to: z.string(),
    reason: z.string(),
    sinceFirstAlert: z.string().nullable(),
    said: z
      .array(z.object({ name: z.string(), lines: z.array(z.string()) }))
      .describe(
        'Why now, where, SBAR, escalation plan, what was done, medicines; in the order in which they are read.',
      ),
    scores: z
      .array(
        z.object({
          at: z.number(),
          total: z.int(),
          band: z.enum(BANDS),
          scale: z.union([z.literal(1), z.literal(2)]),
          subScores: z.record(z.enum(PARAMETERS), z.int()),
        }),
      )
      .describe('Newest first.'),
    vitals: z.array(course),
    from: z.number().describe('Since when the courses are told.'),
  })
  .meta({ id: 'TransferSheet', description: 'Times are epoch milliseconds.' });
export type TransferSheet = z.infer<typeof transferSheet>;

export const onwardTransfers = z
  .object({ transfers: z.array(onwardTransfer).describe('Newest first.') })
  .meta({ id: 'OnwardTransfers' });
export type OnwardTransfers = z.infer<typeof onwardTransfers>;
