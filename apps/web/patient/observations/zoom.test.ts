import { describe, expect, test } from '@jest/globals';
import fc from '../../../../test/harness/properties.ts';
import { moved, zoomed, type Span } from './zoom.ts';

const HOUR = 3_600_000;
const DAY: Span = { from: 0, to: 24 * HOUR };

describe('what is seen of a stretch of time', () => {
  test('is half of it, and half of that, and at last all of it again', () => {
    const half = zoomed(null, DAY, 0.5);
    expect(half).toEqual({ from: 6 * HOUR, to: 18 * HOUR });
    expect(zoomed(half, DAY, 0.5)).toEqual({ from: 9 * HOUR, to: 15 * HOUR });
    expect(zoomed(half, DAY, 2)).toBeNull();
  });

  test('moves by half of itself and stops at the ends', () => {
    const half = { from: 6 * HOUR, to: 18 * HOUR };
    expect(moved(half, DAY, 1)).toEqual({ from: 12 * HOUR, to: 24 * HOUR });
    expect(moved(half, DAY, -1)).toEqual({ from: 0, to: 12 * HOUR });
    expect(moved({ from: 0, to: 12 * HOUR }, DAY, -1)).toEqual({ from: 0, to: 12 * HOUR });
    expect(moved(null, DAY, 1)).toBeNull();
  });

  test('never leaves the whole, whatever is done', () => {
    const steps = fc.array(fc.constantFrom('in', 'out', 'earlier', 'later'), { maxLength: 40 });
    fc.assert(
      fc.property(steps, (done) => {
        let seen: Span | null = null;
        for (const step of done) {
          if (step === 'in' || step === 'out') seen = zoomed(seen, DAY, step === 'in' ? 0.5 : 2);
          else seen = moved(seen, DAY, step === 'earlier' ? -1 : 1);
          if (seen === null) continue;
          expect(seen.from).toBeGreaterThanOrEqual(DAY.from);
          expect(seen.to).toBeLessThanOrEqual(DAY.to);
          expect(seen.to - seen.from).toBeGreaterThan(0);
        }
      }),
    );
  });
});
