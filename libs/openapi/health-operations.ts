import { z } from 'zod';
import { answer, type Operation, type Operations } from './operation.ts';

const readiness = z.object({
  status: z.enum(['ready', 'not ready']),
  checks: z.record(z.string(), z.string()).describe('Each thing that has to hold: `ready`, or what is missing.'),
  figures: z
    .record(z.string(), z.number())
    .optional()
    .describe(
      'How hard the app is pressed. The hub says how many boards are connected, how many have fallen behind (now, and since it started), and the bytes that wait for them (now over all, and the most that ever waited for one).',
    ),
});

/** The description of an app, at its own address. */
export const theDescription = (id: string): Operation => ({
  id,
  group: 'This description',
  summary: 'This description, as OpenAPI 3.1',
  answers: { 200: answer('The description.', z.looseObject({ openapi: z.string() })) },
});

/** What every app answers to those who run it. */
export const HEALTH_OPERATIONS = {
  'GET /health/live': {
    id: 'isAlive',
    group: 'Health',
    summary: 'Whether the process answers',
    answers: { 200: answer('It does.', z.object({ status: z.literal('live') })) },
  },
  'GET /health/ready': {
    id: 'isReady',
    group: 'Health',
    summary: 'Whether it may be sent work',
    answers: {
      200: answer('Everything that has to hold does.', readiness),
      503: answer('Something is missing; `checks` says what.', readiness),
    },
  },
} satisfies Operations;
