import { FastifyAdapter } from '@nestjs/platform-fastify';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from './log.ts';
import { nowhere } from './refusal.ts';
import { traceOf } from './trace.ts';

export interface HttpServerTerms {
  largestBodyBytes: number;
  log: Logger;
  /** Answers for whatever was thrown or refused, wherever: before a controller is reached, at an unknown address, in a plugin. */
  sendError: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;
}

/** A request that has not arrived whole by then is dropped, in ms. */
const REQUEST_WITHIN = 30_000;

/** The HTTP server of one app: bounded in size and time, every request with its trace, every failure in one form. */
export function openHttpServer({ largestBodyBytes, log, sendError }: HttpServerTerms): FastifyInstance {
  const server = fastify({
    bodyLimit: largestBodyBytes,
    requestTimeout: REQUEST_WITHIN,
    genReqId: traceOf,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
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
  return server;
}

/** Nest on a server that has its own ways with errors and unknown addresses already. */
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
}
