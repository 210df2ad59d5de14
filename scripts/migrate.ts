import { migrateJobs } from '#jobs';
import { Database, openObservationPartitions } from '#records';

/**
 * Brings the database at DATABASE_URL up to date: the missing migrations, the partitions of the months to come and, when no
 * REDIS_URL takes the jobs elsewhere, the job queue's tables. Prints what it applied. Running it again, or twice at once,
 * does no harm.
 */
const databaseUrl = process.env['DATABASE_URL'];
if (!databaseUrl) {
  console.error('DATABASE_URL is not set: give the PostgreSQL database to migrate.');
  process.exit(2);
}

const database = await Database.open({ url: databaseUrl, poolSize: 2, applicationName: 'homeward-migrate' });
try {
  const applied = await database.migrate();
  for (const name of applied) console.log(`applied ${name}`);
  await openObservationPartitions(database, new Date());
  if (!process.env['REDIS_URL']) await migrateJobs(databaseUrl);
  if (applied.length === 0) console.log('nothing to apply: the database is up to date');
} finally {
  await database.close();
}
