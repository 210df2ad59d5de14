import { describe, expect, it } from '@jest/globals';
import { DAY, HOUR } from './instant.ts';
import { usualNews2 } from './own-normals.ts';
import { aCourse, aStay, steadily, T0, WELL } from './rules/rule-cases.ts';

const ILL = { ...WELL, respiration: 26, pulse: 115 };

describe('the NEWS2 that is usual by a person’s own readings', () => {
  const readings = aCourse([...steadily(WELL, 12, 7, 12), { ...ILL, hoursAgo: 0 }]);

  it('is the median of the complete sets of the seven days before the set that is asked about', () => {
    expect(usualNews2(aStay(), readings, T0, T0)).toBe(0);
    expect(usualNews2(aStay(), aCourse(steadily(ILL, 12, 7, 0)), T0, T0)).toBe(5);
  });
  it('is asked at any set, whatever came after it, in whatever order the readings are', () => {
    const turned = aCourse([
      ...steadily(ILL, 12, 7, 24),
      { ...WELL, hoursAgo: 12 },
      { ...WELL, hoursAgo: 0 },
    ]).toReversed();
    expect(usualNews2(aStay(), turned, T0 - DAY, T0)).toBe(5);
  });
  it('is not known of fewer than four sets, nor at a time without a set', () => {
    expect(usualNews2(aStay(), aCourse([...steadily(WELL, 12, 3, 12), { ...ILL, hoursAgo: 0 }]), T0, T0)).toBeNull();
    expect(usualNews2(aStay(), aCourse([...steadily(WELL, 12, 4, 12), { ...ILL, hoursAgo: 0 }]), T0, T0)).toBe(0);
    expect(usualNews2(aStay(), readings, T0 - HOUR, T0)).toBeNull();
  });
  it('is left to the plan where the plan states what is usual', () => {
    expect(usualNews2(aStay({ plan: { baseline: { news2: 2 } } }), readings, T0, T0)).toBeNull();
  });
});
