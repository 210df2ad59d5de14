import {
  accessGiven,
  accessTerms,
  myStay,
  oneTimeCode,
  patientMessageDraft,
  patientPhone,
  signedIn,
  stayAccess,
} from '#contracts';
import { z } from 'zod';
import { answer, JSON_DOCUMENT, type Operations } from './operation.ts';

const stay = z.object({ id: z.uuid().describe('The stay, as the board names it.') });

/** Patients and carers who sign in from home. */
export const AT_HOME_OPERATIONS = {
  'POST /api/session/code': {
    id: 'signInByCode',
    group: 'At home',
    summary: 'Sign in by a one-time code',
    description:
      'For a patient or a carer, by a code that the hub gave: it works once, for an hour, and for five tries. Sets the session cookie; ' +
      'the session reaches one stay and ends with it, or after 7 days without use.',
    accepts: {
      [JSON_DOCUMENT]: {
        schema: oneTimeCode,
        examples: { unknown: { summary: 'A code that nobody has', value: { code: 'A1B2-C3D4-E5F6' }, answered: 401 } },
      },
    },
    answers: { 200: answer('Signed in.', signedIn) },
    refuses: ['invalid-document', 'unknown-code', 'too-many-tries'],
  },
  'GET /api/my-stay': {
    id: 'readMyStay',
    group: 'At home',
    summary: 'Your own stay, or that of whom you care for',
    answers: { 200: answer('The stay.', myStay) },
  },
  'POST /api/my-stay/messages-seen': {
    id: 'seeMyMessages',
    group: 'At home',
    summary: 'Say that you have seen what the hub wrote to you',
    answers: { 204: { description: 'The hub sees that you have.' } },
  },
  'GET /api/admissions/:id/access': {
    id: 'listAccess',
    group: 'At home',
    summary: 'Who may sign in for a stay, and what the hub wrote to them',
    path: stay,
    answers: { 200: answer('The newest first.', stayAccess) },
    refuses: ['not-found'],
  },
  'POST /api/admissions/:id/access': {
    id: 'giveAccess',
    group: 'At home',
    summary: 'Give a patient or a carer a code to sign in with',
    path: stay,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: accessTerms,
        examples: {
          json: { summary: 'A stay that is not there', value: { who: 'carer', name: 'Rosa Purbeck' }, answered: 404 },
        },
      },
    },
    answers: { 201: answer('The code, this once.', accessGiven) },
    refuses: ['invalid-document', 'not-found'],
  },
  'POST /api/admissions/:id/access/:accessId/revocation': {
    id: 'revokeAccess',
    group: 'At home',
    summary: 'Take an access back, with every session that came of it',
    path: stay.extend({ accessId: z.uuid().describe('The access, as the list names it.') }),
    answers: { 204: { description: 'It opens nothing any more.' } },
    refuses: ['not-found'],
  },
  'POST /api/admissions/:id/patient-messages': {
    id: 'writeToPatient',
    group: 'At home',
    summary: 'Write to a patient and their carers',
    path: stay,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: patientMessageDraft,
        examples: {
          json: { summary: 'A stay that is not there', value: { text: 'We will ring you at 10.' }, answered: 404 },
        },
      },
    },
    answers: { 204: { description: 'They see it when they look next.' } },
    refuses: ['invalid-document', 'not-found'],
  },
  'PUT /api/wards/:id/patient-phone': {
    id: 'changePatientPhone',
    group: 'At home',
    summary: 'Say which number patients of a ward ring',
    path: z.object({ id: z.string().describe('The ward, as `GET /api/wards` names it.') }),
    accepts: {
      [JSON_DOCUMENT]: {
        schema: patientPhone,
        examples: { json: { summary: 'A ward that is not there', value: { phone: '01632 960 123' }, answered: 404 } },
      },
    },
    answers: { 204: { description: 'Patients see it from now on.' } },
    refuses: ['invalid-document', 'not-found'],
  },
} satisfies Operations;
