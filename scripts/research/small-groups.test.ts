import { describe, expect, it } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { withoutSmallGroups, type Row } from './small-groups.ts';

const QUASI = ['age', 'sex'];
const rows = fc.array(
  fc.record({
    person: fc.integer({ min: 1, max: 40 }).map(String),
    age: fc.constantFrom('60-69', '70-79', '90+'),
    sex: fc.constantFrom('female', 'male'),
    outcome: fc.string({ maxLength: 3 }),
  }),
  { maxLength: 60 },
);

const peopleLike = (row: Row, among: readonly Row[]): number =>
  new Set(among.filter((one) => QUASI.every((name) => one[name] === row[name])).map((one) => one['person'])).size;

describe('small groups', () => {
  it('are taken out, each of them and nothing else, whoever comes more than once', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 8 }), (given, k) => {
        const { kept, suppressed, smallest } = withoutSmallGroups(given, QUASI, k);
        expect(kept).toEqual(given.filter((row) => peopleLike(row, given) >= k));
        expect(kept.every((row) => peopleLike(row, kept) >= Math.max(k, smallest))).toBe(true);
        expect(kept.length + suppressed).toBe(given.length);
      }),
    );
  });

  it('count people and not stays: five of one person hide nobody', () => {
    const one = Array.from({ length: 5 }, (_, n) => ({ person: 'a', age: '90+', sex: 'male', outcome: String(n) }));
    expect(withoutSmallGroups(one, QUASI, 5)).toMatchObject({ kept: [], suppressed: 5, smallest: 0 });
  });

  it('are laid at the door of what makes them small', () => {
    const given = Array.from({ length: 10 }, (_, n) => ({
      person: String(n),
      age: `${n}0-${n}9`,
      sex: n % 2 ? 'male' : 'female',
    }));
    expect(withoutSmallGroups(given, QUASI, 5).without).toEqual({ age: 0, sex: 10 });
  });
});
