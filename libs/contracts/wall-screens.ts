import { z } from 'zod';
import { plainText } from './plain-text.ts';

/** Whose a bed is, on a wall that strangers pass. */
export const WALL_NAMES = ['initials', 'full'] as const;
export type WallNames = (typeof WALL_NAMES)[number];

const moment = z.number().describe('Epoch milliseconds.');

export const wallScreenTerms = z.strictObject({
  place: plainText(60).describe('Where it hangs, so that it can be told from others and ended.'),
  names: z
    .enum(WALL_NAMES, 'say initials or full')
    .describe('What it has of names. With `initials` the hub tells the screen no more than these.'),
});
export type WallScreenTerms = z.infer<typeof wallScreenTerms>;

export const wallScreens = z
  .object({
    at: moment,
    screens: z.array(
      z.object({
        id: z.uuid(),
        place: z.string(),
        names: z.enum(WALL_NAMES),
        openedBy: z.string(),
        openedAt: moment,
        lastSeenAt: moment.describe('To the minute.'),
        endsAt: moment.describe('At the latest.'),
        mayEnd: z.boolean().describe('Whether you may end it: you opened it, or are a lead or an administrator.'),
      }),
    ),
  })
  .meta({ id: 'WallScreens', description: 'The wall screens of a ward, the newest first.' });
export type WallScreens = z.infer<typeof wallScreens>;

/** "A M" of Ada Merriweather; of a name with a hyphen or several parts each: "C F W". */
export const initialsOf = (name: string): string =>
  name
    .split(/[\s-]+/)
    .filter((part) => part !== '')
    .map((part) => /^./u.exec(part)?.[0].toUpperCase())
    .join(' ');
