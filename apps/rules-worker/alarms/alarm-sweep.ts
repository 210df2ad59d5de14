import { followClockPutBack, letTimePass, releaseFromGoneHolders, type Database, type Moved } from '#records';
import type { Logger } from '#runtime';

/** Alerts in one transaction, at most: enough to spread a commit's cost, few enough that a board does not wait for all of them. */
const MOST_ALERTS = 250;

/** Later than this, in ms, something was down: the log says so. */
const WORTH_A_LINE = 10_000;

/** Lets time pass for the alerts whose next step is due: batch after batch until none is left that no other worker holds. */
export class AlarmSweep {
  private running: Promise<void> | null = null;
  private closed = false;

  constructor(
    private readonly database: Database,
    private readonly log: Logger,
  ) {}

  /** Resolves when what was due at the call has happened, or is in another worker's hands; rejects as the database does. */
  async sweep(): Promise<void> {
    this.running ??= this.untilNothingIsDue((limit) => letTimePass(this.database, limit)).finally(() => {
      this.running = null;
    });
    await this.running;
  }

  /** Sees to alerts that the passing of time alone would leave too long: held by somebody who is gone, or of a clock that was put back. */
  async mend(): Promise<void> {
    await this.untilNothingIsDue((limit) => releaseFromGoneHolders(this.database, limit));
    await this.untilNothingIsDue((limit) => followClockPutBack(this.database, limit));
  }

  /** Finishes the batch in hand and starts no other. */
  async close(): Promise<void> {
    this.closed = true;
    await this.running?.catch(() => undefined);
  }

  private async untilNothingIsDue(batch: (limit: number) => Promise<Moved>): Promise<void> {
    let alerts = Infinity;
    while (alerts >= MOST_ALERTS && !this.closed) {
      const swept = await batch(MOST_ALERTS);
      if (swept.lateByMs > WORTH_A_LINE) this.log.warn(swept, 'alerts went on late: the sweep had stood still');
      ({ alerts } = swept);
    }
  }
}
