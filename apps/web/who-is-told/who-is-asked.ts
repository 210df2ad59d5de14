import { partAt, zoneOffset, type HoursOfDay, type Priority, type RoutePart, type ZoneOffset } from '#clinical';
import { ROUTE_PARTS, type AlertRouteView, type RouteStepView, type Way } from '#contracts';

/*
 * Who a ward's route asks at a moment, worked out as the workers do it, from what the page has: so that a rota can be looked
 * through before it is needed. Moments are epoch ms.
 */

type Route = Pick<AlertRouteView, 'hubHours' | 'days' | 'timeZone' | 'steps'>;

/** 08:00 as minutes after midnight. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const hoursOf = ({ from, to }: { from: string; to: string }): HoursOfDay => ({
  from: minutesOf(from),
  to: minutesOf(to),
});

const zones = new Map<string, ZoneOffset>();

function offsetOf(timeZone: string): ZoneOffset {
  let offset = zones.get(timeZone);
  if (!offset) {
    offset = zoneOffset(timeZone);
    zones.set(timeZone, offset);
  }
  return offset;
}

/** Which part of the route holds at a moment, and until when. */
export function partOf(route: Route, at: number): { part: RoutePart; until: number | null } {
  const days = Object.fromEntries(route.days.map(({ day, hours }) => [day, hours && hoursOf(hours)]));
  return partAt({ everyDay: hoursOf(route.hubHours), days }, at, offsetOf(route.timeZone));
}

/** The moment at which a ward's clocks show this day and time. */
export function momentOf(route: Route, day: string, time: string): number {
  const wall = Date.parse(`${day}T${time}:00Z`);
  const offset = offsetOf(route.timeZone);
  return wall - offset(wall - offset(wall));
}

export interface AskedStep {
  readonly step: RouteStepView;
  /** After how many minutes without an answer it is asked; null for one that is passed over. */
  readonly after: number | null;
}

/** Who is asked of an alert of this priority while this part holds, one after the other, as long as nobody accepts. */
export function askedInTurn(route: Route, part: RoutePart, priority: Priority): AskedStep[] {
  let after = 0;
  return route.steps[part].map((step) => {
    // Nobody waits for a step that asks nobody.
    if (step.people.length === 0 && step.kind !== 'ward-fallback') return { step, after: null };
    const turn = { step, after };
    after += step.waits?.[priority] ?? 0;
    return turn;
  });
}

/** Who a step asks, as it stands at the head of a line. */
export function stepInWords({ kind, role }: Pick<RouteStepView, 'kind' | 'role'>): string {
  if (kind === 'ward-fallback') return 'Everybody on the ward who may answer, again and again';
  if (role === 'lead') return 'Every clinical lead of the ward';
  if (role === 'hub-clinician') return 'Every hub clinician of the ward';
  return 'By name';
}

/** "15 min", "2 h", "12 h 30 min". */
export function waitInWords(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} min`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

const SHORT: Record<Way, string> = { push: 'notification', sms: 'text', email: 'email' };

/** How somebody is told of a priority away from the board, in brackets behind their name. */
export function reachedInWords(ways: readonly Way[] | undefined): string {
  return ways === undefined || ways.length === 0 ? 'board only' : ways.map((way) => SHORT[way]).join(', ');
}

/** What is still wanting in a route that somebody is writing, in sentences: the hub refuses it for these. */
export function gapsIn(
  steps: Readonly<Record<RoutePart, readonly { kind: 'accounts' | 'role'; accounts: readonly string[] }[]>>,
  partNames: Readonly<Record<RoutePart, string>>,
): string[] {
  return ROUTE_PARTS.flatMap((part) => {
    if (steps[part].length === 0) return [`${partNames[part]}: nobody is asked first. Add a step.`];
    return steps[part].flatMap((step, at) =>
      step.kind === 'accounts' && step.accounts.length === 0
        ? [`${partNames[part]}, step ${at + 1}: choose at least one person.`]
        : [],
    );
  });
}
