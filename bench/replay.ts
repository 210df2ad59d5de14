import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DAY } from '#clinical';
import { measureAt, setTimes, type Course } from '#simulator';
import { projectRoot } from '../scripts/start/project-root.ts';
import { benchCourses } from './courses.ts';
import { benchOptions, publish, type Row } from './report.ts';

/*
 * `npm run replay` over 1,000,000 readings of simulated people with four sets a day: once patient by patient, and once in order
 * of time with 2,000 patients at a time, in which no course can be finished before the next begins.
 */
const READINGS = 1_000_000;
const BEGAN = Date.UTC(2026, 0, 5);
const options = benchOptions(1);

function lineOf(course: Course, patient: number, at: number): string {
  const { onOxygen, oxygenFlow, weight, ...vitals } = measureAt(course, at).vitals;
  const { pathway, spo2Scale } = course.person;
  const morning = new Date(at).getUTCHours() < 10;
  return `${JSON.stringify({
    patient: `p${patient}`,
    pathway,
    age: 60 + (patient % 35),
    spo2Scale,
    at: new Date(at).toISOString(),
    ...vitals,
    oxygen: onOxygen,
    oxygenFlow,
    ...(morning && { weight }),
  })}\n`;
}

/** Patient by patient, 40 days each. */
function* byPatient(): Generator<string> {
  const days = 40;
  for (const [i, course] of benchCourses(READINGS / days / 4).entries())
    for (const at of setTimes(course, 'intensive', BEGAN, BEGAN + days * DAY)) yield lineOf(course, i, at);
}

/** Day by day, everybody's sets of the day in order of time. */
function* byTime(): Generator<string> {
  const courses = benchCourses(2_000);
  for (let from = BEGAN; ; from += DAY) {
    const sets = courses.flatMap((course, i) =>
      setTimes(course, 'intensive', from, from + DAY).map((at) => ({ at, course, i })),
    );
    sets.sort((a, b) => a.at - b.at);
    for (const { at, course, i } of sets) yield lineOf(course, i, at);
  }
}

async function write(path: string, lines: Iterable<string>): Promise<void> {
  const file = createWriteStream(path);
  let count = 0;
  for (const line of lines) {
    if (!file.write(line)) await once(file, 'drain');
    if (++count === READINGS) break;
  }
  file.end();
  await once(file, 'finish');
}

const folder = await mkdtemp(join(tmpdir(), 'homeward-replay-'));
try {
  const rows: Row[] = [];
  let raised = 0;
  for (const [order, lines] of [
    ['patient by patient', byPatient()],
    ['in order of time, 2,000 patients at once', byTime()],
  ] as const) {
    const path = join(folder, 'readings.ndjson');
    process.stderr.write(`writing ${READINGS} readings ${order} …\n`);
    await write(path, lines);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(projectRoot, 'scripts/replay/run.mjs'), '--input', path, '--json'],
      { maxBuffer: 1 << 26 },
    );
    const result = JSON.parse(stdout) as {
      readings: number;
      seconds: number;
      maxRssMb: number;
      raised: { all: number };
    };
    if (result.readings !== READINGS) throw new Error(`${result.readings} readings were replayed`);
    raised += result.raised.all;
    rows.push(
      {
        what: `replay of 1,000,000 readings ${order}`,
        value: Math.round(result.seconds * 10) / 10,
        unit: 's',
        budget: { atMost: 60 },
      },
      { what: `memory of it`, value: Math.round(result.maxRssMb), unit: 'MB', budget: { atMost: 500 } },
    );
  }
  await publish('replay', rows, options, { readings: READINGS, raised });
} finally {
  await rm(folder, { recursive: true, force: true });
}
