/** One thing that is wrong with what was sent. Paths are JSON pointers (RFC 6901) into the sender's document. */
export interface ProblemDetail {
  pointer: string;
  /** The last step of the path, in the words of the contract. */
  field: string;
  /** What was sent, cut to a length that can be shown; absent when nothing was. */
  sent?: unknown;
  detail: string;
}

/** The one form of every refusal outside /fhir. Source: RFC 9457. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: ProblemDetail[];
  traceId?: string;
}

export const PROBLEM_JSON = 'application/problem+json; charset=utf-8';
