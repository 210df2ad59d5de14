// All of them, in the order of their numbers. One that was applied anywhere is never changed.
export { FirstLight0001 } from './0001-first-light.ts';
export { RuleSets0002 } from './0002-rule-sets.ts';
export { Sources0003 } from './0003-sources.ts';
export { Alarms0004 } from './0004-alarms.ts';
export { RoutesAndNotifications0005 } from './0005-routes-and-notifications.ts';
export { BodyMeasures0006 } from './0006-body-measures.ts';
export { ReadingBySources0007 } from './0007-reading-by-sources.ts';
export { Absence0008 } from './0008-absence.ts';
export { AuditTrail0009 } from './0009-audit-trail.ts';
export { FeedAsItIsSent0010 } from './0010-feed-as-it-is-sent.ts';
export { RoundSheets0012 } from './0012-round-sheets.ts';
export { AlarmBurden0013 } from './0013-alarm-burden.ts';
export { FailingWaysOut0015 } from './0015-failing-ways-out.ts';
export { DevicesAndWaitingStays0016 } from './0016-devices-and-waiting-stays.ts';
export { SpO2ScaleOrders0018 } from './0018-spo2-scale-orders.ts';
export { StepsOfSeveralPeople0025 } from './0025-steps-of-several-people.ts';
export { ModesOfTheBoard0028 } from './0028-modes-of-the-board.ts';
