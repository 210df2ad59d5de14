import {
  glassDraft,
  glassReview,
  glassReviews,
  openGlass,
  openGlasses,
  restrictedGlassDraft,
  restrictionView,
  restrictionWish,
  sharingChoiceDraft,
  sharingChoiceKept,
  sharingChoices,
} from '#contracts';
import { z } from 'zod';
import { answer, JSON_DOCUMENT, type Operations } from './operation.ts';

const STAY = z.object({ id: z.uuid().describe('The stay.') });

/** One patient beyond one's wards, or whose record is restricted, with a reason, and its review. */
export const GLASS_OPERATIONS = {
  'POST /api/break-glass': {
    id: 'breakGlass',
    group: 'Beyond one’s wards',
    summary: 'Open one patient beyond your wards',
    description:
      'For an hour, by NHS number and date of birth, with a reason. What is opened is this stay: its page, plan, notes, readings and ' +
      'onward transfers, with what your role may do there. The ward’s leads see that it waits for a review.',
    accepts: {
      [JSON_DOCUMENT]: {
        schema: glassDraft,
        examples: {
          nobody: {
            summary: 'Nobody of that number and birth date',
            value: {
              nhsNumber: '943 476 5919',
              birthDate: '1900-01-01',
              kind: 'emergency',
              reason: 'Collapsed at home; the ambulance crew asks for the readings',
            },
            answered: 404,
          },
        },
      },
    },
    answers: { 201: answer('They are open to you.', openGlass) },
    refuses: ['invalid-document', 'not-found', 'not-ready', 'too-many-tries'],
  },
  'GET /api/break-glass': {
    id: 'listOpenGlasses',
    group: 'Beyond one’s wards',
    summary: 'Who is open to you beyond your wards now',
    answers: { 200: answer('Yours.', openGlasses) },
  },
  'GET /api/break-glass/reviews': {
    id: 'listGlassReviews',
    group: 'Beyond one’s wards',
    summary: 'Who opened whom beyond their wards',
    description: 'A lead sees those of their wards, an auditor all of them.',
    answers: { 200: answer('Those that wait for a review first.', glassReviews) },
  },
  'GET /api/break-glass/reviews/count': {
    id: 'countGlassesToReview',
    group: 'Beyond one’s wards',
    summary: 'How many wait for your review',
    answers: { 200: answer('A number.', z.object({ waiting: z.int() })) },
  },
  'POST /api/break-glass/:id/review': {
    id: 'reviewGlass',
    group: 'Beyond one’s wards',
    summary: 'Say whether it was right',
    description: 'Once, and never of what you opened yourself.',
    path: z.object({ id: z.uuid().describe('As the list names it.') }),
    accepts: {
      [JSON_DOCUMENT]: {
        schema: glassReview,
        examples: {
          appropriate: {
            summary: 'It was right',
            value: { finding: 'appropriate', note: 'The ambulance crew rang the hub; the log has the call' },
            answered: 404,
          },
        },
      },
    },
    answers: { 204: { description: 'It stands, with your name.' } },
    refuses: ['invalid-document', 'not-found', 'stale'],
  },
  'GET /api/admissions/:id/restriction': {
    id: 'getRestriction',
    group: 'Beyond one’s wards',
    summary: 'Whether a record is restricted, and to whom',
    path: STAY,
    answers: { 200: answer('As it is now, and what was so before.', restrictionView) },
    refuses: ['not-found', 'restricted-record'],
  },
  'PUT /api/admissions/:id/restriction': {
    id: 'restrictRecord',
    group: 'Beyond one’s wards',
    summary: 'Restrict a record to those who look after the person, or end that',
    description:
      'Of somebody who works here, or whom everybody knows. The board goes on to show everybody of the ward their bed, scores and alerts, ' +
      'and everybody answers these; who they are, and everything written about them, is for the named, the leads and whoever opens it with a reason.',
    path: STAY,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: restrictionWish,
        examples: {
          lifted: {
            summary: 'It is not needed any more',
            value: {
              restricted: false,
              reason: 'The patient asked for it',
              after: '01890000-0000-7000-8000-000000000001',
            },
            answered: 404,
          },
          restricted: {
            summary: 'A nurse of the ward is its patient',
            value: { restricted: true, reason: 'Works on this ward', named: [], after: null },
            answered: 404,
          },
        },
      },
    },
    answers: { 204: { description: 'It is so from now on, on every board.' } },
    refuses: ['invalid-document', 'not-found', 'restricted-record', 'stale'],
  },
  'POST /api/admissions/:id/break-glass': {
    id: 'openRestrictedRecord',
    group: 'Beyond one’s wards',
    summary: 'Open a restricted record of your own ward',
    description: 'For an hour, with a reason. The ward’s leads and the auditor see that it waits for a review.',
    path: STAY,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: restrictedGlassDraft,
        examples: {
          none: {
            summary: 'No record that is closed to you',
            value: { kind: 'emergency', reason: 'I took their emergency alert on' },
            answered: 404,
          },
        },
      },
    },
    answers: { 201: answer('It is open to you.', openGlass) },
    refuses: ['invalid-document', 'not-found'],
  },
  'GET /api/admissions/:id/sharing-choices': {
    id: 'listSharingChoices',
    group: 'Beyond one’s wards',
    summary: 'What a person said about their record going to others',
    path: STAY,
    answers: { 200: answer('Newest first.', sharingChoices) },
    refuses: ['not-found', 'restricted-record'],
  },
  'POST /api/admissions/:id/sharing-choices': {
    id: 'keepSharingChoice',
    group: 'Beyond one’s wards',
    summary: 'Write down what a person said about their record going to others',
    description:
      'It holds for the person, over all stays, until they say otherwise. Care that cannot wait is never held up: 999 and a hospital ward are told.',
    path: STAY,
    accepts: {
      [JSON_DOCUMENT]: {
        schema: sharingChoiceDraft,
        examples: {
          objects: {
            summary: 'They do not want their GP to be told',
            value: {
              scope: 'gp',
              choice: 'objects',
              saidBy: 'patient',
              saidHow: 'telephone',
              saidOn: '2026-01-05',
              note: 'Changes practice next month',
              after: null,
            },
            answered: 404,
          },
        },
      },
    },
    answers: { 201: answer('It holds from now on.', sharingChoiceKept) },
    refuses: ['invalid-document', 'not-found', 'restricted-record', 'stale'],
  },
} satisfies Operations;
