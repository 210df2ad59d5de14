import { describe, expect, it } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import type { OpenAlert } from './alert.ts';
import { evaluateStay, type EvaluationInput } from './evaluate-stay.ts';
import { DAY, HOUR, MINUTE, type Instant } from './instant.ts';
import { DEFAULT_RULE_SET } from './rule-set.ts';
import type { Stay } from './stay.ts';
import type { Reading } from './vitals.ts';

const T0: Instant = Date.UTC(2026, 0, 5, 8);

function aStay(stay: Partial<Stay> = {}): Stay {
  return {
    id: 's1',
    pathway: 'frailty',
    ageYears: 70,
    pregnant: false,
    spo2Scale: 1,
    level: 'standard',
    admittedAt: T0 - DAY,
    plan: {},
    ...stay,
  };
}

/** A healthy complete set, until the test says otherwise. */
function aReading(at: Instant, vitals: Partial<Reading> = {}): Reading {
  return {
    id: `r${at}`,
    effectiveAt: at,
    receivedAt: at,
    respiration: 16,
    spo2: 97,
    onOxygen: false,
    systolic: 120,
    pulse: 70,
    consciousness: 'A',
    temperature: 37,
    ...vitals,
  };
}

const SICK = { respiration: 26, spo2: 90, pulse: 115 };
const UNWELL = { respiration: 21, spo2: 93, pulse: 91 };

function evaluated(readings: Reading[], more: Partial<EvaluationInput> = {}) {
  return evaluateStay(
    {
      stay: aStay(),
      readings,
      fresh: new Set(readings.map(({ id }) => id)),
      openAlerts: [],
      now: Math.max(...readings.map(({ receivedAt }) => receivedAt), T0),
      ...more,
    },
    DEFAULT_RULE_SET,
  );
}

function anAlert(alert: Partial<OpenAlert> = {}): OpenAlert {
  return {
    ruleId: 'news2-medium',
    priority: 'urgent',
    raisedAt: T0,
    effectiveAt: T0,
    count: 1,
    conditionPresent: true,
    ...alert,
  };
}

describe('what the NEWS2 rules find', () => {
  it('raises an urgent alert at 5, and says why', () => {
    const { alertEffects, scores } = evaluated([aReading(T0, UNWELL)]);
    expect(scores).toHaveLength(1);
    expect(alertEffects).toMatchObject([
      {
        kind: 'raise',
        finding: {
          ruleId: 'news2-medium',
          priority: 'urgent',
          at: T0,
          sentence: 'NEWS2 5 (medium): respiration 21 scores 2, SpO2 93 % scores 2, pulse 91 scores 1.',
          evidence: { readingIds: [`r${T0}`], thresholds: { total: 5 } },
        },
      },
    ]);
  });

  it('counts the least total of an incomplete set', () => {
    const { alertEffects } = evaluated([
      aReading(T0, { respiration: 26, spo2: 93, pulse: undefined, temperature: undefined }),
    ]);
    expect(alertEffects).toMatchObject([
      {
        kind: 'raise',
        finding: {
          sentence: 'NEWS2 at least 5 with pulse and temperature missing: respiration 26 scores 3, SpO2 93 % scores 2.',
        },
      },
    ]);
  });

  it('raises one alert, the graver: 7 is an emergency and not also an urgent one', () => {
    const { alertEffects } = evaluated([aReading(T0, SICK)]);
    expect(alertEffects.map((e) => e.kind === 'raise' && e.finding.ruleId)).toEqual(['news2-high']);
  });

  it('raises a single 3 below 5', () => {
    const { alertEffects } = evaluated([aReading(T0, { pulse: 135 })]);
    expect(alertEffects).toMatchObject([
      { kind: 'raise', finding: { ruleId: 'news2-single-red', priority: 'urgent' } },
    ]);
  });

  it('scores no one under 16 or pregnant, and says why', () => {
    for (const [stay, reason] of [
      [aStay({ ageYears: 15 }), 'NEWS2 is not for under 16s: this person is 15.'],
      [aStay({ pregnant: true }), 'NEWS2 is not for use in pregnancy.'],
    ] as const) {
      const { alertEffects, current } = evaluated([aReading(T0, SICK)], { stay });
      expect(alertEffects).toEqual([]);
      expect(current?.latest.news2).toEqual({ kind: 'not-applicable', reason });
    }
  });
});

describe('what becomes of an open alert', () => {
  it('is updated by a further breach', () => {
    const { alertEffects } = evaluated([aReading(T0 + HOUR, UNWELL)], { openAlerts: [anAlert()] });
    expect(alertEffects).toMatchObject([{ kind: 'update', ruleId: 'news2-medium', count: 2 }]);
  });

  it('is not counted twice for one set that a late value completes', () => {
    const stored = aReading(T0, { ...UNWELL, temperature: undefined });
    const late: Reading = { id: 'late', effectiveAt: T0, receivedAt: T0 + HOUR, temperature: 37 };
    const { alertEffects } = evaluated([stored, late], { fresh: new Set(['late']), openAlerts: [anAlert()] });
    expect(alertEffects).toMatchObject([{ kind: 'update', count: 1 }]);
  });

  it('is cleared by a complete lower set only', () => {
    const openAlerts = [anAlert()];
    const incomplete = evaluated([aReading(T0 + HOUR, { temperature: undefined })], { openAlerts });
    expect(incomplete.alertEffects).toEqual([]);
    const complete = evaluated([aReading(T0 + HOUR)], { openAlerts });
    expect(complete.alertEffects).toEqual([
      { kind: 'condition-cleared', ruleId: 'news2-medium', at: T0 + HOUR, sentence: 'NEWS2 0 (low).' },
    ]);
  });

  it('is not cleared by getting worse: the graver rule speaks for it', () => {
    const { alertEffects } = evaluated([aReading(T0 + HOUR, SICK)], { openAlerts: [anAlert()] });
    expect(alertEffects).toMatchObject([{ kind: 'raise', finding: { ruleId: 'news2-high' } }]);
  });

  it('is not cleared twice', () => {
    const { alertEffects } = evaluated([aReading(T0 + HOUR)], { openAlerts: [anAlert({ conditionPresent: false })] });
    expect(alertEffects).toEqual([]);
  });
});

describe('readings that come late', () => {
  it('are historic when a newer complete set has answered them', () => {
    const newer = aReading(T0 + 2 * HOUR);
    const late = aReading(T0, { ...SICK, receivedAt: T0 + 3 * HOUR });
    const { alertEffects, current } = evaluated([late, newer], { fresh: new Set([late.id]) });
    expect(alertEffects).toMatchObject([{ kind: 'historic', answeredBy: T0 + 2 * HOUR, finding: { at: T0 } }]);
    expect(current?.latest.at).toBe(newer.effectiveAt);
  });

  it('still alert when nothing newer can answer', () => {
    const newer: Reading = { id: 'weight', effectiveAt: T0 + 2 * HOUR, receivedAt: T0 + 2 * HOUR, weight: 80 };
    const late = aReading(T0, { ...SICK, receivedAt: T0 + 3 * HOUR });
    const { alertEffects, current } = evaluated([late, newer], { fresh: new Set([late.id]) });
    expect(alertEffects).toMatchObject([{ kind: 'raise', finding: { at: T0 } }]);
    expect(current?.latest.at).toBe(T0);
  });

  it('older than 30 days alert nobody', () => {
    const late = aReading(T0, SICK);
    const { alertEffects, scores } = evaluated([late], { now: T0 + 31 * DAY });
    expect(alertEffects).toEqual([]);
    expect(scores).toHaveLength(1);
  });

  it('re-score a later set that they complete', () => {
    const set = aReading(T0 + 20 * MINUTE, { ...SICK, pulse: undefined, spo2: undefined });
    const late: Reading = { id: 'late', effectiveAt: T0, receivedAt: T0 + HOUR, pulse: 135, spo2: 91 };
    const { scores } = evaluated([set, late], { fresh: new Set(['late']) });
    expect(scores.map(({ at, news2 }) => [at, news2.kind])).toEqual([
      [T0, 'incomplete'],
      [T0 + 20 * MINUTE, 'complete'],
    ]);
  });
});

describe('the current state', () => {
  it('has a trend once there are two complete sets', () => {
    expect(evaluated([aReading(T0)]).current?.trend).toBe('unknown');
    expect(evaluated([aReading(T0), aReading(T0 + 6 * HOUR, UNWELL)]).current?.trend).toBe('rising');
    expect(evaluated([aReading(T0, SICK), aReading(T0 + 6 * HOUR, UNWELL)]).current?.trend).toBe('falling');
    expect(evaluated([aReading(T0), aReading(T0 + 6 * HOUR)]).current?.trend).toBe('steady');
  });

  it('compares rounds, not two sets of one round', () => {
    const repeat: Reading = { id: 'cuff', effectiveAt: T0 + 10 * MINUTE, receivedAt: T0, systolic: 99 };
    expect(evaluated([aReading(T0), repeat]).current?.trend).toBe('unknown');
  });

  it('is null without readings, and does not let a weight push the score away', () => {
    const nothing = evaluateStay(
      { stay: aStay(), readings: [], fresh: new Set(), openAlerts: [], now: T0 },
      DEFAULT_RULE_SET,
    );
    expect(nothing).toEqual({ scores: [], current: null, findings: [], alertEffects: [], repeats: [] });
    const { current } = evaluated([
      aReading(T0, UNWELL),
      { id: 'w', effectiveAt: T0 + 5 * HOUR, receivedAt: T0 + 5 * HOUR, weight: 70 },
    ]);
    expect(current).toMatchObject({ latest: { at: T0 }, lastReadingAt: T0 + 5 * HOUR });
  });
});

describe('properties', () => {
  const reading = fc.record({
    minute: fc.integer({ min: 0, max: 600 }),
    respiration: fc.option(fc.integer({ min: 6, max: 40 }), { nil: undefined }),
    spo2: fc.option(fc.integer({ min: 80, max: 100 }), { nil: undefined }),
    pulse: fc.option(fc.integer({ min: 35, max: 160 }), { nil: undefined }),
    rest: fc.boolean(),
  });
  const readings = fc.array(reading, { minLength: 1, maxLength: 12 }).map((rows) =>
    rows.map(({ minute, rest, ...vitals }, i): Reading => {
      const at = T0 + minute * MINUTE;
      const others = rest ? { systolic: 120, temperature: 37, consciousness: 'A' as const, onOxygen: false } : {};
      return { id: `r${i}`, effectiveAt: at, receivedAt: at, ...vitals, ...others };
    }),
  );

  it('the order of arrival does not change the state nor what was found', () => {
    fc.assert(
      fc.property(readings, fc.infiniteStream(fc.nat()), (rows, keys) => {
        const shuffled = rows.map((row) => ({ row, key: keys.next().value })).toSorted((a, b) => a.key - b.key);
        expect(evaluated(shuffled.map(({ row }) => row))).toEqual(evaluated(rows));
      }),
    );
  });

  it('evaluating with nothing fresh changes nothing', () => {
    fc.assert(
      fc.property(readings, (rows) => {
        const again = evaluated(rows, { fresh: new Set() });
        expect(again).toMatchObject({ scores: [], findings: [], alertEffects: [] });
        expect(again.current).toEqual(evaluated(rows).current);
      }),
    );
  });
});

describe('a set that could not be taken', () => {
  const contact = (at: Instant, more: Partial<Reading> = {}): Reading => ({
    id: `c${at}`,
    effectiveAt: at,
    receivedAt: at,
    notTaken: { all: 'refused' },
    ...more,
  });
  const fresh = new Set([`c${T0}`]);

  it('raises nothing and answers nothing, whatever was measured in its half hour', () => {
    for (const vitals of [SICK, {}]) {
      const before = aReading(T0 - 10 * MINUTE, vitals);
      const open = anAlert({ effectiveAt: T0 - HOUR });
      const after = evaluated([before, contact(T0)], { fresh, openAlerts: [open] });
      expect(after).toMatchObject({ scores: [], findings: [], alertEffects: [] });
      expect(after.current?.lastReadingAt).toBe(before.effectiveAt);
    }
  });

  it('is still heard in what was answered with it', () => {
    const after = evaluated([contact(T0, { answers: { chestPain: true } })]);
    expect(after.scores).toEqual([]);
    expect(after.findings).toMatchObject([{ ruleId: 'red-flag-answer', priority: 'emergency' }]);
  });
});
