import { describe, expect, it } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { evaluateStay, type EvaluationInput } from './evaluate-stay.ts';
import { HOUR, MINUTE, type Instant } from './instant.ts';
import { DEFAULT_RULE_SET } from './rule-set.ts';
import { aStay, T0, WELL } from './rules/rule-cases.ts';
import { spo2ScaleAt, type SpO2ScaleOrder } from './stay.ts';
import type { Reading, SpO2Scale } from './vitals.ts';

/** Source: docs/CLINICAL, section 1: a change of scale re-scores the present, never history. */

function anOrder(scale: SpO2Scale, from: Instant): SpO2ScaleOrder {
  return { scale, from, authorisedBy: 'Dr Hall', role: 'consultant', reason: 'hypercapnic failure on blood gas' };
}

function aSet(at: Instant, spo2?: number): Reading {
  return { ...WELL, id: `r${at}`, effectiveAt: at, receivedAt: at, spo2 };
}

function evaluated(readings: Reading[], orders: SpO2ScaleOrder[] | undefined, more: Partial<EvaluationInput> = {}) {
  const plan = orders === undefined ? {} : { spo2ScaleOrders: orders };
  return evaluateStay(
    {
      stay: aStay({ pathway: 'respiratory', plan }),
      readings,
      fresh: new Set(readings.map(({ id }) => id)),
      openAlerts: [],
      now: T0,
      ...more,
    },
    DEFAULT_RULE_SET,
  );
}

describe('the scale in force', () => {
  it('is that of the newest order up to then, and before the first the one on admission', () => {
    const plan = { spo2ScaleOrders: [anOrder(1, T0 + HOUR), anOrder(2, T0)] };
    const at = (instant: Instant) => spo2ScaleAt(aStay({ plan }), instant);
    expect([T0 - 1, T0, T0 + HOUR - 1, T0 + HOUR].map(at)).toEqual([1, 2, 2, 1]);
    expect(spo2ScaleAt(aStay({ spo2Scale: 2, plan }), T0 - 1)).toBe(2);
    expect(spo2ScaleAt(aStay({ spo2Scale: 2 }), T0)).toBe(2);
  });
  it('of two orders of one instant the later made counts', () => {
    expect(spo2ScaleAt(aStay({ plan: { spo2ScaleOrders: [anOrder(2, T0), anOrder(1, T0)] } }), T0)).toBe(1);
  });
});

describe('a change of scale', () => {
  const before = aSet(T0 - 12 * HOUR, 90);
  const present = aSet(T0 - 6 * HOUR, 90);
  const order = anOrder(2, T0 - HOUR);

  it('re-scores what the board shows, and leaves the scores that are kept', () => {
    const { current, scores } = evaluated([before, present], [order]);
    expect(current?.latest.news2).toMatchObject({ scale: 2, total: 0 });
    expect(current?.lastComplete?.news2).toMatchObject({ scale: 2, total: 0 });
    // Compared on one scale: it did not fall because of an order.
    expect(current?.trend).toBe('steady');
    expect(scores.map(({ news2 }) => news2)).toMatchObject([
      { scale: 1, total: 3 },
      { scale: 1, total: 3 },
    ]);
  });
  it('clears, at the present set, what only the other scale found', () => {
    const open = (ruleId: string) => ({
      ruleId,
      priority: 'urgent' as const,
      raisedAt: present.effectiveAt,
      effectiveAt: present.effectiveAt,
      count: 1,
      conditionPresent: true,
    });
    const again = { fresh: new Set([present.id]), openAlerts: [open('news2-single-red')] };
    expect(evaluated([before, present], [order], again).alertEffects).toMatchObject([
      { kind: 'condition-cleared', ruleId: 'news2-single-red', sentence: 'NEWS2 0 (low).' },
    ]);
  });
  it('finds at once what was hidden by a scale that is taken back', () => {
    const onTwo = aStay({ spo2Scale: 2, pathway: 'respiratory', plan: { spo2ScaleOrders: [anOrder(1, T0 - HOUR)] } });
    const { alertEffects } = evaluated([before, present], undefined, { stay: onTwo, fresh: new Set([present.id]) });
    expect(alertEffects).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'raise',
          finding: expect.objectContaining({ ruleId: 'news2-single-red', at: present.effectiveAt }),
        }),
      ]),
    );
  });
  it('a reading that comes late is scored on the scale that was in force when it was measured', () => {
    const newest = aSet(T0 - 30 * MINUTE, 90);
    const late = { ...before, receivedAt: T0 };
    const { scores, findings } = evaluated([late, newest], [order], { fresh: new Set([late.id]) });
    expect(scores).toMatchObject([{ at: late.effectiveAt, news2: { scale: 1, total: 3 } }]);
    expect(findings).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ ruleId: 'news2-single-red', at: late.effectiveAt })]),
    );
    const afterwards = evaluated([late, newest], [anOrder(2, T0 - 13 * HOUR)], { fresh: new Set([late.id]) });
    expect(afterwards.scores).toMatchObject([{ news2: { scale: 2, total: 0 } }]);
    expect(afterwards.findings).toEqual([]);
  });
  it('a newest set without a saturation leaves the present where it is', () => {
    const weight: Reading = { id: 'w', effectiveAt: T0 - 2 * HOUR, receivedAt: T0, weight: 80 };
    expect(evaluated([before, present, weight], [order]).current?.lastComplete?.news2).toMatchObject({ scale: 2 });
    const unbelievable = { ...weight, spo2: 12 };
    expect(evaluated([before, present, unbelievable], [order]).current?.lastComplete?.news2).toMatchObject({
      scale: 2,
    });
  });
  it('an order for later is not in force yet', () => {
    expect(evaluated([present], [anOrder(2, T0 + 1)]).current?.latest.news2).toMatchObject({ scale: 1 });
    expect(evaluated([present], [anOrder(2, T0)]).current?.latest.news2).toMatchObject({ scale: 2 });
  });

  const courses = fc.array(
    fc.record({
      hours: fc.integer({ min: 1, max: 120 }),
      spo2: fc.option(fc.integer({ min: 82, max: 99 }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 20 },
  );
  const orders = fc.array(
    fc.record({ hours: fc.integer({ min: 0, max: 120 }), scale: fc.constantFrom<SpO2Scale>(1, 2) }),
    { maxLength: 4 },
  );

  it('never rewrites history: whatever is ordered later, what was measured before keeps its score and its findings', () => {
    fc.assert(
      fc.property(courses, orders, fc.constantFrom<SpO2Scale>(1, 2), (sets, made, scale) => {
        const readings = sets.map(({ hours, spo2 }, i) => ({ ...aSet(T0 - hours * HOUR, spo2), id: `r${i}` }));
        const earlier = made.map((one) => anOrder(one.scale, T0 - one.hours * HOUR));
        // Made now: after everything that was measured.
        const was = evaluated(readings, earlier);
        const is = evaluated(readings, [...earlier, anOrder(scale, T0)]);
        expect(is.scores).toEqual(was.scores);
        for (const { at, news2 } of is.scores) {
          if (news2.kind === 'not-applicable') throw new Error('applies');
          expect(news2.scale).toBe(spo2ScaleAt(aStay({ plan: { spo2ScaleOrders: earlier } }), at));
        }
        const present = readings.reduce(
          (newest, { spo2, effectiveAt }) => (spo2 === undefined ? newest : Math.max(newest, effectiveAt)),
          -Infinity,
        );
        const history = (all: typeof was) => all.findings.filter(({ at }) => at < present);
        expect(history(is)).toEqual(history(was));
        const { news2 } = is.current!.latest;
        if (is.current!.latest.at >= present) expect(news2).toMatchObject({ scale });
      }),
    );
  });
});
