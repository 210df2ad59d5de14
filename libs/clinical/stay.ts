import type { Instant } from './instant.ts';
import type { MonitoringLevel } from './levels.ts';
import type { ScoredPerson } from './score-at.ts';
import type { MeasuredVital, Pathway } from './vitals.ts';

/** What is usual for this person when well, as a clinician stated it: it beats anything computed from readings. */
export interface Baseline extends Partial<Record<MeasuredVital, number>> {
  readonly news2?: number;
}

/** The plan that a clinician made for this stay. */
export interface Plan {
  readonly baseline?: Baseline;
}

/** What the rules know about a stay. */
export interface Stay extends ScoredPerson {
  readonly id: string;
  readonly pathway: Pathway;
  readonly level: MonitoringLevel;
  readonly admittedAt: Instant;
  readonly plan: Plan;
}
