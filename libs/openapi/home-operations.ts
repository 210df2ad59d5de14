import { homePhones, repeatDraft, residentSbards, sbard, sbardDecision, sbards, sbardSent } from '#contracts';
import { z } from 'zod';
import { answer, JSON_DOCUMENT, type Operations } from './operation.ts';

const stay = z.object({ id: z.uuid().describe('The stay, as the board names it.') });
const ward = z.object({ id: z.string().describe('The ward, as `GET /api/wards` names it.') });
const resident = z.object({
  id: z.string().describe('The care home.'),
  admissionId: z.uuid().describe('The resident’s stay, as the list of residents names it.'),
});

/** What goes between a care home and the hub about a resident, besides readings. */
export const HOME_OPERATIONS = {
  'POST /api/admissions/:id/repeat-requests': {
    id: 'askToRepeat',
    group: 'Care homes',
    summary: 'Ask a resident’s home for readings once more',
    description:
      'The home sees it with a countdown. The first reading that was measured after it answers it; a newer request takes its place.',
    path: stay,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: repeatDraft,
        examples: {
          json: {
            summary: 'A stay that is not there',
            value: { minutes: 10, note: 'Please warm the hand first.' },
            answered: 404,
          },
        },
      },
    },
    answers: { 204: { description: 'The home sees it when it looks next.' } },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'GET /api/admissions/:id/sbards': {
    id: 'listSbards',
    group: 'Care homes',
    summary: 'What a home told of a patient, and what was decided',
    path: stay,
    answers: { 200: answer('Newest first.', sbards) },
    refuses: ['not-found'],
  },
  'POST /api/admissions/:id/sbards/:sbardId/decision': {
    id: 'decideOnSbard',
    group: 'Care homes',
    summary: 'Decide on what a home told',
    description: 'The home sees it with your name. It is decided once.',
    path: stay.extend({ sbardId: z.uuid() }),
    accepts: {
      [JSON_DOCUMENT]: {
        schema: sbardDecision,
        examples: {
          json: {
            summary: 'A stay that is not there',
            value: { decision: 'Visit by the frailty nurse before noon.' },
            answered: 404,
          },
        },
      },
    },
    answers: { 204: { description: 'The home sees it when it looks next.' } },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'GET /api/homes/:id/residents/:admissionId/sbards': {
    id: 'draftSbard',
    group: 'Care homes',
    summary: 'What would be told of a resident now, and what was',
    path: resident,
    answers: { 200: answer('Filled from the record.', residentSbards) },
    refuses: ['not-found'],
  },
  'POST /api/homes/:id/residents/:admissionId/sbards': {
    id: 'sendSbard',
    group: 'Care homes',
    summary: 'Tell the hub of a resident',
    description:
      'Situation, background and assessment are what the record says at that moment; what is asked for is typed. It stands on an open ' +
      'alert: without one it is refused, because nobody would be asked to look.',
    path: resident,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: sbardSent,
        examples: {
          json: {
            summary: 'A resident who is not there',
            value: { id: '01890000-0000-7000-8000-00000000005b', recommendation: 'Please visit this morning.' },
            answered: 404,
          },
        },
      },
    },
    answers: {
      200: answer('Sent before, under the same id.', sbard),
      201: answer('The hub has it.', sbard),
    },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'GET /api/wards/:id/home-phones': {
    id: 'readHomePhones',
    group: 'Care homes',
    summary: 'Whom the staff of a ward’s care homes ring',
    path: ward,
    answers: { 200: answer('While the hub is open, and while it is closed.', homePhones) },
    refuses: ['not-found'],
  },
  'PUT /api/wards/:id/home-phones': {
    id: 'changeHomePhones',
    group: 'Care homes',
    summary: 'Say whom the staff of a ward’s care homes ring',
    path: ward,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: homePhones,
        examples: {
          json: {
            summary: 'A ward that is not there',
            value: { open: '01632 960 123', closedWhom: 'NHS 111', closed: '111' },
            answered: 404,
          },
        },
      },
    },
    answers: { 204: { description: 'They see it from now on.' } },
    refuses: ['invalid-document', 'not-found'],
  },
} satisfies Operations;
