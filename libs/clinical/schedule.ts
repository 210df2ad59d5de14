import type { Instant } from './instant.ts';
import { FIRST_SET_WITHIN, nextDue } from './levels.ts';
import type { Stay } from './stay.ts';
import { dueAfter, EARLY, zoneOffset, type ZoneOffset } from './timetable.ts';

/** Making an offset costs more than asking it. */
const offsets = new Map<string, ZoneOffset>();

function offsetOf(zone: string): ZoneOffset {
  let known = offsets.get(zone);
  if (known === undefined) {
    known = zoneOffset(zone);
    offsets.set(zone, known);
  }
  return known;
}

/**
 * When the next set of a stay is due: at the next time of its plan, or one round of its level after the last set (or the
 * admission). A change of the schedule resets it: what was due before is no longer asked for, and makes no false "overdue".
 */
export function nextSetDue({ level, plan }: Pick<Stay, 'level' | 'plan'>, lastReadingOrAdmission: Instant): Instant {
  const { schedule, scheduled } = plan;
  const since = scheduled?.since ?? -Infinity;
  if (schedule === undefined || scheduled === undefined)
    return Math.max(nextDue(level, lastReadingOrAdmission), since === -Infinity ? since : nextDue(level, since));
  return dueAfter(schedule, Math.max(lastReadingOrAdmission + EARLY, since), offsetOf(scheduled.zone));
}

/**
 * When the first set of a stay is due: as its plan says, and never later than its level asks for at admission. Until it is there nobody
 * knows how the person is, nor whether what they were given to measure with works.
 */
export function firstSetDue(stay: Pick<Stay, 'level' | 'plan'>, admittedAt: Instant): Instant {
  return Math.min(nextSetDue(stay, admittedAt), admittedAt + FIRST_SET_WITHIN[stay.level]);
}
