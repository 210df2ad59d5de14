import { expect, it } from '@jest/globals';
import { nightAt } from './night-at.ts';

it.each([
  ['before it', '2026-11-23T02:29:59Z', null],
  ['at it', '2026-11-23T02:30:00Z', '2026-11-23'],
  ['late in the day, where no worker ran in the night', '2026-11-23T23:59:00Z', '2026-11-23'],
  ['in summer, by the clock there', '2026-07-01T01:29:00Z', null],
  ['in summer, from then on', '2026-07-01T01:30:00Z', '2026-07-01'],
  ['past midnight there, and not yet here', '2026-07-01T23:30:00Z', null],
  ['when the hour is left out', '2026-03-29T01:30:00Z', '2026-03-29'],
  ['before the clocks go back', '2026-10-25T00:30:00Z', null],
  ['when the clocks have gone back', '2026-10-25T02:30:00Z', '2026-10-25'],
])('the night is known %s', (_, now, day) => expect(nightAt(new Date(now), '02:30')).toBe(day));
