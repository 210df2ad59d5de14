import type { ROUTE_PERMISSIONS } from '#access';
import { openApiDocument, type OpenApiDocument } from './document.ts';
import { HUB_OPERATIONS } from './hub-operations.ts';
import { INGESTION_OPERATIONS } from './ingestion-operations.ts';
import type { Operation } from './operation.ts';

type Route = keyof typeof ROUTE_PERMISSIONS;
/** Pages for people are no API, and FHIR describes itself at /fhir/metadata. */
type DescribedElsewhere =
  'GET /*' | 'GET /api/session/sign-on/return' | `GET /v1/docs${string}` | `${string} /fhir${string}`;

/** A route that the permission table names and nobody has described does not compile. */
export const OPERATIONS: Readonly<Record<Exclude<Route, DescribedElsewhere>, Operation>> = {
  ...INGESTION_OPERATIONS,
  ...HUB_OPERATIONS,
};

export { serveDescription } from './serve.ts';
export { describeWardFeed, type AsyncApiDocument } from './ward-feed.ts';
export { whoMayDoWhat } from './who-may-do-what.ts';
export type { OpenApiDocument };

/** What ingestion takes from devices, homes and other systems. */
export function describeIngestion(): OpenApiDocument {
  return openApiDocument({
    title: 'Homeward: readings in',
    description:
      'Readings of people on a virtual ward, from devices, care homes and other systems. Send the key of your source as ' +
      '`Authorization: Bearer <key>`. What is acknowledged is durable, and what is sent twice is stored once. What cannot be ' +
      'taken is refused as `application/problem+json` (RFC 9457): see the schema `Problem` for every code.',
    operations: INGESTION_OPERATIONS,
  });
}

/** What the hub answers to people. */
export function describeHub(): OpenApiDocument {
  return openApiDocument({
    title: 'Homeward: the hub',
    description:
      'What clinicians, coordinators and care-home staff do, for those who sign in. The live board itself speaks socket.io ' +
      'in the namespace `/ward`: `/asyncapi.json` describes it.',
    operations: HUB_OPERATIONS,
  });
}
