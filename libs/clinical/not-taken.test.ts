import { describe, expect, it } from '@jest/globals';
import { isContactAt, isContactOnly, isWhyNotTaken, reasonsInWords, type NotTaken } from './not-taken.ts';
import type { Reading } from './vitals.ts';

const readingAt = (effectiveAt: number, said: Partial<Reading> = {}): Reading => ({
  id: `${effectiveAt}`,
  effectiveAt,
  receivedAt: effectiveAt,
  ...said,
});

describe('why something could not be taken', () => {
  it.each<[NotTaken, string]>([
    [{ all: 'refused' }, 'refused'],
    [
      { temperature: 'device-broken', pulse: 'cold-hands' },
      'pulse (cold hands), temperature (the device does not work)',
    ],
    [{ onOxygen: 'asleep', consciousness: 'restless' }, 'air or oxygen (asleep), alertness (too restless)'],
    [{ spo2: 'cold-hands' }, 'SpO2 (cold hands)'],
    [{ all: 'away', pulse: 'refused' }, 'away from the home'],
  ])('%j is said as "%s"', (why, words) => {
    expect(reasonsInWords(why)).toBe(words);
  });

  it.each([
    ['refused', true],
    ['not-safe', true],
    ['bored', false],
    ['toString', false],
    [undefined, false],
    [7, false],
  ])('%j is one of them: %j', (why, is) => {
    expect(isWhyNotTaken(why)).toBe(is);
  });
});

describe('contact without a reading', () => {
  it('is only where something was said to be not taken and nothing was measured', () => {
    expect(isContactOnly(readingAt(1, { notTaken: { all: 'refused' } }))).toBe(true);
    expect(isContactOnly(readingAt(1, { notTaken: { pulse: 'refused' }, spo2: 96 }))).toBe(false);
    expect(isContactOnly(readingAt(1, { notTaken: { pulse: 'refused' }, glucose: 0 }))).toBe(false);
    // A set that says nothing at all is not contact either: nobody said that they were there.
    expect(isContactOnly(readingAt(1))).toBe(false);
  });

  it('counts everything that was said at the instant, and nothing from before it', () => {
    const refused = { notTaken: { all: 'refused' } } as const;
    const ordered = [readingAt(1, { pulse: 70 }), readingAt(2, refused), readingAt(2, refused)];
    expect(isContactAt(ordered, 2)).toBe(true);
    expect(isContactAt([...ordered.slice(0, 1), readingAt(2, { spo2: 96 }), readingAt(2, refused)], 2)).toBe(false);
    expect(isContactAt(ordered, 0)).toBe(false);
  });
});
