import { quantile } from 'simple-statistics';
import type { Priority } from '../finding.ts';
import { DAY, type Duration, type Instant } from '../instant.ts';
import { STAY_ENDED, type AlertOutcome } from './outcome.ts';

/*
 * What a ward's alerts cost and what they are worth. Source of the measures: docs/CLINICAL, sections 6 and 7.
 */

/** One alert, from being raised to what came of it. */
export interface AlertCourse {
  readonly ruleId: string;
  /** Null for an alert about no patient. */
  readonly admissionId: string | null;
  /** The gravest that it was. */
  readonly priority: Priority;
  readonly raisedAt: Instant;
  /** When somebody first accepted it, or closed it without; null when nobody has. */
  readonly answeredAt: Instant | null;
  /** By when somebody was to have. */
  readonly acceptBy: Instant;
  /** Null while it is open. */
  readonly outcome: AlertOutcome | typeof STAY_ENDED | null;
}

/** What a person did something about. Advice is something: the patient was spoken to. */
const ACTIONABLE: ReadonlySet<string> = new Set<AlertOutcome>(['advice', 'visit', 'plan-changed', 'stepped-up']);

/** A share with its 95 % interval (Wilson's: it holds for few and for none). */
export interface Proportion {
  readonly of: number;
  readonly among: number;
  readonly share: number;
  readonly from: number;
  readonly to: number;
}

export interface RuleBurden {
  readonly ruleId: string;
  readonly raised: number;
  readonly open: number;
  /** Closed by a person with an outcome. What ended with the stay says nothing about the rule. */
  readonly closed: number;
  readonly outcomes: Readonly<Partial<Record<AlertOutcome, number>>>;
  /** Actionable among closed; null while none is closed. */
  readonly precision: Proportion | null;
  /** Alerts looked at for each that was acted on; null while none was. */
  readonly numberNeededToEvaluate: number | null;
}

export interface AnswerTimes {
  readonly priority: Priority;
  readonly raised: number;
  readonly answered: number;
  readonly median: Duration | null;
  readonly p90: Duration | null;
  /** Answered in time, among those whose time has come or that were answered; null while there are none. */
  readonly inTime: Proportion | null;
}

/** A rule that keeps calling for one patient, and never for anything. */
export interface ChronicAlerter {
  readonly ruleId: string;
  readonly admissionId: string;
  /** The most within any seven days, and when those began. */
  readonly alerts: number;
  readonly since: Instant;
  /** How often a person said why it was for nothing. */
  readonly outcomes: Readonly<Partial<Record<AlertOutcome, number>>>;
}

export interface AlarmBurden {
  readonly patientDays: number;
  readonly alerts: number;
  readonly actionable: number;
  /** Clinical alerts, not the system's about itself; null without patient-days. */
  readonly perPatientDay: { readonly all: number; readonly actionable: number } | null;
  readonly byPriority: Readonly<Record<Priority, number>>;
  /** Most raised first. */
  readonly rules: readonly RuleBurden[];
  readonly answerTimes: readonly AnswerTimes[];
  readonly chronic: readonly ChronicAlerter[];
}

/** Alerts of one rule for one patient within a week, none of them for anything. Source: docs/CLINICAL, section 6. */
const CHRONIC_ALERTS = 5;
const CHRONIC_WITHIN: Duration = 7 * DAY;

const PRIORITIES = ['emergency', 'urgent', 'routine', 'technical'] as const satisfies readonly Priority[];

/** The burden of the alerts raised within a period in which there were so many patient-days. `now` decides whose time to be answered has come. */
export function alarmBurden(courses: readonly AlertCourse[], patientDays: number, now: Instant): AlarmBurden {
  const clinical = courses.filter((course) => course.admissionId !== null);
  const actionable = clinical.filter(isActionable).length;
  return {
    patientDays,
    alerts: clinical.length,
    actionable,
    perPatientDay:
      patientDays > 0 ? { all: clinical.length / patientDays, actionable: actionable / patientDays } : null,
    byPriority: {
      emergency: countOf(courses, 'emergency'),
      urgent: countOf(courses, 'urgent'),
      routine: countOf(courses, 'routine'),
      technical: countOf(courses, 'technical'),
    },
    rules: [...grouped(courses, (course) => course.ruleId)]
      .map(([ruleId, own]) => ruleBurden(ruleId, own))
      .toSorted((a, b) => b.raised - a.raised || a.ruleId.localeCompare(b.ruleId)),
    answerTimes: PRIORITIES.map((priority) => answerTimes(priority, courses, now)),
    chronic: chronicAlerters(clinical),
  };
}

function grouped(
  courses: readonly AlertCourse[],
  by: (course: AlertCourse) => string,
): ReadonlyMap<string, readonly AlertCourse[]> {
  const groups = new Map<string, AlertCourse[]>();
  for (const course of courses) {
    const group = groups.get(by(course));
    if (group) group.push(course);
    else groups.set(by(course), [course]);
  }
  return groups;
}

function isActionable({ outcome }: AlertCourse): boolean {
  return outcome !== null && ACTIONABLE.has(outcome);
}

function countOf(courses: readonly AlertCourse[], priority: Priority): number {
  return courses.filter((course) => course.priority === priority).length;
}

function ruleBurden(ruleId: string, own: readonly AlertCourse[]): RuleBurden {
  const outcomes = outcomesOf(own);
  const closed = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  const actionable = own.filter(isActionable).length;
  return {
    ruleId,
    raised: own.length,
    open: own.filter((course) => course.outcome === null).length,
    closed,
    outcomes,
    precision: proportion(actionable, closed),
    numberNeededToEvaluate: actionable > 0 ? closed / actionable : null,
  };
}

function outcomesOf(courses: readonly AlertCourse[]): Partial<Record<AlertOutcome, number>> {
  const counts: Partial<Record<AlertOutcome, number>> = {};
  for (const { outcome } of courses) {
    if (outcome !== null && outcome !== STAY_ENDED) counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

function answerTimes(priority: Priority, courses: readonly AlertCourse[], now: Instant): AnswerTimes {
  const own = courses.filter((course) => course.priority === priority);
  const waits: Duration[] = [];
  let inTime = 0;
  let come = 0;
  for (const { raisedAt, answeredAt, acceptBy } of own) {
    if (answeredAt !== null) waits.push(answeredAt - raisedAt);
    if (answeredAt === null && now < acceptBy) continue;
    come += 1;
    if (answeredAt !== null && answeredAt <= acceptBy) inTime += 1;
  }
  return {
    priority,
    raised: own.length,
    answered: waits.length,
    median: waits.length > 0 ? quantile(waits, 0.5) : null,
    p90: waits.length > 0 ? quantile(waits, 0.9) : null,
    inTime: proportion(inTime, come),
  };
}

function chronicAlerters(clinical: readonly AlertCourse[]): ChronicAlerter[] {
  const found: ChronicAlerter[] = [];
  for (const own of grouped(clinical, (course) => `${course.ruleId} ${course.admissionId}`).values()) {
    const week = busiestWeek(own.toSorted((a, b) => a.raisedAt - b.raisedAt));
    const [first] = week;
    if (!first || first.admissionId === null || week.length < CHRONIC_ALERTS) continue;
    found.push({
      ruleId: first.ruleId,
      admissionId: first.admissionId,
      alerts: week.length,
      since: first.raisedAt,
      outcomes: outcomesOf(week),
    });
  }
  return found.toSorted((a, b) => b.alerts - a.alerts || a.since - b.since);
}

/** The most within any seven days among which nothing came of any. */
function busiestWeek(inOrder: readonly AlertCourse[]): readonly AlertCourse[] {
  let busiest: readonly AlertCourse[] = [];
  let start = 0;
  for (const [end, course] of inOrder.entries()) {
    if (isActionable(course)) {
      start = end + 1;
      continue;
    }
    while (course.raisedAt - inOrder[start]!.raisedAt > CHRONIC_WITHIN) start += 1;
    if (end + 1 - start > busiest.length) busiest = inOrder.slice(start, end + 1);
  }
  return busiest;
}

/** Of how many among how many, with Wilson's 95 % interval; null among none. */
export function proportion(of: number, among: number): Proportion | null {
  if (among === 0) return null;
  const z = 1.959964;
  const share = of / among;
  const shrink = 1 + (z * z) / among;
  const middle = (share + (z * z) / (2 * among)) / shrink;
  const half = (z * Math.sqrt((share * (1 - share)) / among + (z * z) / (4 * among * among))) / shrink;
  return { of, among, share, from: Math.max(0, middle - half), to: Math.min(1, middle + half) };
}

/** What others have published of theirs, to stand beside a ward's own. Source: docs/CLINICAL, section 7. */
export const PUBLISHED_BURDEN = [
  {
    what: 'NEWS2 of 5 or more, 100,362 hospital admissions',
    alertsPerPatientDay: 0.376,
    actionablePerPatientDay: null,
    numberNeededToEvaluate: 52,
    sensitivity: 0.46,
    source: { title: 'Pankhurst 2022, BMJ Open 12:e054027', url: 'https://doi.org/10.1136/bmjopen-2021-054027' },
  },
  {
    what: 'Remote monitoring at home',
    alertsPerPatientDay: 0.48,
    actionablePerPatientDay: 0.1,
    numberNeededToEvaluate: null,
    sensitivity: null,
    source: { title: 'Luscii 2025, JMIR Med Inform e66066', url: 'https://medinform.jmir.org/2025/1/e66066' },
  },
] as const;
