import { senderOf } from '#access';
import { MOST_READING_SETS, type ReadingResult, type StoredReading } from '#contracts';
import type { Sender } from '#records';
import { Refusal, type Logger } from '#runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { Doorkeeper } from '../sources/doorkeeper.ts';
import type { Admitted } from './admit-reading.ts';
import { checkReading, refusalOf } from './check-reading.ts';
import type { Intake } from './intake.ts';
import { ElementCutter, LineCutter } from './long-bodies/cutters.ts';
import { answerLines, answerList } from './long-bodies/long-answers.ts';
import { LongReadings, partsOf, partsOfList } from './long-bodies/long-readings.ts';
import { takeSentBodies, type SentBody } from './sent-body.ts';

/** Some of an array was refused and the rest is stored, or nobody knows yet. Source: RFC 4918, 207 Multi-Status. */
const MULTI_STATUS = 207;
/** The longest line or element of a long body, in bytes. Ten times what a full set with a long note is. */
const LONGEST_PART = 64 * 1024;
/** A long body of which nothing comes, and whose answer nobody reads, is given up after this, in ms. */
const STALLED_AFTER = 60_000;

interface ReadingTerms {
  intake: Intake;
  doorkeeper: Doorkeeper;
  log: Logger;
  /** Bytes of a document that is read whole. */
  largestBody: number;
}

/**
 * `POST /v1/observations`. A route of the server itself, past Nest: it is the hot path.
 *
 * One reading set: 201 when it is durably stored, 200 when it was before, 422 naming each field that cannot be accepted.
 * An array: each element is taken or refused by itself, `results` in the order sent; 201 when all are new, 200 when none is,
 * 207 when some were refused, 422 when all were. One that is too long to be held (1,000 elements, or `largestBody`) is
 * answered 207 while it is read, and so are lines of JSON, with 200 and a line for each.
 */
export function serveReadings(server: FastifyInstance, terms: ReadingTerms): void {
  void server.register(async (scope) => {
    takeSentBodies(scope, terms.largestBody);
    scope.post<{ Body: SentBody }>('/v1/observations', (request, reply) => {
      const { body } = request;
      const source = senderOf(request);
      if (body.kind === 'lines') return takeLines(body.chunks, request, reply, terms);
      if (body.kind === 'long') return takeLongList(body.chunks, request, reply, terms);
      const { document } = body;
      if (!Array.isArray(document)) return takeOne(document, source, request, reply, terms);
      if (document.length <= MOST_READING_SETS) return takeList(document, source, request, reply, terms);
      return takeLongList(document, request, reply, terms);
    });
  });
}

async function takeOne(
  document: unknown,
  source: Sender,
  request: FastifyRequest,
  reply: FastifyReply,
  { intake }: ReadingTerms,
): Promise<StoredReading> {
  const checked = checkReading(document, source, '');
  if ('refused' in checked) throw refusalOf(checked.refused);
  const [stored] = await intake.store([checked], request.id);
  if (!stored) throw new Error('a reading went in and no answer came out');
  reply.code(stored.outcome === 'stored' ? 201 : 200);
  return stored;
}

async function takeList(
  documents: readonly unknown[],
  source: Sender,
  request: FastifyRequest,
  reply: FastifyReply,
  { intake }: ReadingTerms,
): Promise<{ results: ReadingResult[] }> {
  if (documents.length === 0) throw emptyList();
  const checked = documents.map((document, i) => checkReading(document, source, `/${i}`));
  const admitted = checked.filter((one): one is Admitted => !('refused' in one));
  const stored = (admitted.length === 0 ? [] : await intake.store(admitted, request.id)).values();
  const results = checked.map((one): ReadingResult => {
    if ('refused' in one) return { status: 422, errors: one.refused };
    const { value } = stored.next();
    if (!value) throw new Error('a reading went in and no answer came out');
    return { status: value.outcome === 'stored' ? 201 : 200, ...value };
  });
  request.refusedReadings = checked.length - admitted.length;
  reply.code(statusOfAll(results));
  return { results };
}

function statusOfAll(results: readonly ReadingResult[]): number {
  const refused = results.filter((result) => result.status === 422).length;
  if (refused === results.length) return 422;
  if (refused > 0) return MULTI_STATUS;
  return results.some((result) => result.status === 201) ? 201 : 200;
}

function emptyList(): Refusal {
  const detail = 'The array is empty: send at least one reading set.';
  return new Refusal('invalid-document', detail, { errors: [{ pointer: '', field: 'document', detail }] });
}

/** The connection is closed when neither side does anything any more; what was stored stays stored. */
function giveUpWhenStalled({ raw }: FastifyRequest, reply: FastifyReply): void {
  const { socket } = raw;
  const end = (): void => void socket.destroy();
  socket.setTimeout(STALLED_AFTER, end);
  reply.raw.once('close', () => socket.setTimeout(0).off('timeout', end));
}

async function takeLines(
  chunks: AsyncIterable<Buffer>,
  request: FastifyRequest,
  reply: FastifyReply,
  { intake, doorkeeper, log }: ReadingTerms,
): Promise<FastifyReply> {
  giveUpWhenStalled(request, reply);
  const readings = new LongReadings(intake, doorkeeper, request, log);
  const results = readings.take(partsOf(chunks, new LineCutter(LONGEST_PART)), () => '');
  // Source: RFC 7240: a sender that does not read while it sends wants as little as there is to know.
  const onlyRemarkable = /\breturn=minimal\b/i.test(String(request.headers['prefer'] ?? ''));
  if (onlyRemarkable) void reply.header('preference-applied', 'return=minimal');
  return reply
    .header('content-type', 'application/x-ndjson')
    .send(Readable.from(answerLines(results, { readings, onlyRemarkable })));
}

async function takeLongList(
  sent: AsyncIterable<Buffer> | readonly unknown[],
  request: FastifyRequest,
  reply: FastifyReply,
  { intake, doorkeeper, log }: ReadingTerms,
): Promise<FastifyReply> {
  giveUpWhenStalled(request, reply);
  const cutter = new ElementCutter(LONGEST_PART);
  const readings = new LongReadings(intake, doorkeeper, request, log);
  const parts = Symbol.asyncIterator in sent ? partsOf(sent, cutter) : partsOfList(sent);
  const results = readings.take(parts, (number) => `/${number}`);
  const whyIncomplete = (): string | null =>
    readings.endedEarly ?? (Symbol.asyncIterator in sent ? cutter.fault : null);
  // Until something was answered, what is wrong with the whole of it can still be its status.
  const first = await results.next();
  if (first.done === true) {
    void reply.header('connection', 'close');
    const why = whyIncomplete();
    if (why === null) throw emptyList();
    throw new Refusal('body-too-large', `A text of this size has to be a list of reading sets. ${why}`);
  }
  return reply
    .code(MULTI_STATUS)
    .header('content-type', 'application/json; charset=utf-8')
    .send(Readable.from(answerList(first.value, results, whyIncomplete)));
}
