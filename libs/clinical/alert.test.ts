import { describe, expect, it } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { FLOOD_ALERTS, groupFlood, nextAlert, type AlertEffect, type AlertEvent, type OpenAlert } from './alert.ts';
import type { Finding, Priority } from './finding.ts';
import { HOUR, MINUTE } from './instant.ts';

const T0 = Date.UTC(2026, 0, 5, 8);

function aFinding(at: number, priority: Priority = 'urgent', ruleId = 'news2-medium'): Finding {
  return {
    ruleId,
    ruleVersion: 1,
    ruleSetVersion: '1',
    priority,
    sentence: 's',
    at,
    evidence: { readingIds: [], values: {}, thresholds: {} },
    source: { title: 't' },
  };
}
const breach = (at: number, priority: Priority = 'urgent'): AlertEvent => ({
  kind: 'breach',
  finding: aFinding(at, priority),
  raisedAt: at,
});
const clear = (at: number): AlertEvent => ({ kind: 'clear', at, sentence: 'over' });

describe('the one alert of a patient and a rule', () => {
  const [raised] = nextAlert(null, breach(T0));
  it('is raised by the first breach', () => {
    expect(nextAlert(null, breach(T0))).toEqual([
      { ruleId: 'news2-medium', priority: 'urgent', raisedAt: T0, effectiveAt: T0, count: 1, conditionPresent: true },
      [{ kind: 'raise', finding: aFinding(T0) }],
    ]);
  });
  it('counts further breaches, each set once, and is not moved by an older one', () => {
    expect(nextAlert(raised, breach(T0 + HOUR))).toMatchObject([
      { count: 2, effectiveAt: T0 + HOUR, raisedAt: T0 },
      [{ kind: 'update', count: 2 }],
    ]);
    expect(nextAlert(raised, breach(T0))).toMatchObject([{ count: 1 }, [{ kind: 'update', count: 1 }]]);
    expect(nextAlert(raised, breach(T0 - 1))).toEqual([raised, []]);
  });
  it('is raised again by a graver tier, and does not press less afterwards', () => {
    const [worse, effects] = nextAlert(raised, breach(T0 + 1, 'emergency'));
    expect(effects).toMatchObject([{ kind: 'worsen', ruleId: 'news2-medium' }]);
    expect(worse).toMatchObject({ priority: 'emergency', count: 2 });
    expect(nextAlert(worse, breach(T0 + 2, 'routine'))).toMatchObject([
      { priority: 'emergency' },
      [{ kind: 'update' }],
    ]);
  });
  it('stays open when its condition clears, and says so once', () => {
    const [over, effects] = nextAlert(raised, clear(T0 + 1));
    expect(effects).toEqual([{ kind: 'condition-cleared', ruleId: 'news2-medium', at: T0 + 1, sentence: 'over' }]);
    expect(over).toMatchObject({ conditionPresent: false, count: 1 });
    expect(nextAlert(over, clear(T0 + 2))).toEqual([over, []]);
    expect(nextAlert(raised, clear(T0 - 1))).toEqual([raised, []]);
    expect(nextAlert(null, clear(T0))).toEqual([null, []]);
  });
  it('that comes back goes on; an emergency that comes back is raised again', () => {
    const [over] = nextAlert(raised, clear(T0 + 1));
    expect(nextAlert(over, breach(T0 + 2))).toMatchObject([{ conditionPresent: true, count: 2 }, [{ kind: 'update' }]]);
    const [grave] = nextAlert(null, breach(T0, 'emergency'));
    expect(nextAlert(grave, breach(T0 + 1, 'emergency'))[1]).toMatchObject([{ kind: 'update' }]);
    const [graveOver] = nextAlert(grave, clear(T0 + 1));
    expect(nextAlert(graveOver, breach(T0 + 2, 'emergency'))[1]).toMatchObject([{ kind: 'worsen' }]);
  });
  it('is closed by a person', () => {
    expect(nextAlert(raised, { kind: 'close' })).toEqual([null, []]);
  });
  it('never is raised twice while open, and never loses a breach', () => {
    const event = fc.record({
      after: fc.nat(5),
      clears: fc.boolean(),
      priority: fc.constantFrom<Priority>('routine', 'urgent', 'emergency'),
    });
    fc.assert(
      fc.property(fc.array(event), (events) => {
        let open: OpenAlert | null = null;
        let at = T0;
        let raises = 0;
        const instants = new Set<number>();
        for (const { after, clears, priority } of events) {
          at += after;
          const [next, effects]: readonly [OpenAlert | null, readonly AlertEffect[]] = nextAlert(
            open,
            clears ? clear(at) : breach(at, priority),
          );
          raises += effects.filter(({ kind }) => kind === 'raise').length;
          if (!clears) instants.add(at);
          open = next;
        }
        expect(raises).toBe(instants.size > 0 ? 1 : 0);
        expect(open?.count ?? 0).toBe(instants.size);
      }),
    );
  });
});

describe('a flood', () => {
  const raise = (ruleId: string, priority: Priority = 'urgent'): AlertEffect => ({
    kind: 'raise',
    finding: aFinding(T0, priority, ruleId),
  });
  const open = (n: number, minutesAgo: number): OpenAlert[] =>
    Array.from({ length: n }, (_, i) => ({
      ruleId: `open-${i}`,
      priority: 'urgent',
      raisedAt: T0 - minutesAgo * MINUTE,
      effectiveAt: T0,
      count: 1,
      conditionPresent: true,
    }));
  const grouped = (effects: readonly AlertEffect[]) =>
    effects.map((effect) => (effect.kind === 'raise' ? (effect.groupedUnder ?? 'alone') : effect.kind));

  it('is more than six in an hour', () => {
    expect(FLOOD_ALERTS).toBe(6);
    expect(grouped(groupFlood([raise('a')], open(5, 10), T0))).toEqual(['alone']);
    expect(grouped(groupFlood([raise('a')], open(6, 10), T0))).toEqual(['open-0']);
    expect(grouped(groupFlood([raise('a')], open(6, 60), T0))).toEqual(['alone']);
    expect(grouped(groupFlood([raise('a'), raise('b')], open(5, 10), T0))).toEqual(['alone', 'open-0']);
  });
  it('groups under the gravest, and never an emergency', () => {
    const grave = { ...open(1, 10)[0]!, ruleId: 'grave', priority: 'emergency' as const };
    expect(grouped(groupFlood([raise('a'), raise('b', 'emergency')], [...open(5, 10), grave], T0))).toEqual([
      'grave',
      'alone',
    ]);
    expect(grouped(groupFlood([raise('x', 'emergency'), raise('y')], open(6, 5), T0))).toEqual(['alone', 'x']);
  });
  it('leaves every other effect as it is', () => {
    const cleared: AlertEffect = { kind: 'condition-cleared', ruleId: 'a', at: T0, sentence: '' };
    expect(groupFlood([cleared], open(9, 1), T0)).toEqual([cleared]);
  });
});
