import type { TestDatabase, TestRedis } from '../harness/index.ts';

/** Takes every job from the store, wherever it keeps them. */
export async function forgetEveryJob({
  redis,
  database,
}: {
  redis: TestRedis | undefined;
  database: TestDatabase;
}): Promise<void> {
  if (redis) return redis.flush();
  const tables = await database.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'bullmq' AND tablename !~ 'migration'`,
  );
  await database.query(`TRUNCATE ${tables.map((table) => table.name).join(', ')} CASCADE`);
}
