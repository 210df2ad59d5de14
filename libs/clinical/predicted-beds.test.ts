import { describe, expect, it } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { dayAfter, predictBeds, type PlannedMove } from './index.ts';

const TODAY = '2026-03-27';
const move = (id: string, on: string): PlannedMove => ({ id, name: id, on });
const predict = (freeNow: number, comings: PlannedMove[], goings: PlannedMove[]) =>
  predictBeds({ today: TODAY, days: 7, freeNow, comings, goings });

describe('predicted beds', () => {
  it('go over the change of the clocks day by day', () => {
    expect(predict(0, [], []).map(({ on }) => on)).toEqual([
      '2026-03-27',
      '2026-03-28',
      '2026-03-29',
      '2026-03-30',
      '2026-03-31',
      '2026-04-01',
      '2026-04-02',
    ]);
  });

  it('say on which day more are to come than there are beds', () => {
    const days = predict(1, [move('a', '2026-03-28'), move('b', '2026-03-28')], [move('c', '2026-03-30')]);
    expect(days.map(({ free }) => free)).toEqual([1, -1, -1, 0, 0, 0, 0]);
  });

  it('do not free a bed of somebody who should have gone and has not; who should have come, comes today', () => {
    const [first] = predict(2, [move('late', '2026-03-20')], [move('still there', '2026-03-26')]);
    expect(first).toMatchObject({ free: 1, in: [{ id: 'late' }], out: [] });
  });

  it('are what is free now and who goes less who comes, whatever is planned', () => {
    const moves = fc.array(
      fc.nat(9).map((after) => move('x', dayAfter(TODAY, after))),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(fc.nat(20), moves, moves, (free, comings, goings) => {
        const days = predict(free, comings, goings);
        const within = (list: PlannedMove[]) => list.filter(({ on }) => on <= dayAfter(TODAY, 6)).length;
        expect(days.at(-1)?.free).toBe(free + within(goings) - within(comings));
      }),
    );
  });
});
