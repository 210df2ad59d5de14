import { FirstLight0001 } from './0001-first-light.ts';
import { RuleSets0002 } from './0002-rule-sets.ts';
import { Sources0003 } from './0003-sources.ts';
import { Alarms0004 } from './0004-alarms.ts';
import { RoutesAndNotifications0005 } from './0005-routes-and-notifications.ts';
import { BodyMeasures0006 } from './0006-body-measures.ts';
import { AuditTrail0009 } from './0009-audit-trail.ts';
import { StepsOfSeveralPeople0025 } from './0025-steps-of-several-people.ts';
import { FeedAsItIsSent0010 } from './0010-feed-as-it-is-sent.ts';

/** All of them, in the order of their numbers. One that was applied anywhere is never changed. */
export const MIGRATIONS = [
  FirstLight0001,
  RuleSets0002,
  Sources0003,
  Alarms0004,
  RoutesAndNotifications0005,
  BodyMeasures0006,
  AuditTrail0009,
  StepsOfSeveralPeople0025,
  FeedAsItIsSent0010,
];
