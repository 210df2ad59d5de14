import { setTimeout as pause } from 'node:timers/promises';
import { startApp } from '../test/harness/apps.ts';
import { openDatabase } from '../test/harness/postgres.ts';
import { stopEverything } from '../test/harness/started.ts';
import { openCrowd } from './crowd.ts';
import type { LoadRequest, LoadResult } from './load.ts';
import { benchOptions, milliseconds, publish, type Row } from './report.ts';
import { SideProgram } from './side-program.ts';

/*
 * Durable readings a second through ingestion, on a fresh database with fsync on, beside a bare handler and plain INSERTs in
 * the same run. The rows take turns, so that a machine that is slow for a while is slow for all of them. At the end the rules
 * worker is started on what has piled up, and timed.
 */
const TURNS = 2;
const PATIENTS = 10_000;
const WARDS = 25;
const EVALUATING_SECONDS = 8;

const options = benchOptions(4);
const say = (text: string) => process.stderr.write(`${text}\n`);
try {
  say('opening a database with 10,000 patients …');
  const database = await openDatabase();
  const crowd = await openCrowd(database, { wards: WARDS, patients: PATIENTS });
  const profiled =
    options.profile === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${options.profile}` };
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

  const measured = new Map<
    string,
    { readings: number; seconds: number; p50: number[]; p99: number[]; refused: number }
  >();
  const measure = async (
    what: string,
    run: (seconds: number) => Promise<Partial<LoadResult> & { readings: number }>,
  ) => {
    const seconds = options.seconds / TURNS;
    const { readings, p50, p99, refused = 0 } = await run(seconds);
    const sum = measured.get(what) ?? { readings: 0, seconds: 0, p50: [], p99: [], refused: 0 };
    measured.set(what, {
      readings: sum.readings + readings,
      seconds: sum.seconds + seconds,
      p50: p50 === undefined ? sum.p50 : [...sum.p50, p50],
      p99: p99 === undefined ? sum.p99 : [...sum.p99, p99],
      refused: sum.refused + refused,
    });
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
      await measure(`bare json ${connections}`, (seconds) => post(bareUrl, 'json', connections, seconds));
      await measure(`json ${connections}`, (seconds) => post(ingestion.url, 'json', connections, seconds));
    }
    await measure('same statement json 32', (seconds) => post(sameStatementUrl, 'json', 32, seconds));
    await measure('fhir 32', (seconds) => post(ingestion.url, 'fhir', 32, seconds));
    await measure('bare batch 4', (seconds) => post(bareUrl, 'json-batch', 4, seconds));
    await measure('batch 4', (seconds) => post(ingestion.url, 'json-batch', 4, seconds));
    await measure('same statement batch 4', (seconds) => post(sameStatementUrl, 'json-batch', 4, seconds));
    await measure('plain', (seconds) => plain.ask({ connections: 8, rows: 100, seconds }));
  }

  say('evaluating what has piled up …');
  // One reading a patient, as a round brings them: what piled up above is hundreds a patient, which no ward sees.
  await ingestion.stop();
  await database.query('TRUNCATE pending_evaluation');
  await database.query('TRUNCATE observation, reading_key');
  await ingestion.start();
  await post(ingestion.url, 'json-batch', 4, 2);
  const waiting = async () =>
    Number((await database.query<{ n: string }>('SELECT count(*) AS n FROM pending_evaluation'))[0]?.n ?? 0);
  const before = await waiting();
  await startApp('rules-worker', { ...env, ...profiled });
  const began = performance.now();
  let left = await waiting();
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
    const { p50, p99, refused } = measured.get(key)!;
    if (refused > 0) say(`${key}: ${refused} requests were refused`);
    return {
      what,
      value: rate(key),
      unit: 'readings/s',
      limit: { what: limitKey, value: rate(limitKey) },
      ...(budget === undefined ? {} : { budget: { atLeast: budget } }),
      ...(p50.length === 0 ? {} : { p50: milliseconds(Math.min(...p50)), p99: milliseconds(Math.max(...p99)) }),
    };
  };
  await publish(
    'ingest',
    [
      row('JSON, 1 connection', 'json 1', 'bare json 1'),
      row('JSON, 8 connections', 'json 8', 'bare json 8'),
      row('JSON, 32 connections', 'json 32', 'bare json 32', 0.7),
      row('bare handler with the same statement, 32 connections', 'same statement json 32', 'bare json 32'),
      row('FHIR Observation, 32 connections', 'fhir 32', 'bare json 32', 0.5),
      row('batches of 100, 4 connections', 'batch 4', 'bare batch 4', 0.6),
      row('bare handler with the same statement, batches of 100', 'same statement batch 4', 'bare batch 4'),
      row('bare handler, batches of 100', 'bare batch 4', 'plain'),
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
