import type { Queryable } from './database.ts';

/**
 * What time it is by the database's clock, for processes that must not go by their own: alerts, stays and readings of one
 * ward are judged by several workers, and a machine whose clock is wrong would judge by another time than the others.
 * Between two looks it goes on by what cannot be set. Good to a few ms.
 */
export class RecordClock {
  private constructor(
    private readonly database: Queryable,
    private at: number,
    private lookedAt: number,
  ) {}

  static async open(database: Queryable): Promise<RecordClock> {
    const clock = new RecordClock(database, 0, 0);
    await clock.look();
    return clock;
  }

  now(): Date {
    return new Date(this.at + performance.now() - this.lookedAt);
  }

  /** Asks the database again: its clock may have been set, and two clocks part in time. */
  async look(): Promise<void> {
    const asked = performance.now();
    const [row] = await this.database.query<{ now: number }>(
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now',
    );
    const answered = performance.now();
    if (!row) throw new Error('the database does not say what time it is');
    // Written somewhere between asking and hearing.
    this.at = row.now;
    this.lookedAt = (asked + answered) / 2;
  }
}
