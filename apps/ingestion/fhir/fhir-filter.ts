import { REFUSALS } from '#contracts';
import { asRefusal, type Logger } from '#runtime';
import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FhirRefusal } from './fhir-refusal.ts';
import { formatOf, sendResource, type Format } from './media.ts';
import { operationOutcome, type FhirIssue } from './operation-outcome.ts';

export const LOG = Symbol('log');

/** Everything that is refused or fails under /fhir is an OperationOutcome. */
@Catch()
export class FhirFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendOutcome(this.log, error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}

const ISSUE_CODES: Readonly<Record<number, FhirIssue['code']>> = {
  400: 'structure',
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  413: 'too-long',
  415: 'not-supported',
  422: 'value',
  429: 'throttled',
  503: 'transient',
};

/** A refusal that stands for whatever was thrown. What nobody expected is logged, and told without its words. */
export function fhirRefusalOf(log: Logger, error: unknown, request: FastifyRequest): FhirRefusal {
  if (error instanceof FhirRefusal) return error;
  const refusal = asRefusal(log, error, request);
  const { status } = REFUSALS[refusal.code];
  const issue = {
    code: ISSUE_CODES[status] ?? 'exception',
    expression: '',
    diagnostics: `${refusal.message} (trace ${request.id})`,
  } as const;
  const { retryAfterSeconds } = refusal;
  return new FhirRefusal(
    status,
    [issue],
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  );
}

export function sendOutcome(log: Logger, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { status, issues, headers } = fhirRefusalOf(log, error, request);
  // What a FHIR refusal is counted as: something was wrong with what was sent, and not with us.
  if (error instanceof FhirRefusal) request.refusalCode = status === 404 ? 'not-found' : 'invalid-document';
  void reply.status(status).headers(headers);
  sendResource(reply, operationOutcome(issues), formatOrJson(request));
}

/** Who asks for a form that there is none of is told so in the usual one. */
function formatOrJson(request: FastifyRequest): Format {
  try {
    return formatOf(request);
  } catch {
    return 'json';
  }
}
