import { z } from 'zod';
import { openAlertView } from './alert.ts';
import { board, tile } from './board.ts';
import type { RefusalCode } from './refusals.ts';

/** The socket.io namespace of the live board. */
export const WARD_NAMESPACE = '/ward';

/** The server speaks at least this often, in ms. */
export const HEARTBEAT_EVERY_MS = 2_000;

/** A client that has heard nothing for this long, in ms, says NOT LIVE. Below the promised 10 s, so that the words are up by then. */
export const NOT_LIVE_AFTER_MS = 8_000;

/** What a hub does for one connection, and when it does no more. */
export const WARD_SOCKET_TERMS = {
  /** The hub asks this often whether the client is there, in ms … */
  pingEveryMs: 5_000,
  /** … and closes the connection when no answer came for this long after it asked, in ms. */
  pingTimeoutMs: 8_000,
  /** Whoever has missed more events than this gets the whole board: it is smaller. */
  mostDeltas: 500,
  /** Events are kept for this long, in hours. */
  keptForHours: 24,
  /**
   * Bytes that may wait for a connection. At 500 that all stand still this is 128 MB at the very most; those of one ward
   * share what waits for them.
   */
  mostQueuedBytes: 256 * 1024,
  /** A board has one request under way, or two when the first was slow. Whoever has more unanswered than this is no board. */
  mostUnanswered: 4,
  /** Of one message to the hub. */
  mostMessageBytes: 16 * 1024,
  /** How often a login is looked at again while its socket goes on receiving, in ms. What changes is looked at when it does. */
  loginLookedAtEveryMs: 60_000,
} as const;

/** What changed on the ward. */
const WARD_EVENT_TYPES = [
  'readings-evaluated',
  'alert-accepted',
  'alert-changed',
  'alert-resolved',
  'admission-changed',
] as const;
export type WardEventType = (typeof WARD_EVENT_TYPES)[number];

const seq = z.int().min(0);
const wardId = z.string().min(1).max(64);
const isoMoment = z.iso.datetime({ offset: true });

/** One number of a ward's feed. */
const wardEvent = z
  .object({
    seq: seq.describe('Numbers of one ward go up by exactly one, without holes.'),
    type: z.enum(WARD_EVENT_TYPES),
    at: isoMoment.describe('When it was written.'),
    tiles: z
      .array(tile)
      .describe('The new state of every bed that it changed, each whole: applying one twice does no harm.'),
    removed: z.array(z.uuid()).describe('Admissions that are no longer on the board.'),
    wardAlerts: z
      .array(openAlertView)
      .optional()
      .describe('All open alerts of the ward that are about no patient, when one of them changed.'),
  })
  .meta({ id: 'WardEvent', description: 'One number of a ward’s feed: what changed on the board.' });
export type WardEvent = z.infer<typeof wardEvent>;

const heartbeat = z
  .object({
    seq: seq.describe('The newest number of the ward’s feed: a client that is behind it joins again.'),
    at: isoMoment.describe('The hub’s time when it was sent.'),
    oldestUnevaluatedAt: isoMoment
      .nullable()
      .describe('The oldest stored reading that no rule has looked at yet; null when all are evaluated.'),
  })
  .meta({
    id: 'Heartbeat',
    description: 'The record was reached just now, this is where the ward’s feed is, and how far its evaluation lags.',
  });
export type Heartbeat = z.infer<typeof heartbeat>;

const removedFromWard = z
  .object({ wardId, error: z.string().describe('For a person to read.') })
  .meta({ id: 'RemovedFromWard', description: 'Nothing more comes of this ward: forget what is shown of it.' });
export type RemovedFromWard = z.infer<typeof removedFromWard>;

const joinRequest = z
  .strictObject({ wardId, after: seq.optional().describe('The last number of this ward that the client has seen.') })
  .meta({ id: 'JoinRequest', description: 'The ward to follow, and where the client is in its feed.' });
export type JoinRequest = z.infer<typeof joinRequest>;

const REFUSED_BECAUSE = ['not-found', 'invalid-document', 'unavailable'] as const satisfies readonly RefusalCode[];

const refused = z
  .object({
    error: z.string().describe('For a person to read.'),
    code: z
      .enum(REFUSED_BECAUSE)
      .describe(
        '`not-found`: there is no such ward, or it is not one of yours. `invalid-document`: what was sent cannot be read. `unavailable`: the record cannot be reached, try again in a moment.',
      ),
  })
  .meta({ id: 'Refused', description: 'Why a request was not granted.' });
export type RefusedEvent = z.infer<typeof refused>;

const joinAnswer = z
  .union([
    z.object({ seq, board }).meta({ id: 'Snapshot', description: 'The whole ward as of a number.' }),
    z
      .object({ seq, events: z.array(wardEvent) })
      .meta({ id: 'Deltas', description: 'Exactly what came after the number that was named, in order.' }),
    refused,
  ])
  .meta({
    id: 'JoinAnswer',
    description: 'With `after`, the events since then where the feed still holds them all; else the whole board.',
  });
export type JoinAnswer = z.infer<typeof joinAnswer>;

const shownAlerts = z
  .strictObject({
    wardId: wardId.describe('The ward that the board has joined.'),
    alertIds: z.array(z.uuid()).min(1).max(500).describe('Open alerts of the ward that stand on the screen now.'),
  })
  .meta({
    id: 'ShownAlerts',
    description:
      'A live board has rendered these alerts: from now on they count as delivered. Only what a person can see.',
  });

const shownAnswer = z
  .union([
    z.object({ delivered: z.literal(true) }).meta({ id: 'Delivered', description: 'The record knows.' }),
    refused,
  ])
  .meta({ id: 'ShownAnswer' });

/** Everything that the server says on a ward's socket, by event name. */
export const WARD_SERVER_EVENTS = {
  event: { says: 'The ward’s next number.', payload: wardEvent },
  heartbeat: { says: 'Every two seconds while the record can be reached.', payload: heartbeat },
  'removed-from-ward': {
    says: 'The person may not see this ward any more: their role or their wards were changed.',
    payload: removedFromWard,
  },
  'session-ended': { says: 'Sign in again: the session ended or the account was disabled.', payload: null },
} as const satisfies Record<string, { says: string; payload: z.ZodType | null }>;

/** Everything that a board may say on a ward's socket, by event name, with what it is answered. */
export const WARD_CLIENT_EVENTS = {
  join: { says: 'Follow this ward from here on, instead of any other.', payload: joinRequest, answer: joinAnswer },
  shown: {
    says: 'These alerts stand on a screen. Say it once for each alert whose `deliveredAt` is null, after rendering it.',
    payload: shownAlerts,
    answer: shownAnswer,
  },
} as const satisfies Record<string, { says: string; payload: z.ZodType; answer: z.ZodType }>;

export type WardClientEvent = keyof typeof WARD_CLIENT_EVENTS;
type WardRequest<Event extends WardClientEvent> = z.infer<(typeof WARD_CLIENT_EVENTS)[Event]['payload']>;
type WardAnswer<Event extends WardClientEvent> = z.infer<(typeof WARD_CLIENT_EVENTS)[Event]['answer']>;

type Said<Payload> = Payload extends z.ZodType ? [payload: z.infer<Payload>] : [];

export type WardServerEvents = {
  [Event in keyof typeof WARD_SERVER_EVENTS]: (...said: Said<(typeof WARD_SERVER_EVENTS)[Event]['payload']>) => void;
};

export type WardClientEvents = {
  [Event in WardClientEvent]: (request: WardRequest<Event>, ack: (answer: WardAnswer<Event>) => void) => void;
};
