import { describe, expect, it } from '@jest/globals';
import { DAY, HOUR } from './instant.ts';
import { ownNormals, usualNews2 } from './own-normals.ts';
import { inOrder } from './reading-set.ts';
import { aCourse, aStay, steadily, T0, WELL } from './rules/rule-cases.ts';

const ILL = { ...WELL, respiration: 26, pulse: 115 };

const readings = aCourse([...steadily(WELL, 12, 7, 12), { ...ILL, hoursAgo: 0 }]);

describe('the NEWS2 that is usual by a person’s own readings', () => {
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

describe('what the rules take as usual at the newest set', () => {
  it('is each vital by their own readings, and the score', () => {
    const usual = ownNormals(aStay(), inOrder(readings), T0);
    expect(usual).toMatchObject({
      news2: { value: 0 },
      respiration: { value: WELL.respiration },
      spo2: { value: WELL.spo2 },
      systolic: { value: WELL.systolic },
      pulse: { value: WELL.pulse },
      temperature: { value: WELL.temperature },
    });
    // Nothing was measured of these, and what was not measured is not usual.
    expect(Object.keys(usual)).not.toEqual(expect.arrayContaining(['glucose']));
    expect(Object.keys(usual)).not.toEqual(expect.arrayContaining(['oxygenFlow']));
  });
  it('is what the plan states while nobody has measured anything, and nothing where it states nothing', () => {
    const plan = { baseline: { news2: 2, spo2: 91 } };
    expect(ownNormals(aStay({ plan }), [], T0)).toEqual({
      news2: { value: 2, from: 'plan' },
      spo2: { value: 91, from: 'plan' },
    });
    expect(ownNormals(aStay(), [], T0)).toEqual({});
  });
});
