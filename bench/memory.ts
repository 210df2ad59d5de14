import { readFile } from 'node:fs/promises';
import { startApp } from '../test/harness/apps.ts';
import { openDatabase } from '../test/harness/postgres.ts';
import { stopEverything } from '../test/harness/started.ts';
import { openCrowd } from './crowd.ts';
import type { LoadRequest, LoadResult } from './load.ts';
import { benchOptions, publish, type Row } from './report.ts';
import { SideProgram } from './side-program.ts';

/*
 * The resident memory of ingestion while a million readings are posted to it, single ones and batches in turn: it is flat.
 * Read from Linux's own account of the process.
 */
const READINGS = 1_000_000;
const PATIENTS = 10_000;
const WARDS = 25;
/** Until here caches fill and code is compiled: what is flat is what comes after. */
const WARM = 100_000;
const BUDGET_MB = 250;
const MOST_GROWTH = 1.25;

const options = benchOptions(2);
const say = (text: string) => process.stderr.write(`${text}\n`);

/** Megabytes; NaN where it cannot be told (not on Linux). Source: proc_pid_status(5). */
async function residentMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? NaN) / 1_000;
}

try {
  const database = await openDatabase();
  const crowd = await openCrowd(database, { wards: WARDS, patients: PATIENTS });
  const ingestion = await startApp('ingestion', { DATABASE_URL: database.url });
  const load = new SideProgram('load');
  const after: { posted: number; mb: number }[] = [];
  let posted = 0;
  for (let run = 0; posted < READINGS; run++) {
    const isSingle = run % 4 === 0;
    const result = await load.ask<LoadResult>({
      port: Number(new URL(ingestion.url).port),
      key: crowd.key,
      shape: isSingle ? 'json' : 'json-batch',
      batch: isSingle ? 1 : 100,
      connections: isSingle ? 32 : 4,
      seconds: options.seconds,
      nhsNumbers: crowd.nhsNumbers,
      run: `run${run}`,
    } satisfies LoadRequest);
    if (result.refused > 0) throw new Error(`${result.refused} requests were refused`);
    posted += result.readings;
    after.push({ posted, mb: await residentMemory(ingestion.pid) });
    if (run % 5 === 0) say(`${posted.toLocaleString('en-GB')} posted: ${Math.round(after.at(-1)?.mb ?? NaN)} MB`);
  }
  const warm = after.filter((one) => one.posted >= WARM).map(({ mb }) => mb);
  const third = Math.max(1, Math.floor(warm.length / 3));
  const mean = (values: readonly number[]): number => Math.round(values.reduce((a, b) => a + b, 0) / values.length);
  const rows: Row[] = [
    {
      what: 'the most that ingestion held',
      value: Math.round(Math.max(...warm)),
      unit: 'MB',
      budget: { atMost: BUDGET_MB },
    },
    {
      what: `ingestion over the last third of ${posted.toLocaleString('en-GB')} readings`,
      value: mean(warm.slice(-third)),
      unit: 'MB',
      limit: { what: 'over the first third', value: mean(warm.slice(0, third)) },
      budget: { atMost: MOST_GROWTH },
    },
  ];
  await publish('memory', rows, options, { patients: PATIENTS, wards: WARDS, posted, after });
} finally {
  await stopEverything();
}
process.exit();
