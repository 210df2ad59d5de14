import { describe, expect, test } from '@jest/globals';
import { NO_TRIES, takePinTry, type PinTries } from './pin-tries.ts';

const failed = (times: number, at = 0): PinTries => {
  let tries = NO_TRIES;
  let now = at;
  for (let i = 0; i < times; i += 1) {
    now = Math.max(now, tries.openAt);
    const made = takePinTry(tries, now);
    if (made.kind !== 'taken') throw new Error(made.kind);
    ({ tries } = made);
  }
  return tries;
};

describe('a PIN typed wrongly', () => {
  test('three times costs nothing, then each wait is twice the one before, up to five minutes', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((times) => {
      const { openAt, lastAt } = failed(times);
      return (openAt - lastAt) / 1_000;
    });
    expect(waits).toEqual([0, 0, 15, 30, 60, 120, 240, 300, 300]);
  });

  test('may not be tried again before the wait is over', () => {
    const tries = failed(4, 1_000);
    expect(takePinTry(tries, tries.openAt - 1)).toEqual({ kind: 'wait', ms: 1 });
    expect(takePinTry(tries, tries.openAt)).toMatchObject({ kind: 'taken' });
  });

  test('ten times opens nothing on this tablet any more', () => {
    const tries = failed(10);
    expect(takePinTry(tries, tries.openAt + 86_400_000)).toEqual({ kind: 'spent' });
  });

  test('waits no longer than it would have when the clock is put back, and not less', () => {
    const tries = failed(4, 10 * 86_400_000);
    expect(takePinTry(tries, 86_400_000)).toEqual({ kind: 'wait', ms: 30_000 });
  });
});
