import { ALERT_OUTCOMES, LONGEST_PAUSE, MINUTE, type AlertOutcome } from '#clinical';
import { z } from 'zod';
import { plainText } from './plain-text.ts';

const version = z
  .int('expected the version of the alert that you saw')
  .min(1)
  .describe('The one that you saw: a stale one is refused with what changed.');

/** Others of the same patient that were seen with it, and are meant as well. */
const also = z
  .array(z.strictObject({ id: z.uuid('expected the id of an alert'), version }))
  .max(50)
  .optional()
  .describe('Other alerts of the same patient that you saw with it and mean as well: all of them or none.');

const seen = { version, also };

const reason = plainText(500);

const MOST_MINUTES = LONGEST_PAUSE / MINUTE;
const MINUTES = `expected a whole number of minutes from 1 to ${MOST_MINUTES}`;

const OUTCOMES = Object.keys(ALERT_OUTCOMES) as [AlertOutcome, ...AlertOutcome[]];

export const alertAcceptance = z.strictObject(seen);

export const alertRejection = z.strictObject({
  ...seen,
  reason: reason.describe('Why somebody else has to take it. The next step of the route is asked at once.'),
});

export const alertPause = z.strictObject({
  ...seen,
  minutes: z.int(MINUTES).min(1, MINUTES).max(MOST_MINUTES, MINUTES),
});

export const alertHandOver = z.strictObject({
  ...seen,
  to: z
    .uuid('expected the id of a colleague, as GET /api/wards/:id/colleagues names them')
    .describe('The colleague who is to have it. They have to confirm; if they do not, it comes back to you.'),
});

export const alertTakeOver = z.strictObject(seen);

export const alertResolution = z.strictObject({
  ...seen,
  outcome: z.enum(OUTCOMES, { error: `expected one of: ${OUTCOMES.join(', ')}` }),
  note: plainText(2000).optional(),
});

export const alertComment = z.strictObject({ text: plainText(2000) });

/** The alert's new version, to be sent with what is done to it next. */
export const alertVersion = z.object({ version: z.int() }).meta({ id: 'AlertVersion' });
export type AlertVersion = z.infer<typeof alertVersion>;

/** Somebody who may answer for a ward's alerts. */
export const colleague = z
  .object({ id: z.uuid(), name: z.string(), role: z.string() })
  .meta({ id: 'Colleague', description: 'Somebody who may answer for the ward’s alerts.' });
export type Colleague = z.infer<typeof colleague>;
