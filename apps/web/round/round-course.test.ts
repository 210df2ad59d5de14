import type { Handover } from '#contracts';
import { describe, expect, test } from '@jest/globals';
import { aTile, EMERGENCY, STORY_NOW } from '../stories/fixtures.ts';
import { decidedIn, goesTo, placeIn, roundUnderWay, stepFrom } from './round-course.ts';

const MINUTE = 60_000;
const tiles = [aTile(4), aTile(2, EMERGENCY), aTile(9, { bed: null })];
const order = goesTo(tiles);

const told = (...minutesAgo: number[]): Handover => ({
  at: STORY_NOW,
  since: 0,
  stays: [
    {
      admissionId: 'admission-4',
      admittedAt: 0,
      before: null,
      complete: 0,
      incomplete: 0,
      least: null,
      most: null,
      mostAt: null,
      alerts: [],
      decisions: minutesAgo.map((ago, id) => ({
        id,
        decision: 'ring',
        note: null,
        at: STORY_NOW - ago * MINUTE,
        by: 'Dr Mina Rao',
      })),
    },
  ],
});

describe('a round', () => {
  test('goes by bed, whoever gets worse, to those without one last', () => {
    expect(order.map(({ bed }) => bed)).toEqual([2, 4, null]);
  });

  test('begins with the first, ends after the last, and goes no further', () => {
    expect(placeIn(order, null)).toEqual({ at: 'patient', index: 0 });
    expect(placeIn(order, 'gone')).toEqual({ at: 'patient', index: 0 });
    const second = placeIn(order, 'admission-4');
    expect(second).toEqual({ at: 'patient', index: 1 });
    expect(stepFrom(order, second, 1)).toBe('admission-9');
    expect(stepFrom(order, second, -1)).toBe('admission-2');
    expect(stepFrom(order, { at: 'patient', index: 0 }, -1)).toBe('admission-2');
    expect(stepFrom(order, { at: 'patient', index: 2 }, 1)).toBe('end');
    expect(stepFrom(order, { at: 'end' }, -1)).toBe('admission-9');
    expect(stepFrom(order, { at: 'end' }, 1)).toBe('end');
  });

  test('has decided what was decided since it began', () => {
    const began = STORY_NOW - 30 * MINUTE;
    expect(decidedIn(told(20, 400), 'admission-4', began)?.id).toBe(0);
    expect(decidedIn(told(400), 'admission-4', began)).toBeNull();
    expect(decidedIn(told(20), 'admission-2', began)).toBeNull();
    expect(decidedIn(null, 'admission-4', began)).toBeNull();
  });

  test('is gone on with while it is one', () => {
    expect(roundUnderWay(told(20, 100), STORY_NOW)).toBe(STORY_NOW - 100 * MINUTE);
    expect(roundUnderWay(told(300), STORY_NOW)).toBeNull();
    expect(roundUnderWay(null, STORY_NOW)).toBeNull();
  });
});
