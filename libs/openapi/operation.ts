import type { RefusalCode } from '#contracts';
import type { z } from 'zod';

/** A document that may be sent as it stands. The tests send every one of them to a real server. */
export interface Example {
  readonly summary: string;
  /** JSON, or the text itself for what is no JSON, or more than one document. */
  readonly value: unknown;
  /** The status that it is answered with the first time. */
  readonly answered: number;
}

/** One kind of document that an operation takes. */
export interface Accepted {
  readonly schema: z.ZodType;
  readonly examples: Readonly<Record<string, Example>>;
}

export interface Answer {
  readonly description: string;
  /** Absent for an answer without a body. */
  readonly body?: Readonly<Record<string, z.ZodType>>;
}

/** What one route takes and what it answers. Who may use it is said by the permission table and by nothing else. */
export interface Operation {
  /** Its name in generated clients. */
  readonly id: string;
  /** What it is about: operations of one group stand together. */
  readonly group: string;
  readonly summary: string;
  readonly description?: string;
  /** Of the address, by the names that the route gives them. */
  readonly path?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** By content type. */
  readonly accepts?: Readonly<Record<string, Accepted>>;
  /** By HTTP status: everything that is no refusal. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** Refusals of its own. Those that come with being a route (no key, an unreadable document, an outage) are understood. */
  readonly refuses?: readonly RefusalCode[];
}

/** By route, as the permission table writes them: `POST /v1/observations`. */
export type Operations = Readonly<Record<string, Operation>>;

export const JSON_DOCUMENT = 'application/json';
/** Lines of JSON: the schema of this media type is that of one line. Source: github.com/ndjson/ndjson-spec. */
export const JSON_LINES = 'application/x-ndjson';

/** An answer in JSON. */
export const answer = (description: string, schema: z.ZodType): Answer => ({
  description,
  body: { [JSON_DOCUMENT]: schema },
});
