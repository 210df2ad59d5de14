import { describe, expect, test } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { stepOf } from './second-factor.ts';

/** Source: RFC 6238, appendix B, the last six digits. */
const totp = new TOTP({ secret: Secret.fromLatin1('12345678901234567890') });
const at = (seconds: number): Date => new Date(seconds * 1_000);

describe('the step of a code', () => {
  test.each([
    [59, '287082', 1],
    [1_111_111_109, '081804', 37_037_036],
    [1_234_567_890, '005924', 41_152_263],
    [2_000_000_000, '279037', 66_666_666],
  ])('at %i s', (seconds, code, step) => {
    expect(stepOf(totp, code, at(seconds))).toBe(step);
    // A telephone half a minute off, either way.
    expect(stepOf(totp, code, at(seconds + 30))).toBe(step);
    expect(stepOf(totp, code, at(seconds - 30))).toBe(step);
    expect(stepOf(totp, code, at(seconds + 60))).toBeNull();
    expect(stepOf(totp, code, at(seconds - 60))).toBeNull();
  });

  test.each(['', '28708', '2870820', 'abcdef', '२८७०८२', '-87082', '287 082 1'])('none is %j', (code) => {
    expect(stepOf(totp, code, at(59))).toBeNull();
  });

  test('may be typed with a space', () => {
    expect(stepOf(totp, '287 082', at(59))).toBe(1);
  });
});
