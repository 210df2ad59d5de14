import { SOCKET_PERMISSIONS } from '#access';
import {
  HEARTBEAT_EVERY_MS,
  NOT_LIVE_AFTER_MS,
  WARD_CLIENT_EVENTS,
  WARD_NAMESPACE,
  WARD_SERVER_EVENTS,
  WARD_SOCKET_TERMS,
} from '#contracts';
import { z } from 'zod';
import { API_VERSION, inWords, SESSION_PROOF } from './document.ts';

type Json = Record<string, unknown>;

/** An AsyncAPI 3.0 document, ready to be written as JSON. */
export type AsyncApiDocument = Json & {
  readonly channels: Readonly<Record<string, Json & { readonly messages: Readonly<Record<string, Json>> }>>;
  readonly operations: Readonly<Record<string, Json>>;
  readonly components: Json & { readonly schemas: Json };
};

const CHANNEL = 'ward';
const { pingEveryMs, pingTimeoutMs, mostDeltas, keptForHours, mostQueuedBytes, mostUnanswered, mostMessageBytes } =
  WARD_SOCKET_TERMS;
const seconds = (ms: number): string => `${ms / 1_000} s`;

const HOW_TO_FOLLOW = `How a program follows a ward as the live board does: none missing, none twice, in order.

1. Sign in (\`POST /api/session\`, see \`/api/openapi.json\`) and keep the cookie.
2. Open socket.io (protocol 5) with the cookie, over websocket and nothing else, and enter the namespace \`${WARD_NAMESPACE}\`.
3. \`join\` a ward, with the last number that you have of it, if you have one. Apply what is answered, and then every \`event\`.
4. Say NOT LIVE when nothing confirmed for ${seconds(NOT_LIVE_AFTER_MS)} that you have everything: then close the connection, open another (any hub
   will do) and join after your last number.`;

const ON_THE_WIRE = `A socket.io namespace. Each message here is one socket.io event: its name is the message's \`name\`, its only argument
the \`payload\`. Whoever has no socket.io library needs these text frames of the websocket, and no others:

| frame | who | means |
| --- | --- | --- |
| \`0{…}\` | hub | The connection is open. |
| \`40${WARD_NAMESPACE},\` | you | Enter the namespace. |
| \`40${WARD_NAMESPACE},{"sid":…}\` | hub | You are in. |
| \`44${WARD_NAMESPACE},{"message":…}\` | hub | You are not: sign in first, or the record cannot be reached. |
| \`42${WARD_NAMESPACE},7["join",{…}]\` | you | A request; 7 is a number of yours. |
| \`43${WARD_NAMESPACE},7[{…}]\` | hub | The answer to number 7. |
| \`42${WARD_NAMESPACE},["event",{…}]\` | hub | An event. |
| \`2\`, and \`3\` in return | hub, you | Are you there? Yes. Without the \`3\` the hub closes the connection. |
| \`41${WARD_NAMESPACE},\` | either | Leaves the namespace. |

**Requests** have to ask for an answer (a socket.io acknowledgement), or they are not heard. Whoever has more than
${mostUnanswered} of them unanswered is cut off. A message to the hub has at most ${mostMessageBytes / 1024} KiB.

**Snapshot or deltas.** \`join\` with \`after\` is answered with exactly the events since then where the feed still holds them
all: at most ${mostDeltas}, at most ${keptForHours} hours. Otherwise, and without \`after\`, with the whole board and the number that it is as of. From
the answer on every event of the ward follows. Numbers of a ward go up by exactly one; on a hole, join again with the last
number before it. Tiles come whole, so that applying one twice does no harm.

**Heartbeats** come every ${seconds(HEARTBEAT_EVERY_MS)} while the hub reaches the record, and not otherwise. One whose \`seq\` is yours confirms that you
have everything as of when it was sent; one above yours says that you are behind: join again. Events confirm nothing.

**When you are slow.** The hub keeps ${mostQueuedBytes / 1024} KiB for a connection. Beyond that it tells nothing further; once everything was taken, a
heartbeat says where the feed is, and you join again. A connection that does not answer a ping (every ${seconds(pingEveryMs)}) within ${seconds(pingTimeoutMs)} is
closed.

**Who may.** The session is looked at when the connection opens, whenever the record changes what its account may do, and every
${seconds(WARD_SOCKET_TERMS.loginLookedAtEveryMs)}. A connection from a page of another site is refused.`;

/** Answers that can be told apart stand by themselves: the alternatives of a union. */
const alternatives = (answer: z.ZodType): readonly z.ZodType[] =>
  answer instanceof z.ZodUnion ? (answer.options as readonly z.ZodType[]) : [answer];

/** Under the name that the contract gives it. */
function named(schema: z.ZodType): string {
  const id = schema.meta()?.id;
  if (id === undefined) throw new Error('What is said on a socket needs a name in the contract.');
  return id;
}

/** One conversion for all, so that what has a name is described once. AsyncAPI's own schemas are JSON Schema draft 07. */
function schemasOf(all: readonly z.ZodType[]): Json {
  const converted = z.toJSONSchema(z.object(Object.fromEntries(all.map((one) => [named(one), one]))), {
    target: 'draft-07',
    io: 'input',
  });
  const { definitions } = JSON.parse(
    JSON.stringify(converted).replaceAll('"#/definitions/', '"#/components/schemas/'),
  ) as { definitions: Json };
  return definitions;
}

const messageAt = (name: string): Json => ({ $ref: `#/channels/${CHANNEL}/messages/${name}` });
const payloadOf = (schema: z.ZodType): Json => ({
  payload: { $ref: `#/components/schemas/${named(schema)}` },
});
/** `removed-from-ward` as the name of an operation. */
const inOneWord = (event: string): string => event.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

/**
 * Describes the live board's feed in AsyncAPI 3.0, as the hub's: what it receives and what it sends. Made of the map of
 * events and the schemas that the hub itself checks with.
 */
export function describeWardFeed(): AsyncApiDocument {
  const messages: Record<string, Json> = {};
  const operations: Record<string, Json> = {};
  const schemas: z.ZodType[] = [];

  for (const [event, { says, payload }] of Object.entries(WARD_SERVER_EVENTS)) {
    if (payload) schemas.push(payload);
    messages[event] = {
      name: event,
      summary: says,
      description: payload ? 'From the hub.' : 'From the hub. It has no argument.',
      ...(payload && payloadOf(payload)),
    };
    operations[`tell${capital(inOneWord(event))}`] = {
      action: 'send',
      channel: { $ref: `#/channels/${CHANNEL}` },
      summary: says,
      messages: [messageAt(event)],
    };
  }

  for (const [event, { says, payload, answer }] of Object.entries(WARD_CLIENT_EVENTS)) {
    const answers = alternatives(answer);
    schemas.push(payload, ...answers);
    messages[event] = { name: event, summary: says, description: 'To the hub.', ...payloadOf(payload) };
    for (const one of answers) {
      messages[named(one)] = {
        name: named(one),
        ...(one.meta()?.description !== undefined && { summary: one.meta()?.description }),
        description: 'An answer: the only argument of the acknowledgement.',
        ...payloadOf(one),
      };
    }
    operations[inOneWord(event)] = {
      action: 'receive',
      channel: { $ref: `#/channels/${CHANNEL}` },
      summary: says,
      description: `For: ${inWords(SOCKET_PERMISSIONS[`${WARD_NAMESPACE} ${event}`] ?? [])}. It has to ask for an acknowledgement, which is the answer.`,
      messages: [messageAt(event)],
      reply: {
        channel: { $ref: `#/channels/${CHANNEL}` },
        messages: answers.map((one) => messageAt(named(one))),
      },
    };
  }

  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Homeward: the live board’s feed',
      version: API_VERSION,
      description: HOW_TO_FOLLOW,
      license: { name: 'Apache 2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      hub: {
        host: '{host}',
        pathname: '/socket.io/',
        protocol: 'wss',
        description: 'Any hub, or the front door before them. `ws` on one machine.',
        variables: { host: { description: 'Where this description was fetched from.' } },
        security: [{ $ref: '#/components/securitySchemes/session' }],
      },
    },
    channels: {
      [CHANNEL]: {
        address: WARD_NAMESPACE,
        title: 'One ward at a time',
        description: ON_THE_WIRE,
        messages,
        bindings: {
          ws: {
            method: 'GET',
            query: {
              type: 'object',
              properties: { EIO: { type: 'string', const: '4' }, transport: { type: 'string', const: 'websocket' } },
              required: ['EIO', 'transport'],
            },
            bindingVersion: '0.1.0',
          },
        },
      },
    },
    operations,
    components: {
      schemas: schemasOf(schemas),
      securitySchemes: { session: { type: 'httpApiKey', ...SESSION_PROOF } },
    },
  };
}
