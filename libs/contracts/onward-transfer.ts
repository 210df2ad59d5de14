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

export const onwardTransfers = z
  .object({ transfers: z.array(onwardTransfer).describe('Newest first.') })
  .meta({ id: 'OnwardTransfers' });
export type OnwardTransfers = z.infer<typeof onwardTransfers>;
