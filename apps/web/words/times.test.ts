import { describe, expect, test } from '@jest/globals';
import {
  momentOf,
  wallClock,
  ago,
  agoToTheSecond,
  clockTime,
  clockTimeWithSeconds,
  dueInWords,
  lengthOfTime,
  timeOfDay,
} from './times.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.UTC(2026, 10, 10, 12);

describe('how long', () => {
  test.each([
    [0, 'under a minute'],
    [59_999, 'under a minute'],
    [MINUTE, '1 min'],
    [59 * MINUTE + 59_999, '59 min'],
    [HOUR, '1 h'],
    [2 * HOUR + 10 * MINUTE, '2 h 10 min'],
    [24 * HOUR, '1 day'],
    [27 * HOUR, '1 day 3 h'],
    [49 * HOUR, '2 days 1 h'],
  ])('%d ms is %s', (ms, words) => {
    expect(lengthOfTime(ms)).toBe(words);
  });

  test('ago: what is a little ahead of the clock is now', () => {
    expect(ago(NOON + 4_000, NOON)).toBe('just now');
    expect(ago(NOON - 12 * MINUTE, NOON)).toBe('12 min ago');
  });

  test('to the second, where every second counts', () => {
    expect(agoToTheSecond(NOON - 23_400, NOON)).toBe('23 s ago');
    expect(agoToTheSecond(NOON - 90_000, NOON)).toBe('1 min ago');
  });
});

describe('when', () => {
  test('in the ward’s own time zone, on both sides of a clock change', () => {
    expect(clockTime(Date.UTC(2026, 9, 25, 0, 30))).toBe('01:30');
    expect(clockTime(Date.UTC(2026, 9, 25, 1, 30))).toBe('01:30');
    expect(clockTime(Date.UTC(2026, 2, 29, 1, 30))).toBe('02:30');
    expect(clockTimeWithSeconds(Date.UTC(2026, 10, 10, 0, 0, 7))).toBe('00:00:07');
  });

  test('another day is named', () => {
    expect(timeOfDay(NOON, NOON + HOUR)).toBe('12:00');
    expect(timeOfDay(NOON, NOON + 24 * HOUR)).toBe('12:00 on 10 Nov');
  });

  test('due, overdue, or not expected at all', () => {
    expect(dueInWords(NOON + HOUR, NOON)).toEqual({ words: 'due 13:00', overdue: false });
    expect(dueInWords(NOON - 25 * MINUTE, NOON)).toEqual({ words: 'overdue by 25 min', overdue: true });
    expect(dueInWords(NOON - 30_000, NOON)?.overdue).toBe(false);
    expect(dueInWords(null, NOON)).toBeNull();
  });
});

describe('a field for a date and a time', () => {
  test.each([
    ['2026-01-10T14:05', '2026-01-10T14:05:00Z'],
    ['2026-07-10T14:05', '2026-07-10T13:05:00Z'],
    // The hour that comes twice, and the one that never comes.
    ['2026-10-25T01:30', '2026-10-25T00:30:00Z'],
    ['2026-03-29T01:30', null],
    ['', null],
  ])('%s on the ward’s clocks is %s', (wall, at) => {
    expect(momentOf(wall)).toBe(at === null ? null : Date.parse(at));
    if (at !== null) expect(wallClock(Date.parse(at))).toBe(wall);
  });
});
