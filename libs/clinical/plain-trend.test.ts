import { describe, expect, it } from '@jest/globals';
import { DAY } from './instant.ts';
import { plainTrend } from './plain-trend.ts';

const of = (...values: number[]) => values.map((value, i) => ({ at: i * DAY, value }));

describe('a trend in plain words', () => {
  it.each([
    ['systolic', [130], 'first'],
    ['systolic', [130, 139], 'same'],
    ['systolic', [130, 140], 'higher'],
    ['systolic', [130, 120], 'lower'],
    ['systolic', [130, 90, 131, 129, 132], 'same'],
    ['spo2', [97, 95], 'lower'],
    ['weight', [70, 71], 'higher'],
  ] as const)('%s %j: %s', (vital, values, change) => {
    expect(plainTrend(vital, of(...values))?.change).toBe(change);
  });

  it('is of the newest, in whatever order they come, and only with the week before', () => {
    expect(plainTrend('pulse', of(60, 90).toReversed())).toEqual({ last: { at: DAY, value: 90 }, change: 'higher' });
    expect(plainTrend('pulse', [...of(60), { at: 8 * DAY, value: 90 }])?.change).toBe('first');
    expect(plainTrend('pulse', [])).toBeNull();
  });
});
