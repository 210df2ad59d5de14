export { DAY, HOUR, MINUTE, type Duration, type Instant } from './instant.ts';
export {
  PARAMETERS,
  SPOKEN,
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
export {
  WHY_NOT_TAKEN,
  isContactOnly,
  isWhyNotTaken,
  reasonsInWords,
  type NotTaken,
  type WhyNotTaken,
} from './not-taken.ts';
export { PLAUSIBLE, implausible, isPlausible, type Implausibility, type PlausibleRange } from './plausible.ts';
export {
  BANDS,
  bandOf,
  bandOf as bandOfTotal,
  HIGHEST_SCORE,
  news2,
  type Band,
  type News2,
  type News2Complete,
  type News2Incomplete,
  type News2NotApplicable,
} from './news2.ts';
export { explainNews2, news2InWords } from './explain-news2.ts';
export { SET_SPAN, anchorsTouchedBy, inOrder, setAt, type ReadingSet } from './reading-set.ts';
export { chartSets } from './chart-sets.ts';
export { tenths, wholes } from './grid.ts';
export { thinned, type MeasuredRows } from './thinned.ts';
export { NEWS2_FROM_AGE, whyNoNews2, type ScoreAt, type ScoredPerson } from './score-at.ts';
export { LEVELS, nextDue, roundLength, type LevelTerms, type MonitoringLevel } from './levels.ts';
export { PRIORITIES, comparePriority, type Evidence, type Finding, type Priority, type Source } from './finding.ts';
export {
  FLOOD_ALERTS,
  FLOOD_TIME,
  groupFlood,
  nextAlert,
  type AlertEffect,
  type AlertEvent,
  type OpenAlert,
  type PendingRepeat,
  type RepeatEffect,
} from './alert.ts';
export { grouped, type AlertGroup } from './alarm/group.ts';
export { ACCEPT_BOUNDS, ACCEPT_TIMES, acceptBy, type AcceptTimes } from './alarm/accept-times.ts';
export {
  DELIVER_WITHIN,
  HISTORY_NAMES,
  LONGEST_PAUSE,
  nextStepAt,
  OUTCOME_WITHIN,
  raise,
  responsible,
  transition,
  type AcceptedAlarm,
  type Alarm,
  type AlarmAction,
  type AlarmEffect,
  type AlarmEvent,
  type AskReason,
  type HistoryKind,
  type NotPossible,
  type OpenAlarm,
  type RaisedAlarm,
  type ResolvedAlarm,
  type Terms,
  type Transition,
} from './alarm/lifecycle.ts';
export { ALERT_OUTCOMES, STAY_ENDED, type AlertOutcome } from './alarm/outcome.ts';
export {
  ANSWERING_ROLES,
  askedInWords,
  CONFIRM_WITHIN,
  DEFAULT_ROUTE,
  defaultRoute,
  handOverRoute,
  isByName,
  LONGEST_WAIT,
  outcomeRoute,
  placeAfter,
  SHORTEST_WAIT,
  stepAt,
  waitInWords,
  wardRoute,
  type AnsweringRole,
  type Person,
  type Place,
  type Route,
  type RouteStep,
} from './alarm/route.ts';
export { standingAfter, type AlarmStanding, type HistoryLine } from './alarm/standing.ts';
export { alarmBurden, PUBLISHED_BURDEN, type AlarmBurden, type AlertCourse } from './alarm/burden.ts';
export { HUB_HOURS, partAt, type HoursOfDay, type RoutePart, type WardHours } from './alarm/ward-hours.ts';
export {
  spo2ScaleAt,
  type Baseline,
  type PersonalLimit,
  type Plan,
  type RuleOverride,
  type SpO2ScaleOrder,
  type Stay,
} from './stay.ts';
export { currentState, type CurrentState, type Trend } from './current-state.ts';
export { RECENT, recentScores, type RecentScore } from './recent-scores.ts';
export { Course, OWN_NORMAL_READINGS, OWN_NORMAL_WINDOW, type Moment, type OwnNormal } from './moment.ts';
export {
  WHO_MAY_CHANGE,
  fill,
  type Layer,
  type ParameterTerms,
  type Rule,
  type RuleTerms,
  type Verdict,
} from './rule.ts';
export {
  DEFAULT_RULE_SET,
  forPatient,
  readRuleSet,
  refuseOverrides,
  RULES,
  RULE_SET_VERSION,
  TIMED_RULES,
  windowNeeded,
  windowsByRule,
  type Overrides,
  type ReadRuleSet,
  type Refusal,
  type RuleInForce,
  type RulePlace,
  type RuleSet,
  type RuleSetDocument,
  type TimedInForce,
} from './rule-set.ts';
export { BOUNDS_OF_USUAL, MOST_TIMES_A_DAY, refusePlan, setsPerWeek } from './plan.ts';
export { planTemplate, type PlanPlace, type PlanTemplate } from './plan-template.ts';
export { byReadiness, decideLevel, isOfRecord, isRecordReady, type LevelDecision } from './level-change.ts';
export { ownNormals, usualNews2 } from './own-normals.ts';
export { firstSetDue, nextSetDue } from './schedule.ts';
export { dayAfter, predictBeds, type PlannedMove } from './predicted-beds.ts';
export { HISTORY_AFTER, evaluateStay, type EvaluationInput, type StayEvaluation } from './evaluate-stay.ts';
export {
  type Absence,
  absence,
  ABSENCE_STEPS,
  type AbsenceInput,
  type AbsenceStep,
  type ChannelStanding,
  channelTrouble,
  durationInWords,
  failingChannel,
  implausibleInARow,
  lostFeed,
  queueIsBehind,
  type Silence,
  silentDevice,
  stalledWorker,
} from './absence.ts';
export { plainTrend, type PlainVital } from './plain-trend.ts';
export { welfareCheck, WELFARE_CHECK_WITHIN, type WelfareCheckStep } from './welfare-check.ts';
export {
  ABBEY,
  FOUR_AT,
  I_STUMBLE,
  isAnswer,
  MUST,
  QUESTIONNAIRES,
  QUESTIONS,
  readAnswers,
  RED_FLAGS,
  SOFT_SIGNS,
  sumOf,
  type Answers,
  type Question,
  type QuestionId,
  type Questionnaire,
  type YesNoId,
} from './questionnaires.ts';
export {
  ASKED_FOR,
  asksFor,
  FORM_QUESTIONS,
  formsAskedBy,
  formsDue,
  formsOf,
  GUIDED_FORMS,
  WHY_DUE,
  type FormsKnown,
  type GuidedForm,
  type WhyDue,
} from './guided-forms.ts';
export { formResult, type FormResult } from './form-result.ts';
export {
  atWallClock,
  dueAfter,
  nextDueByTimetable,
  TIMETABLES,
  zoneOffset,
  type Timetable,
  type ZoneOffset,
} from './timetable.ts';
export {
  CRITERIA,
  LEVEL_BELOW,
  stepDownReadiness,
  type Criterion,
  type CriterionId,
  type Readiness,
  type ReadinessInput,
} from './readiness.ts';
export {
  READINESS_NUMBERS,
  readinessVersion,
  readReadinessRules,
  SHIPPED_READINESS,
  type ReadinessDocument,
  type ReadinessRules,
} from './readiness-rules.ts';
export { byRoundReasons, ROUND_REASONS, roundReasons, type RoundReason } from './round-list.ts';
export {
  ADMISSION_CRITERIA,
  admissionCriteria,
  mayBecome,
  orderQueue,
  type AdmissionCriterion,
  type AdmissionCriterionId,
  type InQueue,
  type Need,
  type QueuePlace,
  type ReferralFacts,
  type ReferralRoute,
  type ReferralState,
  type Trajectory,
} from './referral.ts';
export { LOOK_FOR, RING } from './safety-net.ts';
