import { DAY, type Instant } from '../instant.ts';
import { atWallClock, type ZoneOffset } from '../timetable.ts';

/** The two parts of a ward's route: who is asked while the hub is open, and who is while it is not. */
export type RoutePart = 'hub-hours' | 'on-call';

/** From and to on one day, in minutes after midnight on the ward's clocks; 1440 is the end of the day. */
export interface HoursOfDay {
  readonly from: number;
  readonly to: number;
}

/** When the hub is open. */
export interface WardHours {
  readonly everyDay: HoursOfDay;
  /** Days with hours of their own, by date (2026-12-25); null is closed all day. */
  readonly days: Readonly<Record<string, HoursOfDay | null>>;
}

/** Every ward's, until it has hours of its own. Source: docs/CLINICAL, section 4. */
export const HUB_HOURS: HoursOfDay = { from: 8 * 60, to: 20 * 60 };

/** So many days ahead a change is looked for. A hub that is closed for longer has none that matters. */
const LOOK_AHEAD = 60;

/** Which part of the route holds at this instant, and until when: null when it does not change within 60 days. */
export function partAt(
  hours: WardHours,
  at: Instant,
  offset: ZoneOffset,
): { readonly part: RoutePart; readonly until: Instant | null } {
  const today = Math.floor((at + offset(at)) / DAY) * DAY;
  let openUntil: Instant | null = null;
  // A day back for places whose date the clocks put back.
  for (let day = today - DAY; day <= today + LOOK_AHEAD * DAY; day += DAY) {
    const open = hoursOn(hours, day);
    if (open === null) {
      if (openUntil !== null) return { part: 'hub-hours', until: openUntil };
      continue;
    }
    const from = atWallClock(day, open.from, offset);
    const to = atWallClock(day, open.to, offset);
    if (openUntil !== null) {
      // Open all night: one day's end is the next one's beginning.
      if (from > openUntil) return { part: 'hub-hours', until: openUntil };
      openUntil = to;
    } else if (from <= at && at < to) openUntil = to;
    else if (from > at) return { part: 'on-call', until: from };
  }
  return openUntil === null ? { part: 'on-call', until: null } : { part: 'hub-hours', until: null };
}

function hoursOn({ everyDay, days }: WardHours, day: Instant): HoursOfDay | null {
  const date = new Date(day).toISOString().slice(0, 10);
  return Object.hasOwn(days, date) ? (days[date] ?? null) : everyDay;
}
