import { describe, expect, it } from '@jest/globals';
import type { PendingRepeat } from './alert.ts';
import { evaluateStay, type EvaluationInput } from './evaluate-stay.ts';
import { HOUR, MINUTE } from './instant.ts';
import { DEFAULT_RULE_SET, readRuleSet } from './rule-set.ts';
import { aCourse, aStay, T0, WELL, type Past } from './rules/rule-cases.ts';

const set = (hoursAgo: number, vitals: Partial<Past> = {}): Past => ({ ...WELL, hoursAgo, ...vitals });
const RED = { pulse: 135 };

function evaluated(past: Past[], more: Partial<EvaluationInput> = {}) {
  const readings = aCourse(past);
  const newest = readings.toSorted((a, b) => b.effectiveAt - a.effectiveAt)[0]!;
  return evaluateStay(
    {
      stay: aStay(),
      readings,
      fresh: new Set([newest.id]),
      openAlerts: [],
      pendingRepeats: [],
      now: newest.effectiveAt,
      ...more,
    },
    DEFAULT_RULE_SET,
  );
}
const raised = (evaluation: ReturnType<typeof evaluated>) =>
  evaluation.alertEffects.flatMap((e) => (e.kind === 'raise' ? [e.finding.ruleId] : []));

describe('a single new breach', () => {
  const asked = evaluated([set(6), set(0, RED)]);
  const pending = asked.repeats.flatMap((r): PendingRepeat[] => (r.kind === 'ask-repeat' ? [r.pending] : []));

  it('asks for a repeat within ten minutes, and does not alert yet', () => {
    expect(raised(asked)).toEqual([]);
    expect(asked.repeats).toMatchObject([
      { kind: 'ask-repeat', pending: { ruleId: 'news2-single-red', due: T0 + 10 * MINUTE } },
    ]);
    expect(asked.findings.map(({ ruleId }) => ruleId)).toContain('news2-single-red');
  });
  it('alerts at once where no repeats are kept', () => {
    const { pendingRepeats: _, ...without } = { pendingRepeats: [], now: T0 };
    const readings = aCourse([set(6), set(0, RED)]);
    const evaluation = evaluateStay(
      { stay: aStay(), readings, fresh: new Set(['r1']), openAlerts: [], ...without },
      DEFAULT_RULE_SET,
    );
    expect(raised(evaluation)).toEqual(['news2-single-red']);
    expect(evaluation.repeats).toEqual([]);
  });
  it('alerts when the repeat confirms it', () => {
    const evaluation = evaluated([set(6), set(0, RED), set(-0.1, RED)], { pendingRepeats: pending });
    expect(raised(evaluation)).toEqual(['news2-single-red']);
    expect(evaluation.repeats).toEqual([{ kind: 'repeat-confirmed', ruleId: 'news2-single-red' }]);
  });
  it('is answered by a repeat that does not breach', () => {
    const evaluation = evaluated([set(6), set(0, RED), set(-0.1)], { pendingRepeats: pending });
    expect(raised(evaluation)).toEqual([]);
    expect(evaluation.repeats).toEqual([{ kind: 'repeat-answered', ruleId: 'news2-single-red', at: T0 + 0.1 * HOUR }]);
  });
  it('alerts when no repeat comes in time, and not before', () => {
    const readings = aCourse([set(6), set(0, RED)]);
    const later = (now: number) =>
      evaluateStay(
        { stay: aStay(), readings, fresh: new Set(), openAlerts: [], pendingRepeats: pending, now },
        DEFAULT_RULE_SET,
      );
    expect(later(T0 + 10 * MINUTE - 1)).toMatchObject({ alertEffects: [], repeats: [] });
    expect(later(T0 + 10 * MINUTE)).toMatchObject({
      alertEffects: [{ kind: 'raise', finding: { at: T0 } }],
      repeats: [{ kind: 'repeat-confirmed' }],
    });
  });
  it('needs no repeat when the set before breached too, and one when there was none in a day', () => {
    expect(raised(evaluated([set(6, RED), set(0, RED)]))).toContain('news2-single-red');
    for (const past of [[set(0, RED)], [set(24.6, RED), set(0, RED)]]) {
      const evaluation = evaluated(past);
      expect(raised(evaluation)).toEqual([]);
      expect(evaluation.repeats).toMatchObject([{ kind: 'ask-repeat', pending: { ruleId: 'news2-single-red' } }]);
    }
    expect(raised(evaluated([set(24.5, RED), set(0, RED)]))).toContain('news2-single-red');
    expect(
      raised(evaluated([set(20), set(6, { ...RED, temperature: undefined, pulse: undefined }), set(0, RED)])),
    ).toEqual([]);
  });
  it('is never asked of an emergency, of new confusion, nor of an alert that is open', () => {
    expect(raised(evaluated([set(6), set(0, { pulse: 135, respiration: 26, spo2: 90 })]))).toEqual(['news2-high']);
    expect(raised(evaluated([set(6), set(0, { consciousness: 'C' })]))).toContain('news2-single-red');
    const open = [
      {
        ruleId: 'news2-single-red',
        priority: 'urgent' as const,
        raisedAt: T0,
        effectiveAt: T0 - 9 * HOUR,
        count: 1,
        conditionPresent: true,
      },
    ];
    expect(evaluated([set(6), set(0, RED)], { openAlerts: open })).toMatchObject({
      repeats: [],
      alertEffects: [{ kind: 'update', count: 2 }],
    });
  });
  it('counts NEWS2 5 or 6 among lower sets as one, and 7 never', () => {
    const five = { respiration: 22, spo2: 93, pulse: 95 };
    const evaluation = evaluated([set(6), set(0, five)]);
    expect(raised(evaluation)).toEqual([]);
    expect(evaluation.repeats).toMatchObject([{ pending: { ruleId: 'news2-medium' } }]);
    expect(raised(evaluated([set(6, five), set(0, five)]))).toContain('news2-medium');
  });
});

describe('a repeat that says something else', () => {
  const pendingOf = (evaluation: ReturnType<typeof evaluated>) =>
    evaluation.repeats.flatMap((r): PendingRepeat[] => (r.kind === 'ask-repeat' ? [r.pending] : []));
  const FIVE = { respiration: 22, spo2: 93, pulse: 95 };
  const asked = pendingOf(evaluated([set(6), set(0, RED)]));

  it('alerts when it breaches in another way, and what was waited for is told with it', () => {
    const evaluation = evaluated([set(6), set(0, RED), set(-0.1, FIVE)], { pendingRepeats: asked });
    expect(raised(evaluation)).toEqual(['news2-medium']);
    expect(evaluation.repeats).toEqual([{ kind: 'repeat-answered', ruleId: 'news2-single-red', at: T0 + 0.1 * HOUR }]);
  });
  it('of an emergency is told by the emergency alone, and nothing lesser follows when its time is up', () => {
    const grave = { respiration: 26, spo2: 90, pulse: 135 };
    const evaluation = evaluated([set(6), set(0, FIVE), set(-0.1, grave)], {
      pendingRepeats: pendingOf(evaluated([set(6), set(0, FIVE)])),
    });
    expect(raised(evaluation)).toContain('news2-high');
    expect(raised(evaluation)).not.toContain('news2-medium');
    expect(evaluation.repeats).toContainEqual({ kind: 'repeat-answered', ruleId: 'news2-medium', at: T0 + 0.1 * HOUR });
  });
  it('and comes with the next round is as new as any', () => {
    const evaluation = evaluated([set(6), set(0, RED), set(-4, FIVE)], { pendingRepeats: asked });
    expect(evaluation.repeats).toContainEqual(
      expect.objectContaining({ kind: 'ask-repeat', pending: expect.objectContaining({ ruleId: 'news2-medium' }) }),
    );
  });
});

describe('whether repeats are asked for', () => {
  const past = aCourse([set(6), set(0, RED)]);
  const onAWardWith = (repeatFirst: object) => {
    const read = readRuleSet({ id: 'own', version: '1', wards: { 'ward-1': { 'repeat-first': repeatFirst } } });
    if (read.kind === 'refused') throw new Error(JSON.stringify(read.refusals));
    return evaluateStay(
      {
        stay: aStay({ wardId: 'ward-1' }),
        readings: past,
        fresh: new Set(['r1']),
        openAlerts: [],
        pendingRepeats: [],
        now: T0,
      },
      read.ruleSet,
    );
  };

  it('is a term of the rule set: a ward may do without, and may wait longer', () => {
    expect(onAWardWith({ enabled: false })).toMatchObject({ repeats: [], alertEffects: [{ kind: 'raise' }] });
    expect(onAWardWith({ parameters: { minutes: 20 } })).toMatchObject({
      alertEffects: [],
      repeats: [{ kind: 'ask-repeat', pending: { due: T0 + 20 * MINUTE } }],
    });
  });
});

describe('layers', () => {
  it("a patient's own threshold and a switched-off rule are what is in force, and are kept with the finding", () => {
    const plan = { baseline: { news2: 0 }, overrides: { 'news2-above-normal': { parameters: { urgent: 2 } } } };
    const evaluation = evaluated([set(0, { respiration: 22 })], { stay: aStay({ plan }) });
    expect(evaluation.findings.find(({ ruleId }) => ruleId === 'news2-above-normal')).toMatchObject({
      priority: 'urgent',
      evidence: { thresholds: { routine: 2, urgent: 2 }, ownNormal: { news2: 0 } },
    });
  });
});
