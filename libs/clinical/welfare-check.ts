import { durationInWords, toFinding } from './absence.ts';
import type { Finding, Priority } from './finding.ts';
import { HOUR, MINUTE, type Duration, type Instant } from './instant.ts';
import type { MonitoringLevel } from './levels.ts';
import type { RulePlace, RuleSet } from './rule-set.ts';
import { welfareCheckDue } from './rules/welfare-check.ts';

/** Within this, somebody has looked after the person a concern is about. Source: docs/CLINICAL, section 3 (concern). */
export const WELFARE_CHECK_WITHIN: Duration = 2 * HOUR;

/** How a welfare check stands. Each step is told once. */
export type WelfareCheckStep = 'waiting' | 'pressing' | 'in-hand' | 'overdue' | 'closed';

export interface WelfareCheckInput {
  /** The organisation that told of it: nobody's name. */
  readonly from: string;
  readonly receivedAt: Instant;
  readonly dueAt: Instant;
  readonly taken: boolean;
  readonly closed: boolean;
  /** Of the patient whom it is about; null while nobody has said who that is, or when they are none of ours. */
  readonly level: MonitoringLevel | null;
  readonly place: RulePlace;
  readonly now: Instant;
}

/**
 * What a welfare check asks of the ward: routine while it is new, urgent when the person is at intensive level, when nobody has
 * taken it for half an hour, and when it is overdue whoever has it. Nothing while somebody has it in time.
 */
export function welfareCheck(
  { from, receivedAt, dueAt, taken, closed, level, place, now }: WelfareCheckInput,
  ruleSet: RuleSet,
): { step: WelfareCheckStep; finding: Finding | null } {
  if (closed) return { step: 'closed', finding: null };
  const inForce = ruleSet.timedAt(welfareCheckDue.id, place);
  const found = (standing: string, priority: Priority): Finding =>
    toFinding({ ...inForce, priority }, ruleSet, now, { from, standing });
  if (now >= dueAt) {
    const late = now - dueAt < MINUTE ? 'now' : `${durationInWords(now - dueAt)} ago`;
    return { step: 'overdue', finding: found(`the welfare check was due ${late} and has no outcome`, 'urgent') };
  }
  if (taken) return { step: 'in-hand', finding: null };
  const left = durationInWords(dueAt - now);
  const age = now - receivedAt;
  if (age >= inForce.values['notTaken']! * MINUTE) {
    const waits = `nobody has taken it for ${durationInWords(age)}, and the welfare check is due in ${left}`;
    return { step: 'pressing', finding: found(waits, 'urgent') };
  }
  if (level === 'intensive') {
    const near = `it is about somebody at intensive level, the welfare check is due in ${left}, and nobody has taken it yet`;
    return { step: 'pressing', finding: found(near, 'urgent') };
  }
  const fresh = `a welfare check is due in ${left}, and nobody has taken it yet`;
  return { step: 'waiting', finding: found(fresh, inForce.priority) };
}
