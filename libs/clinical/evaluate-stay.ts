import { comparePriority, type Finding } from './finding.ts';
import type { AlertEffect, OpenAlert } from './alert.ts';
import { currentState, type CurrentState } from './current-state.ts';
import { DAY, type Duration, type Instant } from './instant.ts';
import { anchorsTouchedBy, inOrder, setEndingWith } from './reading-set.ts';
import type { Verdict } from './rule.ts';
import type { RuleInForce, RuleSet } from './rule-set.ts';
import { scoreSet, type ScoreAt } from './score-at.ts';
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
  readonly now: Instant;
}

export interface StayEvaluation {
  /** One for every instant whose set the fresh readings changed, oldest first. */
  readonly scores: readonly ScoreAt[];
  /** From all the readings given; null when there are none. */
  readonly current: CurrentState | null;
  /** What the rules found in the sets that the fresh readings changed. */
  readonly findings: readonly Finding[];
  readonly alertEffects: readonly AlertEffect[];
}

/** The sets of the run, oldest first, from the first that a fresh reading changed. Each is scored when it is asked for. */
class Rounds {
  readonly #ordered: readonly Reading[];
  readonly #stay: Stay;
  readonly #scores = new Map<number, ScoreAt>();

  constructor(ordered: readonly Reading[], stay: Stay) {
    this.#ordered = ordered;
    this.#stay = stay;
  }

  at(index: number): ScoreAt {
    let score = this.#scores.get(index);
    if (score === undefined) {
      score = scoreSet(setEndingWith(this.#ordered, index), this.#stay);
      this.#scores.set(index, score);
    }
    return score;
  }
}

/**
 * Judges the sets that fresh readings changed and says what becomes of the patient's alerts.
 *
 * Each finding belongs to its set's own time. A finding that a newer set has answered is historic, whenever it arrives;
 * only the newest set that can tell raises, worsens or clears. Evaluating again with nothing fresh says nothing new.
 */
export function evaluateStay(input: EvaluationInput, ruleSet: RuleSet): StayEvaluation {
  const { stay, fresh, now } = input;
  const ordered = inOrder(input.readings);
  const touched = new Set(anchorsTouchedBy(ordered, fresh));
  const rounds = new Rounds(ordered, stay);

  // Where the sets end: the last reading of each instant, from the first touched instant on.
  const ends: number[] = [];
  let seenTouched = false;
  for (let i = 0; i < ordered.length; i++) {
    const { effectiveAt } = ordered[i]!;
    seenTouched ||= touched.has(effectiveAt);
    if (seenTouched && ordered[i + 1]?.effectiveAt !== effectiveAt) ends.push(i);
  }

  const scores = ends.filter((end) => touched.has(ordered[end]!.effectiveAt)).map((end) => rounds.at(end));
  const findings: Finding[] = [];
  const alertEffects: AlertEffect[] = [];
  for (const inForce of ruleSet.rules) {
    if (!inForce.rule.pathways.includes(stay.pathway)) continue;
    const open = input.openAlerts.find((alert) => alert.ruleId === inForce.rule.id);
    // From the newest set back: `answeredBy` is the nearest newer set at which the rule could tell.
    let answeredBy: Instant | null = null;
    let live: AlertEffect | null = null;
    const historic: AlertEffect[] = [];
    const found: Finding[] = [];
    for (let n = ends.length - 1; n >= 0; n--) {
      const score = rounds.at(ends[n]!);
      if (score.at < now - HISTORY_AFTER) break;
      const isTouched = touched.has(score.at);
      const verdict = inForce.rule.judge({ stay, score }, inForce.values);
      if (verdict.kind === 'present' && isTouched) {
        const finding = toFinding(verdict, score.at, inForce, ruleSet);
        found.push(finding);
        if (answeredBy !== null) historic.push({ kind: 'historic', finding, answeredBy });
        else live = raiseOrUpdate(finding, open);
      } else if (verdict.kind === 'absent' && isTouched && answeredBy === null && open?.conditionPresent === true) {
        if (score.at >= open.effectiveAt) {
          live = { kind: 'condition-cleared', ruleId: open.ruleId, at: score.at, sentence: verdict.sentence };
        }
      }
      if (verdict.kind !== 'unknown') answeredBy = score.at;
    }
    findings.push(...found.reverse());
    alertEffects.push(...historic.reverse());
    if (live !== null) alertEffects.push(live);
  }
  findings.sort((a, b) => a.at - b.at);
  return { scores, current: currentState(ordered, stay), findings, alertEffects };
}

function toFinding(
  verdict: Extract<Verdict, { kind: 'present' }>,
  at: Instant,
  inForce: RuleInForce,
  ruleSet: RuleSet,
): Finding {
  return {
    ruleId: inForce.rule.id,
    ruleVersion: inForce.rule.version,
    ruleSetVersion: ruleSet.version,
    priority: verdict.priority ?? inForce.priority,
    sentence: verdict.sentence,
    at,
    evidence: verdict.evidence,
    source: inForce.rule.source,
  };
}

function raiseOrUpdate(finding: Finding, open: OpenAlert | undefined): AlertEffect {
  if (open === undefined) return { kind: 'raise', finding };
  if (comparePriority(finding.priority, open.priority) > 0) return { kind: 'worsen', ruleId: open.ruleId, finding };
  // A set that was counted already and has since been completed by a late reading is not a further breach.
  const count = finding.at > open.effectiveAt ? open.count + 1 : open.count;
  return { kind: 'update', ruleId: open.ruleId, finding, count };
}
