import {
  DEFAULT_RULE_SET,
  evaluateStay,
  HOUR,
  MINUTE,
  news2,
  windowNeeded,
  type EvaluationInput,
  type Instant,
  type Reading,
  type Stay,
  type Vitals,
} from '#clinical';
import { measureAt, setTimes, type Course } from '#simulator';
import { benchCourses } from './courses.ts';
import { rateOf } from './one-thread.ts';
import { benchOptions, publish, type Row } from './report.ts';

/*
 * How fast one thread scores sets, and judges a stay by the full rule set: one fresh set, and as many before it as the row says,
 * four a day. Pure functions, no database; nothing is kept from one evaluation to the next. Each person is judged at three moments
 * of their course, so that the ill are among them, on both SpO2 scales.
 */
const options = benchOptions(4);
const NOW = Date.UTC(2026, 10, 22, 12);
const EVERY = 6 * HOUR;
const HISTORIES = [0, 8, 28] as const;
const courses = benchCourses(100);
const window = windowNeeded(DEFAULT_RULE_SET);

const sets: { vitals: Vitals; scale: 1 | 2 }[] = courses.flatMap((course) =>
  Array.from({ length: 100 }, (_, i) => ({
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
/** What cannot be done without: to look at the seven values. */
const looks = rateOf((n) => {
  const { respiration, spo2, onOxygen, systolic, pulse, consciousness, temperature } = sets[n % sets.length]!.vitals;
  points += (respiration ?? 0) + (spo2 ?? 0) + (systolic ?? 0) + (pulse ?? 0) + (temperature ?? 0);
  points += (onOxygen === true ? 2 : 0) + (consciousness === 'A' ? 0 : 3);
}, options.seconds);

function input(course: Course, id: string, times: readonly Instant[]): EvaluationInput {
  const stay: Stay = {
    id,
    pathway: course.person.pathway,
    level: 'intensive',
    ageYears: 80,
    pregnant: false,
    spo2Scale: course.person.spo2Scale,
    admittedAt: times[0]!,
    plan: {},
  };
  const readings = times.map((at, n): Reading => ({
    id: `${id}-${n}`,
    effectiveAt: at,
    receivedAt: at + 1_000,
    ...measureAt(course, at).vitals,
  }));
  const newest = readings.at(-1)!;
  const now = newest.receivedAt + MINUTE;
  return { stay, readings, fresh: new Set([newest.id]), openAlerts: [], pendingRepeats: [], now };
}

let found = 0;
function judged(inputs: readonly EvaluationInput[]): number {
  return rateOf((n) => {
    found += evaluateStay(inputs[n % inputs.length]!, DEFAULT_RULE_SET).findings.length;
  }, options.seconds);
}

const rows: Row[] = [
  { what: 'NEWS2 scores, one thread', value: scores, unit: 'scores/s', budget: { atLeast: 2_000_000 } },
  {
    what: 'the same, beside only looking at the seven values',
    value: scores,
    unit: 'scores/s',
    limit: { what: 'looked at', value: looks },
  },
  ...HISTORIES.map((history): Row => {
    const inputs = courses.flatMap((course, i) =>
      [0, 3, 6].map((weeks) => {
        const newest = NOW - weeks * 7 * 24 * HOUR;
        const times = Array.from({ length: history + 1 }, (_, n) => newest - (history - n) * EVERY);
        return input(course, `${i}-${weeks}`, times);
      }),
    );
    return {
      what: `full rule-set evaluations, one thread, ${history} sets of history`,
      value: judged(inputs),
      unit: 'evaluations/s',
      budget: { atLeast: 100_000 },
    };
  }),
];

const whole = courses.map((course, i) =>
  input(course, `whole-${i}`, [...setTimes(course, 'intensive', NOW - window, NOW - MINUTE), NOW - MINUTE]),
);
const wholeJudged = judged(whole);
rows.push({
  what: `full rule-set evaluations, one thread, the whole window (${whole[0]!.readings.length} sets)`,
  value: wholeJudged,
  unit: 'evaluations/s',
  limit: { what: 'NEWS2 of one set', value: scores },
});
await publish('rules', rows, options, {
  rules: DEFAULT_RULE_SET.rules.length,
  // Printed so that nothing measured can be optimised away.
  points: Math.round(points),
  found,
});
