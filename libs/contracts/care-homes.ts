import { z } from 'zod';

/** A care home as those who send its round sheets see it. */
export const careHome = z
  .object({
    id: z.string(),
    name: z.string(),
    ward: z.object({ id: z.string(), name: z.string() }),
    hubOpen: z.boolean().describe('Whether somebody of the hub looks at what comes in now.'),
    hubChangesAt: z
      .number()
      .nullable()
      .describe('When the hub next closes or opens, in epoch milliseconds; null when that is not near.'),
  })
  .meta({ id: 'CareHome' });
export type CareHome = z.infer<typeof careHome>;

export const careHomeList = z.object({ homes: z.array(careHome).describe('By name.') });
export type CareHomeList = z.infer<typeof careHomeList>;
