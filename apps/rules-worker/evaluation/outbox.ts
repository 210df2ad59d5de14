import type { Database } from '#records';
import type { Clock, Logger } from '#runtime';
import type { RulesInForce } from '../rules/rules-in-force.ts';
import { evaluateBatch } from './evaluate-batch.ts';

/**
 * Empties the outbox: batch after batch until nothing waits. One run at a time in a process; a call while one is under
 * way makes it look once more before it ends, so that no doorbell is missed.
 */
export class Outbox {
  private running: Promise<void> | null = null;
  private again = false;
  private closed = false;

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
    await this.running?.catch(() => undefined);
  }

  private async run(traceId: string): Promise<void> {
    while (this.again && !this.closed) {
      this.again = false;
      let stays = await this.batch(traceId);
      while (stays > 0 && !this.closed) stays = await this.batch(traceId);
    }
  }

  private async batch(traceId: string): Promise<number> {
    const now = this.clock.now();
    const stays = await evaluateBatch(this.database, { now, log: this.log, ruleSet: this.rules.current });
    if (stays > 0) this.log.debug({ traceId, stays, ms: this.clock.now().getTime() - now.getTime() }, 'evaluated');
    return stays;
  }
}
