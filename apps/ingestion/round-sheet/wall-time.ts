import { DAY, MINUTE, zoneOffset, type Instant } from '#clinical';
import type { Cell } from './cells.ts';
import { tidied } from './cells.ts';

/** The clocks on the walls of the homes. */
const ZONE = 'Europe/London';
const offsetOf = zoneOffset(ZONE);

/** A day of the calendar: its midnight as if it were UTC. */
export type WallDay = number;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const BLANK = { blank: true } as const;
const HOW_DATE = 'Write the day, the month and the year, such as 25/12/2026.';

const DAY_FIRST = /^(?:[a-z]+,? )?(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/i;
const YEAR_FIRST = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const WITH_MONTH_NAME = /^(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})[ ,-]+(\d{4})$/i;
const SHORT_YEAR = /^\d{1,2}[/.\- ](?:\d{1,2}|[a-z]{3,9})[/.\- ]\d{2}$/i;

/** The numbers of a date as it is written, before anybody asks whether there is such a day. */
function partsOf(text: string): { year: number; month: number; day: number } | null {
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst) return { day: Number(dayFirst[1]), month: Number(dayFirst[2]), year: Number(dayFirst[3]) };
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) return { day: Number(yearFirst[3]), month: Number(yearFirst[2]), year: Number(yearFirst[1]) };
  const named = WITH_MONTH_NAME.exec(text);
  const month = named ? MONTHS.indexOf((named[2] ?? '').slice(0, 3).toLowerCase()) + 1 : 0;
  return named && month > 0 ? { day: Number(named[1]), month, year: Number(named[3]) } : null;
}

/** Whether a date can only be read with the month first: then none of its sheet can be trusted to have the day first. */
export function isMonthFirst(cell: string): boolean {
  const parts = DAY_FIRST.exec(dateOf(tidied(cell)));
  return parts !== null && Number(parts[2]) > 12 && Number(parts[1]) <= 12 && Number(parts[2]) <= 31;
}

/** Whether a date is written in numbers alone and would be one with the month first, too. */
export function mayBeMonthFirst(cell: string): boolean {
  const parts = DAY_FIRST.exec(dateOf(tidied(cell)));
  return parts !== null && Number(parts[1]) <= 12 && Number(parts[2]) <= 12 && parts[1] !== parts[2];
}

const dateOf = (text: string): string => /^(.*?\d{4})[ T,]+\d{1,2}[:.]\d{2}/.exec(text)?.[1] ?? text;

export function dateCell(cell: string): Cell<WallDay> {
  const text = tidied(cell);
  if (text === '' || text === '-') return BLANK;
  if (SHORT_YEAR.test(text))
    return { wrong: `has a year of two digits, which may be another part of the date. ${HOW_DATE}` };
  if (/^\d{5}(?:\.\d+)?$/.test(text))
    return { wrong: `is a spreadsheet's own number for a day. Make the column a date. ${HOW_DATE}` };
  const parts = partsOf(text);
  if (!parts) return { wrong: `is not a date. ${HOW_DATE}` };
  const { year, month, day } = parts;
  if (month > 12) return { wrong: `has ${month} for a month. ${HOW_DATE}` };
  const midnight = Date.UTC(year, month - 1, day);
  const there = new Date(midnight);
  if (there.getUTCDate() !== day || there.getUTCMonth() !== month - 1 || year < 1900)
    return { wrong: 'is a day that never was.' };
  return { value: midnight };
}

/** A time on the wall: minutes after midnight, and which of the clocks when that is written. */
export interface WallTime {
  readonly minutes: number;
  readonly clock: 'GMT' | 'BST' | null;
}

const HOW_TIME = 'Write it as on a 24-hour clock, such as 09:30.';
const TIME =
  /^(?<hour>\d{1,2})(?:[:.h](?<minute>\d{2})(?::\d{2}(?:\.\d+)?)?)? ?(?<half>am|pm|a\.m\.|p\.m\.)?(?: ?(?:hrs|hours|h))?(?: ?\(?(?<clock>gmt|bst|utc)\)?)?$/i;
const FOUR_DIGITS = /^(?<hour>\d{2})(?<minute>\d{2})(?: ?(?:hrs|hours|h))?(?: ?\(?(?<clock>gmt|bst|utc)\)?)?$/i;

export function timeCell(cell: string): Cell<WallTime> {
  const text = tidied(cell);
  if (text === '' || text === '-') return BLANK;
  const match = FOUR_DIGITS.exec(text)?.groups ?? TIME.exec(text)?.groups;
  if (!match) return { wrong: `is not a time. ${HOW_TIME}` };
  const half = match['half']?.[0]?.toLowerCase();
  // “9” alone is a number of something, not a time.
  if (match['minute'] === undefined && half === undefined) return { wrong: `is not a time. ${HOW_TIME}` };
  const hour = Number(match['hour']);
  const minute = Number(match['minute'] ?? 0);
  if (minute > 59 || hour > 23 || (half !== undefined && (hour < 1 || hour > 12)))
    return { wrong: `is not a time. ${HOW_TIME}` };
  const hours = half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0);
  const clock = match['clock']?.toUpperCase();
  return {
    value: { minutes: hours * 60 + minute, clock: clock === undefined ? null : clock === 'BST' ? 'BST' : 'GMT' },
  };
}

/** Nobody writes a date and a time longer than this: “Wednesday 23rd September 2026 at 09:30 a.m. (BST)”. */
const LONGEST_TIME = 100;
const WITH_TIME =
  /^(?<date>.*?\d{4}|\d{4}-\d{1,2}-\d{1,2})(?:[ T,]+(?:at )?)(?<time>\d{1,2}(?:[:.]\d{2}.*| ?[ap]\.?m\.?.*))$/i;
const ISO_WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** A cell with both in it. With an offset of its own (as programs write it) nothing is left to guess. */
export function dateAndTimeCell(cell: string): Cell<Instant | { day: WallDay; time: WallTime }> {
  const text = tidied(cell);
  if (text === '' || text === '-') return BLANK;
  if (ISO_WITH_OFFSET.test(text)) return { value: Date.parse(text) };
  const match = text.length > LONGEST_TIME ? undefined : WITH_TIME.exec(text)?.groups;
  if (!match) {
    const alone = dateCell(text);
    return 'value' in alone
      ? { wrong: 'has no time. Write the time behind the date, such as 25/12/2026 09:30.' }
      : alone;
  }
  const day = dateCell(match['date'] ?? '');
  if (!('value' in day)) return day;
  const time = timeCell(match['time'] ?? '');
  return 'value' in time ? { value: { day: day.value, time: time.value } } : time;
}

/** When the clocks of the homes showed this, or why nobody can know. */
export function instantOf(day: WallDay, { minutes, clock }: WallTime): { value: Instant } | { wrong: string } {
  const wall = day + minutes * MINUTE;
  if (clock !== null) {
    const instant = wall - (clock === 'BST' ? 60 * MINUTE : 0);
    if (clock === 'GMT' || offsetOf(instant) !== 0) return { value: instant };
    return { wrong: 'says BST on a day when the clocks show GMT.' };
  }
  // The offsets of the day before and the day after are those on the two sides of any change near it.
  const possible = new Set([wall - offsetOf(wall - DAY), wall - offsetOf(wall + DAY)]);
  const shown = [...possible].filter((instant) => instant + offsetOf(instant) === wall);
  const [instant, again] = shown;
  if (instant === undefined) {
    return { wrong: 'never was: the clocks went forward over it that night. Write the time that the clock showed.' };
  }
  if (again !== undefined) {
    return {
      wrong: 'was twice: the clocks went back that night. Write BST behind it for the first, GMT for the second.',
    };
  }
  return { value: instant };
}

const SPOKEN = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** An instant as the homes say it: Wednesday 25 November 2026 at 09:30. */
export const inHomeTime = (instant: Instant): string => SPOKEN.format(instant);
