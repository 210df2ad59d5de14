import { PROBLEM_JSON, problemType, REFUSALS, type Problem, type ProblemDetail, type RefusalCode } from '#contracts';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from './log.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Why it was refused, where it was. */
    refusalCode: RefusalCode | null;
  }
}

/** What a controller throws when it refuses what it was asked. `detail` is for the person who reads it. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: RefusalCode;
  readonly errors: ProblemDetail[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: RefusalCode, detail: string, more: { errors?: ProblemDetail[]; retryAfterSeconds?: number } = {}) {
    super(detail);
    this.code = code;
    this.errors = more.errors;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** For what is not there and for what this person may not see: the two look alike. */
export function nowhere(): Refusal {
  return new Refusal('not-found', 'There is nothing at this address, or nothing that you may see.');
}

export function problemOf(refusal: Refusal, traceId?: string): Problem {
  const { status, title } = REFUSALS[refusal.code];
  return {
    type: problemType(refusal.code),
    title,
    status,
    detail: refusal.message,
    ...(refusal.errors ? { errors: refusal.errors } : {}),
    ...(traceId === undefined ? {} : { traceId }),
  };
}

/** Fastify's own refusals (body too large, malformed JSON, …) and Nest's, as ours; anything else is a fault of ours. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
  switch (status) {
    case null:
      return null;
    case 400:
      return new Refusal(
        'malformed-document',
        'The request body is not valid JSON, or is not what its content type says.',
      );
    case 404:
      return nowhere();
    case 413:
      return new Refusal(
        'body-too-large',
        'The request body is larger than is accepted here: send fewer readings at a time.',
      );
    case 415:
      return new Refusal('unsupported-media-type', 'Send application/json (or application/fhir+json under /fhir).');
    default:
      return null;
  }
}

function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return null;
  return typeof error.statusCode === 'number' ? error.statusCode : null;
}

/** A lost database connection, a full pool, a server that is stopping: worth a retry by the sender, and not a fault in what it sent. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    /^(08|57P|53)/.test(code) ||
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/.test(code) ||
    /Connection terminated|connection timeout|timeout exceeded when trying to connect|Client has encountered a connection error/i.test(
      error.message,
    )
  );
}

const RETRY_AFTER_OUTAGE_SECONDS = 1;

/** The last resort: expected refusals in their form, outages as 503 with Retry-After, everything else as a plain 500 with the trace id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    sendProblem(this.log, error, request, reply);
  }
}

/** Answers with the problem document for whatever was thrown. */
export function sendProblem(log: Logger, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = asRefusal(log, error, request);
  if (refusal.retryAfterSeconds !== undefined) void reply.header('retry-after', String(refusal.retryAfterSeconds));
  const problem = problemOf(refusal, request.id);
  void reply.status(problem.status).header('content-type', PROBLEM_JSON).send(JSON.stringify(problem));
}

/** Whatever was thrown, as a refusal; what nobody expected is logged and becomes a plain 500. The request keeps its code. */
export function asRefusal(log: Logger, error: unknown, request: FastifyRequest): Refusal {
  const refusal = refusalFor(log, error, request);
  request.refusalCode = refusal.code;
  return refusal;
}

function refusalFor(log: Logger, error: unknown, request: FastifyRequest): Refusal {
  const expected = refusalOf(error);
  if (expected) return expected;
  if (isOutage(error)) {
    log.warn({ traceId: request.id, err: nameOnly(error) }, 'the record cannot be reached');
    return new Refusal('unavailable', 'Nothing was stored by this request, or nobody can know: send it again.', {
      retryAfterSeconds: RETRY_AFTER_OUTAGE_SECONDS,
    });
  }
  log.error({ traceId: request.id, route: request.routeOptions.url, err: nameOnly(error) }, 'unexpected failure');
  return new Refusal('internal', 'This is not your fault. Quote the trace id when you report it.');
}

/** A database's message can quote the values of a row: only its name, code and stack go to the log. */
function nameOnly(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const frames = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at '));
  return { type: error.name, ...('code' in error ? { code: String(error.code) } : {}), at: frames?.slice(0, 6) };
}
