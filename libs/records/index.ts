export {
  accountOfSession,
  accountToSignIn,
  endSession,
  forgetExpiredSessions,
  startSession,
  type Account,
} from './accounts.ts';
export { appendAudit, auditEntries, auditHead, verifyAudit, type AuditAnchor } from './audit.ts';
export { actOnAlert, type Actor, type AlertChange } from './alerts/alerts.ts';
export { Database, isUniqueViolation, type Queryable, type Transaction } from './database.ts';
export { AccountRow, SourceKeyRow, SourceRow } from './entities/access.ts';
export { AdmissionRow, PatientRow } from './entities/stay.ts';
export { BedRow, CareHomeRow, WardRow } from './entities/ward.ts';
export {
  anyUnevaluated,
  claimStays,
  putBack,
  writeEvaluations,
  type ClaimedStay,
  type EvaluatedStay,
  type StoredState,
} from './evaluations.ts';
export { askToNotify, type NotificationAsk, type NotificationReason } from './notifications.ts';
export {
  openObservationPartitions,
  storeReadings,
  type KeptReading,
  type NewReading,
  type ReadingDetails,
} from './readings.ts';
export { withinReach, type Reach, type Reader, type Sender } from './reach.ts';
export { installRuleSet, ruleSetInForce, type StoredRuleSet } from './rule-sets.ts';
export { beat, isAlive } from './service-heartbeat.ts';
export { registeredKeys, registerVersion, type RegisteredKey } from './source-register.ts';
export { exchangeUse, forgetTrafficBefore, recordTraffic } from './source-traffic.ts';
export { boardOf, residentsOf, tilesOf } from './tiles.ts';
export {
  appendToFeed,
  feedAfter,
  feedPositions,
  forgetFeedBefore,
  listenToFeed,
  type FeedListener,
} from './ward-feed.ts';
export { careHomeById, staysOnWard, wardsAmong } from './wards.ts';
