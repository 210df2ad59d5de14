import {
  alarmBurdenQuestion,
  alertAcceptance,
  alertResolution,
  alertVersion,
  board,
  credentials,
  residents,
  signedIn,
  wardBurden,
  wardSummary,
} from '#contracts';
import { z } from 'zod';
import { HEALTH_OPERATIONS, theDescription } from './health-operations.ts';
import { answer, JSON_DOCUMENT, type Operations } from './operation.ts';
import { SOURCE_OPERATIONS } from './source-operations.ts';

const ward = z.object({ id: z.string().describe('The ward, as `GET /api/wards` names it.') });
const home = z.object({ id: z.string().describe('The care home.') });
const alert = z.object({ id: z.uuid().describe('The alert, as the board names it.') });

const alertExample = (more: object) => ({
  json: { summary: 'An alert that is not there', value: { version: 1, ...more }, answered: 404 },
});

/** What the hub answers to people, over HTTP. The live board's sockets are described by themselves. */
export const HUB_OPERATIONS = {
  'POST /api/session': {
    id: 'signIn',
    group: 'Sign-in',
    summary: 'Sign in',
    description:
      'Sets a session cookie that no script can read. A session ends 13 hours after sign-in, or after 2 hours without use.',
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
    refuses: ['invalid-document', 'wrong-credentials'],
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
    path: alert,
    accepts: { [JSON_DOCUMENT]: { schema: alertAcceptance, examples: alertExample({}) } },
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
  'GET /api/homes/:id/residents': {
    id: 'listResidents',
    group: 'Care homes',
    summary: 'Your home’s residents who are on the ward',
    path: home,
    answers: { 200: answer('The residents.', residents) },
    refuses: ['not-found'],
  },
  ...SOURCE_OPERATIONS,
  'GET /api/openapi.json': theDescription('describeHub'),
  ...HEALTH_OPERATIONS,
} satisfies Operations;
