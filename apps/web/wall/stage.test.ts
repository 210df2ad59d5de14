import { initialsOf } from '#contracts';
import { expect, test } from '@jest/globals';
import { aTile, ACCEPTED, EMERGENCY, HELD_BY_MINA, PAUSED, URGENT } from '../stories/fixtures.ts';
import { stageOf } from './stage.ts';

test('emergencies that nobody has take the stage; the others are counted', () => {
  const beds = (tiles: Parameters<typeof stageOf>[0]) => stageOf(tiles).called.map(({ bed }) => bed);
  expect(beds([aTile(1), aTile(2, URGENT), aTile(3, ACCEPTED), aTile(4, HELD_BY_MINA)])).toEqual([]);
  expect(beds([aTile(1), aTile(2, PAUSED), aTile(3, EMERGENCY)])).toEqual([2, 3]);
  const six = [1, 2, 3, 4, 5, 6].map((bed) => aTile(bed, EMERGENCY));
  expect(stageOf(six)).toEqual({ called: six.slice(0, 4), more: 2 });
});

test.each([
  ['Ada Merriweather', 'A M'],
  ['Constance Featherstonehaugh-Williams', 'C F W'],
  ['Kathleen O’Rourke', 'K O'],
  ['  Émile  Zola', 'É Z'],
])('%s is %s on a wall that strangers pass', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
