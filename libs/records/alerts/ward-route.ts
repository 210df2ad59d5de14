import {
  HUB_HOURS,
  partAt,
  wardRoute,
  type AnsweringRole,
  type HoursOfDay,
  type Instant,
  type Person,
  type Priority,
  type Route,
  type RoutePart,
  type ZoneOffset,
} from '#clinical';

/** One step of a ward's own route: people by name, or whoever holds a role. */
export interface StoredStep {
  readonly part: RoutePart;
  readonly role: AnsweringRole | null;
  /** Those of the named who may still answer for the ward. */
  readonly people: readonly Person[];
  /** In ms. */
  readonly waits: Readonly<Record<Priority, number>>;
}

/** A ward's own route, the version in force. */
export interface StoredRoute {
  readonly version: number;
  readonly hours: HoursOfDay;
  readonly days: Readonly<Record<string, HoursOfDay | null>>;
  readonly steps: readonly StoredStep[];
}

/** Whether the account `c` may be asked about alerts of the ward in this column. */
export const mayAnswerFor = (wardId: string): string =>
  `c.disabled_at IS NULL AND c.ward_ids @> ARRAY[${wardId}] AND c.role IN ('hub-clinician', 'lead')`;

/** The newest route of the ward in this column, as `StoredRoute`; null where it has none of its own. */
export const storedRouteOf = (wardId: string): string => `(
  SELECT jsonb_build_object('version', r.version, 'hours', jsonb_build_object('from', r.hub_from, 'to', r.hub_to),
    'days', (SELECT coalesce(jsonb_object_agg(d.day, CASE WHEN d.hub_from IS NULL THEN 'null'::jsonb
        ELSE jsonb_build_object('from', d.hub_from, 'to', d.hub_to) END), '{}')
      FROM alert_route_day d WHERE d.ward_id = r.ward_id AND d.version = r.version),
    'steps', (SELECT jsonb_agg(jsonb_build_object('part', s.period, 'role', s.role,
        'people', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.display_name) ORDER BY c.display_name), '[]')
          FROM alert_route_person p JOIN account c ON c.id = p.account_id
          WHERE p.ward_id = s.ward_id AND p.version = s.version AND p.period = s.period AND p.place = s.place AND ${mayAnswerFor('s.ward_id')}),
        'waits', jsonb_build_object('emergency', s.wait_emergency * 1000::bigint, 'urgent', s.wait_urgent * 1000::bigint,
          'routine', s.wait_routine * 1000::bigint, 'technical', s.wait_technical * 1000::bigint)) ORDER BY s.period, s.place)
      FROM alert_route_step s WHERE s.ward_id = r.ward_id AND s.version = r.version))
  FROM alert_route r WHERE r.ward_id = ${wardId} ORDER BY r.version DESC LIMIT 1)`;

/** The part of a ward's route that holds at an instant, and until when. Without a route of its own it has the usual hours. */
export function partOfRoute(
  stored: Pick<StoredRoute, 'hours' | 'days'> | null,
  at: Instant,
  offset: ZoneOffset,
): { part: RoutePart; until: Instant | null } {
  return partAt({ everyDay: stored?.hours ?? HUB_HOURS, days: stored?.days ?? {} }, at, offset);
}

/** A ward's own route for an alert of this priority at this instant. */
export function routeInForce(stored: StoredRoute, priority: Priority, at: Instant, offset: ZoneOffset): Route {
  const { part, until } = partOfRoute(stored, at, offset);
  // Whoever may no longer answer is not waited for.
  const steps = stored.steps.filter((step) => step.part === part && (step.role !== null || step.people.length > 0));
  return wardRoute(
    // With the number of steps: a step whose people have all left makes another route of it.
    `${stored.version}/${part}/${steps.length}`,
    steps.map(({ role, people, waits }) =>
      role === null
        ? { kind: 'accounts', accounts: people, waitFor: waits[priority] }
        : { kind: 'role', role, waitFor: waits[priority] },
    ),
    priority,
    until,
  );
}
