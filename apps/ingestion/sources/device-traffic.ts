import { PLAUSIBLE, VITALS, type Implausibility, type MeasuredVital } from '#clinical';
import { recordDevices, type DeviceHeard, type NewReading, type Queryable } from '#records';
import type { Logger } from '#runtime';

/** How often what was heard is added to the record, in ms. */
const RECORD_EVERY = 2_000;

type Heard = { -readonly [Field in keyof DeviceHeard]: DeviceHeard[Field] };

/**
 * Which devices were heard, counted in memory and written in batches: a process that is killed loses the last two seconds of
 * it, and never a reading. What names no device of its own (a model is many) is not counted.
 */
export class DeviceTraffic {
  private heardSince = new Map<string, Heard>();
  private timer: NodeJS.Timeout | null = null;
  private recording: Promise<void> | null = null;

  constructor(
    private readonly database: Queryable,
    private readonly log: Logger,
  ) {}

  open(): void {
    this.timer = setInterval(() => void this.record(), RECORD_EVERY);
  }

  /** Writes what is left. */
  async close(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.record();
    await this.record();
  }

  /** A reading of somebody on a ward that was stored just now. */
  heard({ source: { sourceId }, nhsNumber, details }: NewReading, now: number): void {
    const { serial, reference, model = null } = details?.device ?? {};
    const identifier = serial ?? reference;
    if (identifier === undefined) return;
    const key = `${sourceId} ${nhsNumber} ${identifier}`;
    const implausible = firstOf(details?.quarantined);
    const before = this.heardSince.get(key);
    this.heardSince.set(key, {
      sourceId,
      identifier,
      model,
      nhsNumber,
      heardAt: new Date(now),
      implausibleInARow: implausible === null ? 0 : (before?.implausibleInARow ?? 0) + 1,
      interrupted: implausible === null || before?.interrupted === true,
      lastImplausible: implausible ?? before?.lastImplausible ?? null,
    });
  }

  /** One at a time; never rejects. */
  private record(): Promise<void> {
    this.recording ??= this.write().finally(() => {
      this.recording = null;
    });
    return this.recording;
  }

  private async write(): Promise<void> {
    if (this.heardSince.size === 0) return;
    const taken = this.heardSince;
    this.heardSince = new Map();
    try {
      await recordDevices(this.database, [...taken.values()]);
    } catch (error) {
      // Told again with what comes: the record will be there another time.
      for (const [key, one] of taken) this.heardSince.set(key, joined(one, this.heardSince.get(key)));
      const type = error instanceof Error ? error.name : 'unknown';
      this.log.warn({ err: { type } }, 'which devices were heard could not be written; trying again');
    }
  }
}

function joined(earlier: Heard, later: Heard | undefined): Heard {
  if (!later) return earlier;
  return {
    ...later,
    implausibleInARow: later.implausibleInARow + (later.interrupted ? 0 : earlier.implausibleInARow),
    interrupted: later.interrupted || earlier.interrupted,
    lastImplausible: later.lastImplausible ?? earlier.lastImplausible,
  };
}

function firstOf(quarantined: Record<string, number> | undefined): Implausibility | null {
  const vital = VITALS.find((one): one is MeasuredVital => quarantined?.[one] !== undefined && one in PLAUSIBLE);
  if (vital === undefined) return null;
  const { min, max } = PLAUSIBLE[vital];
  return { vital, value: quarantined?.[vital] ?? NaN, min, max };
}
