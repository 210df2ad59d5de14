import type { FhirResource } from 'fhir/r4.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from './fhir-refusal.ts';
import { writeXml } from './xml/write-xml.ts';

export type Format = 'json' | 'xml';

export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  json: 'application/fhir+json; charset=utf-8',
  xml: 'application/fhir+xml; charset=utf-8',
};

/** Every name under which the two are asked for. Source: FHIR R4, content types and _format. */
const NAMES: ReadonlyMap<string, Format> = new Map([
  ['json', 'json'],
  ['application/fhir+json', 'json'],
  ['application/json+fhir', 'json'],
  ['application/json', 'json'],
  ['text/json', 'json'],
  ['xml', 'xml'],
  ['application/fhir+xml', 'xml'],
  ['application/xml+fhir', 'xml'],
  ['application/xml', 'xml'],
  ['text/xml', 'xml'],
]);
const ANY = new Set(['*/*', 'application/*']);
const LONGEST_ACCEPT = 1_000;

/** The form that an answer is wanted in: by `_format`, else by Accept, else as the request itself came. */
export function formatOf(request: Pick<FastifyRequest, 'headers' | 'url'>): Format {
  const { accept, 'content-type': sent } = request.headers;
  const asSent = sent !== undefined && /^(application|text)\/(fhir\+)?xml/i.test(sent) ? 'xml' : 'json';
  if (request.url.includes('_format=')) {
    const asked = new URLSearchParams(request.url.slice(request.url.indexOf('?') + 1)).get('_format');
    if (asked !== null) return formatNamed(asked);
  }
  if (accept === undefined || accept === '*/*' || accept === '') return asSent;
  if (accept === 'application/fhir+json' || accept === 'application/json') return 'json';
  return accepted(accept.slice(0, LONGEST_ACCEPT), asSent);
}

export function formatNamed(name: string): Format {
  // A plus sign in a query is a blank to those who forget to escape it.
  const format = NAMES.get(name.split(';')[0]?.trim().replace(' ', '+').toLowerCase() ?? '');
  if (format) return format;
  throw notAcceptable(`_format "${name.slice(0, 60)}"`);
}

const notAcceptable = (asked: string): Error =>
  refuse(406, 'not-supported', `${asked}: answers are application/fhir+json or application/fhir+xml`);

function accepted(accept: string, asSent: Format): Format {
  let best: { format: Format; q: number } | null = null;
  for (const one of accept.split(',')) {
    const [type = '', ...parameters] = one.split(';').map((part) => part.trim().toLowerCase());
    const q = Number(parameters.find((part) => part.startsWith('q='))?.slice(2) ?? 1);
    const version = parameters.find((part) => part.startsWith('fhirversion='))?.slice(12);
    const format = ANY.has(type) ? asSent : NAMES.get(type);
    if (format === undefined || !(q > 0) || (version !== undefined && !/^4\.0(\.1)?$/.test(version))) continue;
    if (best === null || q > best.q) best = { format, q };
  }
  if (best) return best.format;
  throw notAcceptable(`Accept "${accept.slice(0, 60)}"`);
}

/** Sends a resource in the form that it was asked for. */
export function sendResource(reply: FastifyReply, resource: FhirResource, format: Format): void {
  void reply
    .header('content-type', MEDIA_TYPES[format])
    .send(format === 'json' ? JSON.stringify(resource) : writeXml(resource));
}
