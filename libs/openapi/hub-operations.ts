import {
  alarmBurdenQuestion,
  alertAcceptance,
  alertComment,
  alertHandOver,
  alertHistory,
  alertPause,
  alertRejection,
  alertResolution,
  alertTakeOver,
  alertVersion,
  board,
  careHomeList,
  colleague,
  credentials,
  handover,
  handoverQuestion,
  residents,
  roundDecided,
  roundDecisionDraft,
  signedIn,
  spo2ScaleOrder,
  spo2ScaleOrdered,
  spo2ScaleOrders,
  stayHead,
  stayReadings,
  stayReadingsQuestion,
  wardBurden,
  wardSummary,
} from '#contracts';
import { z } from 'zod';
import { ACCOUNT_OPERATIONS } from './account-operations.ts';
import { AT_HOME_OPERATIONS } from './at-home-operations.ts';
import { HOME_OPERATIONS } from './home-operations.ts';
import { CONCERN_OPERATIONS } from './concern-operations.ts';
import { AUDIT_OPERATIONS } from './audit-operations.ts';
import { RETENTION_OPERATIONS } from './retention-operations.ts';
import { GLASS_OPERATIONS } from './glass-operations.ts';
import { HEALTH_OPERATIONS, theDescription } from './health-operations.ts';
import { NOTIFICATION_OPERATIONS } from './notification-operations.ts';
import { answer, JSON_DOCUMENT, type Operations } from './operation.ts';
import { PILOT_OPERATIONS } from './pilot-operations.ts';
import { DISCHARGE_OPERATIONS } from './discharge-operations.ts';
import { REFERRAL_OPERATIONS } from './referral-operations.ts';
import { SOURCE_OPERATIONS } from './source-operations.ts';
import { STAY_OPERATIONS } from './stay-operations.ts';

const ward = z.object({ id: z.string().describe('The ward, as `GET /api/wards` names it.') });
const stay = z.object({ id: z.uuid().describe('The stay, as the board names it.') });
const home = z.object({ id: z.string().describe('The care home.') });
const alert = z.object({ id: z.uuid().describe('The alert, as the board names it.') });

const alertExample = (more: object) => ({
  json: { summary: 'An alert that is not there', value: { version: 1, ...more }, answered: 404 },
});

/** What the hub answers to people, over HTTP. The live board's sockets are described in AsyncAPI. */
export const HUB_OPERATIONS = {
  'POST /api/session': {
    id: 'signIn',
    group: 'Sign-in',
    summary: 'Sign in',
    description:
      'Sets a session cookie that no script can read. A session ends 13 hours after sign-in, or after 2 hours without use. ' +
      'After 10 failed tries each next one waits, from 15 seconds to 5 minutes, by `Retry-After`.',
    accepts: {
      [JSON_DOCUMENT]: {
        schema: credentials,
        examples: {
          unknown: {
            summary: 'Somebody who is not there',
            value: { username: 'nobody', password: 'not a password' },
            answered: 401,
          },
        },
      },
    },
    answers: { 200: answer('Signed in.', signedIn) },
    refuses: ['invalid-document', 'wrong-credentials', 'second-factor-needed', 'too-many-tries'],
  },
  'GET /api/session': {
    id: 'whoAmI',
    group: 'Sign-in',
    summary: 'Who is signed in',
    answers: { 200: answer('You.', signedIn) },
  },
  'DELETE /api/session': {
    id: 'signOut',
    group: 'Sign-in',
    summary: 'Sign out',
    answers: { 204: { description: 'Signed out: the session is no longer good for anything.' } },
  },
  'GET /api/wards': {
    id: 'listWards',
    group: 'Board',
    summary: 'The wards that you work on',
    answers: { 200: answer('By name.', z.array(wardSummary)) },
  },
  'GET /api/wards/:id/board': {
    id: 'readBoard',
    group: 'Board',
    summary: 'A ward’s board',
    description: 'With the feed number that it is as of: ask the live feed for what came after it.',
    path: ward,
    answers: { 200: answer('The board.', board) },
    refuses: ['not-found'],
  },
  'GET /api/wards/:id/alarm-burden': {
    id: 'readAlarmBurden',
    group: 'Alerts',
    summary: 'What a ward’s alerts cost, and what they were worth',
    description: 'Of the alerts raised in the last 7, 28 or 90 days. For leads.',
    path: ward,
    query: alarmBurdenQuestion,
    answers: { 200: answer('The burden.', wardBurden) },
    refuses: ['invalid-document', 'not-found'],
  },
  'POST /api/alerts/:id/acceptance': {
    id: 'acceptAlert',
    group: 'Alerts',
    summary: 'Take an alert on, by name',
    description: 'You are responsible for it from now on. When no outcome comes, you are asked again.',
    path: alert,
    accepts: { [JSON_DOCUMENT]: { schema: alertAcceptance, examples: alertExample({}) } },
    answers: { 200: answer('It is yours.', alertVersion) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'POST /api/alerts/:id/rejection': {
    id: 'rejectAlert',
    group: 'Alerts',
    summary: 'Turn an alert down, or give it back',
    description: 'The next step of the ward’s route is asked at once; what you had accepted goes to the first.',
    path: alert,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: alertRejection,
        examples: alertExample({ reason: 'I am driving to another patient.' }),
      },
    },
    answers: { 200: answer('Others are asked.', alertVersion) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'POST /api/alerts/:id/pause': {
    id: 'pauseAlert',
    group: 'Alerts',
    summary: 'Hold an alert’s signals back, for 15 minutes at most',
    description: 'Nobody’s time to answer is held back, and an alert that gets worse signals at once.',
    path: alert,
    accepts: { [JSON_DOCUMENT]: { schema: alertPause, examples: alertExample({ minutes: 10 }) } },
    answers: { 200: answer('Its signals are held back.', alertVersion) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'POST /api/alerts/:id/hand-over': {
    id: 'handOverAlert',
    group: 'Alerts',
    summary: 'Hand an alert that you have to a colleague',
    description: 'They are responsible from now on and have to confirm. If they do not, it comes back to you.',
    path: alert,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: alertHandOver,
        examples: alertExample({ to: '01890000-0000-7000-8000-000000000000' }),
      },
    },
    answers: { 200: answer('The colleague is asked to confirm.', alertVersion) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'POST /api/alerts/:id/take-over': {
    id: 'takeOverAlert',
    group: 'Alerts',
    summary: 'Take over an alert that a colleague has',
    path: alert,
    accepts: { [JSON_DOCUMENT]: { schema: alertTakeOver, examples: alertExample({}) } },
    answers: { 200: answer('It is yours.', alertVersion) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'POST /api/alerts/:id/resolution': {
    id: 'resolveAlert',
    group: 'Alerts',
    summary: 'Close an alert with what came of it',
    path: alert,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: alertResolution,
        examples: alertExample({ outcome: 'advice', note: 'Rang the daughter: more to drink, a new set at six.' }),
      },
    },
    answers: { 200: answer('It is closed.', alertVersion) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'POST /api/alerts/:id/comments': {
    id: 'commentOnAlert',
    group: 'Alerts',
    summary: 'Write something to an open alert',
    path: alert,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: alertComment,
        examples: {
          json: {
            summary: 'An alert that is not there',
            value: { text: 'Rang twice, no answer.' },
            answered: 404,
          },
        },
      },
    },
    answers: { 200: answer('It stands in the alert’s history. The alert’s version stays.', alertVersion) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'GET /api/alerts/:id/history': {
    id: 'readAlertHistory',
    group: 'Alerts',
    summary: 'Everything that happened to an alert',
    path: alert,
    answers: { 200: answer('Oldest first.', alertHistory) },
    refuses: ['not-found'],
  },
  'GET /api/wards/:id/colleagues': {
    id: 'listColleagues',
    group: 'Alerts',
    summary: 'Everybody who may answer for a ward’s alerts',
    path: ward,
    answers: { 200: answer('By name.', z.array(colleague)) },
    refuses: ['not-found'],
  },
  'GET /api/admissions/:id': {
    id: 'readStay',
    group: 'Stays',
    summary: 'One patient of your wards',
    description: 'Who they are and how they stand, as on the board. Also after their stay.',
    path: stay,
    answers: { 200: answer('The patient.', stayHead) },
    refuses: ['not-found'],
  },
  'GET /api/admissions/:id/readings': {
    id: 'readReadingsOfStay',
    group: 'Stays',
    summary: 'What was measured and answered in a stretch of a stay',
    description:
      'Of more than some hundreds of readings not all are told: of every stretch of time the least and the most of each ' +
      'parameter, and every set whose band is not that of the one before. `stretchMs` says so.',
    path: stay,
    query: stayReadingsQuestion,
    answers: { 200: answer('The readings.', stayReadings) },
    refuses: ['invalid-document', 'not-found'],
  },
  'GET /api/wards/:id/handover': {
    id: 'readHandover',
    group: 'Wards',
    summary: 'What changed on a ward since a moment',
    description:
      'Scores, alerts and decisions of board rounds, patient by patient: beside the board, which says how things are.',
    path: ward,
    query: handoverQuestion,
    answers: { 200: answer('What changed.', handover) },
    refuses: ['invalid-document', 'not-found'],
  },
  'POST /api/admissions/:id/round-decisions': {
    id: 'decideOnRound',
    group: 'Stays',
    summary: 'Keep what a board round decided for a patient',
    description: 'It changes nothing by itself. It is kept with who and when, and the next round begins with it.',
    path: stay,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: roundDecisionDraft,
        examples: {
          json: {
            summary: 'A stay that is not there',
            value: { decision: 'ring', note: 'How is the night cough?', after: null },
            answered: 404,
          },
        },
      },
    },
    answers: { 201: answer('It is kept.', roundDecided) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'POST /api/admissions/:id/spo2-scale-orders': {
    id: 'orderSpO2Scale',
    group: 'Stays',
    summary: 'Order the SpO2 scale that a stay is scored on',
    description:
      'It is in force from now on. The present is scored again; what was scored before stays as it is. Scale 2 is only for ' +
      'confirmed hypercapnic respiratory failure with a target of 88 to 92 %.',
    path: stay,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: spo2ScaleOrder,
        examples: {
          json: {
            summary: 'A stay that is not there',
            value: {
              version: 1,
              scale: 2,
              authorisedBy: 'Dr Ines Wareham',
              role: 'respiratory consultant',
              reason: 'Hypercapnic respiratory failure on blood gas; target 88 to 92 %',
              hypercapnicFailureConfirmed: true,
            },
            answered: 404,
          },
        },
      },
    },
    answers: { 201: answer('It is in force.', spo2ScaleOrdered) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'GET /api/admissions/:id/spo2-scale-orders': {
    id: 'listSpO2ScaleOrders',
    group: 'Stays',
    summary: 'Every order of a SpO2 scale that was made for a stay',
    path: stay,
    answers: { 200: answer('The scale in force, and the orders.', spo2ScaleOrders) },
    refuses: ['not-found'],
  },
  'GET /api/homes': {
    id: 'listCareHomes',
    group: 'Care homes',
    summary: 'The care homes whose round sheets you may send',
    answers: { 200: answer('Those of your wards, or your own.', careHomeList) },
  },
  'GET /api/homes/:id/residents': {
    id: 'listResidents',
    group: 'Care homes',
    summary: 'Your home’s residents who are on the ward',
    path: home,
    answers: { 200: answer('The residents.', residents) },
    refuses: ['not-found'],
  },
  ...STAY_OPERATIONS,
  ...NOTIFICATION_OPERATIONS,
  ...SOURCE_OPERATIONS,
  ...CONCERN_OPERATIONS,
  ...ACCOUNT_OPERATIONS,
  ...GLASS_OPERATIONS,
  ...AUDIT_OPERATIONS,
  ...RETENTION_OPERATIONS,
  ...AT_HOME_OPERATIONS,
  ...HOME_OPERATIONS,
  ...PILOT_OPERATIONS,
  ...DISCHARGE_OPERATIONS,
  ...REFERRAL_OPERATIONS,
  'GET /api/openapi.json': theDescription('describeHub'),
  'GET /asyncapi.json': {
    id: 'describeWardFeed',
    group: 'This description',
    summary: 'The live board’s feed, as AsyncAPI 3',
    answers: { 200: answer('The description.', z.looseObject({ asyncapi: z.string() })) },
  },
  ...HEALTH_OPERATIONS,
} satisfies Operations;
