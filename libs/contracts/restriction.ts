import { z } from 'zod';
import type { Tile } from './board.ts';
import { GLASS_KINDS } from './break-glass.ts';
import { plainText } from './plain-text.ts';
import { ROLES } from './session.ts';

/** What stands in place of a name that is not everybody's to see. */
export const RESTRICTED_NAME = 'Restricted record';

const PLAN_TO_OPEN = 'one is recorded: open the record to read it.';

/**
 * A tile as those see it who are not named for a restricted record: bed, scores, alerts, when readings are due and what waits
 * for somebody are all there, so that nobody is less safe for it; who they are, where they live and what was planned are not.
 */
export function hiddenTile(tile: Tile): Tile {
  const { carerBreaks: _, ...shown } = tile;
  return {
    ...shown,
    patient: { ...tile.patient, nhsNumber: '', name: RESTRICTED_NAME },
    escalationPlan: tile.escalationPlan === null ? null : PLAN_TO_OPEN,
    place: tile.place.kind === 'home' ? tile.place : { ...tile.place, id: '', name: 'a care home' },
    restricted: 'hidden',
  };
}

const moment = z.number().describe('Epoch milliseconds.');
const reason = plainText(500);

/** `after` is the restriction that was seen: somebody else's change since then refuses this one. */
const after = z
  .uuid('expected the id of the restriction that you saw, or null')
  .nullable()
  .describe('The restriction in force as you saw it; null when there was none.');

export const restrictionWish = z
  .discriminatedUnion(
    'restricted',
    [
      z.strictObject({
        restricted: z.literal(true),
        reason: reason.describe('Such as that the patient works here.'),
        named: z
          .array(z.uuid('expected ids of accounts'))
          .max(50, 'expected at most 50 people')
          .describe('Who looks after them: sees the record besides the leads and you.'),
        after,
      }),
      z.strictObject({ restricted: z.literal(false), reason, after }),
    ],
    'expected restricted: true or false',
  )
  .meta({
    id: 'RestrictionWish',
    description: 'That a record is restricted from now on, and to whom; or that it is not any more.',
  });
export type RestrictionWish = z.output<typeof restrictionWish>;

const restriction = z
  .object({
    id: z.uuid(),
    setAt: moment,
    setBy: z.string(),
    reason: z.string(),
    named: z.array(z.object({ id: z.uuid(), name: z.string() })),
    lifted: z.object({ at: moment, by: z.string(), reason: z.string() }).nullable(),
  })
  .meta({ id: 'Restriction' });
export type Restriction = z.infer<typeof restriction>;

export const restrictionView = z
  .object({
    inForce: restriction.nullable(),
    before: z.array(restriction).describe('Newest first.'),
    staff: z
      .array(z.object({ id: z.uuid(), name: z.string(), role: z.enum(ROLES) }))
      .describe('Everybody of the hub who works on the ward: who can be named. Its leads see every record.'),
  })
  .meta({ id: 'RestrictionView', description: 'Whether a record is restricted, to whom, and what was so before.' });
export type RestrictionView = z.infer<typeof restrictionView>;

/** Opening a restricted record of one's own ward, whose tile one sees. */
export const restrictedGlassDraft = z
  .strictObject({
    kind: z.enum(GLASS_KINDS, 'say why it is needed'),
    reason: reason.describe('In your own words. Whoever reviews it reads them.'),
  })
  .meta({ id: 'RestrictedGlassDraft' });
export type RestrictedGlassDraft = z.infer<typeof restrictedGlassDraft>;
