import type { Finding, Priority } from './finding.ts';
import { DAY, HOUR, MINUTE, type Duration, type Instant } from './instant.ts';
import { roundLength, type MonitoringLevel } from './levels.ts';
import { fill, type Facts, type RuleTerms } from './rule.ts';
import {
  deviceSilent,
  feedLost,
  implausibleRule,
  overdue,
  queueBehind,
  silent,
  workerStalled,
} from './rules/absence.ts';
import { valuesInForce, type RuleSet } from './rule-set.ts';
import type { Implausibility } from './plausible.ts';
import { SPOKEN } from './vitals.ts';

const SECOND: Duration = 1_000;

/** "3 h", "45 min", "2 days". */
export function durationInWords(duration: Duration): string {
  if (duration < HOUR) return `${Math.floor(duration / MINUTE)} min`;
  if (duration < 2 * DAY) return `${Math.floor(duration / HOUR)} h`;
  return `${Math.floor(duration / DAY)} days`;
}

function technically(terms: RuleTerms, ruleSet: RuleSet, at: Instant, facts: Facts, priority: Priority): Finding {
  const thresholds = valuesInForce(ruleSet, terms.id);
  return {
    ruleId: terms.id,
    ruleVersion: terms.version,
    ruleSetVersion: ruleSet.version,
    priority,
    sentence: fill(terms.sentence, facts),
    at,
    evidence: { readingIds: [], values: facts, thresholds },
    source: terms.source,
  };
}

export interface AbsenceInput {
  readonly level: MonitoringLevel;
  /** When the set was due that has not come. */
  readonly dueAt: Instant;
  /** The last reading, or the admission when there was none. */
  readonly lastHeardAt: Instant;
  /** The gravest open state of the patient, or null. */
  readonly lastPriority: Priority | null;
  readonly now: Instant;
}

/** How far the ladder has been climbed. Each step is taken once: the caller remembers the highest that it has taken. */
export type AbsenceStep = 'none' | 'remind' | 'tell-carer' | 'tell-hub' | 'silent';
export const ABSENCE_STEPS = [
  'none',
  'remind',
  'tell-carer',
  'tell-hub',
  'silent',
] as const satisfies readonly AbsenceStep[];

export interface Absence {
  readonly step: AbsenceStep;
  /** For the hub: from 'tell-hub' upwards. */
  readonly findings: readonly Finding[];
  /** When to look again; null when there is nothing further up. */
  readonly nextStepAt: Instant | null;
}

/**
 * The ladder of a set that has not come. A reminder and the carer come before the hub; at the hub it is urgent when the last
 * state was urgent or worse, and "silent" is urgent whatever it was.
 */
export function absence(input: AbsenceInput, ruleSet: RuleSet): Absence {
  const { dueAt, now, lastHeardAt, level } = input;
  const steps = valuesInForce(ruleSet, overdue.id);
  const rounds = valuesInForce(ruleSet, silent.id)['rounds']!;
  // The set due at `dueAt` is the first missed round; each further one is a round later.
  const silentAt = dueAt + (rounds - 1) * roundLength(level) + steps['hub']! * MINUTE;
  const ladder: readonly (readonly [AbsenceStep, Instant])[] = [
    ['remind', dueAt + steps['reminder']! * MINUTE],
    ['tell-carer', dueAt + steps['carer']! * MINUTE],
    ['tell-hub', dueAt + steps['hub']! * MINUTE],
    ['silent', silentAt],
  ];
  let step: AbsenceStep = 'none';
  let nextStepAt: Instant | null = null;
  for (const [name, at] of ladder) {
    if (now >= at) step = name;
    else nextStepAt ??= at;
  }
  const findings: Finding[] = [];
  const age = durationInWords(now - lastHeardAt);
  if (step === 'tell-hub' || step === 'silent') {
    const grave = input.lastPriority === 'urgent' || input.lastPriority === 'emergency';
    findings.push(
      technically(overdue, ruleSet, dueAt, { late: durationInWords(now - dueAt), age }, grave ? 'urgent' : 'routine'),
    );
  }
  if (step === 'silent') {
    const missed = 1 + Math.floor((now - dueAt) / roundLength(level));
    findings.push(technically(silent, ruleSet, dueAt, { missed: Math.max(missed, rounds), age }, silent.priority));
  }
  return { step, findings, nextStepAt };
}

/** A technical finding when the newest values of one device, newest first, are all implausible. */
export function implausibleInARow(
  newestFirst: readonly (Implausibility | null)[],
  at: Instant,
  ruleSet: RuleSet,
): Finding | null {
  const inARow = valuesInForce(ruleSet, implausibleRule.id)['inARow']!;
  const firstGood = newestFirst.indexOf(null);
  const count = firstGood === -1 ? newestFirst.length : firstGood;
  const last = newestFirst[0];
  if (count < inARow || last === null || last === undefined) return null;
  return technically(
    implausibleRule,
    ruleSet,
    at,
    { count, vital: SPOKEN[last.vital].word, value: last.value },
    implausibleRule.priority,
  );
}

/** A technical finding when a device has been silent for too long. `device` is a model and the end of its serial number: no name. */
export function silentDevice(device: string, lastHeardAt: Instant, now: Instant, ruleSet: RuleSet): Finding | null {
  if (now - lastHeardAt < valuesInForce(ruleSet, deviceSilent.id)['hours']! * HOUR) return null;
  return technically(
    deviceSilent,
    ruleSet,
    now,
    { device, age: durationInWords(now - lastHeardAt) },
    deviceSilent.priority,
  );
}

/** A technical finding when a feed has been down for too long. */
export function lostFeed(feed: string, downSince: Instant, now: Instant, ruleSet: RuleSet): Finding | null {
  if (now - downSince < valuesInForce(ruleSet, feedLost.id)['minutes']! * MINUTE) return null;
  return technically(feedLost, ruleSet, now, { feed, age: durationInWords(now - downSince) }, feedLost.priority);
}

/** A technical finding when nothing has evaluated readings for too long. */
export function stalledWorker(lastHeardAt: Instant, now: Instant, ruleSet: RuleSet): Finding | null {
  return tooLong(workerStalled, lastHeardAt, now, ruleSet);
}

/** A technical finding when the oldest reading that waits for its score has waited for too long. */
export function queueIsBehind(oldestAt: Instant, now: Instant, ruleSet: RuleSet): Finding | null {
  return tooLong(queueBehind, oldestAt, now, ruleSet);
}

function tooLong(terms: RuleTerms<'seconds'>, since: Instant, now: Instant, ruleSet: RuleSet): Finding | null {
  const seconds = valuesInForce(ruleSet, terms.id)['seconds']!;
  if (now - since < seconds * SECOND) return null;
  return technically(terms, ruleSet, now, { age: inSeconds(now - since) }, terms.priority);
}

/** "45 s", then as other lengths of time. */
function inSeconds(duration: Duration): string {
  return duration < MINUTE ? `${Math.floor(duration / SECOND)} s` : durationInWords(duration);
}
