export { burdenOf } from './alarm-burden.ts';
export { claimLateStays, writeAbsences, type LateStay, type LateStayChange } from './absences.ts';
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
export {
  announceChannels,
  channelFacts,
  channelStates,
  markChannel,
  type ChannelFacts,
  type ChannelState,
} from './notifications/channels.ts';
export {
  addPushDevice,
  changeContact,
  contactOfAccount,
  pushDevicesOf,
  removePushDevice,
  type Contact,
} from './notifications/contacts.ts';
export {
  anythingToSend,
  claimDeliveries,
  claimDeliveriesToAsk,
  letGoOfDeliveries,
  openedByRecipient,
  recordAttempt,
  takeReceipt,
  type AttemptOutcome,
  type ClaimedDelivery,
  type Receipt,
} from './notifications/deliveries.ts';
export {
  claimRecipients,
  queueTestMessage,
  tellWebhooks,
  testMessagesSince,
  writePlans,
  type Plan,
  type PlannedMessage,
  type Recipient,
  type Waiting,
} from './notifications/recipients.ts';
export { placeOfAlert, toldOfAlert } from './notifications/told-of-alert.ts';
export { addWebhook, endWebhook, renewWebhookSecret, webhooksOf, type Webhook } from './notifications/webhooks.ts';
export { askToNotify, type NotificationAsk, type NotificationReason } from './notifications/ask.ts';
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
  type FeedLine,
  type FeedListener,
  type FeedPlace,
  type FeedPosition,
} from './ward-feed.ts';
export { careHomeById, staysOnWard, wardsAmong } from './wards.ts';
export { alertOfTroubles, evaluationLags, expectedSources, type Trouble } from './system-watch.ts';
