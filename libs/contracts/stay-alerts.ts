import { PRIORITIES } from '#clinical';
import { z } from 'zod';
import { openAlertView } from './alert.ts';

/** What a finding rests on, as it was when the rule was judged. */
const evidence = z
  .object({
    readingIds: z.array(z.string()),
    values: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
    thresholds: z.record(z.string(), z.number()).describe('What was in force.'),
    ownNormal: z.record(z.string(), z.number()).optional().describe('What was usual for this person.'),
  })
  .meta({ id: 'Evidence' });
export type EvidenceView = z.infer<typeof evidence>;

/** An alert of a stay, open or closed, with why. Times are epoch milliseconds. */
export const stayAlert = z
  .object({
    id: z.uuid(),
    ruleId: z.string(),
    priority: z.enum(PRIORITIES),
    status: z
      .enum(['raised', 'accepted', 'resolved', 'historic'])
      .describe('`historic`: found in a reading that came late and that a newer one had answered; it raised nothing.'),
    sentence: z.string(),
    raisedAt: z.number(),
    effectiveAt: z.number().describe('When what it was found in was measured.'),
    count: z.int(),
    open: openAlertView.nullable().describe('As it stands, while somebody still has to answer it.'),
    acceptedBy: z.string().nullable(),
    closed: z
      .object({ by: z.string().nullable(), at: z.number(), outcome: z.string(), note: z.string().nullable() })
      .nullable(),
    why: z
      .object({
        ruleVersion: z.string(),
        ruleSetVersion: z.string(),
        evidence,
        source: z.object({ title: z.string(), url: z.string().optional() }),
      })
      .nullable()
      .describe('Null for alerts that stand on no finding.'),
  })
  .meta({ id: 'StayAlert' });
export type StayAlert = z.infer<typeof stayAlert>;

export const stayAlerts = z
  .object({
    alerts: z.array(stayAlert).describe('Open ones first, the gravest first; then the others, newest first.'),
    next: z.uuid().nullable().describe('`before` of the next page; null on the last.'),
  })
  .meta({ id: 'StayAlerts', description: 'The alerts of a stay.' });
export type StayAlerts = z.infer<typeof stayAlerts>;

export const stayAlertsQuestion = z.object({
  before: z.uuid('expected the `next` of a page').optional().describe('From here on: the `next` of the page before.'),
});
