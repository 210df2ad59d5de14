import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase, type TestDatabase } from '../test/harness/postgres.ts';
import { programOnPath, type JobBackend } from '../test/harness/settings.ts';
import { openStack } from '../test/harness/stack.ts';
import { stopEverything } from '../test/harness/started.ts';
import { anAlert } from '../test/ward/fixtures.ts';
import { openCrowd } from './crowd.ts';
import { benchOptions, profiling, publish, type Row } from './report.ts';

/*
 * A thousand alarms whose time is up at the same moment: from that moment until each has gone on to its next step and everybody
 * who is asked then is on record, beside the plainest statements that could write the same rows.
 */
const WARDS = 25;
const ALARMS = 1_000;
/** How far ahead the moment is, so that all of them are written before it. */
const AHEAD_MS = 1_500;
const PATIENCE_MS = 60_000;

const options = benchOptions(1);
const say = (text: string) => process.stderr.write(`${text}\n`);

async function openAlarms(database: TestDatabase, wards: readonly string[]): Promise<void> {
  const stays = await database.query<{ id: string; ward_id: string }>(
    'SELECT id, ward_id FROM admission WHERE ward_id = ANY ($1)',
    [wards],
  );
  const first = await anAlert(database, { wardId: stays[0]!.ward_id, admissionId: stays[0]!.id, ruleId: 'bench' });
  // The others as that one.
  await database.query(
    `INSERT INTO alert SELECT (jsonb_populate_record(al, jsonb_build_object('id', gen_random_uuid(), 'admission_id', s.id, 'ward_id', s.ward_id))).*
     FROM alert al, unnest($2::uuid[], $3::text[]) AS s(id, ward_id) WHERE al.id = $1`,
    [first, stays.slice(1).map(({ id }) => id), stays.slice(1).map(({ ward_id }) => ward_id)],
  );
}

/** From the moment at which all are due until none of them is, ms. */
async function dueAtOnce(database: TestDatabase): Promise<number> {
  const [set] = await database.query<{ at: number; alarms: number }>(
    `WITH due AS (SELECT clock_timestamp() + make_interval(secs => $1::float8 / 1000) AS at), set AS (
       UPDATE alert SET next_step_at = due.at, asked_at = asked_at - (next_step_at - due.at) FROM due WHERE rule_id = 'bench' RETURNING alert.id
     ) SELECT (extract(epoch FROM due.at) * 1000)::float8 AS at, (SELECT count(*)::int FROM set) AS alarms FROM due`,
    [AHEAD_MS],
  );
  if (set?.alarms !== ALARMS) throw new Error(`${set?.alarms} alarms are due`);
  for (const gaveUp = performance.now() + PATIENCE_MS; performance.now() < gaveUp;) {
    const [row] = await database.query<{ waiting: number; now: number }>(
      `SELECT count(*)::int AS waiting, (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now
       FROM alert WHERE rule_id = 'bench' AND next_step_at <= to_timestamp($1::float8 / 1000)`,
      [set.at],
    );
    if (row?.waiting === 0) return row.now - set.at;
    await pause(25);
  }
  throw new Error('the alarms were not seen to');
}

/** The rows that go with it, in one transaction and four statements, ms. */
async function plainWrites(database: TestDatabase): Promise<number> {
  const began = performance.now();
  await database.query(
    `WITH moved AS (
       UPDATE alert SET step = 0, version = version + 1, asked_at = clock_timestamp(), next_step_at = clock_timestamp() + interval '1 hour'
       WHERE rule_id = 'bench' RETURNING id, version, ward_id, admission_id
     ), told AS (
       INSERT INTO alert_event (alert_id, at, kind, details) SELECT id, clock_timestamp(), 'timed-out', jsonb_build_object('version', version) FROM moved
     ), asked AS (
       INSERT INTO notification (alert_id, account_id, reason, step, alert_version, created_at, not_before)
       SELECT moved.id, c.id, 'escalated', 1, moved.version, now(), now() FROM moved JOIN account c ON c.ward_ids @> ARRAY[moved.ward_id]
     ), numbered AS (
       UPDATE ward SET feed_seq = feed_seq + 1 WHERE id IN (SELECT ward_id FROM moved) RETURNING id, feed_seq
     )
     INSERT INTO feed_event (ward_id, seq, type, at, tiles, removed) SELECT id, feed_seq, 'alert-changed', now(), '[]', '[]' FROM numbered`,
  );
  return performance.now() - began;
}

async function measure(backend: JobBackend): Promise<Row[]> {
  say(`opening Homeward with jobs on ${backend} …`);
  const database = await openDatabase();
  const { wards } = await openCrowd(database, { wards: WARDS, patients: ALARMS });
  const stack = await openStack({ jobs: backend, database, env: profiling(options) });
  await database.query('UPDATE account SET ward_ids = ward_ids || $1 WHERE role = ANY ($2)', [
    wards,
    ['hub-clinician', 'lead'],
  ]);
  await openAlarms(database, wards);
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    say(`${ALARMS} alarms are due at once …`);
    times.push(await dueAtOnce(database));
  }
  await Promise.all([stack.ingestion.stop(), stack.worker.stop(), stack.hub.stop()]);
  const plain = await plainWrites(database);
  const slowest = Math.max(...times);
  const row = {
    what: `${ALARMS} alarms due at once on ${backend}, the slowest of ${times.length}`,
    value: slowest / 1_000,
    unit: 's',
  };
  return [
    { ...row, budget: { atMost: 5 } },
    {
      ...row,
      what: `the same on ${backend} beside plain statements`,
      limit: { what: 'the same rows, s', value: plain / 1_000 },
    },
  ];
}

try {
  const rows = await measure('postgres');
  if (programOnPath('redis-server') === undefined) say('redis-server was not found: jobs on Redis were not measured.');
  else rows.push(...(await measure('redis')));
  await publish('timers', rows, options, { alarms: ALARMS, wards: WARDS });
} finally {
  await stopEverything();
}
process.exit();
