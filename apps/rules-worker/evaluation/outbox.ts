import { anyUnevaluated, type Database } from '#records';
import type { Clock, Logger } from '#runtime';
import type { RulesInForce } from '../rules/rules-in-force.ts';
import { evaluateBatch } from './evaluate-batch.ts';

/** After a batch the next readings are seldom far: for so long, in ms, the outbox is looked into without being rung for. */
const AWAKE_FOR = 250;
/** How often. Longer than a look takes, shorter than anybody notices. */
const LOOK_EVERY = 5;

/**
 * Empties the outbox: batch after batch until nothing waits, and then looks again by itself for a while, since a ring for
 * each reading would cost more than the reading. One run at a time in a process; a call while one is under way makes it look
 * once more before it ends, so that no doorbell is missed.
 */
export class Outbox {
  private running: Promise<void> | null = null;
  private again = false;
  private closed = false;
  private awakeUntil = 0;
  private nextLook: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /** Resolves when the readings that were stored before the call are evaluated (or held by another worker); rejects as the database does. */
  async empty(traceId: string): Promise<void> {
    this.again = true;
    this.running ??= this.run(traceId).finally(() => {
      this.running = null;
    });
    await this.running;
  }

  /** Finishes the batch in hand and starts no other. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.nextLook);
    await this.running?.catch(() => undefined);
  }

  private async run(traceId: string): Promise<void> {
    while (this.again && !this.closed) {
      this.again = false;
      for (let mayBeMore = true; mayBeMore && !this.closed;) mayBeMore = await this.batch(traceId);
    }
  }

  private stayAwake(traceId: string): void {
    this.awakeUntil = performance.now() + AWAKE_FOR;
    this.lookSoon(traceId);
  }

  private lookSoon(traceId: string): void {
    clearTimeout(this.nextLook);
    this.nextLook = setTimeout(() => {
      // What a look finds wrong, the next sweep finds and tells.
      void this.look(traceId).catch(() => undefined);
    }, LOOK_EVERY);
  }

  private async look(traceId: string): Promise<void> {
    if (this.closed || performance.now() > this.awakeUntil) return;
    if (this.running === null && (await anyUnevaluated(this.database, this.clock.now()))) await this.empty(traceId);
    else this.lookSoon(traceId);
  }

  /** True when there may be more to do at once. */
  private async batch(traceId: string): Promise<boolean> {
    const now = this.clock.now();
    const { stays, mayBeMore } = await evaluateBatch(this.database, {
      now,
      log: this.log,
      ruleSet: this.rules.current,
    });
    if (stays === 0) return false;
    this.log.debug({ traceId, stays, ms: this.clock.now().getTime() - now.getTime() }, 'evaluated');
    this.stayAwake(traceId);
    return mayBeMore;
  }
}
