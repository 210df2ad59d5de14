import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Duration, Instant } from '#clinical';

/** A machine that slept must not wake up to weeks of readings at once. */
const LONGEST_LEAP: Duration = 2_000;

/** The simulated time of the ward: it runs faster than ours while the simulator runs, and stands still while it does not. */
export class WardClock {
  /** How much simulated time passes in the same real time. */
  readonly rate: number;
  private readAt: Instant | null = null;

  constructor(
    private simulated: Instant,
    minutesPerSecond: number,
  ) {
    this.rate = minutesPerSecond * 60;
  }

  /** Lets the ward live on to the given real time; what time it is there then. */
  advanceTo(real: Instant): Instant {
    const passed = this.readAt === null ? 0 : Math.min(Math.max(real - this.readAt, 0), LONGEST_LEAP);
    this.readAt = real;
    this.simulated += passed * this.rate;
    return this.simulated;
  }

  now(): Instant {
    return this.simulated;
  }
}

const fileIn = (data: string) => join(data, 'simulator.json');

/** Where the ward's time stood when an earlier simulator stopped; null when there was none. */
export async function keptTime(data: string): Promise<Instant | null> {
  try {
    const kept: unknown = JSON.parse(await readFile(fileIn(data), 'utf8'));
    const { simulatedAt } = kept as { simulatedAt?: unknown };
    return typeof simulatedAt === 'number' && Number.isFinite(simulatedAt) ? simulatedAt : null;
  } catch {
    return null;
  }
}

/** So that whoever was getting worse goes on getting worse after a restart. Not worth failing for. */
export async function keepTime(data: string, simulatedAt: Instant): Promise<void> {
  const path = fileIn(data);
  try {
    await writeFile(`${path}.new`, JSON.stringify({ simulatedAt }));
    await rename(`${path}.new`, path);
  } catch {
    // The next start begins at the present.
  }
}
