import { describe, expect, it } from '@jest/globals';
import { newSpokenCode, readSpokenCode } from './spoken-codes.ts';

describe('a code that is read out', () => {
  it('is four groups of four, without letters that can be mistaken', () => {
    const codes = Array.from({ length: 200 }, () => newSpokenCode(4));
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each([
    ['A1B2-C3D4-E5F6-G7H8', 'A1B2-C3D4-E5F6-G7H8'],
    [' a1b2c3d4 e5f6–g7h8 ', 'A1B2-C3D4-E5F6-G7H8'],
    ['oIl0-C3D4-E5F6-G7H8', '0110-C3D4-E5F6-G7H8'],
    ['A1B2-C3D4-E5F6-G7H', null],
    ['A1B2-C3D4-E5F6-G7H8-X', null],
    ['A1B2-C3D4-E5F6-G7HU', null],
    ['', null],
  ])('%j is %j', (typed, code) => {
    expect(readSpokenCode(typed, 4)).toBe(code);
  });
});
