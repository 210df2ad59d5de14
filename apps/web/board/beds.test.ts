import { describe, expect, test } from '@jest/globals';
import { aTile, EMERGENCY, INCOMPLETE_PROVES_HIGH, URGENT } from '../stories/fixtures.ts';
import { bandCounts, bedSlots, occupancyOf, settledOrder } from './beds.ts';

const shown = (slots: ReturnType<typeof bedSlots>): string[] =>
  slots.map((slot) => (slot.kind === 'empty' ? `${slot.bed} empty` : `${slot.tile.bed ?? 'none'}`));

describe('the beds', () => {
  const tiles = [aTile(1), aTile(2, URGENT), aTile(4, EMERGENCY), aTile(9, { bed: null })];

  test('worst first, empty beds last', () => {
    expect(shown(bedSlots(tiles, 4, 'worst')).slice(0, 2)).toEqual(['4', '2']);
    expect(shown(bedSlots(tiles, 4, 'worst')).at(-1)).toBe('3 empty');
  });

  test('by bed, each in its place, and those without a bed after them', () => {
    expect(shown(bedSlots(tiles, 4, 'bed'))).toEqual(['1', '2', '3 empty', '4', 'none']);
  });

  test('are taken or empty; who has none waits for one, unless their level holds none', () => {
    const checkIn = aTile(10, { bed: null, level: 'check-in' });
    expect(occupancyOf([...tiles, checkIn], 4)).toEqual({ occupied: 3, empty: 1, waiting: 1, beside: 1 });
  });

  test('are counted in the band that has to be reckoned with', () => {
    const counts = bandCounts([aTile(1), aTile(2, INCOMPLETE_PROVES_HIGH), aTile(3, { score: null })]);
    expect(counts).toEqual({ high: 1, medium: 0, 'low-medium': 0, low: 1, none: 1 });
  });
});

describe('beds that somebody points at', () => {
  test('keep their places until the pointing ends', () => {
    expect(settledOrder(['a', 'b'], ['b', 'a'], true)).toEqual(['a', 'b']);
    expect(settledOrder(['a', 'b'], ['b', 'a'], false)).toEqual(['b', 'a']);
  });

  test('do not hide one that came, nor keep one that went', () => {
    expect(settledOrder(['a', 'b'], ['c', 'a', 'b'], true)).toEqual(['c', 'a', 'b']);
    expect(settledOrder(['a', 'b'], ['c', 'a'], true)).toEqual(['c', 'a']);
  });
});
