import {
  groupFlood,
  nextAlert,
  REPEAT_WITHIN,
  type AlertEffect,
  type OpenAlert,
  type PendingRepeat,
  type RepeatEffect,
} from './alert.ts';
import { currentState, type CurrentState } from './current-state.ts';
import type { Finding, Priority } from './finding.ts';
import { DAY, type Duration, type Instant } from './instant.ts';
import { ABOUT_A_DAY, Course, type Moment, type ScoreMemory } from './moment.ts';
import { inOrder, SET_SPAN } from './reading-set.ts';
import { fill, type Verdict } from './rule.ts';
import { forPatient, type RuleInForce, type RuleSet } from './rule-set.ts';
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
  /** What repeats were asked for and are still waited for. Without it no repeat is asked for: every breach alerts at once. */
  readonly pendingRepeats?: readonly PendingRepeat[];
  readonly now: Instant;
  /** Kept by callers that evaluate the same reading objects again and again: it only saves work. */
  readonly memory?: ScoreMemory;
}

export interface StayEvaluation {
  /** One for every instant whose set the fresh readings changed, oldest first. */
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

/**
 * Judges the sets that fresh readings changed and says what becomes of the patient's alerts.
 *
 * Each finding belongs to its set's own time. A finding that a newer set has answered is historic, whenever it arrives;
 * only the newest set that can tell raises, worsens or clears. Evaluating again with nothing fresh says nothing new.
 */
export function evaluateStay(input: EvaluationInput, ruleSet: RuleSet): StayEvaluation {
  const { stay, now } = input;
  const ordered = inOrder(input.readings);
  const course = new Course(stay, ordered, input.memory);
  const { ends, touched } = setsToJudge(ordered, input.fresh);

  const scores: ScoreAt[] = [];
  for (let n = 0; n < ends.length; n++) if (touched[n]) scores.push(course.endingWith(ends[n]!).score);

  const findings: Finding[] = [];
  const alertEffects: AlertEffect[] = [];
  const repeats: RepeatEffect[] = [];
  for (const inForce of forPatient(ruleSet.rulesFor(stay.pathway, stay.wardId), stay.plan)) {
    const verdicts = new RuleVerdicts(inForce, input, ruleSet);
    // From the newest set back, so that the nearest newer answer is known at each.
    for (let n = ends.length - 1; n >= 0; n--) {
      const moment = course.endingWith(ends[n]!);
      if (moment.at < now - HISTORY_AFTER) break;
      verdicts.judge(moment, touched[n]!);
    }
    verdicts.conclude(findings, alertEffects, repeats);
  }
  findings.sort((a, b) => a.at - b.at);
  return {
    scores,
    current: currentState(course),
    findings,
    alertEffects: alertEffects.length > 0 ? groupFlood(alertEffects, input.openAlerts, now) : alertEffects,
    repeats,
  };
}

/** Where the sets end, from the first that a fresh reading changed to the newest, and whether each was changed. */
function setsToJudge(ordered: readonly Reading[], fresh: ReadonlySet<string>): { ends: number[]; touched: boolean[] } {
  const ends: number[] = [];
  const touched: boolean[] = [];
  let first = ordered.length;
  // Fresh readings are almost always the newest: looked for from there, the rest of the window need not be walked.
  for (let i = ordered.length - 1, left = fresh.size; i >= 0 && left > 0; i--) {
    if (!fresh.has(ordered[i]!.id)) continue;
    first = i;
    left--;
  }
  let freshest = -Infinity;
  for (let i = first; i < ordered.length; i++) {
    const { id, effectiveAt } = ordered[i]!;
    if (fresh.has(id)) freshest = effectiveAt;
    if (ordered[i + 1]?.effectiveAt === effectiveAt) continue;
    ends.push(i);
    touched.push(effectiveAt < freshest + SET_SPAN);
  }
  return { ends, touched };
}

/** What one rule says of a stay, newest set first, and what becomes of its alert. */
class RuleVerdicts {
  readonly #inForce: RuleInForce;
  readonly #input: EvaluationInput;
  readonly #ruleSet: RuleSet;
  /** The nearest newer set at which the rule could tell. */
  #answeredBy: Instant | null = null;
  #live: { moment: Moment; verdict: Present; finding: Finding } | null = null;
  #clearedBy: Moment | null = null;
  readonly #historic: AlertEffect[] = [];
  readonly #findings: Finding[] = [];

  constructor(inForce: RuleInForce, input: EvaluationInput, ruleSet: RuleSet) {
    this.#inForce = inForce;
    this.#input = input;
    this.#ruleSet = ruleSet;
  }

  judge(moment: Moment, touched: boolean): void {
    const verdict = this.#inForce.rule.judge(moment, this.#inForce.values);
    if (verdict.kind === 'unknown') return;
    if (verdict.kind === 'present' && touched) {
      const finding = toFinding(verdict, moment, this.#inForce, this.#ruleSet);
      this.#findings.push(finding);
      if (this.#answeredBy === null) this.#live = { moment, verdict, finding };
      else this.#historic.push({ kind: 'historic', finding, answeredBy: this.#answeredBy });
    } else if (verdict.kind === 'absent' && verdict.near !== true && touched && this.#answeredBy === null) {
      this.#clearedBy = moment;
    }
    this.#answeredBy = moment.at;
  }

  conclude(findings: Finding[], alertEffects: AlertEffect[], repeats: RepeatEffect[]): void {
    for (let n = this.#findings.length - 1; n >= 0; n--) findings.push(this.#findings[n]!);
    for (let n = this.#historic.length - 1; n >= 0; n--) alertEffects.push(this.#historic[n]!);
    const { openAlerts, pendingRepeats, now } = this.#input;
    const { rule } = this.#inForce;
    const open = openAlerts.find((alert) => alert.ruleId === rule.id) ?? null;
    const pending = pendingRepeats?.find((waiting) => waiting.ruleId === rule.id);
    if (this.#live !== null) {
      const { finding, moment, verdict } = this.#live;
      if (pendingRepeats !== undefined && open === null && this.#isSingle(moment, verdict, finding.priority, pending)) {
        if (pending === undefined)
          repeats.push({ kind: 'ask-repeat', pending: { ruleId: rule.id, finding, due: now + REPEAT_WITHIN } });
        return;
      }
      if (pending !== undefined) repeats.push({ kind: 'repeat-confirmed', ruleId: rule.id });
      alertEffects.push(...nextAlert(open, { kind: 'breach', finding, raisedAt: now })[1]);
      return;
    }
    if (this.#clearedBy !== null) {
      const moment = this.#clearedBy;
      if (open?.conditionPresent === true) {
        const sentence = rule.cleared?.(moment) ?? `${rule.title}: no longer so.`;
        alertEffects.push(...nextAlert(open, { kind: 'clear', at: moment.at, sentence })[1]);
      }
      if (pending !== undefined && moment.at > pending.finding.at) {
        repeats.push({ kind: 'repeat-answered', ruleId: rule.id, at: moment.at });
        return;
      }
    }
    if (pending !== undefined && pending.due <= now) {
      repeats.push({ kind: 'repeat-confirmed', ruleId: rule.id });
      alertEffects.push(...nextAlert(open, { kind: 'breach', finding: pending.finding, raisedAt: now })[1]);
    }
  }

  /** Whether this is a single new breach that wants a repeat first. An emergency never does. */
  #isSingle(moment: Moment, verdict: Present, priority: Priority, pending: PendingRepeat | undefined): boolean {
    const { rule, values } = this.#inForce;
    if (rule.asksRepeat !== true || verdict.certain === true || priority === 'emergency') return false;
    if (pending !== undefined) return pending.finding.at === moment.at && pending.due > this.#input.now;
    for (
      let before = moment.roundBefore();
      before !== null && before.at >= moment.at - ABOUT_A_DAY;
      before = before.roundBefore()
    ) {
      const { kind } = rule.judge(before, values);
      if (kind !== 'unknown') return kind === 'absent';
    }
    // With nothing in the day before to hold it against, it stands for itself.
    return false;
  }
}

function toFinding(verdict: Present, moment: Moment, inForce: RuleInForce, ruleSet: RuleSet): Finding {
  const { rule, values } = inForce;
  return {
    ruleId: rule.id,
    ruleVersion: rule.version,
    ruleSetVersion: ruleSet.version,
    priority: tier(verdict, inForce),
    sentence: fill(rule.sentence, { ...values, ...verdict.facts, ...verdict.words }),
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
