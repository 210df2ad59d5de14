import type { MonitoringLevel } from './levels.ts';
import type { BOUNDS_OF_USUAL } from './plan.ts';
import { TIMETABLES, type Timetable } from './timetable.ts';
import type { Pathway } from './vitals.ts';

/** A place in a plan that no table can fill: only who knows the person can. */
export type PlanPlace =
  `baseline.${keyof typeof BOUNDS_OF_USUAL}` | 'escalation' | 'prescribedOxygenFlow' | 'targetWeight' | 'spo2Scale';

/**
 * What a plan of a pathway begins with. Its thresholds are those of the rule set's pathway layer, which are in force before anybody
 * states one; the prescribed range of SpO2 follows the scale that is ordered. A copy of either would not follow.
 */
export interface PlanTemplate {
  readonly schedule: Timetable;
  /** What the pathway's rules compare with, in the order in which it is asked. */
  readonly toState: readonly PlanPlace[];
}

/** Source: what the rules of docs/CLINICAL, section 3, compare with. [ours] */
const TO_STATE: Readonly<Record<Pathway, readonly PlanPlace[]>> = {
  respiratory: [
    'escalation',
    'spo2Scale',
    'baseline.spo2',
    'baseline.respiration',
    'baseline.mmrc',
    'prescribedOxygenFlow',
  ],
  cardiac: ['escalation', 'targetWeight', 'baseline.weight', 'baseline.systolic', 'baseline.pulse'],
  frailty: ['escalation', 'baseline.news2', 'baseline.systolic', 'baseline.painScore'],
};

export const planTemplate = (pathway: Pathway, level: MonitoringLevel): PlanTemplate => ({
  schedule: TIMETABLES[level],
  toState: TO_STATE[pathway],
});
