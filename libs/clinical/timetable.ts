import { DAY, HOUR, MINUTE, type Instant } from './instant.ts';
import type { MonitoringLevel } from './levels.ts';

/** How far ahead of UTC the clocks of a place are at an instant, in milliseconds. Handed in, so that nothing here holds a zone. */
export type ZoneOffset = (at: Instant) => number;

/** The offset of an IANA zone, from the zone table that the platform ships. */
export function zoneOffset(zone: string): ZoneOffset {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (at) => {
    const wall = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
    for (const { type, value } of parts.formatToParts(at))
      if (type in wall) wall[type as keyof typeof wall] = Number(value);
    const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
    return asUtc - Math.floor(at / 1000) * 1000;
  };
}

/** When the sets of a day are due, in minutes after midnight on the ward's clocks; on which days of the week (0 is Sunday), or on all. */
export interface Timetable {
  readonly minutes: readonly number[];
  readonly weekdays?: readonly number[];
}

/** The default times of each level. [ours] */
export const TIMETABLES: Readonly<Record<MonitoringLevel, Timetable>> = {
  intensive: { minutes: [8 * 60, 12 * 60, 17 * 60, 21 * 60] },
  standard: { minutes: [9 * 60, 18 * 60] },
  light: { minutes: [9 * 60] },
  'check-in': { minutes: [10 * 60], weekdays: [1, 4] },
};

/**
 * The instant at which the clocks of a place show this time of a day (`wallDay` is that day's midnight as if it were UTC). A time
 * that the clocks jump over comes as much later as they jump; of a time that they show twice it is the first.
 */
export function atWallClock(wallDay: Instant, minutes: number, offset: ZoneOffset): Instant {
  const wall = wallDay + minutes * MINUTE;
  // The offsets of the day before and after are those on the two sides of any change near it.
  const before = wall - offset(wall - DAY);
  const after = wall - offset(wall + DAY);
  const earliest = Math.min(before, after);
  if (earliest + offset(earliest) === wall) return earliest;
  const latest = Math.max(before, after);
  return latest + offset(latest) === wall ? latest : before;
}

/** The first time of the timetable after this instant. */
export function dueAfter(timetable: Timetable, after: Instant, offset: ZoneOffset): Instant {
  const wallNow = after + offset(after);
  const today = Math.floor(wallNow / DAY) * DAY;
  // A day back for places whose date the clocks put back; eight on so that every weekday comes by.
  for (let day = today - DAY; day <= today + 8 * DAY; day += DAY) {
    if (timetable.weekdays !== undefined && !timetable.weekdays.includes(new Date(day).getUTCDay())) continue;
    let first = Infinity;
    for (const minutes of timetable.minutes) {
      const at = atWallClock(day, minutes, offset);
      if (at > after && at < first) first = at;
    }
    if (first !== Infinity) return first;
  }
  throw new RangeError('a timetable without a time');
}

/** A set that comes this much before its time is that set: the next one due is the one after. [ours] */
export const EARLY = 2 * HOUR;

/**
 * When the next set is due on the ward's clocks. A change of level resets the schedule: what was due
 * before it is no longer asked for, and makes no false "overdue".
 */
export function nextDueByTimetable(
  level: MonitoringLevel,
  lastReadingOrAdmission: Instant,
  offset: ZoneOffset,
  levelSince?: Instant,
): Instant {
  const due = dueAfter(TIMETABLES[level], lastReadingOrAdmission + EARLY, offset);
  return levelSince === undefined || due > levelSince ? due : dueAfter(TIMETABLES[level], levelSince, offset);
}
