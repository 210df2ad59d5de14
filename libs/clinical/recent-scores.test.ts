import { describe, expect, it } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { DAY, HOUR, MINUTE } from './instant.ts';
import type { News2, News2NotApplicable } from './news2.ts';
import { recentScores, type RecentScore } from './recent-scores.ts';

const NOW = Date.UTC(2026, 10, 10, 14, 40);

const made = (at: number, least: number, most = least): { at: number; news2: News2 } => ({
  at,
  news2: (least === most ? { kind: 'complete', total: least } : { kind: 'incomplete', least, most }) as News2,
});

describe('the scores of the last day', () => {
  it.each<[string, RecentScore[], { at: number; news2: News2 | News2NotApplicable }[], RecentScore[]]>([
    ['the first', [], [made(NOW, 3)], [[NOW, 3, 3]]],
    ['an incomplete set keeps both its ends', [], [made(NOW, 2, 8)], [[NOW, 2, 8]]],
    [
      'one that came late stands where it belongs',
      [
        [NOW - 5 * HOUR, 1, 1],
        [NOW, 2, 2],
      ],
      [made(NOW - 2 * HOUR, 7)],
      [
        [NOW - 5 * HOUR, 1, 1],
        [NOW - 2 * HOUR, 7, 7],
        [NOW, 2, 2],
      ],
    ],
    ['one made again stands for its moment', [[NOW, 2, 8]], [made(NOW, 3)], [[NOW, 3, 3]]],
    ['older than a day is gone', [[NOW - DAY, 9, 9]], [made(NOW - DAY - 1, 4), made(NOW, 1)], [[NOW, 1, 1]]],
    ['who gets no NEWS2 has none', [], [{ at: NOW, news2: { kind: 'not-applicable', reason: 'pregnant' } }], []],
    [
      'of a half hour the worst, and the newest of all',
      [],
      [made(NOW - 9 * MINUTE, 1), made(NOW - 5 * MINUTE, 6), made(NOW, 2)],
      [
        [NOW - 5 * MINUTE, 6, 6],
        [NOW, 2, 2],
      ],
    ],
    [
      'of two alike the one that is sure',
      [],
      [made(NOW - 9 * MINUTE, 3), made(NOW - 8 * MINUTE, 3, 6), made(NOW + 30 * MINUTE, 0)],
      [
        [NOW - 9 * MINUTE, 3, 3],
        [NOW + 30 * MINUTE, 0, 0],
      ],
    ],
  ])('%s', (_, before, scores, after) => {
    expect(recentScores(before, scores, NOW)).toEqual(after);
  });

  it('are few, in order, and hide nothing worse than what they show', () => {
    const set = fc.tuple(fc.integer({ min: NOW - DAY + 1, max: NOW }), fc.integer({ min: 0, max: 20 }));
    fc.assert(
      fc.property(fc.array(set, { maxLength: 300 }), (sets) => {
        let kept: readonly RecentScore[] = [];
        for (const [at, total] of sets) kept = recentScores(kept, [made(at, total)], NOW);
        expect(kept.length).toBeLessThanOrEqual(50);
        const moments = kept.map(([at]) => at);
        expect(moments).toEqual([...new Set(moments)].toSorted((a, b) => a - b));
        const last = new Map(sets);
        const worst = Math.max(-1, ...last.values());
        // A score made again may have been better: whatever stands as of now is not hidden.
        if (last.size === sets.length) expect(Math.max(-1, ...kept.map(([, least]) => least))).toBe(worst);
        const newest = Math.max(-1, ...last.keys());
        expect(kept.at(-1)?.[0] ?? -1).toBe(newest);
      }),
    );
  });
});
