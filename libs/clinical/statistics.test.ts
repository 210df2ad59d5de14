import { describe, expect, it } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import * as library from 'simple-statistics';
import { NO_VALUE } from './columns.ts';
import { mean, median, medianOfKnown, robustSpread, stepNoise } from './statistics.ts';

/* Ours are written for columns of numbers and put nothing in order that need not be; what they answer is the library's answer. */
const someValues = fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 300, noNaN: true })), {
  minLength: 1,
  maxLength: 80,
});
const column = (values: readonly (number | undefined)[]): Float64Array =>
  Float64Array.from(values, (value) => value ?? NO_VALUE);

describe('statistics', () => {
  it('have the middle, the spread around it and the mean that a library has', () => {
    fc.assert(
      fc.property(someValues, (values) => {
        expect(median(values)).toBeCloseTo(library.median(values), 9);
        expect(robustSpread(values, median(values))).toBeCloseTo(1.4826 * library.medianAbsoluteDeviation(values), 9);
        expect(mean(values)).toBeCloseTo(library.mean(values), 9);
      }),
    );
  });
  it('have room for as many as there are', () => {
    const many = Array.from({ length: 601 }, (_, i) => (i * 7_919) % 601);
    expect(median(many)).toBe(300);
    expect(medianOfKnown(column(many), 0, 601, 601)).toBe(300);
    expect(medianOfKnown(column(many), 0, 601, 602)).toBeNull();
    expect(robustSpread(many, 300)).toBe(1.4826 * 150);
  });
  it('have no middle of nothing', () => {
    expect(median([])).toBeNaN();
  });
  it('leave what they are given as it was', () => {
    const values = [3, 1, 2];
    median(values);
    robustSpread(values, 2);
    expect(values).toEqual([3, 1, 2]);
  });
  it('pass over what is not known, and want as many as they are asked for', () => {
    const gaps = fc.array(fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }), { maxLength: 40 });
    fc.assert(
      fc.property(gaps, fc.nat(8), fc.nat(8), fc.nat(6), (values, from, cut, least) => {
        const before = Math.max(from, values.length - cut);
        const known = values.slice(from, before).filter((value) => value !== undefined);
        expect(medianOfKnown(column(values), from, before, least)).toEqual(
          known.length < least ? null : known.length === 0 ? Number.NaN : library.median(known),
        );
        if (known.length > 1) {
          const steps = known.slice(1).map((value, i) => Math.abs(value - known[i]!));
          expect(stepNoise(column(values), from, before)).toBe((1.4826 * library.median(steps)) / Math.SQRT2);
        }
      }),
    );
  });
});
