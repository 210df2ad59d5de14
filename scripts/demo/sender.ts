import { setTimeout as pause } from 'node:timers/promises';
import type { Quarantined, ReadingSetInput, StoredReading } from '#contracts';
import type { Delivery } from './deliveries.ts';

/** One line of JSON on stdout. Counts and statuses only: never a name, an NHS number or a reading. */
export type Log = (level: 'info' | 'warn', msg: string, fields?: Readonly<Record<string, unknown>>) => void;

export interface SenderTerms {
  readonly source: string;
  readonly url: string;
  /** Asked again when the server does not know the key: the ward may have been opened anew. */
  readonly key: () => Promise<string>;
  readonly stopping: AbortSignal;
  readonly log: Log;
  /** A reading was kept but could not be believed. */
  readonly pleaseRepeat: (set: ReadingSetInput, fields: readonly Quarantined[]) => void;
}

const PATIENCE_MS = 10_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8_000;
/** From this many waiting deliveries on, they are sent together: a server that comes back is not met by a thousand requests. */
const MANY = 20;
const MOST_TOGETHER = 200;

interface Sending {
  readonly path: string;
  readonly body: unknown;
  /** The sets in it, in order; empty for FHIR. */
  readonly sets: readonly ReadingSetInput[];
}

/**
 * Sends what one source has, oldest first, one request at a time. Keeps trying until the server says that it is stored:
 * a restart of the server loses nothing, and the references make a repeat harmless. Only what the server refuses as
 * wrong is given up, since it would be refused again.
 */
export class Sender {
  stored = 0;
  private readonly waiting: Delivery[] = [];
  private sending = false;

  constructor(private readonly terms: SenderTerms) {}

  add(delivery: Delivery): void {
    this.waiting.push(delivery);
    if (this.sending) return;
    this.sending = true;
    void this.sendAll()
      // Nothing is awaited that may reject except a pause that was cut short by stopping.
      .catch(() => undefined)
      .finally(() => {
        this.sending = false;
      });
  }

  get backlog(): number {
    return this.waiting.length;
  }

  private async sendAll(): Promise<void> {
    for (let count = this.together(); count > 0; count = this.together()) {
      await this.sendUntilSettled(sendingOf(this.waiting.slice(0, count)));
      this.waiting.splice(0, count);
    }
  }

  /** How many of the first deliveries go in one request. */
  private together(): number {
    if (this.waiting.length < MANY) return Math.min(this.waiting.length, 1);
    const first = this.waiting.findIndex(({ content }) => content.kind === 'fhir');
    return Math.max(1, Math.min(first === -1 ? this.waiting.length : first, MOST_TOGETHER));
  }

  private async sendUntilSettled(sending: Sending): Promise<void> {
    const { terms } = this;
    let trouble: string | number | null = null;
    for (let attempt = 0; ; attempt++) {
      const answer = await this.attempt(sending);
      if (answer === 'settled') {
        if (trouble !== null) terms.log('info', 'sending again', { source: terms.source, backlog: this.backlog });
        return;
      }
      if (trouble === null) terms.log('warn', 'cannot send, trying again', { source: terms.source, why: answer.why });
      trouble = answer.why;
      const longest = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempt, 10), LONGEST_PAUSE_MS);
      // Each source at its own moment: those who lost the server together must not come back together.
      const wait = Math.max(answer.after, longest * (0.5 + Math.random() / 2));
      await pause(wait, undefined, { signal: terms.stopping });
    }
  }

  private async attempt({ path, body, sets }: Sending): Promise<'settled' | { why: string | number; after: number }> {
    const { terms } = this;
    let answer: Response;
    let text: string;
    try {
      answer = await fetch(new URL(path, terms.url), {
        method: 'POST',
        headers: { authorization: `Bearer ${await terms.key()}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.any([terms.stopping, AbortSignal.timeout(PATIENCE_MS)]),
      });
      text = await answer.text();
    } catch (error) {
      return { why: nameOf(error), after: 0 };
    }
    if (answer.ok) {
      this.settle(sets, text);
      return 'settled';
    }
    if ([400, 413, 415, 422].includes(answer.status)) {
      terms.log('warn', 'refused', { source: terms.source, status: answer.status, readings: Math.max(sets.length, 1) });
      return 'settled';
    }
    const after = Number(answer.headers.get('retry-after') ?? 0) * 1_000;
    return { why: answer.status, after: Number.isFinite(after) ? after : 0 };
  }

  /** Counts what was stored, and hears what should be measured again. */
  private settle(sets: readonly ReadingSetInput[], text: string): void {
    let answer: (Partial<StoredReading> & { results?: readonly Partial<StoredReading>[] }) | null;
    try {
      answer = JSON.parse(text) as typeof answer;
    } catch {
      answer = null;
    }
    const results = answer?.results ?? (answer ? [answer] : []);
    this.stored += Math.max(sets.length, 1);
    for (const [i, set] of sets.entries()) {
      const doubtful = results[i]?.pleaseRepeat;
      if (doubtful !== undefined && doubtful.length > 0) this.terms.pleaseRepeat(set, doubtful);
    }
  }
}

function sendingOf(deliveries: readonly Delivery[]): Sending {
  const [first] = deliveries;
  if (deliveries.length === 1 && first !== undefined) {
    const { content } = first;
    if (content.kind === 'fhir') return { path: '/fhir', body: content.bundle, sets: [] };
    if (content.kind === 'set') return { path: '/v1/observations', body: content.set, sets: [content.set] };
  }
  const sets = deliveries.flatMap(({ content }) =>
    content.kind === 'set' ? [content.set] : content.kind === 'round' ? content.sets : [],
  );
  return { path: '/v1/observations', body: sets, sets };
}

/** ECONNREFUSED and its like say more than "fetch failed". */
function nameOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const { code } = (cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : error instanceof Error ? error.name : 'unknown';
}
