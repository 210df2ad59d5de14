import { expect, it } from '@jest/globals';
import { repeatCountdown, repeatInWords } from './repeat.ts';

const DUE = Date.UTC(2026, 0, 5, 14, 42);
const asked = { askedAt: DUE - 600_000, dueAt: DUE, by: 'Dr Mina Rao', note: null };

it.each([
  [-372_000, 'in 6 min 12 s', 'due 14:42'],
  [-1, 'in 1 s', 'due 14:42'],
  [0, 'now', 'due 14:42'],
  [59_999, 'now', 'due 14:42'],
  [240_000, '4 min late', '4 min late'],
])('%d ms after it was due: %s; %s', (after, atTheHome, atTheHub) => {
  expect(repeatCountdown(asked, DUE + after)).toBe(atTheHome);
  expect(repeatInWords(asked, DUE + after)).toBe(`Repeat asked for by Dr Mina Rao, ${atTheHub}`);
});
