import { describe, expect, it } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { DAY, HOUR, MINUTE, type Duration, type Instant } from './instant.ts';
import { ABOUT_A_DAY, Course, type Moment } from './moment.ts';
import { news2 } from './news2.ts';
import { isPlausible } from './plausible.ts';
import { NO_ANSWERS, type Answers } from './questionnaires.ts';
import { byTime, SET_SPAN, setAt } from './reading-set.ts';
import { DEFAULT_RULE_SET, RULES } from './rule-set.ts';
import { aStay, T0 } from './rules/rule-cases.ts';
import type { MeasuredVital, Reading, SpO2Scale } from './vitals.ts';

/*
 * The rules look at a stay through columns that are filled as far as needed, totals that are kept and statistics that stop
 * early. Here every such answer is held against the plain one, taken from the readings by definition.
 */

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 8 });
const measured = fc.record({
  // Minutes before T0: rounds some hours apart, completed or repeated within the half hour, sometimes at the same instant.
  round: fc.integer({ min: 0, max: 70 }),
  minute: fc.constantFrom(0, 0, 0, 0, 5, 29, 30, 31),
  respiration: maybe(fc.constantFrom(9, 14, 16, 16, 17, 18, 21, 25, 2, 20.5)),
  spo2: maybe(fc.constantFrom(84, 88, 91, 92, 95, 96, 97, 97, 98, 12)),
  onOxygen: maybe(fc.boolean()),
  oxygenFlow: fc.option(fc.constantFrom(0, 1, 2, 4), { nil: undefined, freq: 2 }),
  systolic: maybe(fc.constantFrom(85, 95, 110, 120, 125, 130, 60, 400)),
  diastolic: maybe(fc.constantFrom(60, 70, 75, 90)),
  pulse: maybe(fc.constantFrom(38, 60, 70, 72, 75, 95, 115, 135, 300)),
  consciousness: maybe(fc.constantFrom('A' as const, 'A' as const, 'A' as const, 'C' as const)),
  temperature: maybe(fc.constantFrom(35.9, 36.5, 36.6, 36.7, 37, 38.05, 39.4)),
  weight: fc.option(fc.constantFrom(70, 71.5, 73, 500), { nil: undefined, freq: 2 }),
});
const runs = fc.array(measured, { minLength: 1, maxLength: 45 }).map((rows) =>
  rows
    .map(({ round, minute, ...vitals }, i): Reading => {
      const at = T0 - round * 6 * HOUR + minute * MINUTE;
      return { id: `r${i}`, effectiveAt: at, receivedAt: at + i, ...vitals };
    })
    .toSorted(byTime),
);
const spans = fc.constantFrom<readonly [Duration, Duration]>(
  [ABOUT_A_DAY, 0],
  [2 * DAY, SET_SPAN],
  [7 * DAY + SET_SPAN, SET_SPAN],
  [8 * DAY, ABOUT_A_DAY],
  [30 * DAY, 0],
);
const VITAL_NAMES = ['respiration', 'spo2', 'systolic', 'pulse', 'temperature', 'weight', 'oxygenFlow'] as const;
const aVital = fc.constantFrom<MeasuredVital>(...VITAL_NAMES);

/** The last reading of each instant. */
function endsOf(run: readonly Reading[]): number[] {
  return run.flatMap(({ effectiveAt }, i) => (run[i + 1]?.effectiveAt === effectiveAt ? [] : [i]));
}

function plainMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function plainValues(
  run: readonly Reading[],
  at: Instant,
  vital: MeasuredVital,
  [from, until]: readonly [number, number],
) {
  return run.flatMap((reading) => {
    const value = reading[vital];
    const inTime = reading.effectiveAt > at - from && reading.effectiveAt <= at - until;
    return inTime && value !== undefined && isPlausible(vital, value) ? [value] : [];
  });
}

/** The complete totals by definition: a round is the newest set that shares no half hour with the round after it. */
function plainTotals(run: readonly Reading[], at: Instant, scale: SpO2Scale, [from, until]: readonly [number, number]) {
  const totals: number[] = [];
  for (let round: Instant | undefined = at; round !== undefined && round > at - from;) {
    const score = news2(setAt(run, round).vitals, scale);
    if (round <= at - until && score.kind === 'complete') totals.push(score.total);
    const before: Instant = round - SET_SPAN;
    round = run.findLast(({ effectiveAt }) => effectiveAt <= before)?.effectiveAt;
  }
  return totals;
}

function everyMoment(check: (moment: Moment, run: readonly Reading[]) => unknown): void {
  const scale = fc.constantFrom<SpO2Scale>(1, 2);
  fc.assert(
    fc.property(runs, scale, (run, spo2Scale) => {
      const course = new Course(aStay({ spo2Scale }), run, T0);
      // Newest first, as they are judged, and then oldest first: what is filled in must not depend on who asks first.
      const ends = endsOf(run);
      for (const end of [...ends.toReversed(), ...ends]) check(course.endingWith(end), run);
      course.rest();
    }),
    { numRuns: 60 },
  );
}

describe('what a rule sees at a moment', () => {
  it('is the set by definition', () => {
    everyMoment((moment, run) => {
      const { vitals, readingIds } = setAt(run, moment.at);
      expect(moment.score.readingIds).toEqual(readingIds);
      expect(moment.score.news2).toEqual(news2(vitals, moment.scale));
      expect(moment.vitals).toEqual(vitals);
    });
  });
  it('has the totals of the rounds before, each on the scale of the moment', () => {
    fc.assert(
      fc.property(runs, fc.constantFrom<SpO2Scale>(1, 2), spans, (run, spo2Scale, span) => {
        const course = new Course(aStay({ spo2Scale }), run, T0);
        for (const end of endsOf(run)) {
          const moment = course.endingWith(end);
          expect(moment.totals(...span)).toEqual(plainTotals(run, moment.at, spo2Scale, span));
          expect(moment.dayTotals).toEqual(plainTotals(run, moment.at, spo2Scale, [ABOUT_A_DAY, 0]));
          const own = plainTotals(run, moment.at, spo2Scale, [7 * DAY + SET_SPAN, SET_SPAN]);
          expect(moment.ownNews2()?.value).toEqual(own.length < 4 ? undefined : plainMedian(own));
        }
        course.rest();
      }),
      { numRuns: 60 },
    );
  });
  it('has the believable values of a stretch of time, their middle and their extremes', () => {
    fc.assert(
      fc.property(runs, aVital, spans, (run, vital, span) => {
        const course = new Course(aStay(), run, T0);
        for (const end of endsOf(run)) {
          const moment = course.endingWith(end);
          const values = plainValues(run, moment.at, vital, span);
          expect(moment.values(vital, ...span)).toEqual(values);
          expect(moment.medianOf(vital, ...span, 3)).toEqual(values.length < 3 ? null : plainMedian(values));
          expect(moment.lowest(vital, ...span)).toBe(values.length === 0 ? null : Math.min(...values));
          expect(moment.highest(vital, ...span)).toBe(values.length === 0 ? null : Math.max(...values));
          const week = plainValues(run, moment.at, vital, [7 * DAY + SET_SPAN, SET_SPAN]);
          expect(moment.ownNormal(vital)?.value).toEqual(week.length < 4 ? undefined : plainMedian(week));
        }
        course.rest();
      }),
      { numRuns: 60 },
    );
  });
  it('is not changed by what came after, nor by what was asked of other stays meanwhile', () => {
    fc.assert(
      fc.property(runs, runs, (run, others) => {
        const other = new Course(aStay({ id: 'other' }), others, T0);
        const course = new Course(aStay({ plan: { glucoseLowering: true } }), run, T0);
        for (const end of endsOf(run)) {
          const alone = new Course(course.stay, run.slice(0, end + 1), T0);
          for (const { rule, values } of DEFAULT_RULE_SET.rules) {
            rule.judge(other.endingWith(others.length - 1), values);
            expect(rule.judge(course.endingWith(end), values)).toEqual(rule.judge(alone.endingWith(end), values));
          }
          alone.rest();
        }
        course.rest();
        other.rest();
      }),
      { numRuns: 30 },
    );
  });
});

describe('rules that stop early', () => {
  it('drift finds what its definition finds', () => {
    const LEAST = { respiration: 1.5, spo2: 1, systolic: 5, diastolic: 4, pulse: 3, temperature: 0.2 } as const;
    const zOf = (run: readonly Reading[], at: Instant, vital: keyof typeof LEAST): number | null => {
      const value = setAt(run, at).vitals[vital];
      const before = plainValues(run, at, vital, [14 * DAY, SET_SPAN]);
      if (value === undefined || before.length < 5) return null;
      const usual = plainMedian(before);
      const mad = plainMedian(before.map((earlier) => Math.abs(earlier - usual)));
      return (value - usual) / Math.max(1.4826 * mad, LEAST[vital]);
    };
    const rule = RULES.find(({ id }) => id === 'drift')!;
    const values = { z: 3, readings: 5, days: 14 };
    const asDefined = (moment: Moment, run: readonly Reading[]): string | undefined => {
      const before = run.findLast(({ effectiveAt }) => effectiveAt <= moment.at - SET_SPAN);
      const vital = (Object.keys(LEAST) as (keyof typeof LEAST)[]).find((name) => {
        const now = zOf(run, moment.at, name);
        const then =
          before === undefined || before.effectiveAt < moment.at - 2 * DAY ? null : zOf(run, before.effectiveAt, name);
        return now !== null && then !== null && Math.abs(now) >= 3 && Math.abs(then) >= 3 && now > 0 === then > 0;
      });
      const verdict = rule.judge(moment, values);
      expect(verdict.kind === 'present' ? verdict.facts['vital'] : undefined).toBe(vital);
      return vital;
    };
    everyMoment(asDefined);
    // However the sampling falls: a pulse that has drifted, and came back.
    const drifted = [70, 71, 70, 72, 70, 71, 95, 96, 70].map((pulse, i): Reading => {
      const at = T0 - (9 - i) * 6 * HOUR;
      return { id: `r${i}`, effectiveAt: at, receivedAt: at, pulse };
    });
    const course = new Course(aStay(), drifted, T0);
    expect(drifted.flatMap((_, i) => asDefined(course.endingWith(i), drifted) ?? [])).toEqual(['pulse']);
  });
  it('those that judge by answers alone know nothing without a form', () => {
    everyMoment((moment) => {
      expect(moment.answers).toBe(NO_ANSWERS);
      for (const rule of RULES) {
        if (rule.fromAnswers !== true) continue;
        const { values } = DEFAULT_RULE_SET.rules.find((inForce) => inForce.rule === rule)!;
        expect(rule.judge(moment, values)).toEqual({ kind: 'unknown' });
      }
    });
  });
});

describe('the first and last instant of what a moment sees', () => {
  const scored = (minutesAgo: number, different: Partial<Reading> = {}): Reading => ({
    id: `r${minutesAgo}`,
    effectiveAt: T0 - minutesAgo * MINUTE,
    receivedAt: T0,
    respiration: 16,
    spo2: 97,
    onOxygen: false,
    systolic: 120,
    pulse: 70,
    consciousness: 'A',
    temperature: 37,
    ...different,
  });
  const said = (minutesAgo: number, answers: Answers): Reading => ({
    id: `f${minutesAgo}`,
    effectiveAt: T0 - minutesAgo * MINUTE,
    receivedAt: T0,
    answers,
  });
  /** The moment of the last of these. */
  const momentOf = (run: readonly Reading[], stay = aStay()): Moment =>
    new Course(stay, run, T0).endingWith(run.length - 1);
  const minutesAgo = (moment: Moment | null): number | null => moment && (T0 - moment.at) / MINUTE;

  it.each<[string, number[], number | undefined, number | null]>([
    ['shares no half hour with this one', [31, 30, 29, 0], undefined, 30],
    ['is none where all are of this half hour', [29, 10, 0], undefined, null],
    ['is none before the first', [0], undefined, null],
    ['may be as old as the reach', [120, 0], 120, 120],
    ['and no older', [121, 0], 120, null],
  ])('the round before %s', (_, run, reach, expected) => {
    const moment = momentOf(run.map((minutes) => scored(minutes)));
    expect(minutesAgo(moment.roundBefore(reach && reach * MINUTE))).toBe(expected);
  });

  it('rounds are those after the reach', () => {
    const moment = momentOf([120, 60, 45, 0].map((minutes) => scored(minutes)));
    const rounds = (reach: number) => moment.rounds(reach * MINUTE).map(minutesAgo);
    expect(rounds(121)).toEqual([0, 45, 120]);
    expect(rounds(120)).toEqual([0, 45]);
    expect(rounds(0)).toEqual([]);
  });

  it('totals are those of complete rounds after one instant and up to another', () => {
    const worse = { respiration: 22 };
    const moment = momentOf([
      scored(120, worse),
      scored(60, { pulse: 95 }),
      scored(30),
      scored(0, { spo2: undefined }),
    ]);
    const totals = (from: number, until = 0) => moment.totals(from * MINUTE, until * MINUTE);
    expect(totals(121)).toEqual([0, 1, 2]);
    expect(totals(120)).toEqual([0, 1]);
    expect(totals(121, 60)).toEqual([1, 2]);
    expect(totals(121, 61)).toEqual([2]);
    expect(momentOf([scored(10), scored(0)]).totals(DAY)).toEqual([0]);
    expect(momentOf([scored(60), scored(0)], aStay({ pregnant: true })).totals(DAY)).toEqual([]);
  });

  it('answers are those of the half hour, the later before the earlier', () => {
    const run = [
      said(30, { dizziness: true }),
      said(29, { fell: true, painScore: 2 }),
      said(10, { painScore: 5 }),
      scored(0),
    ];
    expect(momentOf(run).answers).toEqual({ fell: true, painScore: 5 });
  });

  it('answers to a question that takes a number come oldest first, without those to others', () => {
    const run = [
      said(120, { painScore: 1 }),
      said(90, { painScore: 2 }),
      said(80, { fell: true }),
      said(60, { painScore: 3 }),
      scored(50),
      said(30, { painScore: 4 }),
      said(0, { painScore: 9 }),
    ];
    const answered = (from: number, until: number) =>
      momentOf(run).answered('painScore', from * MINUTE, until * MINUTE);
    expect(answered(121, 30)).toEqual([1, 2, 3, 4]);
    expect(answered(120, 31)).toEqual([2, 3]);
    expect(answered(120, 0)).toEqual([2, 3, 4, 9]);
    expect(momentOf(run).ownAnswer('painScore')).toEqual({ value: 2.5, from: 'readings' });
    expect(momentOf(run.slice(1)).ownAnswer('painScore')).toBeNull();
    const stay = aStay({ plan: { baseline: { painScore: 6 } } });
    expect(momentOf(run, stay).ownAnswer('painScore')).toEqual({ value: 6, from: 'plan' });
  });

  it('forms are those after the reach, newest first', () => {
    const run = [said(60, { fell: true }), said(40, { fell: true }), scored(20), said(0, { fell: true })];
    const fell = (reach: number) =>
      momentOf(run)
        .formsWhere(({ fell: yes }) => yes !== false, reach * MINUTE)
        .map((at) => (T0 - at) / MINUTE);
    expect(fell(61)).toEqual([0, 40, 60]);
    expect(fell(60)).toEqual([0, 40]);
  });

  it('without any saturation the scale is the one in force now', () => {
    const order = { scale: 2, from: T0 - HOUR, authorisedBy: 'Dr A', role: 'consultant', reason: 'x' } as const;
    const stay = aStay({ plan: { spo2ScaleOrders: [order] } });
    expect(momentOf([scored(120, { spo2: undefined })], stay).scale).toBe(2);
    expect(momentOf([scored(120), scored(110, { spo2: undefined })], stay).scale).toBe(2);
    expect(new Course(stay, [scored(120), scored(30)], T0).endingWith(0).scale).toBe(1);
  });
});
