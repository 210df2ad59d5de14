import {
  acceptBy,
  defaultRoute,
  MINUTE,
  zoneOffset,
  type AcceptTimes,
  type Instant,
  type Priority,
  type Route,
  type ZoneOffset,
} from '#clinical';
import type { Queryable } from '../database.ts';
import { routeInForce, storedRouteOf, type StoredRoute } from './ward-route.ts';

/** What a ward's alarms go by, at one moment of the database's clock: the only clock that due times are made and read by. */
export interface WardAlarmTerms {
  readonly now: Instant;
  /** By when an alert that is raised now is to be accepted. */
  acceptBy(priority: Priority): Instant;
  /** Who is asked from now on. */
  routeFor(priority: Priority): Route;
}

interface TermsRow {
  id: string;
  time_zone: string;
  now: number;
  accept_emergency_minutes: number;
  accept_urgent_minutes: number;
  accept_technical_minutes: number;
  accept_routine_by: number;
  route: StoredRoute | null;
}

const TERMS = `
  SELECT id, time_zone, floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now,
    accept_emergency_minutes, accept_urgent_minutes, accept_technical_minutes, accept_routine_by, ${storedRouteOf('ward.id')} AS route
  FROM ward WHERE id = ANY ($1::text[])`;

const zones = new Map<string, ZoneOffset>();

/** A formatter for a zone is dear to make, and the zones of wards are few. */
export function offsetOf(zone: string): ZoneOffset {
  let offset = zones.get(zone);
  if (!offset) {
    offset = zoneOffset(zone);
    zones.set(zone, offset);
  }
  return offset;
}

/** The terms of these wards now. Call it with the alerts' stays locked: what it says is written into them. */
export async function alarmTermsOf(
  database: Queryable,
  wardIds: Iterable<string>,
): Promise<(wardId: string) => WardAlarmTerms> {
  const rows = await database.query<TermsRow>(TERMS, [[...new Set(wardIds)]], 'alarm-terms');
  const byWard = new Map(rows.map((row) => [row.id, termsOf(row)]));
  return (wardId) => {
    const terms = byWard.get(wardId);
    if (!terms) throw new Error(`there is no ward ${wardId}`);
    return terms;
  };
}

function termsOf(row: TermsRow): WardAlarmTerms {
  const { now } = row;
  const times: AcceptTimes = {
    emergency: row.accept_emergency_minutes * MINUTE,
    urgent: row.accept_urgent_minutes * MINUTE,
    technical: row.accept_technical_minutes * MINUTE,
    routineBy: row.accept_routine_by,
  };
  const by = (priority: Priority): Instant => acceptBy(priority, now, times, offsetOf(row.time_zone));
  const { route } = row;
  return {
    now,
    acceptBy: by,
    routeFor: (priority) =>
      route === null
        ? defaultRoute(priority, by(priority) - now)
        : routeInForce(route, priority, now, offsetOf(row.time_zone)),
  };
}
