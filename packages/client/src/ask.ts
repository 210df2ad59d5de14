import ky, { isHTTPError, type RetryOptions } from 'ky';
import createClient, { type Client, type FetchResponse, type MaybeOptionalInit } from 'openapi-fetch';
import type { HttpMethod, MediaType, PathsWithMethod, RequiredKeysOf } from 'openapi-typescript-helpers';
import { refusalIn } from './problem-error.ts';

/** How patient a client is. */
export interface Patience {
  /** How often a request that failed in passing is sent again. Default 5. */
  readonly retries?: number;
  /** The longest wait between two of them where the server did not say how long, in ms. Default 30,000. */
  readonly longestWait?: number;
  /** How long an answer may be in coming, in ms. Default 60,000. */
  readonly timeout?: number;
  /** Ends whatever is under way. */
  readonly signal?: AbortSignal;
}

export interface Terms extends Patience {
  /** Where Homeward is, without a path: `https://ward.example`. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: the one of the platform. */
  readonly fetch?: typeof fetch;
}

type Fetching = (request: Request) => Promise<Response>;

/**
 * `fetch` that waits and sends again: after `Retry-After` where the server says it (429, 503), else after longer and
 * longer. `repeatable`: methods of which sending twice does no harm.
 */
export function patientFetch(terms: Terms, repeatable: RetryOptions['methods'] & {}): Fetching {
  const { retries = 5, longestWait = 30_000, timeout = 60_000, signal } = terms;
  const patient = ky.create({
    timeout,
    retry: {
      limit: retries,
      methods: repeatable,
      statusCodes: [408, 429, 500, 502, 503, 504],
      afterStatusCodes: [429, 503],
      backoffLimit: longestWait,
      jitter: (delay) => delay * (0.5 + Math.random() / 2),
      retryOnTimeout: true,
    },
    ...(terms.fetch ? { fetch: terms.fetch } : {}),
    ...(signal ? { signal } : {}),
  });
  return async (request) => {
    try {
      return await patient(request);
    } catch (error) {
      if (isHTTPError(error)) return error.response;
      throw error;
    }
  };
}

type Data<Answer> = Extract<Answer, { data: unknown }>['data'];

/** What is sent may be left out where nothing in it has to be there. */
type Given<Init> = RequiredKeysOf<Init> extends never ? [init?: Init] : [init: Init];

/** Asks at an address of the description and answers with what it gives. Throws a `ProblemError` for a refusal. */
export type Ask<Paths extends {}, Method extends HttpMethod> = <
  Path extends PathsWithMethod<Paths, Method>,
  Init extends MaybeOptionalInit<Paths[Path], Method & keyof Paths[Path]>,
>(
  path: Path,
  ...init: Given<Init>
) => Promise<Data<FetchResponse<Paths[Path][Method & keyof Paths[Path]] & {}, Init, MediaType>>>;

/** Every address of a description, by method. */
export interface Api<Paths extends {}> {
  readonly get: Ask<Paths, 'get'>;
  readonly post: Ask<Paths, 'post'>;
  readonly put: Ask<Paths, 'put'>;
  readonly delete: Ask<Paths, 'delete'>;
}

/** The addresses of a description as functions whose types are the description's. */
export function apiOf<Paths extends {}>(terms: Terms, fetching: Fetching): Api<Paths> {
  const client: Client<Paths> = createClient<Paths>({
    baseUrl: terms.url.replace(/\/$/, ''),
    headers: { ...terms.headers },
    fetch: fetching,
    bodySerializer: (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body)),
  });
  client.use({
    async onResponse({ response }) {
      if (!response.ok) throw await refusalIn(response);
    },
  });
  const asking =
    (method: 'GET' | 'POST' | 'PUT' | 'DELETE') =>
    async (path: string, init: object = {}): Promise<unknown> => {
      const ask = client[method] as unknown as (path: string, init: object) => Promise<{ data?: unknown }>;
      return (await ask(path, { ...(terms.signal ? { signal: terms.signal } : {}), ...init })).data;
    };
  return {
    get: asking('GET'),
    post: asking('POST'),
    put: asking('PUT'),
    delete: asking('DELETE'),
  } as Api<Paths>;
}
