import {
  concernList,
  concernMatch,
  concernOutcome,
  concernReceived,
  concernSent,
  concernTaking,
  concernVersion,
  partnerCodeGiven,
  partnerCodeList,
  partnerCodeTerms,
} from '#contracts';
import { z } from 'zod';
import { answer, JSON_DOCUMENT, type Operations } from './operation.ts';

const concern = z.object({ id: z.uuid().describe('The concern, as the list names it.') });

const concernExample = (more: object) => ({
  json: { summary: 'A concern that is not there', value: { version: 1, ...more }, answered: 404 },
});

/** What people outside notice, and the codes by which they may tell it. */
export const CONCERN_OPERATIONS = {
  'POST /api/concerns': {
    id: 'tellConcern',
    group: 'Concerns',
    summary: 'Tell the ward of a concern, with a partner’s code',
    description:
      'For police, fire, post and neighbours. The answer is the same whoever it is about, and says nothing of anybody. At most 20 ' +
      'an hour with one code; whoever comes more often is answered 429 with Retry-After.',
    accepts: {
      [JSON_DOCUMENT]: {
        schema: concernSent,
        examples: {
          unknown: {
            summary: 'A code that nobody has',
            value: {
              code: 'A1B2-C3D4-E5F6-G7H8',
              reference: '01890000-0000-7000-8000-000000000000',
              name: null,
              address: '3 Ballard Way, Swanage',
              noticed: ['curtains', 'notAnswering'],
            },
            answered: 401,
          },
        },
      },
    },
    answers: { 202: answer('It is kept, and a welfare check is due.', concernReceived) },
    refuses: ['invalid-document', 'unknown-code', 'too-many-tries'],
  },
  'GET /api/concerns': {
    id: 'listConcerns',
    group: 'Concerns',
    summary: 'The concerns of your wards',
    answers: { 200: answer('Open ones, and those closed in the last seven days.', concernList) },
  },
  'POST /api/concerns/:id/taking': {
    id: 'takeConcern',
    group: 'Concerns',
    summary: 'Take a concern on, by name',
    description: 'The ward’s alarm about it is yours as well.',
    path: concern,
    accepts: { [JSON_DOCUMENT]: { schema: concernTaking, examples: concernExample({}) } },
    answers: { 200: answer('It is yours.', concernVersion) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'POST /api/concerns/:id/match': {
    id: 'matchConcern',
    group: 'Concerns',
    summary: 'Say whom a concern is about',
    path: concern,
    accepts: { [JSON_DOCUMENT]: { schema: concernMatch, examples: concernExample({ admissionId: null }) } },
    answers: { 200: answer('It is kept.', concernVersion) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'POST /api/concerns/:id/outcome': {
    id: 'closeConcern',
    group: 'Concerns',
    summary: 'Say what came of a welfare check',
    path: concern,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: concernOutcome,
        examples: concernExample({ outcome: 'seen-well', note: 'She had overslept.' }),
      },
    },
    answers: { 200: answer('The concern is closed.', concernVersion) },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'GET /api/partner-codes': {
    id: 'listPartnerCodes',
    group: 'Concerns',
    summary: 'The codes of partner organisations',
    answers: { 200: answer('Those in force first.', partnerCodeList) },
  },
  'POST /api/partner-codes': {
    id: 'givePartnerCode',
    group: 'Concerns',
    summary: 'Give a partner organisation a code',
    accepts: {
      [JSON_DOCUMENT]: {
        schema: partnerCodeTerms,
        examples: {
          json: {
            summary: 'A ward that is not there',
            value: { wardId: 'no-such-ward', organisation: 'Swanage Fire Station', days: 90 },
            answered: 404,
          },
        },
      },
    },
    answers: { 201: answer('The code, this once.', partnerCodeGiven) },
    refuses: ['invalid-document', 'not-found'],
  },
  'POST /api/partner-codes/:id/revocation': {
    id: 'revokePartnerCode',
    group: 'Concerns',
    summary: 'Withdraw a partner organisation’s code',
    path: z.object({ id: z.uuid().describe('The code, as the list names it.') }),
    answers: { 204: { description: 'Nothing can be told with it from now on.' } },
    refuses: ['not-found'],
  },
} satisfies Operations;
