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

function momentsOn(day: number, hours: readonly number[], seed: number, shiftHours: number): Instant[] {
  return hours.map((hour) => {
    const shift = between(-DAILY_SHIFT_MINUTES, DAILY_SHIFT_MINUTES, seed, STREAM + 1 + hour, day);
    return Math.round(day * DAY + (hour + shiftHours) * HOUR + shift * MINUTE);
  });
}

function daysOf(from: Instant, to: Instant): number[] {
  const first = Math.floor(from / DAY) - 1;
  const last = Math.floor(to / DAY) + 1;
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

const within =
  (from: Instant, to: Instant) =>
  (at: Instant): boolean =>
    at >= from && at < to;

/** When somebody takes a set on their own schedule, in [from, to), oldest first. */
export function setTimes(course: Course, level: MonitoringLevel, from: Instant, to: Instant): Instant[] {
  const { hours, weekdays } = HOURS[level];
  return daysOf(from, to)
    .filter((day) => weekdays === undefined || weekdays.includes(day % 7))
    .flatMap((day) => momentsOn(day, hours, course.seed, ownShift(course.seed)))
    .filter(within(from, to))
    .toSorted((a, b) => a - b);
}

/** When somebody is measured in between because they are clearly unwell, in [from, to), oldest first. */
export function extraSetTimes(course: Course, from: Instant, to: Instant): Instant[] {
  return daysOf(from, to)
    .flatMap((day) => momentsOn(day, UNWELL_HOURS, course.seed, ownShift(course.seed)))
    .filter((at) => within(from, to)(at) && illnessAt(course, at).severity >= UNWELL_FROM)
    .toSorted((a, b) => a - b);
}

function ownShift(seed: number): number {
  return between(-OWN_SHIFT_HOURS, OWN_SHIFT_HOURS, seed, STREAM, 0);
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
      return within(from, to)(at) ? [{ at, due: new Set(due) }] : [];
    }),
  );
}
