import type { KnownSource } from '#access';
import { exchangeUse, recordTraffic, type Database } from '#records';
import type { Clock, Logger } from '#runtime';
import { randomUUID } from 'node:crypto';

/** How often what came is added to the record, in ms. */
const RECORD_EVERY = 2_000;
/** How often the processes tell each other what they let through, in ms. */
const EXCHANGE_EVERY = 1_000;
/** Whoever heard the others longer ago than this does not know when they did what they tell of, in ms. */
const LISTENING_WITHIN = 5_000;
/** A key's last use is told this often at most, in ms: nobody asks for the second. */
const KEY_USE_EVERY = 60_000;
const HOUR = 3_600_000;

interface SourceNow {
  heardAt: number;
  storedAt: number;
  /** Readings let through since this process began. */
  used: number;
  /** As the other processes were last told. */
  told: number;
  counts: Map<string, number>;
}

/**
 * What came of what sources sent, counted in memory and written in batches: a process that is killed loses the last two
 * seconds of its counts, and never a reading.
 */
export class Traffic {
  /**
   * Called with what another process let a source send since it last told. `atMostAll`: nobody knows how long ago that
   * was, so it may take what is left in the bucket and must not make a debt.
   */
  othersUsed: (sourceId: number, readings: number, atMostAll: boolean) => void = () => undefined;

  private readonly instance = randomUUID();
  private readonly sources = new Map<number, SourceNow>();
  private readonly keys = new Map<number, { usedAt: number; writtenAt: number }>();
  /** What each other process had let each source send when it was last heard. */
  private readonly others = new Map<string, number>();
  private heardOthersAt = -Infinity;
  private timers: NodeJS.Timeout[] = [];
  private recording: Promise<void> | null = null;
  private exchanging: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  open(): void {
    this.timers = [
      setInterval(() => void this.record(), RECORD_EVERY),
      setInterval(() => void this.exchange(), EXCHANGE_EVERY),
    ];
  }

  /** Writes what is left. */
  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.exchanging;
    await this.record();
    await this.record();
  }

  heard({ sourceId, keyId }: KnownSource, now: number): void {
    this.of(sourceId).heardAt = now;
    const key = this.keys.get(keyId);
    if (key) key.usedAt = now;
    else this.keys.set(keyId, { usedAt: now, writtenAt: -Infinity });
  }

  /** Whoever had something stored was heard, also where a person sent it and no key was shown. */
  stored(sourceId: number, now: number): void {
    const source = this.of(sourceId);
    source.storedAt = now;
    source.heardAt = Math.max(source.heardAt, now);
  }

  used(sourceId: number, readings: number): void {
    this.of(sourceId).used += readings;
  }

  /** Outcomes as `source_tally` has them. */
  count(sourceId: number, outcome: string, times = 1): void {
    const { counts } = this.of(sourceId);
    counts.set(outcome, (counts.get(outcome) ?? 0) + times);
  }

  private of(sourceId: number): SourceNow {
    let source = this.sources.get(sourceId);
    if (!source)
      this.sources.set(sourceId, (source = { heardAt: 0, storedAt: 0, used: 0, told: 0, counts: new Map() }));
    return source;
  }

  /** One at a time; never rejects. */
  private record(): Promise<void> {
    this.recording ??= this.write().finally(() => {
      this.recording = null;
    });
    return this.recording;
  }

  private async write(): Promise<void> {
    const now = this.clock.now().getTime();
    const hour = new Date(now - (now % HOUR));
    const busy = [...this.sources].filter(([, { counts, heardAt }]) => counts.size > 0 || heardAt > 0);
    const usedKeys = [...this.keys].filter(([, key]) => key.usedAt - key.writtenAt >= KEY_USE_EVERY);
    if (busy.length === 0 && usedKeys.length === 0) return;
    const taken = busy.map(([sourceId, source]) => {
      const { heardAt, storedAt, counts } = source;
      Object.assign(source, { heardAt: 0, storedAt: 0, counts: new Map() });
      return { sourceId, heardAt, storedAt, counts };
    });
    try {
      await recordTraffic(this.database, {
        tallies: taken.flatMap(({ sourceId, counts }) =>
          [...counts].map(([outcome, count]) => ({ sourceId, hour, outcome, count })),
        ),
        heard: taken
          .filter(({ heardAt }) => heardAt > 0)
          .map(({ sourceId, heardAt, storedAt }) => ({
            sourceId,
            heardAt: new Date(heardAt),
            storedAt: storedAt === 0 ? null : new Date(storedAt),
          })),
        usedKeys: usedKeys.map(([keyId, { usedAt }]) => ({ keyId, usedAt: new Date(usedAt) })),
      });
      for (const [, key] of usedKeys) key.writtenAt = key.usedAt;
    } catch (error) {
      // Counted again with what comes: the record will be there another time.
      for (const { sourceId, heardAt, storedAt, counts } of taken) {
        const source = this.of(sourceId);
        source.heardAt = Math.max(source.heardAt, heardAt);
        source.storedAt = Math.max(source.storedAt, storedAt);
        for (const [outcome, count] of counts) this.count(sourceId, outcome, count);
      }
      this.warn(error, 'what came of the sources could not be written; trying again');
    }
  }

  private exchange(): Promise<void> {
    this.exchanging ??= this.tellAndHear().finally(() => {
      this.exchanging = null;
    });
    return this.exchanging;
  }

  /** Never rejects: without the others each process keeps to the whole limit by itself. */
  private async tellAndHear(): Promise<void> {
    const mine = [...this.sources].filter(([, source]) => source.used > source.told);
    const uses = mine.map(([sourceId, { used }]) => ({ sourceId, used }));
    try {
      const told = await exchangeUse(this.database, { instance: this.instance, uses });
      for (const [i, [, source]] of mine.entries()) source.told = uses[i]?.used ?? source.told;
      const now = this.clock.now().getTime();
      const listening = now - this.heardOthersAt < LISTENING_WITHIN;
      this.heardOthersAt = now;
      for (const { sourceId, instance, used } of told) {
        const other = `${instance} ${sourceId}`;
        const before = this.others.get(other);
        this.others.set(other, used);
        if (used > (before ?? 0)) {
          this.othersUsed(sourceId, used - (before ?? 0), !listening || before === undefined);
        }
      }
    } catch (error) {
      this.warn(error, 'the processes cannot tell each other what they let through; each keeps to the limit by itself');
    }
  }

  private warn(error: unknown, what: string): void {
    this.log.warn({ err: { type: error instanceof Error ? error.name : 'unknown' } }, what);
  }
}
