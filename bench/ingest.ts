import { setTimeout as pause } from 'node:timers/promises';
import { startApp } from '../test/harness/apps.ts';
import { openDatabase } from '../test/harness/postgres.ts';
import { stopEverything } from '../test/harness/started.ts';
import { openCrowd } from './crowd.ts';
import { openServerTime, processorTime } from './processor-time.ts';
import { postAtRate } from './fixed-rate.ts';
import type { LoadRequest, LoadResult } from './load.ts';
import { benchOptions, milliseconds, percentile, profiling, publish, type Row } from './report.ts';
import { SideProgram } from './side-program.ts';

/*
 * Durable readings a second through ingestion, on a fresh database with fsync on, beside a bare handler and plain INSERTs in
 * the same run. The limit is the bare handler that commits the same rows by the same statement; beside it, what is left of one
 * that writes the observation alone, with no identity and no outbox. The rows take turns, so that a machine that is slow for a while is slow for all of them. At the end the rules
 * worker is started on what has piled up, and timed.
 */
const TURNS = 2;
const PATIENTS = 10_000;
const WARDS = 25;
const EVALUATING_SECONDS = 8;
/** Single readings at a fixed rate, and how long the slowest of a hundred may wait for its answer. */
const STEADY = { rate: 500, p99: 25 } as const;

const options = benchOptions(4);
const say = (text: string) => process.stderr.write(`${text}\n`);
try {
  say('opening a database with 10,000 patients …');
  const database = await openDatabase();
  const crowd = await openCrowd(database, { wards: WARDS, patients: PATIENTS });
  const profiled = profiling(options);
  const env = { DATABASE_URL: database.url };
  const ingestion = await startApp('ingestion', { ...env, ...profiled });
  const bare = new SideProgram('bare-handler', env);
  const bareUrl = await bare.ready();
  const sameStatement = new SideProgram('bare-handler', { ...env, STATEMENT: 'store' });
  const sameStatementUrl = await sameStatement.ready();
  const plain = new SideProgram('plain-inserts', env);
  await plain.ready();
  const load = new SideProgram('load');

  let runs = 0;
  const post = async (url: string, shape: LoadRequest['shape'], connections: number, seconds: number) => {
    const request: LoadRequest = {
      port: Number(new URL(url).port),
      key: crowd.key,
      shape,
      batch: shape === 'json-batch' ? 100 : 1,
      connections,
      seconds,
      nhsNumbers: crowd.nhsNumbers,
      run: `run${runs++}`,
    };
    return load.ask<LoadResult>(request);
  };

  const serverTime = await openServerTime(database.url);
  interface Sum {
    readings: number;
    seconds: number;
    refused: number;
    app: number;
    database: number;
    readonly p50: number[];
    readonly p99: number[];
  }
  const measured = new Map<string, Sum>();
  const measure = async (
    what: string,
    pid: number,
    run: (seconds: number) => Promise<Partial<LoadResult> & { readings: number }>,
  ) => {
    const seconds = options.seconds / TURNS;
    const sum = measured.get(what) ?? { readings: 0, seconds: 0, refused: 0, app: 0, database: 0, p50: [], p99: [] };
    const before = { app: await processorTime(pid), database: await serverTime() };
    const result = await run(seconds);
    sum.app += (await processorTime(pid)) - before.app;
    sum.database += (await serverTime()) - before.database;
    sum.readings += result.readings;
    sum.seconds += seconds;
    sum.refused += result.refused ?? 0;
    if (result.p50 !== undefined) sum.p50.push(result.p50);
    if (result.p99 !== undefined) sum.p99.push(result.p99);
    measured.set(what, sum);
  };

  say('warming up …');
  for (const url of [ingestion.url, bareUrl, sameStatementUrl]) {
    await post(url, 'json', 16, 1);
    await post(url, 'json-batch', 4, 0.5);
  }
  await post(ingestion.url, 'fhir', 16, 1);

  for (let turn = 1; turn <= TURNS; turn++) {
    say(`turn ${turn} of ${TURNS} …`);
    for (const connections of [1, 8, 32]) {
      await measure(`bare json ${connections}`, bare.pid, (seconds) => post(bareUrl, 'json', connections, seconds));
      await measure(`json ${connections}`, ingestion.pid, (seconds) =>
        post(ingestion.url, 'json', connections, seconds),
      );
    }
    await measure('same statement json 32', sameStatement.pid, (seconds) =>
      post(sameStatementUrl, 'json', 32, seconds),
    );
    await measure('fhir 32', ingestion.pid, (seconds) => post(ingestion.url, 'fhir', 32, seconds));
    await measure('bare batch 4', bare.pid, (seconds) => post(bareUrl, 'json-batch', 4, seconds));
    await measure('batch 4', ingestion.pid, (seconds) => post(ingestion.url, 'json-batch', 4, seconds));
    await measure('same statement batch 4', sameStatement.pid, (seconds) =>
      post(sameStatementUrl, 'json-batch', 4, seconds),
    );
    await measure('plain', plain.pid, (seconds) => plain.ask({ connections: 8, rows: 100, seconds }));
  }

  say(`${STEADY.rate} single readings a second …`);
  const waits: number[] = [];
  await postAtRate(
    { url: ingestion.url, crowd, rate: STEADY.rate, seconds: options.seconds * TURNS, run: 'steady' },
    { posted: () => undefined, answered: (ms) => void waits.push(ms) },
  );

  say('evaluating what has piled up …');
  // One reading a patient, as a round brings them: what piled up above is hundreds a patient, which no ward sees.
  await ingestion.stop();
  await database.query('TRUNCATE pending_evaluation');
  await database.query('TRUNCATE observation, reading_key');
  await ingestion.start();
  await post(ingestion.url, 'json-batch', 4, 4);
  const waiting = async () =>
    Number((await database.query<{ n: string }>('SELECT count(*) AS n FROM pending_evaluation'))[0]?.n ?? 0);
  await startApp('rules-worker', { ...env, ...profiled });
  // From here and not from its start: how long a program takes to load is not how fast it works.
  const began = performance.now();
  const before = await waiting();
  let left = before;
  while (left > 0 && performance.now() - began < EVALUATING_SECONDS * 1_000) {
    await pause(100);
    left = await waiting();
  }
  const evaluating = (performance.now() - began) / 1_000;

  const rate = (what: string): number => {
    const sum = measured.get(what)!;
    return Math.round(sum.readings / sum.seconds);
  };
  const row = (what: string, key: string, limitKey: string, budget?: number): Row => {
    const { p50, p99, refused, readings, app, database: server } = measured.get(key)!;
    if (refused > 0) say(`${key}: ${refused} requests were refused`);
    return {
      what,
      value: rate(key),
      unit: 'readings/s',
      limit: { what: limitKey, value: rate(limitKey) },
      ...(Number.isNaN(app + server)
        ? {}
        : { processor: { app: Math.round(app / readings), database: Math.round(server / readings) } }),
      ...(budget === undefined ? {} : { budget: { atLeast: budget } }),
      ...(p50.length === 0 ? {} : { p50: milliseconds(Math.min(...p50)), p99: milliseconds(Math.max(...p99)) }),
    };
  };
  await publish(
    'ingest',
    [
      row('JSON, 32 connections', 'json 32', 'same statement json 32', 0.7),
      row('FHIR Observation, 32 connections', 'fhir 32', 'same statement json 32', 0.5),
      row('batches of 100, 4 connections', 'batch 4', 'same statement batch 4', 0.6),
      {
        what: `one JSON reading answered at ${STEADY.rate}/s, p99`,
        value: milliseconds(
          percentile(
            waits.toSorted((a, b) => a - b),
            0.99,
          ),
        ),
        unit: 'ms',
        budget: { atMost: STEADY.p99 },
      },
      row('JSON, 1 connection', 'json 1', 'bare json 1'),
      row('JSON, 8 connections', 'json 8', 'bare json 8'),
      row('JSON, 32 connections, beside the observation alone', 'json 32', 'bare json 32'),
      row('FHIR Observation, 32 connections, beside the observation alone', 'fhir 32', 'bare json 32'),
      row('batches of 100, 4 connections, beside the observation alone', 'batch 4', 'bare batch 4'),
      row('the same statement, 32 connections, beside the observation alone', 'same statement json 32', 'bare json 32'),
      row('the same statement, batches of 100, beside the observation alone', 'same statement batch 4', 'bare batch 4'),
      row('bare handler, 32 connections', 'bare json 32', 'plain'),
      row('bare handler, batches of 100', 'bare batch 4', 'plain'),
      row('plain INSERTs of 100 rows, 8 connections', 'plain', 'plain'),
      {
        what: 'readings evaluated, patients spread wide',
        value: Math.round((before - left) / evaluating),
        unit: 'readings/s',
        budget: { atLeast: 5_000 },
      },
    ],
    options,
    { patients: PATIENTS, wards: WARDS, secondsEach: options.seconds, evaluatedFrom: before, leftToEvaluate: left },
  );
} finally {
  await stopEverything();
}
process.exit();
