import { PROBLEM_JSON, REFUSALS, type RefusalCode } from '#contracts';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from './log.ts';
import { readJson } from './read-json.ts';
import { nowhere, problemOf, Refusal } from './refusal.ts';
import { traceOf } from './trace.ts';

export interface HttpServerTerms {
  largestBodyBytes: number;
  log: Logger;
  /** Answers for whatever was thrown or refused, wherever: before a controller is reached, at an unknown address, in a plugin. */
  sendError: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;
  /** How long the headers and then the body of a request may take to arrive, in ms. */
  patience?: { headers: number; body: number };
}

const PATIENCE = { headers: 10_000, body: 30_000 } as const;
const LOOK_EVERY = 1_000;

/** The HTTP server of one app: bounded in size and time, every request with its trace, every failure in one form. */
export function openHttpServer(terms: HttpServerTerms): FastifyInstance {
  const { largestBodyBytes, log, sendError, patience = PATIENCE } = terms;
  const lookEvery = Math.min(LOOK_EVERY, patience.headers, patience.body);
  const server = fastify({
    bodyLimit: largestBodyBytes,
    genReqId: traceOf,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    clientErrorHandler: refuseOnSocket,
    http: { headersTimeout: patience.headers, connectionsCheckingInterval: lookEvery },
  });
  server.decorateRequest('refusalCode', null);
  const routes: string[] = [];
  server.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.push(`${one} ${url}`);
  });
  // The walk over every route and every role reads them here: what is served, not what was meant to be.
  server.addHook('onReady', async () => log.debug({ routes }, 'routes'));
  server.setErrorHandler((error, request, reply) => sendError(error, request, reply));
  server.setNotFoundHandler((request, reply) => {
    sendError(nowhere(), request, reply);
  });
  takeStrictJson(server);
  refuseEncodedBodies(server);
  endSlowBodies(server, { within: patience.body, lookEvery }, (request, reply) => {
    const detail = `The body did not arrive within ${Math.ceil(patience.body / 1_000)} s. Nothing of it was stored.`;
    sendError(new Refusal('too-slow', detail), request, reply);
  });
  return server;
}

/** JSON of whatever name, read by `readJson` and refused with the place and the name of what is wrong. */
export function takeStrictJson(server: FastifyInstance, contentType = 'application/json'): void {
  server.addContentTypeParser<Buffer>(contentType, { parseAs: 'buffer' }, (_request, bytes, done) => {
    const read = readJson(bytes);
    if ('document' in read) done(null, read.document);
    else done(new Refusal('malformed-document', read.fault.detail, { errors: [read.fault] }));
  });
}

/** A body that has to be unpacked first may be a thousand times as large as it looks. */
function refuseEncodedBodies(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    const encoding = request.headers['content-encoding'];
    if (encoding === undefined || encoding === 'identity') {
      done();
      return;
    }
    // Source: RFC 9110, 15.5.16: what would have been accepted.
    void reply.header('accept-encoding', 'identity');
    done(
      new Refusal('encoded-body', 'Send the body as it is, without Content-Encoding: compressed bodies are not read.'),
    );
  });
}

/**
 * Ends requests whose bodies trickle in. Those that are handed on as streams may be as long as they like, which Node's own
 * limit would not let them be: whoever reads a stream sees to its bounds.
 */
function endSlowBodies(
  server: FastifyInstance,
  { within, lookEvery }: { within: number; lookEvery: number },
  refuse: (request: FastifyRequest, reply: FastifyReply) => void,
): void {
  const arriving = new Map<FastifyRequest, { reply: FastifyReply; until: number }>();
  server.addHook('preParsing', (request, reply, payload, done) => {
    if (request.method !== 'GET') {
      arriving.set(request, { reply, until: performance.now() + within });
    }
    done(null, payload);
  });
  server.addHook('preValidation', (request, _reply, done) => {
    arriving.delete(request);
    done();
  });
  const look = setInterval(() => {
    const now = performance.now();
    for (const [request, { reply, until }] of arriving) {
      const { raw } = request;
      if (raw.complete || raw.destroyed || reply.sent) arriving.delete(request);
      else if (until < now) {
        arriving.delete(request);
        reply.raw.once('finish', () => raw.destroy());
        refuse(request, reply.header('connection', 'close'));
      }
    }
  }, lookEvery);
  look.unref();
  server.addHook('onClose', async () => clearInterval(look));
}

const HTTP_FAULTS: Readonly<Record<string, readonly [RefusalCode, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['too-slow', 'The headers of the request did not arrive in time.'],
  HPE_HEADER_OVERFLOW: ['headers-too-large', 'The headers of the request are larger than 16 kB.'],
};

/** What is not even HTTP has no request and no reply: the answer goes onto the socket, and the socket is closed. */
function refuseOnSocket(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable) {
    const [code, detail] = HTTP_FAULTS[error.code ?? ''] ?? ['malformed-request', 'This is not a valid HTTP request.'];
    const body = JSON.stringify(problemOf(new Refusal(code, detail)));
    const { status } = REFUSALS[code];
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      `content-type: ${PROBLEM_JSON}`,
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  }
  socket.destroy(error);
}

/** Nest on a server that has its own ways with errors, unknown addresses and bodies already. */
export class ServerAdapter extends FastifyAdapter {
  constructor(server: FastifyInstance) {
    super(server as never);
  }

  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance<never>();
  }

  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return this.getInstance<never>();
  }

  override registerParserMiddleware(): void {
    // JSON alone, by `takeStrictJson`.
  }
}
