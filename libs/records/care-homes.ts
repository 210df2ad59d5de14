import type { CareHome } from '#contracts';
import { offsetOf } from './alerts/alarm-terms.ts';
import { partOfRoute, storedRouteOf, type StoredRoute } from './alerts/ward-route.ts';
import type { Queryable } from './database.ts';

/** The care homes of these wards, or this one alone, by name, with whether their hub is open at this moment. */
export async function careHomesAmong(
  database: Queryable,
  { wardIds, only, now }: { wardIds: readonly string[]; only: string | null; now: Date },
): Promise<CareHome[]> {
  const rows = await database.query<{
    id: string;
    name: string;
    ward: CareHome['ward'];
    time_zone: string;
    route: StoredRoute | null;
  }>(
    `SELECT h.id, h.name, json_build_object('id', ward.id, 'name', ward.name) AS ward, ward.time_zone, ${storedRouteOf('ward.id')} AS route
     FROM care_home h JOIN ward ON ward.id = h.ward_id
     WHERE CASE WHEN $2::text IS NULL THEN h.ward_id = ANY ($1::text[]) ELSE h.id = $2 END
     ORDER BY h.name`,
    [wardIds, only],
  );
  return rows.map(({ id, name, ward, time_zone: zone, route }) => {
    const { part, until } = partOfRoute(route, now.getTime(), offsetOf(zone));
    return { id, name, ward, hubOpen: part === 'hub-hours', hubChangesAt: until };
  });
}
