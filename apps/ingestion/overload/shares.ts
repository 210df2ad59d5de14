/**
 * How much of a bounded thing each source holds. A source may hold as much as is still free: one that floods stops at half,
 * two at a third each, and there is always room for one that sends little. Source: Choudhury and Hahn, dynamic queue
 * length thresholds (1998).
 */
export class Shares {
  private readonly held = new Map<number, number>();
  private total = 0;

  constructor(private readonly most: number) {}

  /** Whether there is room for that much more of this source; if so, it is held until it is released. */
  hold(sourceId: number, amount: number): boolean {
    const mine = this.held.get(sourceId) ?? 0;
    if (mine + amount > this.most - this.total) return false;
    this.held.set(sourceId, mine + amount);
    this.total += amount;
    return true;
  }

  release(sourceId: number, amount: number): void {
    const left = (this.held.get(sourceId) ?? 0) - amount;
    if (left > 0) this.held.set(sourceId, left);
    else this.held.delete(sourceId);
    this.total -= amount;
  }
}
