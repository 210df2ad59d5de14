import { describe, expect, it } from '@jest/globals';
import fc from '../../../test/harness/properties.ts';
import { HISTORY_NAMES, type HistoryKind } from './lifecycle.ts';
import { standingAfter, type HistoryLine } from './standing.ts';

const line = (at: number, what: HistoryKind, by: string | null = null): HistoryLine => ({ at, what, by });

describe('how an alert stood', () => {
  it('is nothing before it was raised', () => {
    expect(standingAfter([])).toBeNull();
    expect(standingAfter([line(1, 'historic')])).toBeNull();
  });

  it('has whoever accepted it, until it is put to others, got worse or was resolved', () => {
    const raised = [line(1, 'raised'), line(2, 'delivered'), line(3, 'accepted', 'Mina')];
    expect(standingAfter(raised)).toEqual({ open: true, raisedAt: 1, holder: { name: 'Mina', since: 3 } });
    expect(standingAfter([...raised, line(4, 'commented', 'Sam')])?.holder?.name).toBe('Mina');
    expect(standingAfter([...raised, line(4, 'handed-over', 'Mina')])?.holder).toBeNull();
    expect(standingAfter([...raised, line(4, 'worsened')])).toEqual({ open: true, raisedAt: 4, holder: null });
    expect(standingAfter([...raised, line(4, 'taken-over', 'Sam')])?.holder).toEqual({ name: 'Sam', since: 4 });
    expect(standingAfter([...raised, line(4, 'resolved', 'Mina')])?.open).toBe(false);
  });

  it('is told by what came before alone: what follows changes nothing of an earlier moment', () => {
    const kinds = Object.keys(HISTORY_NAMES) as HistoryKind[];
    const lines = fc.array(fc.tuple(fc.constantFrom(...kinds), fc.constantFrom('Mina', 'Sam', null)), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(lines, fc.nat(20), (drawn, cut) => {
        const all = drawn.map(([what, by], at) => line(at, what, by));
        const then = all.slice(0, cut);
        expect(standingAfter(all.filter(({ at }) => at < cut))).toEqual(standingAfter(then));
        const standing = standingAfter(then);
        if (standing?.holder) expect(standing.holder.since).toBeGreaterThanOrEqual(standing.raisedAt);
      }),
    );
  });
});
