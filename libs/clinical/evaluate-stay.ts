import {
  groupFlood,
  nextAlert,
  type AlertEffect,
  type OpenAlert,
  type PendingRepeat,
  type RepeatEffect,
} from './alert.ts';
import { currentState, type CurrentState } from './current-state.ts';
import type { Finding, Priority } from './finding.ts';
import { DAY, MINUTE, type Duration, type Instant } from './instant.ts';
import { ABOUT_A_DAY, Course, type Moment } from './moment.ts';
import { isContactAt } from './not-taken.ts';
import { NO_ANSWERS } from './questionnaires.ts';
import { inOrder, SET_SPAN } from './reading-set.ts';
import { fill, type Verdict } from './rule.ts';
import { forPatient, type RuleInForce, type RuleSet } from './rule-set.ts';
import { repeatFirst } from './rules/repeat-first.ts';
import type { ScoreAt } from './score-at.ts';
import type { Stay } from './stay.ts';
import type { Reading } from './vitals.ts';

/** Older than this a reading is history: it is scored for trends and alerts nobody. [ours] */
export const HISTORY_AFTER: Duration = 30 * DAY;

export interface EvaluationInput {
  readonly stay: Stay;
  /** The window that `windowNeeded` asked for, the fresh readings included, in any order. */
  readonly readings: readonly Reading[];
  /** The ids of the readings that were not evaluated before. */
  readonly fresh: ReadonlySet<string>;
  readonly previousScores?: readonly { readonly at: Instant; readonly total: number }[];
  readonly openAlerts: readonly OpenAlert[];
  /** What repeats were asked for and are still waited for. Without it nobody can be asked for one: every breach alerts at once. */
  readonly pendingRepeats?: readonly PendingRepeat[];
  readonly now: Instant;
}

export interface StayEvaluation {
  /** One for every instant whose set the fresh readings changed, oldest first, on the SpO2 scale in force when it was measured. */
  readonly scores: readonly ScoreAt[];
  /** From all the readings given; null when there are none. */
  readonly current: CurrentState | null;
  /** What the rules found in the sets that the fresh readings changed. */
  readonly findings: readonly Finding[];
  readonly alertEffects: readonly AlertEffect[];
  /** What becomes of repeats; empty unless `pendingRepeats` was given. */
  readonly repeats: readonly RepeatEffect[];
}

type Present = Extract<Verdict, { kind: 'present' }>;

/** A breach that no newer set has answered. */
interface LiveBreach {
  readonly moment: Moment;
  readonly verdict: Present;
  readonly finding: Finding;
}

/**
 * Judges the sets that fresh readings changed and says what becomes of the patient's alerts.
 *
 * Each finding belongs to its set's own time. A finding that a newer set has answered is historic, whenever it arrives;
 * only the newest set that can tell raises, worsens or clears. Evaluating again with nothing fresh says nothing new.
 */
export function evaluateStay(input: EvaluationInput, ruleSet: RuleSet): StayEvaluation {
  const { stay, now } = input;
  const ordered = inOrder(input.readings);
  const course = new Course(stay, ordered, now);
  const { ends, touched } = setsToJudge(ordered, input.fresh);

  const scores: ScoreAt[] = [];
  const moments: Moment[] = [];
  /** Of each moment, whether it is one of contact alone: it says nothing but what was answered. */
  const contacts: boolean[] = [];
  for (let n = 0; n < ends.length; n++) {
    moments.push(course.endingWith(ends[n]!));
    contacts.push(isContactAt(ordered, ends[n]!));
    if (touched[n] && !contacts[n]) scores.push(course.scoreToKeep(ends[n]!));
  }

  const findings: Finding[] = [];
  const alertEffects: AlertEffect[] = [];
  const repeats: RepeatEffect[] = [];
  const historyBefore = now - HISTORY_AFTER;
  const nothingOpen = input.openAlerts.length === 0 && (input.pendingRepeats ?? []).length === 0;
  for (const inForce of forPatient(ruleSet.rulesFor(stay.pathway, stay.wardId), stay.plan)) {
    const { rule, values } = inForce;
    let live: LiveBreach | null = null;
    let clearedBy: Moment | null = null;
    /** The newest set, when another rule speaks for this one at it. */
    let coveredBy: Moment | null = null;
    /** The nearest newer set at which the rule could tell. */
    let answeredBy: Moment | null = null;
    const foundBefore = findings.length;
    const effectsBefore = alertEffects.length;
    // From the newest set back, so that the nearest newer answer is known at each.
    for (let n = moments.length - 1; n >= 0; n--) {
      const moment = moments[n]!;
      if (moment.at < historyBefore) break;
      if (rule.fromAnswers === true ? moment.answers === NO_ANSWERS : contacts[n]) continue;
      const verdict = rule.judge(moment, values);
      if (verdict.kind === 'unknown') continue;
      if (verdict.kind === 'present' && touched[n]) {
        const finding = toFinding(verdict, moment, inForce, ruleSet);
        findings.push(finding);
        if (answeredBy === null) live = { moment, verdict, finding };
        else alertEffects.push({ kind: 'historic', finding, answeredBy: answeredBy.at });
      } else if (verdict.kind === 'absent' && verdict.near !== true && touched[n] && answeredBy === null) {
        clearedBy = moment;
      } else if (verdict.kind === 'covered' && answeredBy === null) {
        coveredBy = moment;
      }
      answeredBy = moment;
    }
    oldestFirst(findings, foundBefore);
    oldestFirst(alertEffects, effectsBefore);
    // With nothing open there is nothing that could clear.
    if (live !== null || !nothingOpen) {
      conclude(inForce, input, { live, clearedBy, coveredBy }, { ruleSet, alertEffects, repeats });
    }
  }
  if (findings.length > 1) findings.sort((a, b) => a.at - b.at);
  const current = currentState(course);
  course.rest();
  return {
    scores,
    current,
    findings,
    alertEffects: alertEffects.length > 0 ? groupFlood(alertEffects, input.openAlerts, now) : alertEffects,
    repeats,
  };
}

/** Turns round what was added from this place on. */
function oldestFirst(list: unknown[], from: number): void {
  if (list.length - from > 1) list.push(...list.splice(from).reverse());
}

/** Where the sets end, from the first that a fresh reading changed to the newest, and whether each was changed. */
function setsToJudge(ordered: readonly Reading[], fresh: ReadonlySet<string>): { ends: number[]; touched: boolean[] } {
  const ends: number[] = [];
  const touched: boolean[] = [];
  const { length } = ordered;
  let first = length;
  // Fresh readings are almost always the newest: looked for from there, the rest of the window need not be walked.
  for (let i = length - 1, left = fresh.size; i >= 0 && left > 0; i--) {
    if (!fresh.has(ordered[i]!.id)) continue;
    first = i;
    left--;
  }
  let freshest = -Infinity;
  for (let i = first; i < length; i++) {
    const { id, effectiveAt } = ordered[i]!;
    if (fresh.has(id)) freshest = effectiveAt;
    if (i + 1 < length && ordered[i + 1]!.effectiveAt === effectiveAt) continue;
    ends.push(i);
    touched.push(effectiveAt < freshest + SET_SPAN);
  }
  return { ends, touched };
}

/** What the newest sets that could tell say of one rule. */
interface Concluded {
  readonly live: LiveBreach | null;
  readonly clearedBy: Moment | null;
  readonly coveredBy: Moment | null;
}

interface Conclusions {
  readonly ruleSet: RuleSet;
  readonly alertEffects: AlertEffect[];
  readonly repeats: RepeatEffect[];
}

/** What becomes of the alert of one rule. */
function conclude(
  inForce: RuleInForce,
  input: EvaluationInput,
  { live, clearedBy, coveredBy }: Concluded,
  { ruleSet, alertEffects, repeats }: Conclusions,
): void {
  const { openAlerts, pendingRepeats, stay, now } = input;
  const { rule } = inForce;
  const open = openAlerts.find(({ ruleId }) => ruleId === rule.id) ?? null;
  const pending = pendingRepeats?.find(({ ruleId }) => ruleId === rule.id);
  if (live !== null) {
    const { finding } = live;
    if (pendingRepeats !== undefined && open === null && isSingle(inForce, live, pendingRepeats, now)) {
      if (pending !== undefined) return;
      const asked = ruleSet.timedAt(repeatFirst.id, stay);
      if (asked.enabled) {
        const { minutes } = asked.values as Readonly<Record<keyof typeof repeatFirst.parameters, number>>;
        repeats.push({ kind: 'ask-repeat', pending: { ruleId: rule.id, finding, due: now + minutes * MINUTE } });
        return;
      }
    }
    if (pending !== undefined) repeats.push({ kind: 'repeat-confirmed', ruleId: rule.id });
    alertEffects.push(...nextAlert(open, { kind: 'breach', finding, raisedAt: now })[1]);
    return;
  }
  if (clearedBy !== null) {
    if (open?.conditionPresent === true) {
      const sentence = rule.cleared?.(clearedBy) ?? `${rule.title}: no longer so.`;
      alertEffects.push(...nextAlert(open, { kind: 'clear', at: clearedBy.at, sentence })[1]);
    }
    if (pending !== undefined && clearedBy.at > pending.finding.at) {
      repeats.push({ kind: 'repeat-answered', ruleId: rule.id, at: clearedBy.at });
      return;
    }
  }
  // A graver rule has spoken: what was waited for is told with it.
  if (pending !== undefined && coveredBy !== null && coveredBy.at >= pending.finding.at) {
    repeats.push({ kind: 'repeat-answered', ruleId: rule.id, at: coveredBy.at });
    return;
  }
  if (pending !== undefined && pending.due <= now) {
    repeats.push({ kind: 'repeat-confirmed', ruleId: rule.id });
    alertEffects.push(...nextAlert(open, { kind: 'breach', finding: pending.finding, raisedAt: now })[1]);
  }
}

/** Whether this is a single new breach that wants a repeat first. An emergency never does. */
function isSingle(
  { rule, values }: RuleInForce,
  { moment, verdict, finding }: LiveBreach,
  pendingRepeats: readonly PendingRepeat[],
  now: Instant,
): boolean {
  if (rule.asksRepeat !== true || verdict.certain === true || finding.priority === 'emergency') return false;
  const pending = pendingRepeats.find(({ ruleId }) => ruleId === rule.id);
  if (pending !== undefined) return pending.finding.at === moment.at && pending.due > now;
  // A repeat that was asked for over something else and breaches here is no longer one reading alone.
  if (pendingRepeats.some(({ finding: { at } }) => at < moment.at && moment.at <= at + SET_SPAN)) return false;
  for (
    let before = moment.roundBefore();
    before !== null && before.at >= moment.at - ABOUT_A_DAY;
    before = before.roundBefore()
  ) {
    const { kind } = rule.judge(before, values);
    if (kind !== 'unknown') return kind === 'absent';
  }
  // The first that can be told of a stay, or of a day, is as new as one after a set without it.
  return true;
}

const NO_WORDS = Object.freeze({});

function toFinding(verdict: Present, moment: Moment, inForce: RuleInForce, ruleSet: RuleSet): Finding {
  const { rule, values } = inForce;
  return {
    ruleId: rule.id,
    ruleVersion: rule.version,
    ruleSetVersion: ruleSet.version,
    priority: tier(verdict, inForce),
    sentence: fill(rule.sentence, verdict.words ?? NO_WORDS, verdict.facts, values),
    at: moment.at,
    evidence: {
      readingIds: moment.score.readingIds,
      values: verdict.facts,
      thresholds: values,
      ...(verdict.ownNormal !== undefined && { ownNormal: verdict.ownNormal }),
    },
    source: rule.source,
  };
}

/** The verdict's own tier, unless a layer set another priority for the whole rule. */
function tier(verdict: Present, { rule, priority }: RuleInForce): Priority {
  return priority === rule.priority ? (verdict.priority ?? priority) : priority;
}
