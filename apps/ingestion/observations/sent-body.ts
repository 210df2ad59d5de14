import { readJson, Refusal } from '#runtime';
import type { FastifyInstance } from 'fastify';
import type { Readable } from 'node:stream';

/**
 * What was sent: a JSON document that was read whole; or, as they come, the chunks of a JSON text that is too long for that,
 * or of lines of JSON.
 */
export type SentBody =
  | { readonly kind: 'document'; readonly document: unknown }
  | { readonly kind: 'long'; readonly chunks: AsyncIterable<Buffer> }
  | { readonly kind: 'lines'; readonly chunks: AsyncIterable<Buffer> };

/** What lines of JSON are called, by whom one asks. Source: github.com/ndjson/ndjson-spec, jsonlines.org. */
const LINES = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'];

const MALFORMED = 'malformed-document';

/** Reads bodies as `SentBody`, in this scope of the server. `largest`: bytes of a document that is read whole. */
export function takeSentBodies(scope: FastifyInstance, largest: number): void {
  scope.removeContentTypeParser('application/json');
  scope.addContentTypeParser('application/json', (request, payload, done) => {
    if (Number(request.headers['content-length']) > largest) {
      done(null, { kind: 'long', chunks: chunksOf(payload) } satisfies SentBody);
      return;
    }
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (error: Error | null, body?: SentBody): void => {
      payload.off('data', onData).off('end', onEnd).off('error', onError);
      done(error, body);
    };
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= largest) return;
      payload.pause();
      settle(null, { kind: 'long', chunks: goingOn(chunks, payload) });
    };
    const onEnd = (): void => {
      const read = readJson(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
      if ('document' in read) settle(null, { kind: 'document', document: read.document });
      else settle(new Refusal(MALFORMED, read.fault.detail, { errors: [read.fault] }));
    };
    const onError = (): void => settle(new Refusal(MALFORMED, 'The body ended too soon.'));
    payload.on('data', onData).on('end', onEnd).on('error', onError);
  });
  scope.addContentTypeParser(LINES, (_request, payload, done) => {
    done(null, { kind: 'lines', chunks: chunksOf(payload) } satisfies SentBody);
  });
}

/** Whoever stops reading before the end still has to answer: the connection stays. */
function chunksOf(payload: Readable): AsyncIterable<Buffer> {
  return { [Symbol.asyncIterator]: () => payload.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer> };
}

async function* goingOn(first: readonly Buffer[], rest: Readable): AsyncGenerator<Buffer> {
  yield* first;
  yield* chunksOf(rest);
}
