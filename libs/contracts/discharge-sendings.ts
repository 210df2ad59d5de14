import { z } from 'zod';
import { plainText } from './plain-text.ts';

const moment = z.number().describe('Epoch milliseconds.');

/** Where a bundle that is sent to another system stands. */
export const SENDING_STATES = {
  queued: 'On its way',
  received: 'Received',
  refused: 'Refused',
  'given-up': 'Given up',
  held: 'Held back',
} as const;
export type SendingState = keyof typeof SENDING_STATES;
const states = Object.keys(SENDING_STATES) as [SendingState, ...SendingState[]];
export const sendingState = z.enum(states);

const attemptKinds = ['attempt', 'received', 'not-now', 'refused', 'given-up', 'held', 'asked-again'] as const;

export const dischargeSending = z
  .object({
    id: z.uuid().describe('The identifier of the bundle: the same however often it is sent.'),
    summaryId: z.uuid().nullable().describe('The summary in it; null of a stay that ended without one.'),
    to: z.string().describe('The endpoint, as it is called here.'),
    queuedAt: moment,
    queuedBy: z.string(),
    state: sendingState,
    attempts: z.int(),
    nextAttemptAt: moment.nullable(),
    detail: z.string().nullable().describe('What came of the last attempt.'),
    bytes: z.int().nullable().describe('Of the document; null before it is made.'),
    log: z
      .array(
        z.object({
          at: moment,
          attempt: z.int(),
          kind: z.enum(attemptKinds),
          to: z.string().nullable(),
          status: z.int().nullable().describe('Of the answer; null where none came.'),
          bytes: z.int().nullable(),
          detail: z.string().nullable().describe('What an OperationOutcome said, cut to 1,000 characters.'),
        }),
      )
      .describe('Oldest first, the last 60.'),
  })
  .meta({ id: 'DischargeSending' });
export type DischargeSending = z.infer<typeof dischargeSending>;

export const dischargeEndpointDraft = z
  .strictObject({
    name: plainText(80),
    url: z
      .url({ protocol: /^https?$/, error: 'expected an https:// address' })
      .max(1_000, 'expected at most 1000 characters'),
    everyWard: z
      .boolean('expected true or false')
      .describe('Of every ward that has none of its own: an administrator alone says so.'),
  })
  .meta({ id: 'DischargeEndpointDraft' });
export type DischargeEndpointDraft = z.output<typeof dischargeEndpointDraft>;

const endpoint = z.object({
  id: z.uuid(),
  everyWard: z.boolean(),
  name: z.string(),
  url: z.string(),
  createdAt: moment,
  createdBy: z.string(),
});

export const dischargeEndpointView = endpoint.meta({ id: 'DischargeEndpoint' });
export type DischargeEndpointView = z.infer<typeof dischargeEndpointView>;

export const dischargeEndpoints = z
  .object({
    endpoints: z.array(dischargeEndpointView).describe('The first is where bundles of this ward go.'),
    canSign: z.boolean().describe('Whether this Homeward has a key to sign with: without one there are none.'),
  })
  .meta({ id: 'DischargeEndpoints' });
export type DischargeEndpoints = z.infer<typeof dischargeEndpoints>;

export const dischargeEndpointSecret = endpoint
  .extend({ secret: z.string().describe('What the bundles are signed with. It is in this answer and nowhere else.') })
  .meta({ id: 'DischargeEndpointSecret' });
export type DischargeEndpointSecret = z.infer<typeof dischargeEndpointSecret>;
