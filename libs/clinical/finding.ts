import type { Instant } from './instant.ts';

/** Emergency: accept within 15 min. Urgent: 2 h. Routine: the same day. Technical: 1 h. The times are ward settings. */
export type Priority = 'emergency' | 'urgent' | 'routine' | 'technical';

/** From the least to the most pressing. Technical stands apart: it is about equipment and never outranks a patient. */
export const PRIORITIES = ['technical', 'routine', 'urgent', 'emergency'] as const satisfies readonly Priority[];

/** Positive when `a` presses more than `b`. */
export function comparePriority(a: Priority, b: Priority): number {
  return PRIORITIES.indexOf(a) - PRIORITIES.indexOf(b);
}

/** The published guidance behind a rule. */
export interface Source {
  readonly title: string;
  readonly url?: string;
}

/** Everything a clinician needs to check the sentence against the readings. */
export interface Evidence {
  readonly readingIds: readonly string[];
  /** What was measured or derived, by name: the numbers that stand in the sentence. */
  readonly values: Readonly<Record<string, number | string | boolean>>;
  /** The thresholds in force when the rule was judged. */
  readonly thresholds: Readonly<Record<string, number>>;
  /** What is usual for this person, where the rule compares with it. */
  readonly ownNormal?: Readonly<Record<string, number>>;
}

/** A rule's statement about one set. It states facts: never a diagnosis, never a treatment. */
export interface Finding {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly ruleSetVersion: string;
  readonly priority: Priority;
  readonly sentence: string;
  /** The set's own time, however late it arrived. */
  readonly at: Instant;
  readonly evidence: Evidence;
  readonly source: Source;
}
