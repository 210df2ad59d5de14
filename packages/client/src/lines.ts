import type { LineEnd, LineResult, ReadingResult, ReadingSet } from '../generated/ingestion.ts';
import type { Patience } from './ask.ts';
import { refusalIn } from './problem-error.ts';

/** What became of one reading set of a stream. */
export interface Sent {
  /** Its place among those given, from 0. */
  readonly index: number;
  readonly set: ReadingSet;
  readonly result: ReadingResult;
}

interface Numbered {
  readonly index: number;
  readonly set: ReadingSet;
}

/** Reading sets in one request: an answer of this many is quick, and may be sent again without much ado. */
const MOST_LINES = 500;
/** How long the next reading set may be in coming before those that are there go without it, in ms. */
const LINGER = 5;

/**
 * Sends reading sets as lines of JSON, some hundreds in a request: browsers cannot read an answer while they send, and a
 * request that is held in memory can be sent again. Results come in the order of the sets, except those sent again.
 */
export async function* sendLines(
  post: (body: string) => Promise<Response>,
  sets: AsyncIterable<ReadingSet> | Iterable<ReadingSet>,
  { retries = 5, longestWait = 30_000, signal }: Patience,
): AsyncGenerator<Sent, void, undefined> {
  for await (const batch of inBatches(sets)) {
    let open = batch;
    // The requests themselves are patient already: this is about answers that broke off or said "send it again".
    for (let round = 0; open.length > 0; round++) {
      const before = open.length;
      const response = await post(open.map(({ set }) => `${JSON.stringify(set)}\n`).join(''));
      if (!response.ok) throw await refusalIn(response);
      const answered = new Set<number>();
      for await (const { line, ...result } of linesIn(response)) {
        const sent = open[line - 1];
        if (!sent || (isToSendAgain(result) && round < retries)) continue;
        answered.add(sent.index);
        yield { ...sent, result };
      }
      open = open.filter(({ index }) => !answered.has(index));
      if (open.length === before && round >= retries) {
        throw new Error(`${open.length} readings were not answered, although they were sent ${round + 1} times.`);
      }
      if (open.length > 0) await pause(Math.min(longestWait, 300 * 2 ** round), signal);
    }
  }
}

const isToSendAgain = ({ status }: ReadingResult): boolean => status === 500 || status === 503;

/** The results in an answer, as they come. Ends where the answer breaks off. */
async function* linesIn(response: Response): AsyncGenerator<LineResult, void, undefined> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) return;
  let rest = '';
  try {
    for (;;) {
      const chunk = await reader.read().catch(() => ({ done: true as const, value: undefined }));
      if (chunk.done) return;
      const lines = `${rest}${chunk.value}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const told = JSON.parse(line) as LineResult | { end: LineEnd };
        if ('line' in told) yield told;
      }
    }
  } finally {
    // Whoever stops listening half-way wants no more of it.
    void reader.cancel().catch(() => undefined);
  }
}

/** Whatever is there goes; nothing waits for more. */
async function* inBatches(
  sets: AsyncIterable<ReadingSet> | Iterable<ReadingSet>,
): AsyncGenerator<Numbered[], void, undefined> {
  const coming = Symbol.asyncIterator in sets ? sets[Symbol.asyncIterator]() : sets[Symbol.iterator]();
  let index = 0;
  try {
    let next = Promise.resolve(coming.next());
    for (let ended = false; !ended;) {
      const batch: Numbered[] = [];
      let first = true;
      while (batch.length < MOST_LINES) {
        const one = first ? await next : await Promise.race([next, pause(LINGER).then(() => null)]);
        if (one === null) break;
        first = false;
        if (one.done === true) {
          ended = true;
          break;
        }
        batch.push({ index: index++, set: one.value });
        next = Promise.resolve(coming.next());
        // It may fail while nobody waits for it; whoever waits next is told.
        next.catch(() => undefined);
      }
      if (batch.length > 0) yield batch;
    }
  } finally {
    await coming.return?.();
  }
}

async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
