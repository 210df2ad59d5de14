import type { PatientAsks } from '../view-props.ts';
import { boundsOf, periodOf } from './periods.ts';

/** An answer that was asked for ahead is good for the first question that comes so soon. */
const GOOD_FOR_MS = 3_000;

/**
 * Asks for the readings of the page while the page itself is still being asked for, and gives that answer to its first
 * question about the same. Of a whole stay the beginning is not known yet: nothing is asked ahead.
 */
export function askedAhead(
  asks: PatientAsks,
  { admissionId, search, now }: { admissionId: string; search: string; now: number },
): PatientAsks {
  const period = periodOf(new URLSearchParams(search));
  const bounds = boundsOf(period, { now, admittedAt: NaN });
  let ahead = Number.isNaN(bounds.from) ? null : asks.readings(admissionId, bounds);
  return {
    ...asks,
    readings: (whose, asked) => {
      const first = ahead;
      ahead = null;
      const isSame =
        whose === admissionId && asked.to === bounds.to && Math.abs(asked.from - bounds.from) < GOOD_FOR_MS;
      return first !== null && isSame ? first : asks.readings(whose, asked);
    },
  };
}
