import type { Priority } from '../finding.ts';
import { DAY, HOUR, MINUTE, type Duration, type Instant } from '../instant.ts';
import { atWallClock, type ZoneOffset } from '../timetable.ts';

/** How soon somebody has to accept, by priority. Settings of a ward, within `ACCEPT_BOUNDS`. Source: docs/CLINICAL, section 3. */
export interface AcceptTimes {
  readonly emergency: Duration;
  readonly urgent: Duration;
  readonly technical: Duration;
  /** Routine: the same day, by this time on the ward's clocks, in minutes after midnight. */
  readonly routineBy: number;
}

export const ACCEPT_TIMES: AcceptTimes = {
  emergency: 15 * MINUTE,
  urgent: 2 * HOUR,
  technical: HOUR,
  routineBy: 20 * 60,
};

/** What no ward may pass, either way. [ours] */
export const ACCEPT_BOUNDS: { readonly [Setting in keyof AcceptTimes]: readonly [least: number, most: number] } = {
  emergency: [5 * MINUTE, 30 * MINUTE],
  urgent: [15 * MINUTE, 4 * HOUR],
  technical: [15 * MINUTE, 8 * HOUR],
  routineBy: [12 * 60, 22 * 60],
};

/** A routine alert with less of the day left than this is the next day's. [ours] */
const LEFT_OF_THE_DAY: Duration = 2 * HOUR;
/** And is accepted by this time of it, in minutes after midnight. [ours] */
const NEXT_MORNING = 10 * 60;

/** By when somebody has to have accepted an alert that was raised at this instant. */
export function acceptBy(priority: Priority, raisedAt: Instant, times: AcceptTimes, offset: ZoneOffset): Instant {
  if (priority !== 'routine') return raisedAt + times[priority];
  const today = Math.floor((raisedAt + offset(raisedAt)) / DAY) * DAY;
  const byTonight = atWallClock(today, times.routineBy, offset);
  return byTonight - raisedAt >= LEFT_OF_THE_DAY ? byTonight : atWallClock(today + DAY, NEXT_MORNING, offset);
}
