import { retentionDecision, retentionView } from '#contracts';
import { z } from 'zod';
import { answer, JSON_DOCUMENT, type Operations } from './operation.ts';

/** What is kept for how long, and who decides that it ends. */
export const RETENTION_OPERATIONS = {
  'GET /api/retention': {
    id: 'seeRetention',
    group: 'Retention',
    summary: 'What is kept for how long, and what was removed',
    description: 'Counts alone: it names no patient.',
    answers: { 200: answer('Classes, what is due, the nights’ reports and what was decided.', retentionView) },
  },
  'POST /api/retention/decisions': {
    id: 'decideRetention',
    group: 'Retention',
    summary: 'Decide that the care records that are due end',
    description: 'They go in the night to come, until when it can be withdrawn. Only those that are due now.',
    accepts: {
      [JSON_DOCUMENT]: {
        schema: retentionDecision,
        examples: {
          looked: {
            summary: 'More than are due',
            value: { people: 100000, reason: 'Looked at with the Caldicott guardian; none is part of an inquiry' },
            answered: 409,
          },
        },
      },
    },
    answers: { 204: { description: 'It stands, with your name.' } },
    refuses: ['invalid-document', 'stale', 'not-ready'],
  },
  'POST /api/retention/decisions/:id/withdrawal': {
    id: 'withdrawRetention',
    group: 'Retention',
    summary: 'Withdraw such a decision before it is done',
    path: z.object({ id: z.uuid().describe('As the list names it.') }),
    answers: { 204: { description: 'Nothing of it is done.' } },
    refuses: ['not-found'],
  },
} satisfies Operations;
