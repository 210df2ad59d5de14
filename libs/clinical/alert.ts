import type { Finding, Priority } from './finding.ts';
import type { Instant } from './instant.ts';

/** An alert that nobody has closed yet. There is at most one for a patient and a rule. */
export interface OpenAlert {
  readonly ruleId: string;
  readonly priority: Priority;
  readonly raisedAt: Instant;
  /** The own time of the newest set that breached. */
  readonly effectiveAt: Instant;
  /** How many sets have breached while it was open. */
  readonly count: number;
  /** Whether the newest set that could tell still breaches. An alert stays open until a person closes it. */
  readonly conditionPresent: boolean;
}

/** What has to happen to the patient's alerts. The caller performs it; at most one live effect per rule comes out of one evaluation. */
export type AlertEffect =
  /** A new alert. */
  | { readonly kind: 'raise'; readonly finding: Finding }
  /** The open alert goes on: `count` is its new count. */
  | { readonly kind: 'update'; readonly ruleId: string; readonly finding: Finding; readonly count: number }
  /** The open alert is raised again, because it presses more than it did. */
  | { readonly kind: 'worsen'; readonly ruleId: string; readonly finding: Finding }
  /** The condition is over; the alert stays open until a person closes it. */
  | { readonly kind: 'condition-cleared'; readonly ruleId: string; readonly at: Instant; readonly sentence: string }
  /** A reading that came late would have raised an alert, and a newer set has answered it. For the record only. */
  | { readonly kind: 'historic'; readonly finding: Finding; readonly answeredBy: Instant };
