import { z } from 'zod';
import type { Priority } from '#clinical';
import { plainText } from './plain-text.ts';

/** How an alert may end. Needed to end one at all, so that each rule's precision can be shown. Source: CLINICAL.md §6. */
export const ALERT_OUTCOMES = {
  'no-action': 'No action needed',
  advice: 'Advice given',
  visit: 'Visit arranged',
  'plan-changed': 'Plan changed',
  'stepped-up': 'Stepped up to hospital',
  'false-artefact': 'False: the reading was wrong',
  'false-threshold': 'False: the threshold does not suit this person',
} as const;
export type AlertOutcome = keyof typeof ALERT_OUTCOMES;

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
export interface OpenAlertView {
  id: string;
  version: number;
  ruleId: string;
  priority: Priority;
  sentence: string;
  status: 'raised' | 'accepted';
  raisedAt: number;
  /** When the reading behind it was measured: an alert from an old reading says so. */
  effectiveAt: number;
  count: number;
  /** False once a later complete set no longer shows it; the alert still needs somebody's answer. */
  conditionPresent: boolean;
  acceptedBy: string | null;
  acceptedAt: number | null;
}
