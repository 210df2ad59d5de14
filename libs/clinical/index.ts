export { DAY, HOUR, MINUTE, type Duration, type Instant } from './instant.ts';
export {
  PARAMETERS,
  VITALS,
  type Consciousness,
  type MeasuredVital,
  type Parameter,
  type Pathway,
  type Reading,
  type SpO2Scale,
  type Vital,
  type Vitals,
} from './vitals.ts';
export { PLAUSIBLE, implausible, isPlausible, type Implausibility, type PlausibleRange } from './plausible.ts';
export {
  BANDS,
  HIGHEST_SCORE,
  news2,
  type Band,
  type News2,
  type News2Complete,
  type News2Incomplete,
  type News2NotApplicable,
} from './news2.ts';
export { explainNews2, news2InWords } from './explain-news2.ts';
export { SET_SPAN, anchorsTouchedBy, setAt, type ReadingSet } from './reading-set.ts';
export { NEWS2_FROM_AGE, whyNoNews2, type ScoreAt, type ScoredPerson } from './score-at.ts';
export { LEVELS, nextDue, roundLength, type LevelTerms, type MonitoringLevel } from './levels.ts';
export { PRIORITIES, comparePriority, type Evidence, type Finding, type Priority, type Source } from './finding.ts';
export type { AlertEffect, OpenAlert } from './alert.ts';
export type { Baseline, Plan, Stay } from './stay.ts';
export type { CurrentState, Trend } from './current-state.ts';
export type { Moment, ParameterTerms, Rule, Verdict } from './rule.ts';
export { DEFAULT_RULE_SET, RULES, RULE_SET_VERSION, windowNeeded, type RuleInForce, type RuleSet } from './rule-set.ts';
export { HISTORY_AFTER, evaluateStay, type EvaluationInput, type StayEvaluation } from './evaluate-stay.ts';
