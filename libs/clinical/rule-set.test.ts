import { describe, expect, it } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { DAY, HOUR, MINUTE } from './instant.ts';
import { fill } from './rule.ts';
import {
  DEFAULT_RULE_SET,
  forPatient,
  readRuleSet,
  refuseOverrides,
  RULES,
  TIMED_RULES,
  windowNeeded,
  windowsByRule,
  type RuleSet,
} from './rule-set.ts';

function accepted(document: object): RuleSet {
  const read = readRuleSet({ id: 'a', version: '1', ...document });
  if (read.kind === 'refused')
    throw new Error(read.refusals.map(({ path, message }) => `${path} ${message}`).join('\n'));
  return read.ruleSet;
}
function refused(document: unknown) {
  const read = readRuleSet(document);
  return read.kind === 'refused' ? read.refusals : [];
}
const valuesOf = (ruleSet: RuleSet, id: string) =>
  ruleSet.rulesFor('frailty').find(({ rule }) => rule.id === id)?.values;

describe('the shipped rules', () => {
  it.each([...RULES, ...TIMED_RULES].map((rule) => [rule.id, rule] as const))(
    '%s is complete, and its defaults keep its own bounds',
    (_, rule) => {
      expect(rule.title).not.toBe('');
      expect(rule.source.title).toMatch(/\S/);
      expect(rule.sentence).toMatch(/[.}]$/);
      expect(rule.pathways.length).toBeGreaterThan(0);
      expect(Number.isInteger(rule.version)).toBe(true);
      for (const { value, min, max, unit } of Object.values(rule.parameters)) {
        expect(min).toBeLessThanOrEqual(value);
        expect(value).toBeLessThanOrEqual(max);
        expect(unit).not.toBe('');
      }
    },
  );
  it('have one id each', () => {
    const ids = [...RULES, ...TIMED_RULES].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(RULES).toHaveLength(32);
  });
  it('are judged on the pathways that they are for', () => {
    const on = (pathway: 'respiratory' | 'cardiac' | 'frailty') =>
      DEFAULT_RULE_SET.rulesFor(pathway).map(({ rule }) => rule.id);
    expect(on('respiratory')).toContain('spo2-fall');
    expect(on('cardiac')).not.toContain('spo2-fall');
    expect(on('cardiac')).toContain('weight-gain');
    expect(on('frailty')).toContain('soft-sign');
    for (const pathway of ['respiratory', 'cardiac', 'frailty'] as const) expect(on(pathway)).toContain('news2-high');
  });
  it('say how far back they look', () => {
    expect(windowNeeded(DEFAULT_RULE_SET, 'frailty')).toBe(31 * DAY + 30 * MINUTE);
    expect(windowNeeded(DEFAULT_RULE_SET, 'cardiac')).toBe(16 * DAY + 30 * MINUTE);
    expect(windowNeeded(DEFAULT_RULE_SET)).toBe(31 * DAY + 30 * MINUTE);
    expect(windowsByRule(DEFAULT_RULE_SET)).toMatchObject({ 'news2-high': 0, 'weight-gain': 7 * DAY + 6 * HOUR });
  });
});

describe('a rule document', () => {
  it('changes values within bounds, the pathway over the ward over all', () => {
    const ruleSet = accepted({
      rules: { 'news2-above-normal': { parameters: { routine: 1, urgent: 2 } }, overdue: { parameters: { hub: 120 } } },
      wards: { w1: { 'news2-above-normal': { parameters: { routine: 3 } }, drift: { enabled: false } } },
      pathways: {
        frailty: { 'news2-above-normal': { parameters: { urgent: 4 } } },
        cardiac: { 'weight-gain': { priority: 'urgent' } },
      },
    });
    expect(valuesOf(ruleSet, 'news2-above-normal')).toEqual({ routine: 1, urgent: 4 });
    expect(ruleSet.rulesFor('frailty', 'w1').find(({ rule }) => rule.id === 'news2-above-normal')?.values).toEqual({
      routine: 3,
      urgent: 4,
    });
    expect(ruleSet.rulesFor('frailty', 'w1').some(({ rule }) => rule.id === 'drift')).toBe(false);
    expect(ruleSet.rulesFor('frailty', 'other')).toEqual(ruleSet.rulesFor('frailty'));
    expect(ruleSet.rulesFor('cardiac').find(({ rule }) => rule.id === 'weight-gain')?.priority).toBe('urgent');
    expect(ruleSet.timedAt('overdue', {}).values).toEqual({ reminder: 30, carer: 120, hub: 120 });
    expect(accepted({ approver: 'Dr A' }).document.approver).toBe('Dr A');
  });

  it('is refused with the place, the bound, and who may change it', () => {
    expect(refused({ id: 'a', version: '1', rules: { 'news2-high': { parameters: { total: 9 } } } })).toEqual([
      {
        path: '/rules/news2-high/parameters/total',
        message: 'news2-high total 9 is above its hard bound of 7 {score}; 5 to 7 is allowed.',
        bound: { min: 5, max: 7, unit: '{score}' },
        mayChange: 'the clinical safety officer',
      },
    ]);
    expect(refused({ id: 'a', version: '1', rules: { delirium: { parameters: { fourAt: 3 } } } })).toMatchObject([
      { message: 'delirium fourAt 3 is below its hard bound of 4 {score}; it is fixed at 4.', mayChange: 'nobody' },
    ]);
  });

  it.each([
    [
      { rules: { 'news2-high': { enabled: false } } },
      '/rules/news2-high/enabled',
      'news2-high cannot be switched off.',
    ],
    [
      { rules: { 'news2-high': { priority: 'routine' } } },
      '/rules/news2-high/priority',
      'news2-high cannot press less than emergency.',
    ],
    [{ rules: { drift: { priority: 'loud' } } }, '/rules/drift/priority', 'drift priority must be one of'],
    [{ rules: { drift: { enabled: 1 } } }, '/rules/drift/enabled', 'drift enabled must be true or false.'],
    [
      { rules: { drift: { parameters: [] } } },
      '/rules/drift/parameters',
      'drift parameters must be an object of numbers.',
    ],
    [{ rules: { drift: { parameters: { z: '3' } } } }, '/rules/drift/parameters/z', 'drift z must be a number.'],
    [{ rules: { drift: { parameters: { y: 3 } } } }, '/rules/drift/parameters/y', 'Rule drift has no parameter "y".'],
    [{ rules: { drift: { parameters: { toString: 3 } } } }, '/rules/drift/parameters/toString', 'has no parameter'],
    [{ rules: { drift: { on: true } } }, '/rules/drift/on', 'and no "on"'],
    [{ rules: { drift: 3 } }, '/rules/drift', 'Must be an object'],
    [{ rules: { 'a/b~': {} } }, '/rules/a~1b~0', 'There is no rule "a/b~".'],
    [{ rules: 3 }, '/rules', 'Must be an object of rules'],
    [{ pathways: { dental: {} } }, '/pathways/dental', 'There is no pathway "dental".'],
    [{ pathways: 3 }, '/pathways', 'pathways must be an object.'],
    [{ wards: { w: { drift: { enabled: 'no' } } } }, '/wards/w/drift/enabled', 'must be true or false'],
    [{ approver: 3 }, '/approver', 'approver must be a text.'],
    [{ colour: 'red' }, '/colour', 'A rule set has no "colour".'],
    [{ id: '' }, '/id', 'id must be a text'],
    [{ version: 2 }, '/version', 'version must be a text'],
  ])('%j is refused at %s', (document, path, message) => {
    const refusals = refused({ id: 'a', version: '1', ...document });
    expect(refusals).toHaveLength(1);
    expect(refusals[0]).toMatchObject({ path });
    expect(refusals[0]!.message).toContain(message);
  });
  it('that is no object is refused', () => {
    for (const document of [null, 3, 'x', []]) expect(refused(document)).toMatchObject([{ path: '' }]);
  });
  it('never gets a value past its bounds', () => {
    const parameters = RULES.flatMap((rule) =>
      Object.entries(rule.parameters).map(([name, terms]) => ({ rule, name, terms })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...parameters), fc.double(), ({ rule, name, terms }, value) => {
        const { kind } = readRuleSet({
          id: 'a',
          version: '1',
          rules: { [rule.id]: { parameters: { [name]: value } } },
        });
        expect(kind).toBe(value >= terms.min && value <= terms.max ? 'accepted' : 'refused');
      }),
    );
  });
});

describe("a patient's own changes", () => {
  const rules = DEFAULT_RULE_SET.rulesFor('frailty');
  const of = (overrides: object) => forPatient(rules, { overrides: overrides as never });
  it('beat every layer, for what may be set for one patient', () => {
    const changed = of({ 'news2-above-normal': { parameters: { urgent: 5 }, priority: 'urgent' } }).find(
      ({ rule }) => rule.id === 'news2-above-normal',
    );
    expect(changed).toMatchObject({ priority: 'urgent', values: { routine: 2, urgent: 5 } });
    expect(forPatient(rules, {})).toBe(rules);
  });
  it('that pass a bound change nothing', () => {
    expect(of({ 'news2-above-normal': { parameters: { urgent: 50 } } })).toBe(rules);
    expect(refuseOverrides({ 'news2-high': { parameters: { total: 6 } } }, 'patient', ['overrides'])).toMatchObject([
      { path: '/overrides/news2-high/parameters/total', mayChange: 'the clinical safety officer' },
    ]);
    expect(refuseOverrides({ drift: { enabled: false } }, 'patient', [])).toMatchObject([
      { message: expect.stringContaining('cannot be switched off for one patient') },
    ]);
  });
});

describe('a sentence', () => {
  it('shows a place that nothing fills', () => {
    expect(fill('{a} of {b}, {c}', { a: 81.30000000000001, b: 'x' })).toBe('81.3 of x, {c}');
  });
});
