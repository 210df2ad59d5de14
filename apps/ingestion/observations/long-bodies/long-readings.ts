import type { ProblemDetail, ReadingResult } from '#contracts';
import type { Sender } from '#records';
import { asRefusal, readJson, Refusal, type Logger } from '#runtime';
import type { FastifyRequest } from 'fastify';
import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises';
import type { Doorkeeper } from '../../sources/doorkeeper.ts';
import type { Admitted } from '../admit-reading.ts';
import { checkReading, type Checked } from '../check-reading.ts';
import type { Intake } from '../intake.ts';
import type { Cutter, Piece } from './cutters.ts';

/** One element of what was sent, read: by its place. */
export type Part = { readonly number: number } & (
  { readonly document: unknown } | { readonly status: 400 | 413; readonly errors: ProblemDetail[] }
);

/** What became of one element. */
export interface Numbered {
  readonly number: number;
  readonly result: ReadingResult;
}

/** Checked at once: nobody else's request waits longer than for these. They are stored together. */
const PARTS_AT_ONCE = 100;
/** Groups that are being stored while the next is being checked. */
const UNDER_WAY = 2;
/** A stream waits for room, where a request would be told to come back; not for ever. In ms. */
const TRY_AGAIN_AFTER = 100;
const WAIT_FOR_ROOM = 30_000;

/** The parts of a body as it comes, in groups. */
export async function* partsOf(chunks: AsyncIterable<Buffer>, cutter: Cutter): AsyncGenerator<Part[]> {
  for await (const chunk of chunks) {
    yield* inGroups(cutter.push(chunk));
    if (cutter.fault !== null) return;
  }
  yield* inGroups(cutter.end());
}

function* inGroups(pieces: readonly Piece[]): Generator<Part[]> {
  for (let i = 0; i < pieces.length; i += PARTS_AT_ONCE) yield pieces.slice(i, i + PARTS_AT_ONCE).map(partOf);
}

function partOf({ number, bytes }: Piece): Part {
  if (bytes === null) {
    const detail = 'is longer than any reading: it was not read';
    return { number, status: 413, errors: [{ pointer: '', field: 'document', detail }] };
  }
  const read = readJson(bytes);
  return 'document' in read ? { number, document: read.document } : { number, status: 400, errors: [read.fault] };
}

/** The elements of a list that was read whole. */
export async function* partsOfList(documents: readonly unknown[]): AsyncGenerator<Part[]> {
  for (let i = 0; i < documents.length; i += PARTS_AT_ONCE) {
    yield documents.slice(i, i + PARTS_AT_ONCE).map((document, n) => ({ number: i + n, document }));
  }
}

/**
 * Readings that come in one long body. Whoever takes the results sets the pace: no more is read than what is being stored
 * and what was last answered, so memory is bounded however long the body is and however slowly the answer is read.
 */
export class LongReadings {
  readonly totals = { stored: 0, repeated: 0, refused: 0 };
  /** Why not all of it was taken, in a sentence; null while it goes well. */
  endedEarly: string | null = null;

  constructor(
    private readonly intake: Intake,
    private readonly doorkeeper: Doorkeeper,
    private readonly request: FastifyRequest,
    private readonly log: Logger,
  ) {}

  /** The results in the order of the parts. `pointerOf`: where a part stands in what was sent. */
  async *take(
    parts: AsyncIterable<Part[]>,
    pointerOf: (number: number) => string,
  ): AsyncGenerator<Numbered[], void, undefined> {
    const underWay: Promise<Numbered[]>[] = [];
    const incoming = parts[Symbol.asyncIterator]();
    const read = (): Promise<IteratorResult<Part[], unknown>> => {
      const reading = incoming.next();
      // It may fail while nobody waits for it; whoever waits next is told.
      reading.catch(() => undefined);
      return reading;
    };
    let next = read();
    while (this.endedEarly === null) {
      const [oldest] = underWay;
      // What is stored is told at once, whether or not more comes.
      if (oldest && (underWay.length >= UNDER_WAY || (await isFirst(oldest, next)))) {
        void underWay.shift();
        yield await oldest;
        continue;
      }
      const { done, value: group } = await next;
      if (done === true) break;
      const wait = this.doorkeeper.msToWait(this.sourceId);
      if (wait > 0) {
        // Told before the wait, which may be long.
        for (const settled of underWay.splice(0)) yield await settled;
        await this.waitFor(wait);
      }
      const sender = await this.sender();
      if (sender === null) break;
      const checked = group.map((part) =>
        'document' in part ? checkReading(part.document, sender, pointerOf(part.number)) : part,
      );
      underWay.push(this.settle(group, checked, sender));
      next = read();
      await breathe();
    }
    for (const settled of underWay) yield await settled;
    await incoming.return?.();
  }

  private get sourceId(): number {
    const { source } = this.request;
    if (!source) throw new Error('a stream of readings without a source');
    return source.sourceId;
  }

  /** The source comes faster than was agreed. That is no stalled connection; where it ends, so does the wait. */
  private async waitFor(ms: number): Promise<void> {
    const { socket } = this.request.raw;
    const patience = socket.timeout ?? 0;
    const gone = new AbortController();
    const leave = (): void => gone.abort();
    socket.once('close', leave).setTimeout(0);
    await pause(ms, undefined, { signal: gone.signal }).catch(() => undefined);
    socket.off('close', leave).setTimeout(patience);
    if (socket.destroyed) this.endedEarly = 'The connection was lost.';
  }

  /** Null when its key opens nothing any more, or nobody is there to be answered. */
  private async sender(): Promise<Sender | null> {
    if (this.endedEarly !== null) return null;
    const sender = await this.doorkeeper.senderNow(this.request);
    if (sender === null) this.endedEarly = 'The key of this source was withdrawn meanwhile.';
    return sender;
  }

  /** Never rejects: what could not be stored says so itself. */
  private async settle(
    group: readonly Part[],
    checked: readonly (Checked | { errors: ProblemDetail[]; status: 400 | 413 })[],
    sender: Sender,
  ): Promise<Numbered[]> {
    const admitted = checked.filter((one): one is Admitted => 'reading' in one);
    this.doorkeeper.refused(sender.sourceId, checked.length - admitted.length);
    let stored: Awaited<ReturnType<Intake['store']>> | null = null;
    let failure: ReadingResult | null = null;
    if (admitted.length > 0) {
      try {
        stored = await this.storeWhenThereIsRoom(admitted);
      } catch (error) {
        const refusal = asRefusal(this.log, error, this.request);
        this.endedEarly ??= refusal.message;
        const status = refusal.code === 'internal' ? 500 : 503;
        failure = { status, errors: [{ pointer: '', field: 'document', detail: refusal.message }] };
      }
    }
    const answers = (stored ?? []).values();
    return checked.map((one, i): Numbered => {
      const { number } = group[i]!;
      const result = this.resultOf(one, () => answers.next().value ?? null, failure);
      if (result.status === 201) this.totals.stored++;
      else if (result.status === 200) this.totals.repeated++;
      else this.totals.refused++;
      return { number, result };
    });
  }

  private resultOf(
    one: Checked | { errors: ProblemDetail[]; status: 400 | 413 },
    answer: () => Awaited<ReturnType<Intake['store']>>[number] | null,
    failure: ReadingResult | null,
  ): ReadingResult {
    if ('errors' in one) return { status: one.status, errors: one.errors };
    if ('refused' in one) return { status: 422, errors: one.refused };
    if (failure) return failure;
    const stored = answer();
    if (!stored) throw new Error('a reading went in and no answer came out');
    return { status: stored.outcome === 'stored' ? 201 : 200, ...stored };
  }

  private async storeWhenThereIsRoom(admitted: readonly Admitted[]): ReturnType<Intake['store']> {
    const until = performance.now() + WAIT_FOR_ROOM;
    for (;;) {
      try {
        return await this.intake.store(admitted, this.request.id, { letIn: 0 });
      } catch (error) {
        if (!(error instanceof Refusal && error.code === 'overloaded') || performance.now() > until) throw error;
      }
      await pause(TRY_AGAIN_AFTER);
    }
  }
}

/** Whether the one is there before the other. Rejects as the other does. */
function isFirst(one: Promise<unknown>, other: Promise<unknown>): Promise<boolean> {
  return Promise.race([one.then(() => true), other.then(() => false)]);
}
