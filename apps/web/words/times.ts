/*
 * Times as the ward says them. Everything is shown in the ward's own time zone, wherever the browser stands.
 * All moments are epoch ms.
 */
const WARD_TIME_ZONE = 'Europe/London';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How a moment is written on the ward's clocks. Made when it is first asked for: to make one takes milliseconds. */
function onWardClocks(parts: Intl.DateTimeFormatOptions, language = 'en-GB'): (at: number) => string {
  let format: Intl.DateTimeFormat | undefined;
  return (at) => (format ??= new Intl.DateTimeFormat(language, { timeZone: WARD_TIME_ZONE, ...parts })).format(at);
}

const HOURS_AND_MINUTES = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const DAY_AND_MONTH = { day: 'numeric', month: 'short' } as const;

/** "14:05". */
export const clockTime = onWardClocks(HOURS_AND_MINUTES);

/** "14:05:09". */
export const clockTimeWithSeconds = onWardClocks({ ...HOURS_AND_MINUTES, second: '2-digit' });

/** "3 Nov 2026". */
export const day = onWardClocks({ ...DAY_AND_MONTH, year: 'numeric' });

/** "2026-11-03". */
export const isoDay = onWardClocks({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'sv-SE');

const dayOfYear = onWardClocks(DAY_AND_MONTH);
const dayOfWeek = onWardClocks({ ...DAY_AND_MONTH, weekday: 'short' });

/** "14:05" on the same day, else "14:05 on 3 Nov". */
export function timeOfDay(at: number, now: number): string {
  const thatDay = dayOfYear(at);
  return thatDay === dayOfYear(now) ? clockTime(at) : `${clockTime(at)} on ${thatDay}`;
}

/** "Tue 3 Nov". */
export const weekday = (at: number): string => dayOfWeek(at).replace(',', '');

/** "14:05 on Tue 3 Nov". */
export const dayAndTime = (at: number): string => `${clockTime(at)} on ${dayOfWeek(at)}`;

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

const writtenInFields = onWardClocks(
  { ...HOURS_AND_MINUTES, year: 'numeric', month: '2-digit', day: '2-digit' },
  'sv-SE',
);

/** "2026-11-03T14:05" on the ward's clocks, as a field for a date and a time has it. */
export const wallClock = (at: number): string => writtenInFields(at).replace(' ', 'T');

/** The moment at which the ward's clocks show this; null for what they never show. Of an hour that comes twice the first. */
export function momentOf(wall: string): number | null {
  const moments = ['+01:00', 'Z'].map((offset) => Date.parse(`${wall}:00${offset}`));
  return moments.find((at) => !Number.isNaN(at) && wallClock(at) === wall) ?? null;
}
