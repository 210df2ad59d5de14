import { describe, expect, it } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { DAY, HOUR } from './instant.ts';
import { READINESS_NUMBERS, readReadinessRules, SHIPPED_READINESS, type ReadinessNumber } from './readiness-rules.ts';

const named = { id: 'quay', version: '2' };
const NAMES = Object.keys(READINESS_NUMBERS) as ReadinessNumber[];

describe('the document of the criteria', () => {
  it('is what the specification says, as it is shipped', () => {
    expect(SHIPPED_READINESS).toMatchObject({
      aboveNormal: 1,
      stableFor: 48 * HOUR,
      stableForLeavingIntensive: 24 * HOUR,
      receivedShare: 0.8,
      receivedOver: 72 * HOUR,
      weightWithin: 1,
      quietFor: 72 * HOUR,
      fourAtBelow: 4,
      reviewAfter: 14 * DAY,
    });
  });

  it('changes what it names and nothing else', () => {
    const read = readReadinessRules({ ...named, numbers: { stableForHours: 72, reviewAfterDays: 7 } });
    if (read.kind !== 'accepted') throw new Error('refused');
    const { id, version, document, ...rest } = read.rules;
    expect([id, version, document.numbers]).toEqual(['quay', '2', { stableForHours: 72, reviewAfterDays: 7 }]);
    const { id: _, version: __, document: ___, ...shipped } = SHIPPED_READINESS;
    expect(rest).toEqual({ ...shipped, stableFor: 72 * HOUR, reviewAfter: 7 * DAY });
  });

  it('is refused beyond any bound, and accepted within all of them', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), fc.double({ min: -1_000, max: 1_000, noNaN: true }), (name, value) => {
        const { min, max, unit } = READINESS_NUMBERS[name];
        const read = readReadinessRules({ ...named, numbers: { [name]: value } });
        if (value >= min && value <= max) expect(read.kind).toBe('accepted');
        else expect(read).toMatchObject({ refusals: [{ path: `/numbers/${name}`, bound: { min, max, unit } }] });
      }),
    );
  });

  it.each([
    ['no object', null, ['']],
    ['no names', {}, ['/id', '/version']],
    ['a number that there is not', { ...named, numbers: { patience: 1 } }, ['/numbers/patience']],
    ['a number that is none', { ...named, numbers: { aboveNormal: '1' } }, ['/numbers/aboveNormal']],
    ['not a number', { ...named, numbers: { aboveNormal: Number.NaN } }, ['/numbers/aboveNormal']],
    ['a field that there is not', { ...named, criteria: [] }, ['/criteria']],
    ['numbers that are none', { ...named, numbers: 3 }, ['/numbers']],
  ])('is refused with %s', (_, document, paths) => {
    const read = readReadinessRules(document);
    expect(read.kind === 'refused' && read.refusals.map(({ path }) => path)).toEqual(paths);
  });
});
