import { describe, expect, test } from '@jest/globals';
import { tooEasy } from './password-strength.ts';

describe('a password', () => {
  test.each([
    'password1234',
    'Password123!',
    'qwertyuiop12',
    '123456789012',
    'aaaaaaaaaaaaaa',
    'iloveyou2024',
    'homewardhomeward',
    'abcdefghijkl',
    'MorwennaTregear',
    'morwenna.tregear1',
    'p@ssw0rdp@ssw0rd',
  ])('that is common, a pattern or one’s own name is refused: %s', async (password) => {
    expect(await tooEasy(password, ['morwenna.tregear', 'Morwenna Tregear'])).toMatch(/guess/);
  });

  test.each(['kettle ferry walnut', 'correct-gannet-tarmac-9', 'q7!vRtz2#pLm4', 'żółw nad jeziorem'])(
    'that is none of these is taken: %s',
    async (password) => {
      expect(await tooEasy(password, ['morwenna.tregear', 'Morwenna Tregear'])).toBeNull();
    },
  );

  test('that is as long as may be is looked at in no more time', async () => {
    expect(await tooEasy('a1b2'.repeat(50), [])).toMatch(/guess/);
  });
});
