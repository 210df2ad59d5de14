import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { DAY, type Instant } from '#clinical';
import { measureAt, setTimes, type Course } from '#simulator';
import { benchCourses } from './courses.ts';

/* Long recordings of simulated people with four sets a day, as lines that `npm run replay` reads. */

const BEGAN = Date.UTC(2026, 0, 5);
const SETS_A_DAY = 4;
const DAYS_OF_A_PATIENT = 40;
const PATIENTS_AT_ONCE = 2_000;

function lineOf(course: Course, patient: number, at: Instant): string {
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
export function* patientByPatient(readings: number): Generator<string> {
  const patients = Math.ceil(readings / DAYS_OF_A_PATIENT / SETS_A_DAY);
  for (const [i, course] of benchCourses(patients).entries())
    for (const at of setTimes(course, 'intensive', BEGAN, BEGAN + DAYS_OF_A_PATIENT * DAY)) yield lineOf(course, i, at);
}

/** In order of time, 2,000 patients at once: no course can be finished before the next begins. It has no end. */
export function* inOrderOfTime(): Generator<string> {
  const courses = benchCourses(PATIENTS_AT_ONCE);
  for (let from = BEGAN; ; from += DAY) {
    const sets = courses.flatMap((course, i) =>
      setTimes(course, 'intensive', from, from + DAY).map((at) => ({ at, course, i })),
    );
    sets.sort((a, b) => a.at - b.at);
    for (const { at, course, i } of sets) yield lineOf(course, i, at);
  }
}

/** Writes so many of the lines. */
export async function record(path: string, lines: Iterable<string>, readings: number): Promise<void> {
  const file = createWriteStream(path);
  let count = 0;
  for (const line of lines) {
    if (!file.write(line)) await once(file, 'drain');
    if (++count === readings) break;
  }
  file.end();
  await once(file, 'finish');
}
