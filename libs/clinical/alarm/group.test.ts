import { describe, expect, it } from '@jest/globals';
import fc from '../../../test/harness/properties.ts';
import { comparePriority, PRIORITIES } from '../finding.ts';
import { grouped, type Groupable } from './group.ts';

const T0 = Date.UTC(2026, 0, 5, 8);
let raised = 0;

/** Raised by a reading of its own, until the test says otherwise. */
function anAlert(id: string, different: Partial<Groupable> = {}): Groupable {
  return {
    id,
    ruleId: `rule-${id}`,
    priority: 'urgent',
    status: 'raised',
    conditionPresent: true,
    raisedAt: T0 + ++raised,
    groupedUnder: null,
    ...different,
  };
}
const shape = (alerts: readonly Groupable[]): string[] =>
  grouped(alerts).map(({ head, under }) => [head, ...under].map(({ id }) => id).join(' > '));

describe('a patient’s open alerts', () => {
  it('each stand alone when they are about different things', () => {
    expect(shape([anAlert('a'), anAlert('b', { priority: 'emergency' })])).toEqual(['a', 'b']);
    expect(shape([])).toEqual([]);
  });
  it('about one NEWS2 stand under the one that says most of it', () => {
    const medium = anAlert('medium', { ruleId: 'news2-medium' });
    const above = anAlert('above', { ruleId: 'news2-above-normal' });
    const rising = anAlert('rising', { ruleId: 'news2-rising', priority: 'routine' });
    expect(shape([rising, above, anAlert('other'), medium])).toEqual(['other', 'medium > above > rising']);
  });
  it('about one NEWS2 stand in the order of how much they say, whichever came first', () => {
    const family = ['high', 'medium', 'single-red', 'above-normal', 'rising'].map((id) =>
      anAlert(id, { ruleId: `news2-${id}`, raisedAt: T0 }),
    );
    const expected = ['high > medium > single-red > above-normal > rising'];
    expect(shape(family)).toEqual(expected);
    expect(shape(family.toReversed())).toEqual(expected);
  });
  it('that nothing tells apart stand in one order, whichever is read first', () => {
    const [a, b] = [anAlert('a', { raisedAt: T0 }), anAlert('b', { raisedAt: T0 })];
    expect([shape([a, b]), shape([b, a])]).toEqual([['a > b'], ['a > b']]);
  });
  it('about one NEWS2 stand under the gravest, and that is the one nobody has yet when two are as grave', () => {
    const high = anAlert('high', { ruleId: 'news2-high', priority: 'emergency', conditionPresent: false });
    const accepted = anAlert('medium', { ruleId: 'news2-medium', status: 'accepted' });
    const raised = anAlert('above', { ruleId: 'news2-above-normal' });
    expect(shape([accepted, raised])).toEqual(['above > medium']);
    expect(shape([accepted, raised, high])).toEqual(['high > above > medium']);
    const eased = anAlert('red', { ruleId: 'news2-single-red', conditionPresent: false });
    expect(shape([eased, raised])).toEqual(['above > red']);
  });
  it('that came in a flood stand under the one that they came with, while it is open', () => {
    const head = anAlert('head', { priority: 'emergency' });
    const late = anAlert('late', { groupedUnder: 'head' });
    expect(shape([late, head])).toEqual(['head > late']);
    expect(shape([late])).toEqual(['late']);
  });
  it('that one reading brought stand under the gravest of them, and that is the NEWS2 when two are as grave', () => {
    const of = { raisedAt: T0, priority: 'emergency' } as const;
    const oxygen = anAlert('oxygen', { ...of, ruleId: 'spo2-critical' });
    const high = anAlert('high', { ...of, ruleId: 'news2-high' });
    const above = anAlert('above', { ...of, ruleId: 'news2-above-normal', priority: 'urgent' });
    const weight = anAlert('weight', { ...of, ruleId: 'weight-gain', priority: 'urgent' });
    expect(shape([above, oxygen, high, weight])).toEqual(['high > oxygen > weight > above']);
    expect(shape([above, weight])).toEqual(['weight > above']);
    expect(shape([oxygen, anAlert('earlier')])).toEqual(['oxygen', 'earlier']);
  });
  it('of one reading go with it under a graver NEWS2 that came later', () => {
    const then = { raisedAt: T0, status: 'accepted' } as const;
    const medium = anAlert('medium', { ...then, ruleId: 'news2-medium' });
    const low = anAlert('low', { ...then, ruleId: 'spo2-below-target' });
    const high = anAlert('high', { ruleId: 'news2-high', priority: 'emergency' });
    expect(shape([low, medium, high])).toEqual(['high > medium > low']);
  });
  it('never stand under one that presses less', () => {
    const head = anAlert('head', { status: 'accepted' });
    expect(shape([head, anAlert('new', { groupedUnder: 'head' })])).toEqual(['head', 'new']);
    expect(shape([anAlert('a', { groupedUnder: 'b' }), anAlert('b', { groupedUnder: 'a' })])).toEqual(['b > a']);
  });
  it('that came in a flood with a lesser NEWS2 alert stand under its cover', () => {
    const medium = anAlert('medium', { ruleId: 'news2-medium', priority: 'emergency' });
    const above = anAlert('above', { ruleId: 'news2-above-normal', groupedUnder: 'gone' });
    const late = anAlert('late', { priority: 'routine', groupedUnder: 'above' });
    expect(shape([late, above, medium])).toEqual(['medium > above > late']);
  });

  it('are all shown, each once, whatever they are', () => {
    const alerts = fc
      .uniqueArray(
        fc.record({
          id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
          ruleId: fc.constantFrom('news2-high', 'news2-medium', 'news2-above-normal', 'silent', 'fall'),
          priority: fc.constantFrom(...PRIORITIES),
          status: fc.constantFrom('raised' as const, 'accepted' as const),
          conditionPresent: fc.boolean(),
          raisedAt: fc.integer({ min: T0, max: T0 + 2 }),
          groupedUnder: fc.constantFrom(null, 'a', 'b', 'c', 'x'),
        }),
        { selector: ({ id }) => id },
      )
      .map((all): Groupable[] => all);
    fc.assert(
      fc.property(alerts, (all) => {
        const groups = grouped(all);
        const shown = groups.flatMap(({ head, under }) => [head, ...under]);
        expect(shown.map(({ id }) => id).toSorted()).toEqual(all.map(({ id }) => id).toSorted());
        for (const { head, under } of groups)
          for (const one of under) expect(comparePriority(head.priority, one.priority)).toBeGreaterThanOrEqual(0);
        expect(groups.filter(({ head }) => head.ruleId.startsWith('news2')).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
