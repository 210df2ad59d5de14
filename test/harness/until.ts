import { inspect } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';

export type Span = number | `${number}ms` | `${number}s`;

/** A machine that nobody knows may be several times slower than ours: what is awaited there may take as many times longer. */
const PATIENCE = process.env['CI'] ? 4 : 1;

/** How long is waited for what should be there within a span of time, in milliseconds. */
export function patience(within: Span): number {
  if (typeof within === 'number') return PATIENCE * within;
  return PATIENCE * (within.endsWith('ms') ? Number.parseFloat(within) : Number.parseFloat(within) * 1000);
}

const BETWEEN_LOOKS_MS = 20;

/**
 * What `look` answers as soon as it answers something (not undefined, null or false). An assertion that fails inside
 * `look` counts as "not yet". Fails after `within` with what the last look saw.
 */
export async function until<Found>(
  look: () => Found | Promise<Found>,
  { within, what }: { within: Span; what?: string },
): Promise<Exclude<Found, undefined | null | false>> {
  const began = performance.now();
  let last = 'nothing';
  for (;;) {
    let problem: unknown;
    try {
      const found = await look();
      if (found !== undefined && found !== null && found !== false) {
        return found as Exclude<Found, undefined | null | false>;
      }
      last = inspect(found);
    } catch (error) {
      problem = error;
      last = error instanceof Error ? error.message : inspect(error);
    }
    if (performance.now() - began > patience(within)) {
      throw new Error(`${what ?? 'What was awaited'} did not come within ${within}. The last look saw: ${last}`, {
        cause: problem,
      });
    }
    await pause(BETWEEN_LOOKS_MS);
  }
}
