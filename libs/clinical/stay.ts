import type { Priority } from './finding.ts';
import type { Instant } from './instant.ts';
import type { MonitoringLevel } from './levels.ts';
import type { ScoredPerson } from './score-at.ts';
import type { Timetable } from './timetable.ts';
import type { MeasuredVital, Pathway, SpO2Scale } from './vitals.ts';

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

/**
 * A clinician's order of a scale for SpO2, in force from its own time until the next one. Source: [RCP]: scale 2 only for
 * confirmed hypercapnic respiratory failure with a target of 88–92 %.
 */
export interface SpO2ScaleOrder {
  readonly scale: SpO2Scale;
  readonly from: Instant;
  readonly authorisedBy: string;
  readonly role: string;
  readonly reason: string;
}

/** The plan that a clinician made for this stay. What is absent was not stated. */
export interface Plan {
  /** What is to be done, and what not, should this person get worse (ReSPECT, DNACPR, a ceiling of care), in one sentence. */
  readonly escalation?: string;
  /** Every order of a scale that was ever made for this stay, in any order. None is ever taken out. */
  readonly spo2ScaleOrders?: readonly SpO2ScaleOrder[];
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
  /** When sets are due; without it one round of the level after the last. */
  readonly schedule?: Timetable;
  /** On whose clocks the schedule is, and since when what was due before it is no longer asked for. */
  readonly scheduled?: { readonly zone: string; readonly since: Instant };
}

/** What the rules know about a stay. */
export interface Stay extends ScoredPerson {
  readonly id: string;
  /** The scale before the first order: 1 where it is not stated. A recording may begin on scale 2. */
  readonly spo2Scale?: SpO2Scale;
  readonly wardId?: string;
  readonly pathway: Pathway;
  readonly level: MonitoringLevel;
  readonly admittedAt: Instant;
  readonly plan: Plan;
}

/** The scale that is in force at an instant: that of the newest order up to it; before any, scale 1 unless the stay says otherwise. */
export function spo2ScaleAt(stay: Pick<Stay, 'plan' | 'spo2Scale'>, at: Instant): SpO2Scale {
  let newest: SpO2ScaleOrder | null = null;
  for (const order of stay.plan.spo2ScaleOrders ?? []) {
    // Of two orders of one instant the later in the list was made later.
    if (order.from <= at && (newest === null || order.from >= newest.from)) newest = order;
  }
  return newest?.scale ?? stay.spo2Scale ?? 1;
}
