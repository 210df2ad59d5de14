import type { KeptReading, NewReading } from '#records';
import { isOutage, Refusal } from '#runtime';
import { FairQueue, type Waiting } from './fair-queue.ts';

/** Stores readings and resolves after their commit, with one answer per reading in the order given. */
export type Store = (readings: readonly NewReading[]) => Promise<KeptReading[]>;

export interface GroupCommitLimits {
  /** Readings in one statement. The readings of one request are never split. */
  batch: number;
  /** Statements under way at once: one is being written while the next is being sent. */
  lanes: number;
  /** Readings that may wait for a commit. Past their source's fair share of this senders are told to come back, before memory grows. */
  waiting: number;
}

interface Request extends Waiting {
  readings: readonly NewReading[];
  traceId: string;
  kept: (answers: KeptReading[]) => void;
  failed: (error: unknown) => void;
}

const RETRY_AFTER_SECONDS = 1;

/**
 * Group commit: whatever arrives while the last commit is under way goes into the next one together, a fair part of each
 * source. A request is answered when its own readings are committed, and never before.
 */
export class GroupCommit {
  private readonly queue: FairQueue<Request>;
  private busyLanes = 0;
  private readonly idle: (() => void)[] = [];

  constructor(
    private readonly store: Store,
    private readonly limits: GroupCommitLimits,
    /** Called after each commit that stored something new, with the trace of one of its requests. */
    private readonly committed: (traceId: string) => void,
  ) {
    this.queue = new FairQueue(limits.waiting);
  }

  /** Rejects with `overloaded` when too much is waiting, and with the store's own error when the commit failed or nobody can know. */
  commit(readings: readonly NewReading[], traceId: string): Promise<KeptReading[]> {
    const [first] = readings;
    if (!first) return Promise.resolve([]);
    return new Promise((kept, failed) => {
      const { sourceId } = first.source;
      if (this.queue.offer({ sourceId, size: readings.length, readings, traceId, kept, failed })) {
        this.fillLanes();
        return;
      }
      const detail = 'Too many readings of this source are waiting to be stored. Nothing of this request was stored.';
      failed(new Refusal('overloaded', detail, { retryAfterSeconds: RETRY_AFTER_SECONDS }));
    });
  }

  /** Resolves when nothing is waiting or under way any more. */
  async drained(): Promise<void> {
    if (this.busyLanes === 0) return;
    await new Promise<void>((resolve) => {
      this.idle.push(resolve);
    });
  }

  private fillLanes(): void {
    while (this.busyLanes < this.limits.lanes && !this.queue.isEmpty) {
      this.busyLanes++;
      void this.write(this.queue.take(this.limits.batch)).finally(() => {
        this.busyLanes--;
        this.fillLanes();
        if (this.busyLanes === 0) for (const resolve of this.idle.splice(0)) resolve();
      });
    }
  }

  /** Settles every request of the group; never rejects. */
  private async write(group: readonly Request[]): Promise<void> {
    let answers: KeptReading[];
    try {
      answers = await this.store(group.flatMap((request) => request.readings));
    } catch (error) {
      if (group.length > 1 && !isOutage(error)) {
        // Something in one of these requests cannot be stored. The others must not pay for it.
        await Promise.all(group.map((request) => this.write([request])));
        return;
      }
      for (const request of group) request.failed(error);
      return;
    }
    const [first] = group;
    if (first && answers.some((answer) => answer.outcome === 'stored')) this.committed(first.traceId);
    let from = 0;
    for (const request of group) {
      request.kept(answers.slice(from, from + request.readings.length));
      from += request.readings.length;
    }
  }
}
