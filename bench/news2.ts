import {
  DEFAULT_RULE_SET,
  evaluateStay,
  HOUR,
  MINUTE,
  news2,
  windowNeeded,
  type EvaluationInput,
  type Reading,
  type Stay,
  type Vitals,
} from '#clinical';
import { measureAt, seedOf, setTimes, type Course } from '#simulator';
import { benchOptions, publish, type Row } from './report.ts';

/*
 * How fast one thread scores sets, and judges stays by all the rules: pure functions, no database. The sets are those of
 * simulated patients, the ill ones among them, on both SpO2 scales.
 */
const options = benchOptions(4);
const PEOPLE = 400;
const NOW = Date.UTC(2026, 10, 22, 12);
const CALLS_BETWEEN_LOOKS = 1_000;

const courses = Array.from({ length: PEOPLE }, (_, i): Course => {
  const spo2Scale = i % 9 === 0 ? 2 : 1;
  return {
    seed: seedOf(`bench ${i}`),
    person: {
      pathway: (['respiratory', 'cardiac', 'frailty'] as const)[i % 3]!,
      spo2Scale,
      oxygenFlow: 0,
      usual: {
        respiration: 16,
        spo2: spo2Scale === 2 ? 90 : 96.8,
        systolic: 128,
        diastolic: 74,
        pulse: 75,
        temperature: 36.6,
        weight: 70,
      },
    },
  };
});

/**
 * Calls in a second of processor time, after a third of the given time to warm up: what other programs on the machine take
 * does not count.
 */
function rateOf(call: (n: number) => void, seconds: number): number {
  const run = (milliseconds: number): { calls: number; took: number } => {
    const began = process.cpuUsage();
    let calls = 0;
    let took = 0;
    while (took < milliseconds) {
      for (let i = 0; i < CALLS_BETWEEN_LOOKS; i++) call(calls++);
      const { user, system } = process.cpuUsage(began);
      took = (user + system) / 1_000;
    }
    return { calls, took };
  };
  run((seconds * 1_000) / 3);
  const { calls, took } = run(seconds * 1_000);
  return Math.round((calls * 1_000) / took);
}

const sets: { vitals: Vitals; scale: 1 | 2 }[] = courses.flatMap((course) =>
  Array.from({ length: 25 }, (_, i) => ({
    vitals: measureAt(course, NOW - i * 4 * HOUR).vitals,
    scale: course.person.spo2Scale,
  })),
);
let points = 0;
const scores = rateOf((n) => {
  const { vitals, scale } = sets[n % sets.length]!;
  const score = news2(vitals, scale);
  points += score.kind === 'complete' ? score.total : 0;
}, options.seconds);

const window = windowNeeded(DEFAULT_RULE_SET);
const inputs = courses.map((course, i): EvaluationInput => {
  const stay: Stay = {
    id: `stay-${i}`,
    pathway: course.person.pathway,
    level: 'intensive',
    ageYears: 80,
    pregnant: false,
    spo2Scale: course.person.spo2Scale,
    admittedAt: NOW - window,
    plan: { baseline: { ...course.person.usual, news2: 0 } },
  };
  const times = [...setTimes(course, 'intensive', NOW - window, NOW - MINUTE), NOW - MINUTE];
  const readings = times.map((at, n): Reading => ({
    id: `${i}-${n}`,
    effectiveAt: at,
    receivedAt: at + 1_000,
    ...measureAt(course, at).vitals,
  }));
  return { stay, readings, fresh: new Set([readings.at(-1)!.id]), openAlerts: [], pendingRepeats: [], now: NOW };
});
let found = 0;
const evaluations = rateOf((n) => {
  found += evaluateStay(inputs[n % inputs.length]!, DEFAULT_RULE_SET).findings.length;
}, options.seconds);

const rows: Row[] = [
  { what: 'NEWS2 scores, one thread', value: scores, unit: 'scores/s', budget: { atLeast: 2_000_000 } },
  {
    what: 'stays judged by all rules, one fresh reading each',
    value: evaluations,
    unit: 'stays/s',
    budget: { atLeast: 5_000 },
  },
];
await publish('news2', rows, options, {
  rules: DEFAULT_RULE_SET.rules.length,
  readingsInAWindow: Math.round(inputs.reduce((sum, { readings }) => sum + readings.length, 0) / inputs.length),
  // Printed so that nothing measured can be optimised away.
  points,
  found,
});
