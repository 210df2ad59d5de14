import { nowhere } from '#runtime';
import proxy from '@fastify/http-proxy';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** What ingestion answers itself; everything else is the hub's. */
const OWN = /^\/(v1|fhir|health)(\/|$|\?)/;

export function isForHub(request: Pick<FastifyRequest, 'url'>): boolean {
  return !OWN.test(request.url);
}

/** What the hub has to see of a browser's socket: who it is, and which page and host it came by. */
function socketHeaders(headers: object, request: FastifyRequest): object {
  const { cookie, origin, host } = request.headers;
  return { ...headers, host, ...(cookie === undefined ? {} : { cookie }), ...(origin === undefined ? {} : { origin }) };
}

/**
 * On a single machine ingestion is the one front door, so that readings, the hot path, take no detour: it passes on to
 * the hub, sockets included, whatever is not a reading. With more machines a proxy of its own stands in front instead.
 */
export async function openFrontDoor(server: FastifyInstance, hubUrl: string): Promise<void> {
  await server.register(async (scope) => {
    // Bodies are passed on as they come: the hub reads them.
    scope.removeAllContentTypeParsers();
    await scope.register(proxy, {
      upstream: hubUrl,
      prefix: '/',
      // What is ours and has no route of ours is nowhere.
      preHandler: (request, _reply, done) => {
        done(isForHub(request) ? undefined : nowhere());
      },
      websocket: true,
      wsUpstream: hubUrl.replace(/^http/, 'ws'),
      // The package takes `rewriteRequestHeaders` here and its types do not know it.
      ...({ wsClientOptions: { rewriteRequestHeaders: socketHeaders } } as object),
      replyOptions: {
        // The hub compares a browser's Origin with the host that it was reached by.
        rewriteRequestHeaders: (request, headers) => ({ ...headers, host: request.headers.host }),
      },
    });
  });
}
