import type { Queryable } from './database.ts';

/** Says that this process is alive, at the time of the database's clock: whoever asks may go by another of their own. */
export async function beat(
  database: Queryable,
  { service, instance }: { service: string; instance: string },
): Promise<void> {
  await database.query(
    `INSERT INTO service_heartbeat (service, instance, at) VALUES ($1, $2, clock_timestamp())
     ON CONFLICT (service, instance) DO UPDATE SET at = excluded.at`,
    [service, instance],
  );
  await database.query(`DELETE FROM service_heartbeat WHERE at < clock_timestamp() - interval '1 day'`);
}

/** Whether any process of this service was heard of within the last so many ms. */
export async function isAlive(database: Queryable, service: string, withinMs: number): Promise<boolean> {
  const [row] = await database.query<{ alive: boolean }>(
    'SELECT EXISTS (SELECT FROM service_heartbeat WHERE service = $1 AND at > clock_timestamp() - make_interval(secs => $2::float8 / 1000)) AS alive',
    [service, withinMs],
  );
  return row?.alive ?? false;
}
