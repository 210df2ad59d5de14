import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { openDatabase } from '../test/harness/postgres.ts';
import { openStack } from '../test/harness/stack.ts';
import { stopEverything } from '../test/harness/started.ts';
import { openCrowd } from './crowd.ts';
import type { LoadRequest, LoadResult } from './load.ts';
import { openServerTime, processorTime } from './processor-time.ts';
import { benchOptions, milliseconds, percentile, publish, type Row } from './report.ts';
import { SideProgram } from './side-program.ts';
import { sessionCookie } from './sign-in.ts';

/*
 * What a stored reading, a read board and an evaluated reading cost when nothing is stored yet, and when there are a million
 * and twenty million readings. The first million are everybody's last four weeks, which is what rules and boards look at; all
 * others are of the two years before. History is written by PostgreSQL itself, into the true tables with their true indexes:
 * a month's readings lie in that month's partition, each with its score, and with its identity where the worker has it by then.
 * `HOMEWARD_BENCH_HISTORY=1000000,20000000` says how many.
 */
const PATIENTS = 10_000;
/** Of twenty beds, as wards are. */
const WARDS = 500;
const MONTHS = 24;
/** Rows in one statement: what one of them writes fits into memory. */
const PIECE = 500_000;
const BOARD_READS = 300;
/** Nothing may cost more than this much of what it cost at first. */
const MOST_RATIO = 1.25;

const options = benchOptions(10);
const SIZES = (process.env['HOMEWARD_BENCH_HISTORY'] ?? '1000000,20000000').split(',').map(Number);
const say = (text: string) => process.stderr.write(`${text}\n`);

const RECENT_MS = 28 * 24 * 3_600_000;

interface Span {
  readonly from: Date;
  readonly to: Date;
}

const startOfMonth = (now: Date, months: number): Date =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1));

/** Where older history lies: whole months that were over when the last four weeks began, the oldest first. */
function monthsBefore(now: Date): Span[] {
  return Array.from({ length: MONTHS }, (_, i) => {
    const month = i - 1 - MONTHS;
    return { from: startOfMonth(now, month), to: startOfMonth(now, month + 1) };
  });
}

/** One piece of history: readings of all stays in turn over one month. `$1`: the first number, `$2`: how many. */
const pieceOfHistory = (keys: 'reading_key' | 'reading_key_past'): string => `
  WITH stays AS MATERIALIZED (
    SELECT id, patient_id, row_number() OVER (ORDER BY id) - 1 AS place FROM admission
  ), said AS (
    SELECT gen_random_uuid() AS id, n, stays.id AS admission_id, stays.patient_id,
      $3::timestamptz + ($4::timestamptz - $3::timestamptz) * ((n - $1)::float8 / $2) AS at
    FROM generate_series($1::bigint, $1::bigint + $2 - 1) AS n JOIN stays ON stays.place = n % $5
  ), stored AS (
    INSERT INTO observation (id, received_at, effective_at, source_id, source_ref, patient_id, admission_id, respiration,
      spo2, on_oxygen, systolic, diastolic, pulse, consciousness, temperature, weight, details)
    SELECT id, at, at - interval '1 minute', $6, md5(n::text), patient_id, admission_id, 16 + n % 3,
      96 + n % 3, false, 120 + n % 20, 70 + n % 9, 70 + n % 15, 'A', 36.5 + (n % 8) / 10.0, 70, '{"method": "device"}'
    FROM said
  ), known AS (
    INSERT INTO ${keys} (source_id, source_ref, observation_id, received_at)
    SELECT $6, md5(n::text), id, at FROM said
  )
  INSERT INTO news2_score (admission_id, at, complete, least, most, scale, sub_scores, reading_ids, rule_set_version)
  SELECT admission_id, at - interval '1 minute', true, 0, 0, 1,
    '{"respiration":0,"spo2":0,"oxygen":0,"systolic":0,"pulse":0,"consciousness":0,"temperature":0}', ARRAY[id], '1'
  FROM said ON CONFLICT DO NOTHING`;

async function fill(client: pg.Client, from: number, to: number, sourceId: number): Promise<void> {
  const now = new Date();
  const recent = from === 0;
  const spans = recent ? [{ from: new Date(now.getTime() - RECENT_MS), to: now }] : monthsBefore(now);
  for (const month of [...monthsBefore(now), { from: startOfMonth(now, -1), to: startOfMonth(now, 0) }]) {
    const name = `observation_${month.from.toISOString().slice(0, 7).replace('-', '_')}`;
    await client.query(
      `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF observation FOR VALUES FROM ('${month.from.toISOString()}') TO ('${month.to.toISOString()}')`,
    );
  }
  // The session means to read every stay for each piece, and nobody waits for its commits.
  await client.query('SET enable_seqscan = on; SET synchronous_commit = off');
  const each = Math.ceil((to - from) / spans.length);
  for (const [i, whole] of spans.entries()) {
    const [first, last] = [from + i * each, Math.min(to, from + (i + 1) * each)];
    for (let n = first; n < last; n += PIECE) {
      const count = Math.min(PIECE, last - n);
      const span = whole.to.getTime() - whole.from.getTime();
      const at = (number: number) =>
        new Date(whole.from.getTime() + Math.floor((span * (number - first)) / Math.max(1, last - first)));
      const piece = pieceOfHistory(recent ? 'reading_key' : 'reading_key_past');
      await client.query(piece, [n, count, at(n), at(n + count), PATIENTS, sourceId]);
    }
    if (i % 6 === 5) say(`  ${Math.min(last, to).toLocaleString('en-GB')} of ${to.toLocaleString('en-GB')}`);
  }
  await client.query('VACUUM (ANALYZE) observation');
  await client.query('VACUUM (ANALYZE) reading_key');
  await client.query('VACUUM (ANALYZE) reading_key_past');
  await client.query('VACUUM (ANALYZE) news2_score');
  await client.query('CHECKPOINT');
  // The server's own housekeeping after so many rows is no cost of the reading that comes next.
  const housekeeping = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE backend_type = 'autovacuum worker'`;
  while (((await client.query<{ n: number }>(housekeeping)).rows[0]?.n ?? 0) > 0) await pause(1_000);
}

/** What things cost with so much stored. */
interface Cost {
  readonly stored: number;
  readonly singles: LoadResult & { readonly app: number; readonly database: number };
  readonly batches: LoadResult & { readonly app: number; readonly database: number };
  /** Sorted, ms. */
  readonly boards: readonly number[];
  /** Processor time of the worker and the database for one reading, µs. */
  readonly evaluated: { readonly app: number; readonly database: number };
  readonly gigabytes: number;
}

try {
  say(`opening Homeward with ${PATIENTS.toLocaleString('en-GB')} patients on ${WARDS} wards …`);
  const database = await openDatabase();
  const crowd = await openCrowd(database, { wards: WARDS, patients: PATIENTS });
  const stack = await openStack({ jobs: 'postgres', database });
  await database.query('UPDATE account SET ward_ids = ward_ids || $1 WHERE role = $2', [crowd.wards, 'hub-clinician']);
  const clinician = stack.demo.accounts.find(({ role }) => role === 'hub-clinician');
  if (!clinician) throw new Error('there is no clinician');
  const cookie = await sessionCookie(stack.url, clinician);
  const [source] = await database.query<{ id: number }>(`SELECT id FROM source WHERE name = 'Bench'`);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const load = new SideProgram('load');
  const serverTime = await openServerTime(database.url);

  let runs = 0;
  const post = async (shape: LoadRequest['shape'], connections: number, seconds: number) => {
    const before = { app: await processorTime(stack.ingestion.pid), database: await serverTime() };
    const result = await load.ask<LoadResult>({
      port: Number(new URL(stack.url).port),
      key: crowd.key,
      shape,
      batch: shape === 'json-batch' ? 100 : 1,
      connections,
      seconds,
      nhsNumbers: crowd.nhsNumbers,
      run: `run${runs++}`,
    } satisfies LoadRequest);
    if (result.refused > 0) throw new Error(`${result.refused} requests were refused`);
    return {
      ...result,
      app: ((await processorTime(stack.ingestion.pid)) - before.app) / result.readings,
      database: ((await serverTime()) - before.database) / result.readings,
    };
  };
  const pending = async () =>
    Number((await database.query<{ n: string }>('SELECT count(*) AS n FROM pending_evaluation'))[0]?.n ?? 0);

  const costs: Cost[] = [];
  const measure = async (stored: number) => {
    say(`measuring with ${stored.toLocaleString('en-GB')} stored …`);
    // The worker would take turns with what is measured.
    await stack.worker.stop();
    await post('json', 32, 2);
    const singles = await post('json', 32, options.seconds / 2);
    const batches = await post('json-batch', 4, options.seconds / 2);

    // What a round of everybody costs to evaluate: what piled up above is dozens a patient, which no ward sees.
    await database.query('TRUNCATE pending_evaluation');
    const round = await post('json-batch', 4, 1);
    const waiting = await pending();
    const before = { database: await serverTime() };
    await stack.worker.start();
    const began = { app: await processorTime(stack.worker.pid) };
    while ((await pending()) > 0) await pause(200);
    const evaluated = {
      app: ((await processorTime(stack.worker.pid)) - began.app) / waiting,
      database: ((await serverTime()) - before.database) / waiting,
    };
    say(`  ${round.readings} readings of a round evaluated`);

    const boards: number[] = [];
    for (let i = 0; i < BOARD_READS + 20; i++) {
      const at = performance.now();
      const answer = await fetch(`${stack.hub.url}/api/wards/${crowd.wards[i % WARDS]}/board`, { headers: { cookie } });
      const { tiles } = (await answer.json()) as { tiles: unknown[] };
      if (tiles.length !== PATIENTS / WARDS) throw new Error(`a board had ${tiles.length} tiles`);
      if (i >= 20) boards.push(performance.now() - at);
    }
    const [size] = await database.query<{ bytes: string }>(`SELECT pg_database_size(current_database()) AS bytes`);
    costs.push({
      stored,
      singles,
      batches,
      boards: boards.toSorted((a, b) => a - b),
      evaluated,
      gigabytes: Number(size?.bytes ?? 0) / 1e9,
    });
  };

  await measure(0);
  let stored = 0;
  for (const size of SIZES) {
    say(`storing ${size.toLocaleString('en-GB')} readings …`);
    await stack.worker.stop();
    await fill(client, stored, size, source?.id ?? 1);
    await stack.worker.start();
    stored = size;
    await measure(size);
  }
  await client.end();

  const [empty, recent = empty] = costs;
  if (!empty || !recent) throw new Error('nothing was measured');
  const rows = costs.flatMap((measured): Row[] => {
    const { stored: size, singles, batches, boards, evaluated, gigabytes } = measured;
    const at = `${size.toLocaleString('en-GB')} stored`;
    /** What is written costs what it did with nothing stored. */
    const beside = (value: number) => (measured === empty ? {} : { limit: { what: 'with nothing stored', value } });
    const within = measured === empty ? {} : { budget: { atMost: MOST_RATIO } };
    /** What looks back over weeks costs what it did when they were full and nothing lay before them. */
    const besideFull = (nothing: number, full: number) =>
      measured === recent || measured === empty
        ? beside(nothing)
        : { limit: { what: 'with four weeks stored', value: full }, budget: { atMost: MOST_RATIO } };
    const cost = (one: { app: number; database: number }): number => Math.round(one.app + one.database);
    return [
      {
        what: `JSON, 32 connections, ${at}`,
        value: Math.round(singles.readings / singles.seconds),
        unit: 'readings/s',
        ...beside(Math.round(empty.singles.readings / empty.singles.seconds)),
        p50: milliseconds(singles.p50),
        p99: milliseconds(singles.p99),
      },
      {
        what: `a reading stored by itself, ${at}`,
        value: cost(singles),
        unit: 'µs CPU',
        ...beside(cost(empty.singles)),
        ...within,
      },
      {
        what: `a reading stored in a batch, ${at}`,
        value: cost(batches),
        unit: 'µs CPU',
        ...beside(cost(empty.batches)),
        ...within,
      },
      {
        what: `a reading evaluated, ${at}`,
        value: cost(evaluated),
        unit: 'µs CPU',
        ...besideFull(cost(empty.evaluated), cost(recent.evaluated)),
      },
      {
        what: `a board of 20 read, p50, ${at}`,
        value: milliseconds(percentile(boards, 0.5)),
        unit: 'ms',
        ...besideFull(milliseconds(percentile(empty.boards, 0.5)), milliseconds(percentile(recent.boards, 0.5))),
      },
      { what: `the database, ${at}`, value: Math.round(gigabytes * 100) / 100, unit: 'GB' },
    ];
  });
  await publish('history', rows, options, {
    patients: PATIENTS,
    wards: WARDS,
    months: MONTHS,
    boardReads: BOARD_READS,
  });
} finally {
  await stopEverything();
}
process.exit();
