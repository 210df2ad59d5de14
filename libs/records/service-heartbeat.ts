import type { Queryable } from './database.ts';

/** Says that this process is alive. */
export async function beat(
  database: Queryable,
  { service, instance, now }: { service: string; instance: string; now: Date },
): Promise<void> {
  await database.query(
    `INSERT INTO service_heartbeat (service, instance, at) VALUES ($1, $2, $3)
     ON CONFLICT (service, instance) DO UPDATE SET at = excluded.at`,
    [service, instance, now],
  );
  await database.query(`DELETE FROM service_heartbeat WHERE at < $1::timestamptz - interval '1 day'`, [now]);
}

/** Whether any process of this service was heard of since then. */
export async function isAlive(database: Queryable, service: string, since: Date): Promise<boolean> {
  const [row] = await database.query<{ alive: boolean }>(
    'SELECT EXISTS (SELECT FROM service_heartbeat WHERE service = $1 AND at > $2) AS alive',
    [service, since],
  );
  return row?.alive ?? false;
}
