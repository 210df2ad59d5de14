/** Where the timetable of the end of keeping is kept. */
const PLACE = 'Europe/London';

const THERE = new Intl.DateTimeFormat('en-GB', {
  timeZone: PLACE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/**
 * The day whose run may begin, such as 2026-11-23: from the time of day `at` (02:30) by the clock there. Null before it. An hour that a
 * change of the clocks leaves out is over as soon as the next one begins; one that comes twice is of one day.
 */
export function nightAt(now: Date, at: string): string | null {
  const part = Object.fromEntries(THERE.formatToParts(now).map(({ type, value }) => [type, value]));
  return `${part['hour']}:${part['minute']}` < at ? null : `${part['year']}-${part['month']}-${part['day']}`;
}
