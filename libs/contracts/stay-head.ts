import { z } from 'zod';
import { tile } from './board.ts';
import { SHARING_SCOPES, type SharingScope } from './sharing.ts';

/** What stands at the head of a patient's page: the board's own tile of them, and from when to when they were on the ward. */
export const stayHead = z
  .object({
    at: z.number().describe('As of when.'),
    ward: z.object({ id: z.string(), name: z.string() }),
    admittedAt: z.number(),
    endedAt: z.number().nullable().describe('Null while they are on the ward.'),
    tile,
    objects: z
      .array(z.enum(Object.keys(SHARING_SCOPES) as [SharingScope, ...SharingScope[]]))
      .exactOptional()
      .describe('To what of sharing their record the person objects now; absent where to nothing.'),
    openUntil: z
      .number()
      .exactOptional()
      .describe('Of a patient beyond your wards whom you opened with a reason: until when.'),
  })
  .meta({
    id: 'StayHead',
    description: 'One patient of the ward, also after their stay. Times are epoch milliseconds.',
  });
export type StayHead = z.infer<typeof stayHead>;
