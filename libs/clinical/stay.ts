import type { Priority } from './finding.ts';
import type { Instant } from './instant.ts';
import type { MonitoringLevel } from './levels.ts';
import type { ScoredPerson } from './score-at.ts';
import type { MeasuredVital, Pathway } from './vitals.ts';

/** What is usual for this person when well, as a clinician stated it: it beats anything computed from readings. */
export interface Baseline extends Partial<Record<MeasuredVital, number>> {
  readonly news2?: number;
  readonly mmrc?: number;
  readonly borg?: number;
  readonly painScore?: number;
  readonly irregularPulse?: boolean;
}

/** A limit of this person's own. A value beyond it is found; a value on it is not. */
export interface PersonalLimit {
  readonly low?: number;
  readonly high?: number;
  readonly priority?: Exclude<Priority, 'technical'>;
}

/** What one layer changes of one rule. */
export interface RuleOverride {
  readonly enabled?: boolean;
  readonly priority?: Priority;
  readonly parameters?: Readonly<Record<string, number>>;
}

/** The plan that a clinician made for this stay. What is absent was not stated. */
export interface Plan {
  readonly baseline?: Baseline;
  readonly limits?: Partial<Readonly<Record<MeasuredVital, PersonalLimit>>>;
  /** The prescribed range, %. */
  readonly spo2Target?: { readonly low: number; readonly high: number };
  /** kg. */
  readonly targetWeight?: number;
  /** L/min, 0 on air: what is prescribed, so that it is no new need. */
  readonly prescribedOxygenFlow?: number;
  /** Takes insulin or a sulfonylurea. */
  readonly glucoseLowering?: boolean;
  /** Rule changes for this person, within the bounds of the rules. */
  readonly overrides?: Readonly<Record<string, RuleOverride>>;
}

/** What the rules know about a stay. */
export interface Stay extends ScoredPerson {
  readonly id: string;
  readonly wardId?: string;
  readonly pathway: Pathway;
  readonly level: MonitoringLevel;
  readonly admittedAt: Instant;
  readonly plan: Plan;
}
