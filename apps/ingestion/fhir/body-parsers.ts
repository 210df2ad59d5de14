import { Refusal, takeStrictJson } from '#runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { FhirRefusal } from './fhir-refusal.ts';
import { readXml } from './xml/read-xml.ts';

const XML = ['application/fhir+xml', 'application/xml', 'application/xml+fhir', 'text/xml'];

/** Everything that is sent to /fhir, as the JSON form of a resource or, from a form, as its parameters. */
export function readFhirBodies(server: FastifyInstance): void {
  // Nothing here is sent as plain text: it would come as a document that is no object.
  server.removeContentTypeParser('text/plain');
  // FHIR's own names for JSON, read as strictly as JSON is.
  for (const type of ['application/fhir+json', 'application/json+fhir']) takeStrictJson(server, type);
  server.addContentTypeParser(XML, { parseAs: 'string' }, async (request: FastifyRequest, text: string | Buffer) => {
    onlyUnderFhir(request);
    const read = readXml(text.toString().replace(/^\ufeff/, ''));
    if ('refused' in read) throw new FhirRefusal(400, read.refused);
    return read.resource;
  });
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (request: FastifyRequest, text: string | Buffer) => {
      onlyUnderFhir(request);
      if (!/^\/fhir\/[^/?]+\/_search(\?|$)/.test(request.url)) throw unsupported();
      return new URLSearchParams(text.toString());
    },
  );
}

const unsupported = (): Refusal =>
  new Refusal('unsupported-media-type', 'Send application/fhir+json or application/fhir+xml; a form to _search only.');

/** The parsers are the whole server's; what they read is FHIR's alone. */
function onlyUnderFhir(request: FastifyRequest): void {
  if (!/^\/fhir(\/|\?|$)/.test(request.url)) {
    throw new Refusal('unsupported-media-type', 'Send application/json (or application/fhir+json under /fhir).');
  }
}
