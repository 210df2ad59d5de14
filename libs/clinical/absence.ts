import type { Finding, Priority } from './finding.ts';
import { DAY, HOUR, MINUTE, type Duration, type Instant } from './instant.ts';
import { roundLength, type MonitoringLevel } from './levels.ts';
import { fill, type Facts, type RuleTerms } from './rule.ts';
import {
  channelFailing,
  deviceSilent,
  feedLost,
  implausibleRule,
  overdue,
  queueBehind,
  silent,
  workerStalled,
} from './rules/absence.ts';
import type { RulePlace, RuleSet, TimedInForce } from './rule-set.ts';
import type { Implausibility } from './plausible.ts';
import { reasonsInWords, type NotTaken } from './not-taken.ts';
import { SPOKEN, type Pathway } from './vitals.ts';

type Values<T extends RuleTerms> = Readonly<Record<keyof T['parameters'], number>>;

const SECOND: Duration = 1_000;

/** "3 h", "45 min", "2 days". */
export function durationInWords(duration: Duration): string {
  if (duration < HOUR) return `${Math.floor(duration / MINUTE)} min`;
  if (duration < 2 * DAY) return `${Math.floor(duration / HOUR)} h`;
  return `${Math.floor(duration / DAY)} days`;
}

/** The finding of a rule that no reading raised. */
export function toFinding(
  { terms, priority, values }: TimedInForce,
  ruleSet: RuleSet,
  at: Instant,
  facts: Facts,
): Finding {
  return {
    ruleId: terms.id,
    ruleVersion: terms.version,
    ruleSetVersion: ruleSet.version,
    priority,
    sentence: fill(terms.sentence, facts),
    at,
    evidence: { readingIds: [], values: facts, thresholds: values },
    source: terms.source,
  };
}

export interface AbsenceInput {
  readonly wardId: string;
  readonly pathway: Pathway;
  readonly level: MonitoringLevel;
  /** When the set was due that has not come. */
  readonly dueAt: Instant;
  /** The last reading, or the admission when there was none. */
  readonly lastHeardAt: Instant;
  /** When somebody was with them after that and could not take a set, and why; null when nobody was. It is no reading. */
  readonly contact: { readonly at: Instant; readonly why: NotTaken } | null;
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
 * The ladder of a set that has not come. Somebody who was with them and could not take it is contact: it is told with why, and
 * puts off that nothing at all was heard. It answers nothing else: the set stays due, and each other step comes when it would have
 * come. A reminder and the carer come before the hub; at the hub it is urgent when the last
 * state was urgent or worse, and "silent" is urgent whatever it was.
 */
export function absence(input: AbsenceInput, ruleSet: RuleSet): Absence {
  const { dueAt, now, lastHeardAt, level, contact } = input;
  const late = ruleSet.timedAt(overdue.id, input);
  const gone = ruleSet.timedAt(silent.id, input);
  const { reminder, carer, hub } = late.values as Values<typeof overdue>;
  const { rounds } = gone.values as Values<typeof silent>;
  // The set due at `dueAt` is the first missed round; each further one is a round later. Where the hub is not told that a set is
  // late, contact does not put off the only thing that it is told.
  const heardAt = late.enabled ? Math.max(dueAt, contact?.at ?? dueAt) : dueAt;
  const silentAt = heardAt + (rounds - 1) * roundLength(level) + hub * MINUTE;
  const ladder: readonly (readonly [AbsenceStep, Instant])[] = [
    ...(late.enabled
      ? ([
          ['remind', dueAt + reminder * MINUTE],
          ['tell-carer', dueAt + carer * MINUTE],
          ['tell-hub', dueAt + hub * MINUTE],
        ] as const)
      : []),
    // Nobody can switch it off.
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
  if (late.enabled && (step === 'tell-hub' || step === 'silent')) {
    const grave = input.lastPriority === 'urgent' || input.lastPriority === 'emergency';
    // A layer that sets another priority sets it for the whole rule.
    const priority = late.priority === overdue.priority && grave ? 'urgent' : late.priority;
    const found = toFinding({ ...late, priority }, ruleSet, dueAt, { late: durationInWords(now - dueAt), age });
    findings.push({ ...found, sentence: found.sentence + contactInWords(input) });
  }
  if (step === 'silent') {
    const missed = 1 + Math.floor((now - dueAt) / roundLength(level));
    findings.push(toFinding(gone, ruleSet, dueAt, { missed: Math.max(missed, rounds), age }));
  }
  return { step, findings, nextStepAt };
}

/** " Somebody was with them 2 h ago: all refused." Empty when nobody was. */
function contactInWords({ contact, now }: AbsenceInput): string {
  return contact === null
    ? ''
    : ` Somebody was with them ${durationInWords(now - contact.at)} ago and could not take it: ${reasonsInWords(contact.why)}.`;
}

/** A technical finding when the newest values of one device, newest first, are all implausible. */
export function implausibleInARow(
  newestFirst: readonly (Implausibility | null)[],
  at: Instant,
  ruleSet: RuleSet,
  place: RulePlace,
): Finding | null {
  const inForce = ruleSet.timedAt(implausibleRule.id, place);
  const { inARow } = inForce.values as Values<typeof implausibleRule>;
  const firstGood = newestFirst.indexOf(null);
  const count = firstGood === -1 ? newestFirst.length : firstGood;
  const last = newestFirst[0];
  if (!inForce.enabled || count < inARow || last === null || last === undefined) return null;
  return toFinding(inForce, ruleSet, at, { count, vital: SPOKEN[last.vital].word, value: last.value });
}

/** What has been silent, since when, and where it belongs. */
export interface Silence {
  readonly since: Instant;
  readonly now: Instant;
  readonly place: RulePlace;
}

/** A technical finding when a device has been silent for too long. `device` is a model and the end of its serial number: no name. */
export function silentDevice(device: string, { since, now, place }: Silence, ruleSet: RuleSet): Finding | null {
  const inForce = ruleSet.timedAt(deviceSilent.id, place);
  const { hours } = inForce.values as Values<typeof deviceSilent>;
  if (!inForce.enabled || now - since < hours * HOUR) return null;
  return toFinding(inForce, ruleSet, now, { device, age: durationInWords(now - since) });
}

/** A technical finding when a feed has been down for too long. */
export function lostFeed(feed: string, { since, now, place }: Silence, ruleSet: RuleSet): Finding | null {
  const inForce = ruleSet.timedAt(feedLost.id, place);
  const { minutes } = inForce.values as Values<typeof feedLost>;
  if (!inForce.enabled || now - since < minutes * MINUTE) return null;
  return toFinding(inForce, ruleSet, now, { feed, age: durationInWords(now - since) });
}

/** A technical finding when nothing has evaluated readings for too long. */
export function stalledWorker(silence: Silence, ruleSet: RuleSet): Finding | null {
  return tooLong(workerStalled, silence, ruleSet);
}

/** A technical finding when the oldest reading that waits for its score has waited for too long. */
export function queueIsBehind(silence: Silence, ruleSet: RuleSet): Finding | null {
  return tooLong(queueBehind, silence, ruleSet);
}

function tooLong(terms: RuleTerms<'seconds'>, { since, now, place }: Silence, ruleSet: RuleSet): Finding | null {
  const inForce = ruleSet.timedAt(terms.id, place);
  const { seconds } = inForce.values as Values<typeof terms>;
  if (now - since < seconds * SECOND) return null;
  return toFinding(inForce, ruleSet, now, { age: inSeconds(now - since) });
}

/** How one way of telling people goes. */
export interface ChannelStanding {
  /** Failures of the channel itself since the last message that it took. */
  readonly failuresInARow: number;
  readonly lastFailure: string | null;
  /** For how long the oldest emergency has waited to be taken; null when none does. */
  readonly oldestEmergencyUnsentFor: Duration | null;
}

/** Why a channel counts as failing, in a sentence; null when it works. It is the same for every ward: a channel is nobody's own. */
export function channelTrouble(standing: ChannelStanding, ruleSet: RuleSet): string | null {
  const { failuresInARow, lastFailure, oldestEmergencyUnsentFor } = standing;
  const { failures, seconds } = ruleSet.timedAt(channelFailing.id, {}).values as Values<typeof channelFailing>;
  if (failuresInARow >= failures) return `${failuresInARow} attempts in a row failed. ${lastFailure ?? ''}`.trimEnd();
  if (oldestEmergencyUnsentFor !== null && oldestEmergencyUnsentFor > seconds * SECOND)
    return `An emergency message has waited for longer than ${inSeconds(seconds * SECOND)} to be sent.`;
  return null;
}

/** A technical finding of a channel that fails, for a ward whose people are told by it. */
export function failingChannel(
  channel: string,
  { why, now, place }: { readonly why: string; readonly now: Instant; readonly place: RulePlace },
  ruleSet: RuleSet,
): Finding {
  return toFinding(ruleSet.timedAt(channelFailing.id, place), ruleSet, now, { channel, why });
}

/** "45 s", then as other lengths of time. */
function inSeconds(duration: Duration): string {
  return duration < MINUTE ? `${Math.floor(duration / SECOND)} s` : durationInWords(duration);
}
