import { describe, expect, test } from '@jest/globals';
import { recentInWords, type Recent } from '../words/news2.ts';
import { sparkline } from './spark-course.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 10, 14, 40);
const set = (hoursAgo: number, least: number, most = least): Recent => [NOW - hoursAgo * HOUR, least, most];

describe('the line of the last day', () => {
  const drawn = (...recent: Recent[]) => sparkline(recent, NOW, 9 * HOUR);

  test('joins sets as close as the schedule has them, and leaves a gap where there was one', () => {
    const sets = [set(22, 1), set(16, 2), set(3, 4), set(1, 5)];
    expect(drawn(...sets).runs).toEqual([sets.slice(0, 2), sets.slice(2)]);
  });

  test('is not drawn through a set that is not complete', () => {
    const sets = [set(9, 1), set(6, 2, 8), set(3, 4)];
    expect(drawn(...sets).runs).toEqual([]);
    expect(drawn(...sets).scores).toEqual(sets);
  });

  test('forgets what is older than a day, and reaches above the worst', () => {
    expect(drawn(set(25, 20), set(2, 1))).toEqual({ scores: [set(2, 1)], runs: [], top: 9 });
    expect(drawn(set(2, 14)).top).toBe(15);
  });
});

test.each<[Recent[], string]>([
  [[], 'No NEWS2 in the last 24 hours.'],
  [[set(2, 3)], 'Last 24 hours: NEWS2 3.'],
  [[set(4, 1), set(2, 6), set(1, 2)], 'Last 24 hours: 3 NEWS2, from 1 to 6.'],
  [[set(4, 1), set(2, 6, 12)], 'Last 24 hours: NEWS2 1; 1 set incomplete, at least 6.'],
  [[set(4, 0, 9), set(2, 6, 12)], 'Last 24 hours: no complete NEWS2; 2 sets incomplete, at least 6.'],
])('%j is heard as %s', (recent, words) => {
  expect(recentInWords(recent)).toBe(words);
});
