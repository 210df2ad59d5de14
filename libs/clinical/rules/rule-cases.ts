import { DAY, HOUR, type Instant } from '../instant.ts';
import { evaluateStay } from '../evaluate-stay.ts';
import type { Finding } from '../finding.ts';
import { Course } from '../moment.ts';
import type { Answers } from '../questionnaires.ts';
import type { Verdict } from '../rule.ts';
import { DEFAULT_RULE_SET } from '../rule-set.ts';
import type { Stay } from '../stay.ts';
import type { Reading, Vitals } from '../vitals.ts';

/** 8 in the morning of some Monday. */
export const T0: Instant = Date.UTC(2026, 0, 5, 8);

/** A healthy complete set. */
export const WELL = {
  respiration: 16,
  spo2: 97,
  onOxygen: false,
  systolic: 120,
  diastolic: 75,
  pulse: 70,
  consciousness: 'A',
  temperature: 37,
} as const satisfies Vitals;

export function aStay(stay: Partial<Stay> = {}): Stay {
  return {
    id: 's1',
    pathway: 'frailty',
    ageYears: 80,
    pregnant: false,
    spo2Scale: 1,
    level: 'standard',
    admittedAt: T0 - 10 * DAY,
    plan: {},
    ...stay,
  };
}

/** What was measured, and how many hours before T0. */
export interface Past extends Vitals {
  readonly hoursAgo: number;
  readonly answers?: Answers;
}

export function aCourse(past: readonly Past[]): Reading[] {
  return past.map(({ hoursAgo, ...measured }, i) => {
    const at = T0 - hoursAgo * HOUR;
    return { id: `r${i}`, effectiveAt: at, receivedAt: at, ...measured };
  });
}

/** The same set, every so many hours, so many times, the newest `until` hours before T0. */
export function steadily(vitals: Vitals, every: number, times: number, until = every): Past[] {
  return Array.from({ length: times }, (_, i) => ({ ...vitals, hoursAgo: until + i * every }));
}

/** What a rule says of the newest set of a course, with the shipped values. */
export function verdictOn(ruleId: string, past: readonly Past[], stay: Stay = aStay()): Verdict {
  const inForce = DEFAULT_RULE_SET.rules.find(({ rule }) => rule.id === ruleId);
  if (inForce === undefined) throw new Error(`no rule ${ruleId}`);
  const ordered = aCourse(past).toSorted((a, b) => a.effectiveAt - b.effectiveAt);
  return inForce.rule.judge(new Course(stay, ordered, T0).endingWith(ordered.length - 1), inForce.values);
}

/** In short: the tier of what was found, or the kind of verdict. */
export function tierOf(ruleId: string, past: readonly Past[], stay: Stay = aStay()): string {
  const verdict = verdictOn(ruleId, past, stay);
  if (verdict.kind === 'absent') return verdict.near === true ? 'near' : 'absent';
  if (verdict.kind !== 'present') return verdict.kind;
  return verdict.priority ?? DEFAULT_RULE_SET.rules.find(({ rule }) => rule.id === ruleId)!.priority;
}

/** The finding of a rule at the newest set, as it would be kept. */
export function findingOf(ruleId: string, past: readonly Past[], stay: Stay = aStay()): Finding | undefined {
  const readings = aCourse(past);
  const newest = readings.toSorted((a, b) => b.effectiveAt - a.effectiveAt)[0]!;
  const { findings } = evaluateStay(
    { stay, readings, fresh: new Set([newest.id]), openAlerts: [], now: T0 },
    DEFAULT_RULE_SET,
  );
  return findings.find((finding) => finding.ruleId === ruleId);
}
