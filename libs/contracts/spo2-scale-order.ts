import { z } from 'zod';

const scale = z.literal([1, 2]);
const words = (most: number) => z.string().trim().min(1).max(most);

/** A clinician's order of the SpO2 scale that a stay is scored on, in force from the moment that it is made. */
export const spo2ScaleOrder = z
  .object({
    version: z.int().min(1).describe('The stay as you saw it.'),
    scale,
    authorisedBy: words(120).describe('The clinician whose decision it is.'),
    role: words(80).describe('In which role they decided.'),
    reason: words(500),
    hypercapnicFailureConfirmed: z
      .boolean()
      .optional()
      .describe('Scale 2 is only for confirmed hypercapnic respiratory failure with a target of 88 to 92 %.'),
  })
  .refine((order) => order.scale === 1 || order.hypercapnicFailureConfirmed === true, {
    path: ['hypercapnicFailureConfirmed'],
    error: 'expected true: scale 2 is only for confirmed hypercapnic respiratory failure with a target of 88 to 92 %',
  })
  .meta({ id: 'SpO2ScaleOrder', description: 'An order of the SpO2 scale. It re-scores the present, never history.' });

/** As it is sent. */
export type SpO2ScaleOrderDraft = z.input<typeof spo2ScaleOrder>;

export const spo2ScaleOrdered = z
  .object({ version: z.int().describe('The stay’s new version.'), inForceFrom: z.number().describe('Epoch ms.') })
  .meta({ id: 'SpO2ScaleOrdered' });
export type SpO2ScaleOrdered = z.infer<typeof spo2ScaleOrdered>;

/** Every order that was ever made for a stay. */
export const spo2ScaleOrders = z
  .object({
    version: z.int(),
    inForce: scale.describe('1 where nothing was ever ordered.'),
    orders: z
      .array(
        z.object({
          scale,
          inForceFrom: z.number(),
          authorisedBy: z.string(),
          role: z.string(),
          reason: z.string(),
          orderedBy: z.string().nullable().describe('Who wrote it down; null when it was taken over with the stay.'),
        }),
      )
      .describe('Oldest first. Times are epoch milliseconds.'),
  })
  .meta({ id: 'SpO2ScaleOrders' });
export type SpO2ScaleOrders = z.infer<typeof spo2ScaleOrders>;
