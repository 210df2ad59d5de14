import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { projectRoot } from '../scripts/start/project-root.ts';
import { inOrderOfTime, patientByPatient, record } from './recorded-courses.ts';
import { benchOptions, publish, type Row } from './report.ts';

/*
 * `npm run replay` over 1,000,000 readings of simulated people with four sets a day: once patient by patient, and once in order
 * of time with 2,000 patients at a time, in which no course can be finished before the next begins. Beside it the same lines only
 * read and taken for JSON, which no replay can do without.
 */
const READINGS = 1_000_000;
const options = benchOptions(1);

/** Readings/s of this machine when each line is read and parsed, and nothing more. */
async function onlyParsed(path: string): Promise<number> {
  const began = performance.now();
  let lines = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity }))
    lines += typeof JSON.parse(line) === 'object' ? 1 : 0;
  return Math.round((lines * 1_000) / (performance.now() - began));
}

interface Replayed {
  readonly readings: number;
  readonly seconds: number;
  readonly maxRssMb: number;
  readonly raised: { readonly all: number };
}

async function replayed(path: string): Promise<Replayed> {
  const program = join(projectRoot, 'scripts/replay/run.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [program, '--input', path, '--json'], {
    maxBuffer: 1 << 26,
  });
  const result = JSON.parse(stdout) as Replayed;
  if (result.readings !== READINGS) throw new Error(`${result.readings} readings were replayed`);
  return result;
}

const folder = await mkdtemp(join(tmpdir(), 'homeward-replay-'));
try {
  const path = join(folder, 'readings.ndjson');
  const rows: Row[] = [];
  let raised = 0;
  for (const [order, lines] of [
    ['patient by patient', patientByPatient(READINGS)],
    ['in order of time, 2,000 patients at once', inOrderOfTime()],
  ] as const) {
    process.stderr.write(`writing ${READINGS} readings ${order} …\n`);
    await record(path, lines, READINGS);
    const result = await replayed(path);
    raised += result.raised.all;
    rows.push(
      {
        what: `replay of 1,000,000 readings ${order}`,
        value: Math.round(result.seconds * 10) / 10,
        unit: 's',
        budget: { atMost: 60 },
      },
      { what: 'its memory', value: Math.round(result.maxRssMb), unit: 'MB', budget: { atMost: 500 } },
      {
        what: 'its readings/s, beside the same lines only parsed',
        value: Math.round(READINGS / result.seconds),
        unit: 'readings/s',
        limit: { what: 'read and parsed', value: await onlyParsed(path) },
      },
    );
  }
  await publish('replay', rows, options, { readings: READINGS, raised });
} finally {
  await rm(folder, { recursive: true, force: true });
}
