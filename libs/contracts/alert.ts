import { ALERT_OUTCOMES, PRIORITIES, type AlertOutcome } from '#clinical';
import { z } from 'zod';
import { plainText } from './plain-text.ts';

export { ALERT_OUTCOMES, type AlertOutcome } from '#clinical';

export const alertResolution = z.strictObject({
  version: z.int('expected the version of the alert that you saw').min(1),
  outcome: z.enum(Object.keys(ALERT_OUTCOMES) as [AlertOutcome, ...AlertOutcome[]], {
    error: `expected one of: ${Object.keys(ALERT_OUTCOMES).join(', ')}`,
  }),
  note: plainText(2000).optional(),
});

/** `version` is the one that the person saw: a stale one is refused with what changed. */
export const alertAcceptance = z.strictObject({
  version: z.int('expected the version of the alert that you saw').min(1),
});

/** An alert that somebody still has to answer for, as the board shows it. Times are epoch milliseconds. */
export const openAlertView = z
  .object({
    id: z.string(),
    version: z.int(),
    ruleId: z.string(),
    priority: z.enum(PRIORITIES),
    sentence: z.string(),
    status: z.enum(['raised', 'accepted']),
    raisedAt: z.number(),
    effectiveAt: z.number().describe('When the reading behind it was measured: an alert from an old reading says so.'),
    count: z.int(),
    conditionPresent: z
      .boolean()
      .describe('False once a later complete set no longer shows it; the alert still needs somebody’s answer.'),
    acceptedBy: z.string().nullable(),
    acceptedAt: z.number().nullable(),
  })
  .meta({
    id: 'OpenAlert',
    description: 'An alert that somebody still has to answer for. Times are epoch milliseconds.',
  });
export type OpenAlertView = z.infer<typeof openAlertView>;

/** The alert's new version, to be sent with what is done to it next. */
export const alertVersion = z.object({ version: z.int() }).meta({ id: 'AlertVersion' });
