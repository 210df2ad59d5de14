export { burdenOf } from './alarm-burden.ts';
export { claimUnrepeated, writeUnrepeated } from './homes/pending-repeats.ts';
export { claimLateStays, writeAbsences, type LateStay, type LateStayChange } from './absences.ts';
export {
  accountOfSession,
  accountToSignIn,
  endSession,
  forgetExpiredSessions,
  hiddenFrom,
  startSession,
  type Account,
  type SessionKind,
  type VouchedSession,
} from './accounts.ts';
export { accountVouchedFor, endSessionsOfProvider, idTokenOf } from './sign-on.ts';
export {
  forgetTries,
  forgetTriesAndBrowsers,
  giveTryBack,
  isKnownBrowser,
  knowBrowser,
  takeTry,
  type Patience,
} from './sign-in-tries.ts';
export {
  beginSecondFactor,
  confirmSecondFactor,
  forgetSecondFactor,
  removeSecondFactor,
  keptSecrets,
  sealAnew,
  secondFactorOf,
  secondFactorSeen,
  useSpareCode,
  useStep,
  type KeptSecret,
} from './second-factors.ts';
export {
  addDischargeEndpoint,
  claimSendings,
  dischargeEndpointsOf,
  endDischargeEndpoint,
  keepDocument,
  recordSending,
  sendBundleAgain,
  type ClaimedSending,
  type KeptEndpoint,
  type SendingOutcome,
} from './discharge-sendings.ts';
export { handOn, transfersOf } from './onward-transfers.ts';
export {
  afterDischargeOf,
  dischargeFactsOf,
  writeDischargeSummary,
  type DischargeFacts,
} from './discharge-summaries.ts';
export { endOtherSessions, endOwnSession, sessionsOf } from './own-sessions.ts';
export { giveRecoveryCode, setPassword, staffAccountsAmong, tryRecoveryCode } from './recovery.ts';
export { appendAudit, auditEntries, auditHead, verifyAudit, type AuditAnchor, type AuditVerdict } from './audit.ts';
export {
  actOnAlerts,
  alertHistory,
  colleaguesOf,
  commentOnAlert,
  type Actor,
  type AlertAction,
  type AlertChange,
  type Meanwhile,
} from './alerts/alerts.ts';
export type { Moved } from './alerts/move-alarms.ts';
export { closeAlertsOfStay } from './alerts/stay-ends.ts';
export { markShown } from './alerts/shown.ts';
export { easeSystemAlert, raiseSystemAlert, type About } from './alerts/system-alerts.ts';
export { followClockPutBack, letTimePass, releaseFromGoneHolders } from './alerts/time-passes.ts';
export {
  closeConcern,
  concernsAmong,
  matchConcern,
  receiveConcern,
  takeConcern,
  type ConcernChange,
} from './concerns/concerns.ts';
export { issuePartnerCode, partnerCodesAmong, revokePartnerCode } from './concerns/partner-codes.ts';
export { concernsToTell, tellConcern } from './concerns/welfare-checks.ts';
export {
  accessToStay,
  changePatientPhone,
  giveAccess,
  revokeAccess,
  tryCode,
  useCode,
  writeToPatient,
} from './at-home/access.ts';
export { messagesSeen, myStayOf } from './at-home/my-stay.ts';
export { growCap, openArea, pilotOf, placeInArm } from './pilot.ts';
export { admitReferral } from './referrals/admit.ts';
export { bedsAndReferrals, decideOnReferral, receiveReferral, type ReceiptOutcome } from './referrals/referrals.ts';
export { dischargeRecordOf, type DischargeRecord } from './discharge-record.ts';
export { keepDeprivation, type PostcodeDeprivation } from './deprivation.ts';
export { changeBed, endStay } from './stay-end.ts';
export { transferStay } from './ward-transfer.ts';
export { addKit, kitsOf, moveKit } from './kits.ts';
export { checkFirstReading } from './first-readings.ts';
export { planAdmission, planDischarge, type DayPlanOutcome } from './referrals/planned-days.ts';
export { Database, isUniqueViolation, type Queryable, type Transaction } from './database.ts';
export { AccountRow, SourceKeyRow, SourceRow } from './entities/access.ts';
export { AdmissionRow, PatientRow, SpO2ScaleOrderRow } from './entities/stay.ts';
export { BedRow, CareHomeRow, WardRow } from './entities/ward.ts';
export {
  anyUnevaluated,
  claimStays,
  newestReadings,
  putBack,
  writeEvaluations,
  type ClaimedStay,
  type EvaluatedStay,
  type StoredState,
} from './evaluations.ts';
export {
  announceChannels,
  channelStates,
  failingWaysOut,
  markWayOut,
  wayOutFacts,
  type ChannelState,
  type FailingWayOut,
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
  type TestedEnd,
  type Waiting,
} from './notifications/recipients.ts';
export { placeOfAlert, testDeliveriesTo, toldOfAlert } from './notifications/told-of-alert.ts';
export { addWebhook, endWebhook, webhookDeliveries, webhooksOf, type Webhook } from './notifications/webhooks.ts';
export { askToNotify, type NotificationAsk, type NotificationReason } from './notifications/ask.ts';
export { movePastKeys } from './reading-keys.ts';
export {
  keptBefore,
  openObservationPartitions,
  storeReadings,
  type KeptReading,
  type NewReading,
  type ReadingDetails,
} from './readings.ts';
export {
  countReadings,
  READING_KINDS,
  searchReadings,
  type ObservationSearch,
  type Order,
  type ReadingKind,
  type RowCondition,
  type RowPosition,
  type ShownReading,
  type WantedKind,
} from './read-by-sources/observations.ts';
export { countOpenAlertsWithin, openAlertsWithin, type ShownAlert } from './read-by-sources/open-alerts.ts';
export { patientsWithin, type ShownPatient } from './read-by-sources/patients.ts';
export {
  countScores,
  SCORE_KINDS,
  searchScores,
  type ScoreKind,
  type ScorePosition,
  type ScoreSearch,
  type ShownScore,
  type WantedScore,
} from './read-by-sources/scores.ts';
export { numberOfUnmatched, readingsUnder } from './read-by-sources/kept.ts';
export { signingKeys, type SigningKeys } from './read-by-sources/signing-key.ts';
export { TIME_PREFIXES, type TimeCondition, type TimePrefix } from './read-by-sources/times.ts';
export { withinReach, type Reach, type Reader, type Sender } from './reach.ts';
export { careHomesAmong } from './care-homes.ts';
export { changeHomePhones, decisionsFor, homePhonesOf, hubOfHome } from './homes/home-decisions.ts';
export { askToRepeat } from './homes/repeat-requests.ts';
export {
  addCarer,
  carerOfProof,
  carersOfHome,
  carerToUnlock,
  changeCarer,
  changeOwnPin,
  changeTabletLock,
  changeEnvelopeKey,
  envelopeKeysOf,
  keepCarerProof,
  tellUnlock,
  type HomeTablet,
} from './homes/carers.ts';
export { keepLook, looksAt } from './homes/looks.ts';
export { changeRooms, roomsOf } from './homes/rooms.ts';
export { keepPhoto, photosOfStay, pictureOf } from './homes/photos.ts';
export { decideOnSbard, sbardsOfResident, sbardsOfStay, sendSbard } from './homes/sbards.ts';
export { stayOfReadings, type StayOfReadings } from './readings-by-people.ts';
export { homeOfSheets, residentsForSheet, whoIsMeant, type HomeOfSheets, type PersonMeant } from './round-sheets.ts';
export { installRuleSet, ruleSetInForce, type StoredRuleSet } from './rule-sets.ts';
export { beat, isAlive } from './service-heartbeat.ts';
export { RecordClock } from './record-clock.ts';
export { registeredKeys, registerVersion, type RegisteredKey } from './source-register.ts';
export {
  changeSource,
  giveKey,
  placesAmong,
  registerSource,
  revokeKey,
  rotateKey,
  sourceById,
  sourcesAmong,
  switchSource,
  type SourceRefusal,
} from './sources.ts';
export {
  alertOfDevices,
  doubtfulDevices,
  forgetDevicesOfEnded,
  recordDevices,
  type DeviceHeard,
  type DoubtfulDevice,
} from './devices.ts';
export { exchangeUse, forgetTrafficBefore, recordTraffic } from './source-traffic.ts';
export {
  attachReadings,
  countUnmatched,
  dismissReadings,
  matchReadingsOfTheAdmitted,
  staysToChooseFrom,
  unmatchedReadings,
  type SettlingRefusal,
} from './unmatched.ts';
export { decideOnRound, handoverOf } from './board-round.ts';
export { type StatedIdentity } from './stated-identity.ts';
export {
  knownStay,
  readingColumns,
  tracedReadings,
  type KnownStay,
  type ReadingColumns,
  type ScoreColumns,
  type StoredScore,
  type TracedReading,
} from './stay-readings.ts';
export { formsKnownOf } from './homes/forms-known.ts';
export { boardOf, residentsOf, stayHeadOf, tilesOf } from './tiles.ts';
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
export { acceptTimesOf, changeAcceptTimes } from './alerts/accept-times.ts';
export {
  alertRouteOf,
  alertRouteVersions,
  changeAlertRoute,
  type RouteChanged,
  type RouteGap,
} from './alerts/route-changes.ts';
export { peopleOfAudit, searchAudit } from './audit-search.ts';
export {
  breakGlass,
  countGlassesToReview,
  glassReviewsFor,
  holdGlassBack,
  openGlassesOf,
  reviewGlass,
  type GlassOutcome,
  triedInVainFor,
} from './break-glass.ts';
export { openRestricted, restrict, restrictionOf, type RestrictionOutcome } from './restrictions.ts';
export {
  closedToHome,
  keepSharingChoice,
  objectionsToSharing,
  sharingChoicesOf,
  type SharingOutcome,
} from './sharing.ts';
export { entering, SCOPED_ROLE, scopeOf, scopeOfWard, withinScope, type Scope } from './wall.ts';
export { endWallScreen, wallScreensOf } from './wall-screens.ts';
export { careHomeById, staysOnWard, wardOfCareHome, wardsAmong } from './wards.ts';
export { alertOfTroubles, evaluationLags, expectedSources, type Trouble } from './system-watch.ts';
export { orderSpO2Scale, spo2ScaleOrdersOf, type ScaleOrderOutcome } from './spo2-scale-orders.ts';
export { alertsOfStay } from './stay-alerts.ts';
export { notesOn, writeNote, type NoteOutcome } from './stay-notes.ts';
export { installReadinessRules, readinessRulesAt, storedReadinessRules } from './readiness-rules.ts';
export { reviewStay, type ReviewOutcome } from './stay-reviews.ts';
export { beforeRound } from './round-list.ts';
export { changeLevel, NOTHING_SAID, readinessOf, staysForReadiness, type StayForReadiness } from './stay-level.ts';
export { changePlan, planOf, type KeptPlan, type PlanChangeOutcome } from './stay-plan.ts';
export { addCare, careOf, changeCare, tasksOfWard, type CareOutcome } from './care.ts';
export { glassesToTell, writeGlassMessage } from './notifications/glass-messages.ts';
export { claimTaskReminders, writeTaskReminder } from './notifications/task-reminders.ts';
export { stayAsKnown, type ReplayMoment, type ReplayOutcome } from './stay-replay.ts';
export { welcomeRecordOf, type WelcomeRecord } from './welcome-pack.ts';
export { summaryOf, type SummaryRecord } from './stay-summary.ts';
export { timelineOf } from './stay-timeline.ts';
export { readWhole } from './whole/snapshot.ts';
export { restoreWhole, type RestoreRefusal } from './whole/restore.ts';
export { eraseConcern, eraseOnRequest, everythingOf, patientAnsweredFor } from './keeping/person.ts';
export {
  careRecordsDue,
  endKeeping,
  nightOf,
  placeHold,
  releaseHold,
  wrongTerms,
  type RetentionTerms,
} from './keeping/retention.ts';
export { decideRetention, endKeepingOfTheDay, retentionSeen, withdrawRetention } from './keeping/retention-job.ts';
export { KEPT_OTHERWISE, RETENTION_CLASS_NAMES, RETENTION_CLASSES } from './keeping/retention-classes.ts';
export { tombstones } from './keeping/tombstone.ts';
export { HELD_OF_A_PATIENT, HELD_OF_NOBODY } from './keeping/held.ts';
export { staysForResearch, type ResearchStay } from './keeping/research.ts';
