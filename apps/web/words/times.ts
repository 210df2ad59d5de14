/*
 * Times as the ward says them. Everything is shown in the ward's own time zone, wherever the browser stands.
 * All moments are epoch ms.
 */
const WARD_TIME_ZONE = 'Europe/London';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const clockFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: WARD_TIME_ZONE,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const clockWithSecondsFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: WARD_TIME_ZONE,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const dayFormat = new Intl.DateTimeFormat('en-GB', { timeZone: WARD_TIME_ZONE, day: 'numeric', month: 'short' });

const yearFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: WARD_TIME_ZONE,
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const weekdayFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: WARD_TIME_ZONE,
  weekday: 'short',
  day: 'numeric',
  month: 'short',
});

/** "14:05". */
export const clockTime = (at: number): string => clockFormat.format(at);

/** "14:05:09". */
export const clockTimeWithSeconds = (at: number): string => clockWithSecondsFormat.format(at);

/** "14:05" on the same day, else "14:05 on 3 Nov". */
export function timeOfDay(at: number, now: number): string {
  const day = dayFormat.format(at);
  return day === dayFormat.format(now) ? clockTime(at) : `${clockTime(at)} on ${day}`;
}

/** "3 Nov 2026". */
export const day = (at: number): string => yearFormat.format(at);

/** "Tue 3 Nov". */
export const weekday = (at: number): string => weekdayFormat.format(at).replace(',', '');

/** "14:05 on Tue 3 Nov". */
export const dayAndTime = (at: number): string => `${clockTime(at)} on ${weekdayFormat.format(at)}`;

/** The start of a day (2026-11-03) on the ward's clocks, in epoch ms; null for what is no day. */
export function startOfDay(date: string): number | null {
  const starts = ['Z', '+01:00'].map((offset) => Date.parse(`${date}T00:00:00${offset}`));
  return starts.find((at) => !Number.isNaN(at) && clockTime(at) === '00:00') ?? null;
}

/** The end of a day (2026-11-03) on the ward's clocks, in epoch ms; null for what is no day. */
export function endOfDay(date: string): number | null {
  // The ward's clocks are on UTC or an hour ahead of it, and are changed at night.
  const ends = ['Z', '+01:00'].map((offset) => Date.parse(`${date}T23:59:59${offset}`));
  return ends.find((at) => !Number.isNaN(at) && clockTime(at) === '23:59') ?? null;
}

/** "14:05 on 3 Nov 2026": for what may be long ago. */
export const dateAndTime = (at: number): string => `${clockTime(at)} on ${day(at)}`;

/** How long, in the two largest units that matter: "under a minute", "12 min", "2 h 10 min", "1 day 3 h". */
export function lengthOfTime(ms: number): string {
  if (ms < MINUTE) return 'under a minute';
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) {
    const minutes = Math.floor((ms % HOUR) / MINUTE);
    return `${Math.floor(ms / HOUR)} h${minutes > 0 ? ` ${minutes} min` : ''}`;
  }
  const days = Math.floor(ms / DAY);
  const hours = Math.floor((ms % DAY) / HOUR);
  return `${days} ${days === 1 ? 'day' : 'days'}${hours > 0 ? ` ${hours} h` : ''}`;
}

/** "just now", "12 min ago". A time slightly ahead of the clock counts as now. */
export function ago(at: number, now: number): string {
  const ms = now - at;
  return ms < MINUTE ? 'just now' : `${lengthOfTime(ms)} ago`;
}

/** "23 s", then as `lengthOfTime`: where every second counts. */
export const lengthToTheSecond = (ms: number): string =>
  ms < MINUTE ? `${Math.floor(ms / 1_000)} s` : lengthOfTime(ms);

/** "23 s ago", "12 min ago". */
export const agoToTheSecond = (at: number, now: number): string => `${lengthToTheSecond(Math.max(0, now - at))} ago`;

/** What is left, to the second: "6 min 12 s", "48 s". */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  const minutes = Math.floor(seconds / 60);
  return `${minutes > 0 ? `${minutes} min ` : ''}${seconds % 60} s`;
}

/** When the next reading is due, or that it is overdue; null when none is expected. */
export function dueInWords(dueAt: number | null, now: number): { words: string; overdue: boolean } | null {
  if (dueAt === null) return null;
  const late = now - dueAt;
  if (late < MINUTE) return { words: `due ${timeOfDay(dueAt, now)}`, overdue: false };
  return { words: `overdue by ${lengthOfTime(late)}`, overdue: true };
}

const wallClockFormat = new Intl.DateTimeFormat('sv-SE', {
  timeZone: WARD_TIME_ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** "2026-11-03T14:05" on the ward's clocks, as a field for a date and a time has it. */
export const wallClock = (at: number): string => wallClockFormat.format(at).replace(' ', 'T');

/** The moment at which the ward's clocks show this; null for what they never show. Of an hour that comes twice the first. */
export function momentOf(wall: string): number | null {
  const moments = ['+01:00', 'Z'].map((offset) => Date.parse(`${wall}:00${offset}`));
  return moments.find((at) => !Number.isNaN(at) && wallClock(at) === wall) ?? null;
}
