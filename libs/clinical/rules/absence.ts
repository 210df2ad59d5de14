import type { RuleTerms } from '../rule.ts';
import { ALL_PATHWAYS } from '../rule.ts';
import { ALARMS, OURS } from './sources.ts';

/** A set is late: a reminder, then the carer, then the hub. Minutes after the due time. */
export const overdue: RuleTerms<'reminder' | 'carer' | 'hub'> = {
  id: 'overdue',
  version: 1,
  title: 'Reading overdue',
  pathways: ALL_PATHWAYS,
  priority: 'routine',
  source: OURS,
  approver: null,
  sentence: 'A set was due {late} ago and has not come; the last reading is {age} old.',
  parameters: {
    reminder: { value: 30, min: 10, max: 60, unit: 'min' },
    carer: { value: 120, min: 30, max: 240, unit: 'min' },
    hub: { value: 240, min: 60, max: 480, unit: 'min' },
  },
};

/** Nothing at all has come for two rounds. */
export const silent: RuleTerms<'rounds'> = {
  id: 'silent',
  version: 1,
  title: 'Nothing received',
  pathways: ALL_PATHWAYS,
  priority: 'urgent',
  source: OURS,
  approver: null,
  fixed: true,
  sentence: '{missed} rounds missed: nothing has come for {age}.',
  parameters: { rounds: { value: 2, min: 1, max: 3, unit: '{round}' } },
};

/** Three implausible values in a row from one device. */
export const implausibleRule: RuleTerms<'inARow'> = {
  id: 'implausible',
  version: 1,
  title: 'Implausible values',
  pathways: ALL_PATHWAYS,
  priority: 'technical',
  source: ALARMS,
  approver: null,
  sentence: '{count} implausible values in a row from one device; the last: {vital} {value}.',
  parameters: { inARow: { value: 3, min: 2, max: 5, unit: '{reading}' } },
};

/** A device that has been heard from before sends nothing, though others of the patient do. */
export const deviceSilent: RuleTerms<'hours'> = {
  id: 'device-silent',
  version: 1,
  title: 'Device silent',
  pathways: ALL_PATHWAYS,
  priority: 'technical',
  source: ALARMS,
  approver: null,
  sentence: 'The device {device} has sent nothing for {age}.',
  parameters: { hours: { value: 36, min: 6, max: 96, unit: 'h' } },
};

/** The connection over which readings come is down. */
export const feedLost: RuleTerms<'minutes'> = {
  id: 'feed-lost',
  version: 1,
  title: 'Feed lost',
  pathways: ALL_PATHWAYS,
  priority: 'technical',
  source: ALARMS,
  approver: null,
  sentence: 'The feed {feed} has been down for {age}.',
  parameters: { minutes: { value: 10, min: 1, max: 60, unit: 'min' } },
};

/** Nothing evaluates readings: whoever comes in is stored, and seen by no rule. */
export const workerStalled: RuleTerms<'seconds'> = {
  id: 'worker-stalled',
  version: 1,
  title: 'Scoring has stopped',
  pathways: ALL_PATHWAYS,
  priority: 'technical',
  source: ALARMS,
  approver: null,
  fixed: true,
  sentence: 'Nothing has scored readings for {age}: what comes in is stored, and no rule has looked at it.',
  parameters: { seconds: { value: 30, min: 10, max: 120, unit: 's' } },
};

/** Readings wait for their score. */
export const queueBehind: RuleTerms<'seconds'> = {
  id: 'queue-behind',
  version: 1,
  title: 'Scoring is behind',
  pathways: ALL_PATHWAYS,
  priority: 'technical',
  source: ALARMS,
  approver: null,
  fixed: true,
  sentence: 'Readings have waited for their score for {age}: the board may be older than what came in.',
  parameters: { seconds: { value: 60, min: 30, max: 300, unit: 's' } },
};

/** A way of telling people does not work: whoever is away from the board may hear of nothing. */
export const channelFailing: RuleTerms<'failures' | 'seconds'> = {
  id: 'channel-failing',
  version: 1,
  title: 'A way of telling people fails',
  pathways: ALL_PATHWAYS,
  priority: 'technical',
  source: ALARMS,
  approver: null,
  fixed: true,
  sentence: '{channel} does not work: people on this ward may not hear of alerts away from the board. {why}',
  parameters: {
    /** So many failures of the channel itself, without a success between them. [ours] */
    failures: { value: 5, min: 2, max: 10, unit: '{attempt}' },
    /** An emergency that the channel has not taken for this long, however few its failures. [ours] */
    seconds: { value: 60, min: 30, max: 300, unit: 's' },
  },
};
