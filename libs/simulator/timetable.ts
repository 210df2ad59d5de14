import { DAY, HOUR, MINUTE, type Instant, type MonitoringLevel } from '#clinical';
import { between } from './chance.ts';
import { illnessAt, type Course } from './course.ts';

/** The hours of the day at which sets are taken, and on which days of the week (0 is Thursday, as in 1970). Source: CLINICAL.md §5. */
const HOURS: Readonly<
  Record<MonitoringLevel, { readonly hours: readonly number[]; readonly weekdays?: readonly number[] }>
> = {
  intensive: { hours: [8, 12, 17, 21] },
  standard: { hours: [8, 17] },
  light: { hours: [8] },
  'check-in': { hours: [8], weekdays: [0, 4] },
};

/** Everybody has their own hour of getting up, and no day is like the other. */
const OWN_SHIFT_HOURS = 1.8;
const DAILY_SHIFT_MINUTES = 20;
/** Who is clearly unwell is asked to measure in between. */
const UNWELL_FROM = 0.4;
const UNWELL_HOURS: readonly number[] = [2, 5, 10, 14, 19, 23];
const STREAM = 301;

function momentsOn(day: number, hours: readonly number[], seed: number, ownShift: number): Instant[] {
  return hours.map((hour) => {
    const shift = between(-DAILY_SHIFT_MINUTES, DAILY_SHIFT_MINUTES, seed, STREAM + 1 + hour, day);
    return Math.round(day * DAY + (hour + ownShift) * HOUR + shift * MINUTE);
  });
}

function daysOf(from: Instant, to: Instant): number[] {
  const first = Math.floor(from / DAY) - 1;
  const last = Math.floor(to / DAY) + 1;
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** When somebody at home takes a set, in [from, to), oldest first: on their own schedule, and more often while they are unwell. */
export function setTimes(course: Course, level: MonitoringLevel, from: Instant, to: Instant): Instant[] {
  const { seed } = course;
  const ownShift = between(-OWN_SHIFT_HOURS, OWN_SHIFT_HOURS, seed, STREAM, 0);
  const { hours, weekdays } = HOURS[level];
  return daysOf(from, to)
    .flatMap((day) => [
      ...(weekdays === undefined || weekdays.includes(day % 7) ? momentsOn(day, hours, seed, ownShift) : []),
      ...momentsOn(day, UNWELL_HOURS, seed, ownShift).filter((at) => illnessAt(course, at).severity >= UNWELL_FROM),
    ])
    .filter((at) => at >= from && at < to)
    .toSorted((a, b) => a - b);
}

/** One walk through a care home: when it begins, and the levels whose residents are due on it. */
export interface Round {
  readonly at: Instant;
  readonly due: ReadonlySet<MonitoringLevel>;
}

/** The rounds of a care home that begin in [from, to), oldest first. Its staff keep to the clock. */
export function rounds(seed: number, from: Instant, to: Instant): Round[] {
  const levels = Object.keys(HOURS) as MonitoringLevel[];
  return daysOf(from, to).flatMap((day) =>
    momentsOn(day, HOURS.intensive.hours, seed, 0).flatMap((at, n) => {
      const hour = HOURS.intensive.hours[n]!;
      const due = levels.filter((level) => {
        const { hours, weekdays } = HOURS[level];
        return hours.includes(hour) && (weekdays === undefined || weekdays.includes(day % 7));
      });
      return at >= from && at < to ? [{ at, due: new Set(due) }] : [];
    }),
  );
}
