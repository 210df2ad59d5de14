/** How many readings a source may send: `burst` at once, and `perSecond` in the long run. */
export interface Limit {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * A token bucket that may go into debt: whoever finds anything in it may go ahead, with as many readings as one request
 * carries, and what that is more than there was has to come in again before the next. So a batch that is larger than the
 * burst is not impossible, and the pace in the long run is the limit all the same. Times are epoch ms.
 */
export class Bucket {
  private level: number;

  constructor(
    private limit: Limit,
    private at: number,
  ) {
    this.level = limit.burst;
  }

  /** What is left in it; below zero is a debt. */
  left(now: number): number {
    this.fill(now);
    return this.level;
  }

  /** Takes one, or says no. */
  take(now: number): boolean {
    this.fill(now);
    if (this.level < 1) return false;
    this.level -= 1;
    return true;
  }

  /** Takes what was used already: here beyond the first of a request, or by another process. */
  charge(count: number, now: number): void {
    this.fill(now);
    this.level -= count;
  }

  /** How long until there is one to take, in ms. */
  msUntilOne(now: number): number {
    return Math.max(0, ((1 - this.left(now)) / this.limit.perSecond) * 1_000);
  }

  /** How long until it is full, in ms. */
  msUntilFull(now: number): number {
    return ((this.limit.burst - this.left(now)) / this.limit.perSecond) * 1_000;
  }

  /** A new limit holds from now on; what is in it stays, up to the new burst. */
  change(limit: Limit, now: number): void {
    if (limit.burst === this.limit.burst && limit.perSecond === this.limit.perSecond) return;
    this.fill(now);
    this.limit = limit;
    this.level = Math.min(this.level, limit.burst);
  }

  private fill(now: number): void {
    // A clock that is put back fills from there: waiting for it to catch up could lock a source out for hours.
    if (now > this.at)
      this.level = Math.min(this.limit.burst, this.level + ((now - this.at) / 1_000) * this.limit.perSecond);
    this.at = now;
  }
}
