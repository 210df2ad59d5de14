import { Refusal } from '#runtime';
import type { FastifyInstance } from 'fastify';
import { Shares } from './shares.ts';

/** What a request takes besides its body. */
const REQUEST_BYTES = 4 * 1024;
/** A body that is refused and larger than this is not read to its end: the connection is closed instead. */
const WORTH_READING = 64 * 1024;
const RETRY_AFTER_SECONDS = 1;

/**
 * Bounds the bodies that are under way from their headers to their answer, in bytes, with a fair share for each source: past
 * it senders are told to come back, before anything is read. A body of unknown length counts as the largest that is taken
 * at once, and so does a stream, which never holds more. Behind `guardRoutes`: it has to be known whose request it is.
 */
export function makeRoomForBodies(server: FastifyInstance, terms: { bytes: number; largestBody: number }): void {
  const shares = new Shares(terms.bytes);
  server.addHook('preParsing', (request, reply, payload, done) => {
    const sourceId = request.source?.sourceId;
    if (sourceId === undefined || request.method === 'GET') {
      done(null, payload);
      return;
    }
    const length = Number(request.headers['content-length'] ?? NaN);
    const bytes = REQUEST_BYTES + (length <= terms.largestBody ? length : terms.largestBody);
    if (!shares.hold(sourceId, bytes)) {
      if (!(length <= WORTH_READING)) void reply.header('connection', 'close');
      const detail = 'Too much of this source is under way. Nothing of this request was stored.';
      done(new Refusal('overloaded', detail, { retryAfterSeconds: RETRY_AFTER_SECONDS }));
      return;
    }
    // Always comes, once: after the answer, or when the connection broke.
    reply.raw.once('close', () => shares.release(sourceId, bytes));
    done(null, payload);
  });
}
