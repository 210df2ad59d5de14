import { expect, it } from '@jest/globals';
import { inStoredUnit } from './units.ts';

it.each([
  ['temperature', 98.6, '[degF]', 37],
  ['weight', 143, '[lb_av]', 64.8637089],
  ['weight', 10, '[stone_av]', 63.5029318],
  // mmol and mg of glucose differ by its molar mass, which has to reach the converter.
  ['glucose', 101, 'mg/dL', 5.60625236],
  ['systolic', 16, 'kPa', 120.010201],
  ['respiration', 18, '{Breaths}/min', 18],
  ['pulse', 72, 'mm[Hg]', null],
  ['pulse', 72, '__proto__', null],
] as const)('%s %d %s is %d', (vital, value, unit, expected) => {
  expect(inStoredUnit(vital, value, unit)).toBe(expected);
});
