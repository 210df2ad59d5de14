import { REFUSALS } from '#contracts';
import { asRefusal, type Logger } from '#runtime';
import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FHIR_JSON, operationOutcome, type FhirIssue } from './operation-outcome.ts';

/** A refusal in FHIR's own words. */
export class FhirRefusal extends Error {
  override name = 'FhirRefusal';

  constructor(
    readonly status: number,
    readonly issues: readonly FhirIssue[],
  ) {
    super(issues.map((issue) => issue.diagnostics).join('. '));
  }
}

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

export function sendOutcome(log: Logger, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  if (error instanceof FhirRefusal) {
    void reply
      .status(error.status)
      .header('content-type', FHIR_JSON)
      .send(JSON.stringify(operationOutcome(error.issues)));
    return;
  }
  const refusal = asRefusal(log, error, request);
  const { status } = REFUSALS[refusal.code];
  if (refusal.retryAfterSeconds !== undefined) void reply.header('retry-after', String(refusal.retryAfterSeconds));
  const issue = {
    code: ISSUE_CODES[status] ?? 'exception',
    expression: '',
    diagnostics: `${refusal.message} (trace ${request.id})`,
  } as const;
  void reply
    .status(status)
    .header('content-type', FHIR_JSON)
    .send(JSON.stringify(operationOutcome([issue])));
}
