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
/** So many people are simulated; patients beyond that have one of their courses, because a simulator takes longer than a replay. */
const PEOPLE = 200;

/** The words of a line after its patient and its time. */
function measuredAt(course: Course, at: Instant): string {
  const { onOxygen, oxygenFlow, weight, ...vitals } = measureAt(course, at).vitals;
  const { pathway, spo2Scale } = course.person;
  const morning = new Date(at).getUTCHours() < 10;
  const words = { pathway, age: 80, spo2Scale, ...vitals, oxygen: onOxygen, oxygenFlow, ...(morning && { weight }) };
  return JSON.stringify(words).slice(1);
}

function lineOf(patient: number, at: Instant, measured: string): string {
  return `{"patient":"p${patient}","at":"${new Date(at).toISOString()}",${measured}\n`;
}

interface Set {
  readonly at: Instant;
  readonly measured: string;
}

function setsOf(course: Course, from: Instant, to: Instant): Set[] {
  return setTimes(course, 'intensive', from, to).map((at) => ({ at, measured: measuredAt(course, at) }));
}

/** Patient by patient, 40 days each. */
export function* patientByPatient(readings: number): Generator<string> {
  const courses = benchCourses(PEOPLE).map((course) => setsOf(course, BEGAN, BEGAN + DAYS_OF_A_PATIENT * DAY));
  for (let patient = 0; patient < readings / DAYS_OF_A_PATIENT / SETS_A_DAY; patient++)
    for (const { at, measured } of courses[patient % PEOPLE]!) yield lineOf(patient, at, measured);
}

/** In order of time, 2,000 patients at once: no course can be finished before the next begins. It has no end. */
export function* inOrderOfTime(): Generator<string> {
  const courses = benchCourses(PEOPLE);
  for (let from = BEGAN; ; from += DAY) {
    const sets = courses.flatMap((course, i) => setsOf(course, from, from + DAY).map((set) => ({ ...set, i })));
    sets.sort((a, b) => a.at - b.at);
    for (const { at, measured, i } of sets)
      for (let patient = i; patient < PATIENTS_AT_ONCE; patient += PEOPLE) yield lineOf(patient, at, measured);
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
  if (count < readings) throw new Error(`only ${count} lines`);
  file.end();
  await once(file, 'finish');
}
