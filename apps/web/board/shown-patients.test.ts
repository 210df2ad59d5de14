import { describe, expect, test } from '@jest/globals';
import { EVERYBODY, type BoardWish } from '../page/location.ts';
import { aTile, CLINICIAN, HANDED_OVER, HELD_BY_MINA, HELD_BY_SAM, OVERDUE, STORY_NOW } from '../stories/fixtures.ts';
import { shownPatients } from './shown-patients.ts';

describe('who is shown', () => {
  const tiles = [aTile(1), aTile(2, HELD_BY_SAM), aTile(3, HELD_BY_MINA), aTile(5, HANDED_OVER), aTile(6, OVERDUE)];
  const beds = (wish: Partial<BoardWish>, who = CLINICIAN) =>
    shownPatients(tiles, { ...EVERYBODY, ...wish }, { who, now: STORY_NOW }).map(({ bed }) => bed);

  test('everybody, or those for whom all of it is so', () => {
    expect(beds({})).toEqual([1, 2, 3, 5, 6]);
    expect(beds({ show: ['mine'] })).toEqual([2]);
    expect(beds({ show: ['not-accepted'] })).toEqual([5]);
    expect(beds({ show: ['overdue'] })).toEqual([6]);
    expect(beds({ show: ['mine', 'overdue'] })).toEqual([]);
    expect(beds({ pathway: 'cardiac' })).toEqual([2, 6]);
  });

  test('mine is also what is put to me by name', () => {
    expect(beds({ show: ['mine'] }, { ...CLINICIAN, id: 'bea' })).toEqual([5]);
  });
});
