import { describe, expect, it } from '@jest/globals';
import fc from '../../../test/harness/properties.ts';
import { Bucket } from './bucket.ts';

const BEGAN = 1_000_000;

describe('a bucket', () => {
  it('lets a burst through, then its pace', () => {
    const bucket = new Bucket({ burst: 3, perSecond: 2 }, BEGAN);
    const takes = (at: number, times: number) => Array.from({ length: times }, () => bucket.take(BEGAN + at));
    expect(takes(0, 4)).toEqual([true, true, true, false]);
    expect(bucket.msUntilOne(BEGAN)).toBe(500);
    expect(takes(499, 1)).toEqual([false]);
    expect(takes(500, 2)).toEqual([true, false]);
    expect(bucket.msUntilFull(BEGAN + 500)).toBe(1_500);
    expect(takes(60_000, 4)).toEqual([true, true, true, false]);
  });

  it('lets a batch that is larger than the burst through once, and not the next until it is paid for', () => {
    const bucket = new Bucket({ burst: 10, perSecond: 10 }, BEGAN);
    expect(bucket.take(BEGAN)).toBe(true);
    bucket.charge(999, BEGAN);
    expect(bucket.left(BEGAN)).toBe(-990);
    expect(bucket.msUntilOne(BEGAN)).toBe(99_100);
    expect(bucket.take(BEGAN + 99_099)).toBe(false);
    expect(bucket.take(BEGAN + 99_100)).toBe(true);
  });

  it('follows a new limit with what it has', () => {
    const bucket = new Bucket({ burst: 100, perSecond: 1 }, BEGAN);
    bucket.change({ burst: 2, perSecond: 1_000 }, BEGAN);
    expect([bucket.take(BEGAN), bucket.take(BEGAN), bucket.take(BEGAN)]).toEqual([true, true, false]);
    expect(bucket.take(BEGAN + 1)).toBe(true);
  });

  it('never lets more through than the burst, the pace and one batch, whatever comes when', () => {
    const moment = fc.record({
      after: fc.integer({ min: -50, max: 3_000 }),
      readings: fc.integer({ min: 1, max: 50 }),
    });
    const limits = fc.record({ burst: fc.integer({ min: 1, max: 40 }), perSecond: fc.integer({ min: 1, max: 100 }) });
    fc.assert(
      fc.property(limits, fc.array(moment, { maxLength: 200 }), (limit, moments) => {
        const bucket = new Bucket(limit, BEGAN);
        let now = BEGAN;
        let passed = 0;
        for (const { after, readings } of moments) {
          now += after;
          if (!bucket.take(now)) continue;
          bucket.charge(readings - 1, now);
          passed += readings;
        }
        // A clock that is put back counts the same seconds twice, and no more than that.
        const seconds = moments.reduce((sum, { after }) => sum + Math.max(0, after), 0) / 1_000;
        expect(passed).toBeLessThanOrEqual(limit.burst + limit.perSecond * seconds + 49 + 1e-6);
      }),
    );
  });
});
