import type { Problem, ProblemDetail } from '../generated/ingestion.ts';

type CodeIn<Type> = Type extends `https://homeward.example/problems/${infer Code}` ? Code : never;

/** Every refusal that Homeward knows. */
export type RefusalCode = CodeIn<Problem['type']>;

/** Homeward refused, and said why: `application/problem+json` (RFC 9457), as an error. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly code: RefusalCode;
  /** Each field that cannot be accepted: where it is, what was sent, and what is expected. */
  readonly errors: readonly ProblemDetail[];
  /** Quote it when you report a fault. */
  readonly traceId: string | undefined;
  /** As the server asked for; undefined when waiting would not help. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly problem: Problem,
    retryAfterSeconds?: number,
  ) {
    super(problem.detail || problem.title);
    this.status = problem.status;
    this.code = problem.type.slice(problem.type.lastIndexOf('/') + 1) as RefusalCode;
    this.errors = problem.errors ?? [];
    this.traceId = problem.traceId;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Something answered that is not Homeward, such as a proxy on the way. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';

  constructor(
    readonly status: number,
    /** The beginning of what it said. */
    readonly said: string,
  ) {
    super(`The server answered ${status}, and not in Homeward's words: ${said.slice(0, 200)}`);
  }
}

/** What a response that is no success says, as an error to throw. */
export async function refusalIn(response: Response): Promise<ProblemError | UnexpectedAnswer> {
  const text = await response.text();
  const problem = problemIn(text);
  if (!problem) return new UnexpectedAnswer(response.status, text.slice(0, 1_000));
  const after = Number(response.headers.get('retry-after') ?? NaN);
  return new ProblemError(problem, Number.isFinite(after) ? after : undefined);
}

function problemIn(text: string): Problem | null {
  try {
    const read: unknown = JSON.parse(text);
    const isProblem =
      typeof read === 'object' &&
      read !== null &&
      'type' in read &&
      typeof read.type === 'string' &&
      'title' in read &&
      'status' in read;
    return isProblem ? (read as Problem) : null;
  } catch {
    return null;
  }
}
