import { ROUTE_PERMISSIONS, SESSION_COOKIE, type Who } from '#access';
import { problem, problemType, REFUSALS, ROLE_NAMES, type Role, type RefusalCode } from '#contracts';
import { z } from 'zod';
import { JSON_LINES, type Accepted, type Operation, type Operations } from './operation.ts';

interface DocumentTerms {
  readonly title: string;
  readonly description: string;
  readonly operations: Operations;
}

type Json = Record<string, unknown>;

/** An OpenAPI 3.1 document, ready to be written as JSON. */
export type OpenApiDocument = Json & { readonly paths: Record<string, Json> };

/** The version of what is described, not of the software: it changes when a client would have to. */
export const API_VERSION = '1.0.0';

const PROBLEM_MEDIA_TYPE = 'application/problem+json';
const PROBLEM = 'Problem';
const CODES = Object.keys(REFUSALS) as RefusalCode[];

/**
 * Describes the operations in OpenAPI 3.1, whose schemas are JSON Schema: the ones that zod makes of the very schemas that
 * the servers check with. A description that differs from the server cannot be written.
 */
export function openApiDocument(terms: DocumentTerms): OpenApiDocument {
  const { title, description, operations } = terms;
  const { schemas, schemaOf } = schemasOf(operations);
  const paths: Record<string, Json> = {};
  for (const [route, operation] of Object.entries(operations)) {
    const [method = '', address = ''] = route.split(' ');
    const who = whoMayUse(route);
    const path = address.replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[method.toLowerCase()] = describe(route, operation, who, schemaOf);
  }
  const groups = new Set(Object.values(operations).map((operation) => operation.group));
  return {
    openapi: '3.1.1',
    info: {
      title,
      version: API_VERSION,
      description,
      license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    },
    tags: [...groups].map((name) => ({ name })),
    paths,
    components: {
      schemas,
      securitySchemes: Object.fromEntries(
        Object.entries(SECURITY_SCHEMES).filter(([scheme]) =>
          Object.keys(operations).some((route) => securityOf(whoMayUse(route)).some((one) => scheme in one)),
        ),
      ),
    },
  };
}

/** How a session shows itself, wherever it is asked for. */
export const SESSION_PROOF = {
  in: 'cookie',
  name: SESSION_COOKIE,
  description: 'Set by signing in. A page of another site cannot use it.',
} as const;

const SECURITY_SCHEMES = {
  sourceKey: { type: 'http', scheme: 'bearer', description: 'The API key of a registered source.' },
  session: { type: 'apiKey', ...SESSION_PROOF },
};

type SchemaOf = (route: string, place: string) => unknown;

/** Every schema of every operation in one conversion, so that what has a name is described once. */
function schemasOf(operations: Operations): { schemas: Json; schemaOf: SchemaOf } {
  const all: Record<string, z.ZodType> = { [PROBLEM]: problem };
  for (const [route, { path, query, accepts = {}, answers }] of Object.entries(operations)) {
    if (path) all[`${route} path`] = path;
    if (query) all[`${route} query`] = query;
    for (const [type, { schema }] of Object.entries(accepts)) all[`${route} takes ${type}`] = schema;
    for (const [status, { body = {} }] of Object.entries(answers)) {
      for (const [type, schema] of Object.entries(body)) all[`${route} ${status} ${type}`] = schema;
    }
  }
  // What may be sent is described, not what is made of it: the two differ where a text is read as a time or a number.
  const converted = z.toJSONSchema(z.object(all), { io: 'input' });
  const { properties, $defs } = JSON.parse(
    JSON.stringify(converted).replaceAll('"#/$defs/', '"#/components/schemas/'),
  ) as { properties: Json; $defs: Json };
  const refusal = $defs[PROBLEM] as { description: string; properties: { type: Json } };
  refusal.description = `${refusal.description}\n\n${refusalTable()}`;
  refusal.properties.type['enum'] = CODES.map(problemType);
  return { schemas: $defs, schemaOf: (route, place) => properties[`${route} ${place}`] };
}

function describe(route: string, operation: Operation, who: readonly Who[], schemaOf: SchemaOf): Json {
  const { id, group, summary, description, path, query, accepts } = operation;
  const parameters = [
    ...(path ? parametersOf('path', schemaOf(route, 'path')) : []),
    ...(query ? parametersOf('query', schemaOf(route, 'query')) : []),
  ];
  return {
    operationId: id,
    tags: [group],
    summary,
    description: [description, `For: ${inWords(who)}.`].filter(Boolean).join('\n\n'),
    security: securityOf(who),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(accepts
      ? {
          requestBody: {
            required: true,
            content: mapped(accepts, (type, accepted) => ({
              ...schemaFor(type, schemaOf(route, `takes ${type}`)),
              examples: examplesOf(accepted),
            })),
          },
        }
      : {}),
    responses: responsesOf(route, operation, who, schemaOf),
  };
}

/** OpenAPI 3.1 has no words for a stream of documents: `itemSchema` is of 3.2, and goes by an extension's name until then. */
const schemaFor = (type: string, schema: unknown): Json =>
  type === JSON_LINES
    ? { schema: { type: 'string', description: 'One JSON document a line.' }, 'x-itemSchema': schema }
    : { schema };

function parametersOf(place: 'path' | 'query', schema: unknown): Json[] {
  const { properties = {}, required = [] } = schema as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }));
}

const examplesOf = ({ examples }: Accepted): Json => mapped(examples, (_, { summary, value }) => ({ summary, value }));

function responsesOf(route: string, operation: Operation, who: readonly Who[], schemaOf: SchemaOf): Json {
  const responses: Record<string, { description: string; content?: Json; headers?: Json }> = {};
  for (const [status, { description, body }] of Object.entries(operation.answers)) {
    responses[status] = {
      description,
      ...(body ? { content: mapped(body, (type) => schemaFor(type, schemaOf(route, `${status} ${type}`))) } : {}),
    };
  }
  for (const [status, codes] of byStatus(refusalsOf(route, operation, who))) {
    const words = codes.map((code) => `${REFUSALS[code].title} (\`${code}\`).`).join(' ');
    const answered = responses[status];
    responses[status] = {
      ...answered,
      description: answered ? `${answered.description} Or: ${words}` : words,
      content: { ...answered?.content, [PROBLEM_MEDIA_TYPE]: refusalBody(codes) },
      ...(RETRY_LATER.has(Number(status)) ? { headers: { 'Retry-After': RETRY_AFTER } } : {}),
    };
  }
  return responses;
}

const RETRY_LATER = new Set([429, 503]);
const RETRY_AFTER = { description: 'Seconds to wait before the same is sent again.', schema: { type: 'integer' } };

function refusalBody(codes: readonly RefusalCode[]): Json {
  return {
    schema: {
      allOf: [
        { $ref: `#/components/schemas/${PROBLEM}` },
        {
          properties: {
            type: { enum: codes.map(problemType) },
            status: { const: REFUSALS[codes[0] ?? 'internal'].status },
          },
        },
      ],
    },
    examples: Object.fromEntries(
      codes.map((code) => {
        const { title, status } = REFUSALS[code];
        return [code, { summary: title, value: { type: problemType(code), title, status, detail: `${title}.` } }];
      }),
    ),
  };
}

/** Before anybody knows which route was meant. */
const OF_HTTP = ['malformed-request', 'headers-too-large'] as const;
const OF_A_DOCUMENT = [
  'malformed-document',
  'body-too-large',
  'unsupported-media-type',
  'encoded-body',
  'too-slow',
] as const;
const OF_A_KEY = [
  'unknown-key',
  'key-expired',
  'key-revoked',
  'source-disabled',
  'certificate-missing',
  'key-may-not',
  'rate-limited',
] as const satisfies RefusalCode[];

/** An operation's own refusals and those that come with what kind of route it is. */
export function refusalsOf(route: string, operation: Operation, who: readonly Who[]): RefusalCode[] {
  const reads = route.startsWith('GET ');
  const isHealth = operation.group === 'Health';
  return [
    ...OF_HTTP,
    ...(operation.accepts ? OF_A_DOCUMENT : []),
    ...(who.some(isSource) ? OF_A_KEY : []),
    ...(who.some(isRole) ? (['not-signed-in', 'not-allowed', 'second-factor-to-set-up'] as const) : []),
    ...(reads || who.some(isSource) ? [] : (['cross-site'] as const)),
    ...(operation.refuses ?? []),
    ...(isHealth ? [] : (['unavailable', 'internal'] as const)),
  ];
}

function byStatus(codes: readonly RefusalCode[]): Map<string, RefusalCode[]> {
  const statuses = new Map<string, RefusalCode[]>();
  for (const code of new Set(codes)) {
    const status = String(REFUSALS[code].status);
    statuses.set(status, [...(statuses.get(status) ?? []), code]);
  }
  return statuses;
}

export const whoMayUse = (route: string): readonly Who[] =>
  new Map<string, readonly Who[]>(Object.entries(ROUTE_PERMISSIONS)).get(route) ?? [];
const isRole = (who: Who): who is Role => Object.hasOwn(ROLE_NAMES, who);
const isSource = (who: Who): boolean => who.endsWith('source');

function securityOf(who: readonly Who[]): Json[] {
  if (who.includes('anyone')) return [];
  return [...(who.some(isSource) ? [{ sourceKey: [] }] : []), ...(who.some(isRole) ? [{ session: [] }] : [])];
}

export function inWords(who: readonly Who[]): string {
  if (who.includes('anyone')) return 'anyone';
  const names = who.map((one) => (isRole(one) ? ROLE_NAMES[one].toLowerCase() : 'sources with a key'));
  return [...new Set(names)].join(', ');
}

function refusalTable(): string {
  const rows = CODES.map((code) => `| ${REFUSALS[code].status} | \`${code}\` | ${REFUSALS[code].title} |`);
  return ['The last part of its `type` is one of these codes:', '', '| status | code | title |', '| --- | --- | --- |']
    .concat(rows.toSorted())
    .join('\n');
}

const mapped = <T, U>(of: Readonly<Record<string, T>>, make: (key: string, value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [key, make(key, value)]));
