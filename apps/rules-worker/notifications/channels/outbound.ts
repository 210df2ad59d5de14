import { request as plain, type IncomingMessage } from 'node:http';
import { request as secure } from 'node:https';
import { useAgent } from 'request-filtering-agent';
import { ANSWER_WITHIN } from './channel.ts';

export interface OutboundAnswer {
  readonly status: number;
  /** How long it asks us to wait, in ms. */
  readonly retryAfter: number | undefined;
}

/** The address leads to where nothing is ours to reach: this machine, its network, a cloud's own services. */
export class PrivateAddress extends Error {
  override name = 'PrivateAddress';
}

/** More of an answer is not read. */
const MOST_ANSWER_BYTES = 16 * 1024;
const LONGEST_WAIT = 15 * 60_000;

/** As `post`, and with what was answered, as far as it is read: to be told why something was not taken. */
export async function postForAnswer(
  address: string,
  terms: PostTerms & { readonly within: number },
): Promise<OutboundAnswer & { readonly text: string }> {
  const { answer, status, retryAfter: wait } = await opened(address, terms);
  const parts: Buffer[] = [];
  let read = 0;
  await new Promise<void>((resolve) => {
    // Whoever dribbles has answered: the status is what counts.
    const timer = setTimeout(() => answer.destroy(), terms.within);
    answer.on('data', (chunk: Buffer) => {
      read += chunk.length;
      if (read > MOST_ANSWER_BYTES) answer.destroy();
      else parts.push(chunk);
    });
    answer.on('error', () => undefined);
    answer.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  return { status, retryAfter: wait, text: Buffer.concat(parts).toString('utf8') };
}

/**
 * Posts to an address that somebody typed in. Where it leads is looked at when the connection is made, after names are
 * resolved, so that a name that changes its mind is refused as well. Redirects are not followed.
 */
export async function post(address: string, terms: PostTerms): Promise<OutboundAnswer> {
  const { answer, status, retryAfter: wait } = await opened(address, terms);
  let read = 0;
  answer.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > MOST_ANSWER_BYTES) answer.destroy();
  });
  answer.on('error', () => undefined);
  return { status, retryAfter: wait };
}

interface PostTerms {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
  readonly privateAddresses: boolean;
  /** How long to wait for an answer, in ms. */
  readonly within?: number;
}

function opened(
  address: string,
  { headers, body, privateAddresses, within = ANSWER_WITHIN }: PostTerms,
): Promise<OutboundAnswer & { readonly answer: IncomingMessage }> {
  const url = new URL(address);
  if (url.protocol !== 'https:' && !privateAddresses) return Promise.reject(new PrivateAddress('not https'));
  const agent = useAgent(address, { allowPrivateIPAddress: privateAddresses, keepAlive: false });
  const request = url.protocol === 'https:' ? secure : plain;
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', agent, headers }, (answer) => {
      clearTimeout(timer);
      resolve({ answer, status: answer.statusCode ?? 0, retryAfter: retryAfter(answer.headers['retry-after']) });
    });
    const timer = setTimeout(
      () => sending.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })),
      within,
    );
    sending.on('close', () => clearTimeout(timer));
    sending.on('error', (error) =>
      reject(error.message.includes('is not allowed. Because') ? new PrivateAddress('a private address') : error),
    );
    sending.end(body);
  });
}

function retryAfter(header: string | undefined): number | undefined {
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1_000, LONGEST_WAIT) : undefined;
}
