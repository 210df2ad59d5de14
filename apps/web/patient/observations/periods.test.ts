import { DAY } from '#clinical';
import { describe, expect, test } from '@jest/globals';
import { boundsOf, periodOf, withPeriod } from './periods.ts';

const of = (search: string) => periodOf(new URLSearchParams(search));
const NOW = Date.UTC(2026, 10, 10, 12);

describe('the stretch that is looked at', () => {
  test.each([
    ['?period=24h', '24h'],
    ['?period=stay&view=observations', 'stay'],
    ['', '14d'],
    ['?period=100y', '14d'],
    ['?from=2026-11-03&to=2026-11-02', '14d'],
    ['?from=yesterday&to=2026-11-02', '14d'],
  ])('is in the address: %j', (search, id) => {
    expect(of(search)).toMatchObject({ kind: 'named', period: { id } });
  });

  test('goes on with the time, or is whole days of the ward’s clocks', () => {
    const ward = { now: NOW, admittedAt: NOW - 30 * DAY };
    expect(boundsOf(of('?period=3d'), ward)).toEqual({ from: NOW - 3 * DAY, to: null });
    expect(boundsOf(of('?period=stay'), ward)).toEqual({ from: ward.admittedAt, to: null });
    // The clocks go back in the night of 25 October.
    expect(boundsOf(of('?from=2026-10-25&to=2026-10-25'), ward)).toEqual({
      from: Date.UTC(2026, 9, 24, 23),
      to: Date.UTC(2026, 9, 26),
    });
  });

  test('is changed in the address, and what else stands there stays', () => {
    const search = new URLSearchParams('?view=observations&period=3d');
    expect(withPeriod(search, { period: '14d' })).toBe('?view=observations&period=14d');
    expect(withPeriod(search, { from: '2026-11-01', to: '2026-11-02' })).toBe(
      '?view=observations&from=2026-11-01&to=2026-11-02',
    );
  });
});
