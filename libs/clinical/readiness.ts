import { comparePriority } from './finding.ts';
import { HOUR, type Duration, type Instant } from './instant.ts';
import { roundLength, type MonitoringLevel } from './levels.ts';
import { Course, type Moment } from './moment.ts';
import { isContactOnly } from './not-taken.ts';
import { FOUR_AT, readAnswers, SOFT_SIGNS, sumOf, yesAmong } from './questionnaires.ts';
import { inOrder } from './reading-set.ts';
import { SHIPPED_READINESS, type ReadinessRules } from './readiness-rules.ts';
import { currentState } from './current-state.ts';
import { inWords } from './rule.ts';
import type { OpenAlert } from './alert.ts';
import type { Stay } from './stay.ts';
import type { Reading } from './vitals.ts';

/** What has to be so before a patient steps down. Source: docs/CLINICAL, section 5. */
export const CRITERIA = ['score', 'trend', 'received', 'alerts', 'pathway', 'clinician', 'agreement', 'means'] as const;
export type CriterionId = (typeof CRITERIA)[number];

export interface Criterion {
  readonly id: CriterionId;
  readonly state: 'met' | 'not-met' | 'unknown';
  /** The facts it rests on, in a sentence. */
  readonly evidence: string;
  /** When it could be met at the earliest, if nothing more happens; null when time alone does not bring it. */
  readonly earliest: Instant | null;
}

export interface ReadinessInput {
  readonly stay: Stay;
  readonly readings: readonly Reading[];
  readonly openAlerts: readonly OpenAlert[];
  readonly now: Instant;
  /** The clinician who agrees, by name; null when nobody has. */
  readonly agreedByClinician: string | null;
  readonly agreedByPatient: boolean | null;
  readonly hasSafetyNetAdvice: boolean | null;
  readonly canTakeReadings: boolean | null;
  /** Those in force; as shipped where none are given. */
  readonly rules?: ReadinessRules;
}

export interface Readiness {
  readonly ready: boolean;
  readonly criteria: readonly Criterion[];
  /** A coordinator may override with a reason, except an open emergency. */
  readonly mayOverride: boolean;
  readonly earliest: Instant | null;
}

function hours(duration: Duration): string {
  return `${Math.round(duration / HOUR)} h`;
}

/** The complete rounds in the last `reach` before now, newest first. */
function completeSince(newest: Moment | null, from: Instant): Moment[] {
  const rounds: Moment[] = [];
  for (let m = newest; m !== null && m.at > from; m = m.roundBefore()) if (m.total !== null) rounds.push(m);
  return rounds;
}

function score({ stay, now, rules = SHIPPED_READINESS }: ReadinessInput, newest: Moment | null): Criterion {
  const span = stay.level === 'intensive' ? rules.stableForLeavingIntensive : rules.stableFor;
  const own = newest?.ownNews2() ?? null;
  const rounds = completeSince(newest, now - span);
  if (rounds.length === 0)
    return { id: 'score', state: 'unknown', evidence: `No complete set in the last ${hours(span)}.`, earliest: null };
  if (own === null) return { id: 'score', state: 'unknown', evidence: 'No own normal is known.', earliest: null };
  const most = own.value + rules.aboveNormal;
  const breach = rounds.find(
    (round) =>
      round.total! > most || (round.score.news2.kind === 'complete' && round.score.news2.singleThree.length > 0),
  );
  if (breach !== undefined) {
    return {
      id: 'score',
      state: 'not-met',
      evidence: `NEWS2 ${breach.total}, ${hours(now - breach.at)} ago; usual ${inWords(own.value)}, at most ${inWords(most)} without a single 3 is wanted for ${hours(span)}.`,
      earliest: breach.at + span,
    };
  }
  const watched = now - stay.admittedAt;
  if (watched < span)
    return {
      id: 'score',
      state: 'not-met',
      evidence: `Watched for ${hours(watched)} of ${hours(span)}.`,
      earliest: stay.admittedAt + span,
    };
  return {
    id: 'score',
    state: 'met',
    evidence: `NEWS2 at most ${Math.max(...rounds.map((round) => round.total!))} in ${rounds.length} sets over ${hours(span)}; usual ${inWords(own.value)}.`,
    earliest: now,
  };
}

function trend({ now }: ReadinessInput, course: Course): Criterion {
  const direction = currentState(course)?.trend ?? 'unknown';
  const state = direction === 'unknown' ? 'unknown' : direction === 'rising' ? 'not-met' : 'met';
  return { id: 'trend', state, evidence: `NEWS2 trend: ${direction}.`, earliest: state === 'met' ? now : null };
}

function received({
  stay,
  now,
  readings,
  rules: { receivedOver, receivedShare } = SHIPPED_READINESS,
}: ReadinessInput): Criterion {
  const from = Math.max(now - receivedOver, stay.admittedAt);
  const round = roundLength(stay.level);
  const due = Math.floor((now - from) / round);
  if (due === 0)
    return { id: 'received', state: 'unknown', evidence: 'No set has been due yet.', earliest: from + round };
  // One set a round: four sets in one morning do not make up for two days without.
  const rounds = new Set(
    readings
      .filter((reading) => reading.effectiveAt > from && reading.effectiveAt <= now && !isContactOnly(reading))
      .map(({ effectiveAt }) => Math.floor((now - effectiveAt) / round)),
  );
  const got = Math.min([...rounds].filter((n) => n < due).length, due);
  const met = got / due >= receivedShare;
  return {
    id: 'received',
    state: met ? 'met' : 'not-met',
    evidence: `${got} of ${due} due sets received in ${hours(now - from)}.`,
    earliest: met ? now : null,
  };
}

function alerts({ openAlerts, now }: ReadinessInput): Criterion {
  const open = openAlerts.filter(({ priority }) => comparePriority(priority, 'urgent') >= 0);
  return open.length === 0
    ? { id: 'alerts', state: 'met', evidence: 'No urgent or emergency alert is open.', earliest: now }
    : {
        id: 'alerts',
        state: 'not-met',
        evidence: `${open.length} open: ${open.map(({ priority }) => priority).join(', ')}.`,
        earliest: null,
      };
}

function pathway(input: ReadinessInput, ordered: readonly Reading[]): Criterion {
  switch (input.stay.pathway) {
    case 'respiratory':
      return oxygen(input, ordered);
    case 'cardiac':
      return weight(input, ordered);
    case 'frailty':
      return quiet(input, ordered);
  }
}

function oxygen(
  { stay, now, rules: { oxygenFor } = SHIPPED_READINESS }: ReadinessInput,
  ordered: readonly Reading[],
): Criterion {
  const id = 'pathway';
  const known = ordered.filter(({ onOxygen, oxygenFlow }) => onOxygen !== undefined || oxygenFlow !== undefined);
  const from = now - oxygenFor;
  if (!known.some(({ effectiveAt }) => effectiveAt > from))
    return {
      id,
      state: 'unknown',
      evidence: `Oxygen status not known in the last ${hours(oxygenFor)}.`,
      earliest: null,
    };
  const flow = ({ onOxygen, oxygenFlow }: Reading): number => oxygenFlow ?? (onOxygen === true ? 0.5 : 0);
  const usual =
    stay.plan.prescribedOxygenFlow ?? Math.max(0, ...known.filter(({ effectiveAt }) => effectiveAt <= from).map(flow));
  const newNeed = known.findLast((reading) => reading.effectiveAt > from && flow(reading) > usual);
  return newNeed === undefined
    ? { id, state: 'met', evidence: `No new oxygen need for ${hours(oxygenFor)}.`, earliest: now }
    : {
        id,
        state: 'not-met',
        evidence: `New oxygen need ${hours(now - newNeed.effectiveAt)} ago.`,
        earliest: newNeed.effectiveAt + oxygenFor,
      };
}

function weight(
  { stay, now, rules: { weightFor, weightWithin } = SHIPPED_READINESS }: ReadinessInput,
  ordered: readonly Reading[],
): Criterion {
  const id = 'pathway';
  const target = stay.plan.targetWeight;
  if (target === undefined) return { id, state: 'unknown', evidence: 'The plan has no target weight.', earliest: null };
  const weights = ordered.filter(({ weight: kg, effectiveAt }) => kg !== undefined && effectiveAt > now - weightFor);
  if (weights.length === 0)
    return { id, state: 'unknown', evidence: `No weight in the last ${hours(weightFor)}.`, earliest: null };
  const off = weights.findLast(({ weight: kg }) => Math.round(Math.abs(kg! - target) * 100) > weightWithin * 100);
  return off === undefined
    ? {
        id,
        state: 'met',
        evidence: `Weight within ${weightWithin} kg of ${inWords(target)} kg for ${hours(weightFor)}.`,
        earliest: now,
      }
    : {
        id,
        state: 'not-met',
        evidence: `Weight ${inWords(off.weight!)} kg ${hours(now - off.effectiveAt)} ago; target ${inWords(target)} kg.`,
        earliest: off.effectiveAt + weightFor,
      };
}

function quiet(
  { now, rules: { quietFor, fourAtBelow } = SHIPPED_READINESS }: ReadinessInput,
  ordered: readonly Reading[],
): Criterion {
  const id = 'pathway';
  const course = ordered.flatMap(({ answers, effectiveAt }, i) => (answers === undefined ? [] : [{ effectiveAt, i }]));
  const recent = course.filter(({ effectiveAt }) => effectiveAt > now - quietFor);
  if (recent.length === 0)
    return { id, state: 'unknown', evidence: `No form in the last ${hours(quietFor)}.`, earliest: null };
  const forms = recent.map(({ effectiveAt, i }) => ({ effectiveAt, answers: readAnswers(ordered[i]!.answers ?? {}) }));
  const loud = forms.findLast(({ answers }) => answers.fell === true || yesAmong(answers, SOFT_SIGNS).yes.length > 0);
  if (loud !== undefined)
    return {
      id,
      state: 'not-met',
      evidence: `A fall or soft sign ${hours(now - loud.effectiveAt)} ago.`,
      earliest: loud.effectiveAt + quietFor,
    };
  const tested = forms.findLast(({ answers }) => sumOf(answers, FOUR_AT).answered > 0);
  const sum = tested === undefined ? null : sumOf(tested.answers, FOUR_AT);
  if (sum !== null && sum.least >= fourAtBelow)
    return { id, state: 'not-met', evidence: `4AT ${sum.least}.`, earliest: null };
  if (sum === null || !sum.complete) return { id, state: 'unknown', evidence: 'No complete 4AT.', earliest: null };
  return {
    id,
    state: 'met',
    evidence: `No fall or soft sign for ${hours(quietFor)}; 4AT ${sum.least}.`,
    earliest: now,
  };
}

function said(id: CriterionId, answer: boolean | null, yes: string, no: string, now: Instant): Criterion {
  if (answer === null) return { id, state: 'unknown', evidence: `Not recorded: ${no}`, earliest: null };
  return answer
    ? { id, state: 'met', evidence: yes, earliest: now }
    : { id, state: 'not-met', evidence: no, earliest: null };
}

/** Whether a patient can step down, criterion by criterion, each with its evidence. It proposes; a clinician decides. */
export function stepDownReadiness(input: ReadinessInput): Readiness {
  const ordered = inOrder(input.readings).filter(({ effectiveAt }) => effectiveAt <= input.now);
  const course = new Course(input.stay, ordered, input.now);
  const newest = ordered.length === 0 ? null : course.endingWith(ordered.length - 1);
  const { now } = input;
  const agreed =
    input.agreedByPatient === null || input.hasSafetyNetAdvice === null
      ? input.agreedByPatient === false || input.hasSafetyNetAdvice === false
        ? false
        : null
      : input.agreedByPatient && input.hasSafetyNetAdvice;
  const criteria: Criterion[] = [
    score(input, newest),
    trend(input, course),
    received(input),
    alerts(input),
    pathway(input, ordered),
    said(
      'clinician',
      input.agreedByClinician === null ? null : true,
      `Agreed by ${input.agreedByClinician}.`,
      'a named clinician agrees.',
      now,
    ),
    said(
      'agreement',
      agreed,
      'The patient or carer agrees and has the safety-net advice.',
      'the patient or carer agrees and has the safety-net advice.',
      now,
    ),
    said(
      'means',
      input.canTakeReadings,
      'There is a way to take readings at the next level.',
      'a way to take readings at the next level.',
      now,
    ),
  ];
  const earliest = criteria.some((criterion) => criterion.earliest === null)
    ? null
    : Math.max(...criteria.map((criterion) => criterion.earliest!));
  return {
    ready: criteria.every(({ state }) => state === 'met'),
    criteria,
    mayOverride: !input.openAlerts.some(({ priority }) => priority === 'emergency'),
    earliest,
  };
}

/** The level below; null at check-in: from there it is home. */
export const LEVEL_BELOW: Readonly<Record<MonitoringLevel, MonitoringLevel | null>> = {
  intensive: 'standard',
  standard: 'light',
  light: 'check-in',
  'check-in': null,
};
