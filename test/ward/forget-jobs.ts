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
  const names = tables.map((table) => table.name).join(', ');
  for (;;) {
    try {
      // Whoever works on the tables meanwhile takes them in another order: the database lets one of the two begin again.
      await database.query(`TRUNCATE ${names} CASCADE`);
      return;
    } catch (error) {
      if (!isDeadlock(error)) throw error;
    }
  }
}

/** Of two who took the tables in different orders, whoever has to begin again is told so. */
export const isDeadlock = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '40P01';
