import { Refusal } from '#runtime';

/** How many may go at once, and how many may wait for their turn: past that, whoever comes is told to come back. */
export class Turns {
  private going = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly idle: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly mayWait: number,
  ) {}

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.going >= this.atOnce) {
      if (this.waiting.length >= this.mayWait) {
        const detail = 'Too many transactions are waiting. Nothing of this one was stored.';
        throw new Refusal('overloaded', detail, { retryAfterSeconds: 1 });
      }
      // Whoever ends hands the turn over: it is never free in between.
      await new Promise<void>((go) => this.waiting.push(go));
    } else this.going++;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.going--;
      if (this.going === 0) for (const resolve of this.idle.splice(0)) resolve();
    }
  }

  /** Resolves when nothing is going or waiting any more. */
  async drained(): Promise<void> {
    if (this.going > 0) await new Promise<void>((resolve) => this.idle.push(resolve));
  }
}
