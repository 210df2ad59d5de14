import { describe, expect, test } from '@jest/globals';
import { NOT_LIVE_AFTER_MS } from '#contracts';
import type { Moment } from '../clock.ts';
import { livenessOf } from './liveness.ts';

const NOON = Date.UTC(2026, 10, 10, 12);
const at = (ms: number, wall = NOON + ms): Moment => ({ monotonic: ms, wall });
const confirmed = { confirmedAt: at(0), clockAheadMs: 0 };

describe('whether a board may be believed', () => {
  test('for 8 s after it was confirmed, and not a moment longer', () => {
    expect(livenessOf(confirmed, at(0), at(NOT_LIVE_AFTER_MS - 1))).toEqual({ state: 'live' });
    expect(livenessOf(confirmed, at(0), at(NOT_LIVE_AFTER_MS))).toEqual({ state: 'not-live', since: NOON });
  });

  test('not after the computer slept, though its monotonic clock slept too', () => {
    expect(livenessOf(confirmed, at(0), at(500, NOON + 3_600_000)).state).toBe('not-live');
  });

  test('not because somebody set the clock back', () => {
    expect(livenessOf(confirmed, at(0), at(20_000, NOON - 3_600_000)).state).toBe('not-live');
  });

  test('says since when in the ward’s time, whatever this computer’s clock says', () => {
    const board = { confirmedAt: at(0), clockAheadMs: 420_000 };
    expect(livenessOf(board, at(0), at(30_000))).toEqual({ state: 'not-live', since: NOON - 420_000 });
  });

  test('a page that has just opened is connecting, then says that it never heard anything', () => {
    const unknown = { confirmedAt: null, clockAheadMs: 0 };
    expect(livenessOf(unknown, at(0), at(2_000))).toEqual({ state: 'connecting' });
    expect(livenessOf(unknown, at(0), at(NOT_LIVE_AFTER_MS))).toEqual({ state: 'not-live', since: null });
  });
});
