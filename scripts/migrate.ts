import { Database, openObservationPartitions } from '#records';

/**
 * Brings the database at DATABASE_URL up to date: the missing migrations and the partitions of the months to come.
 * Prints what it applied. Running it again, or twice at once, does no harm.
 */
const url = process.env['DATABASE_URL'];
if (!url) {
  console.error('DATABASE_URL is not set: give the PostgreSQL database to migrate.');
  process.exit(2);
}

const database = await Database.open({ url, poolSize: 2, applicationName: 'homeward-migrate' });
try {
  const applied = await database.migrate();
  for (const name of applied) console.log(`applied ${name}`);
  await openObservationPartitions(database, new Date());
  if (applied.length === 0) console.log('nothing to apply: the database is up to date');
} finally {
  await database.close();
}
