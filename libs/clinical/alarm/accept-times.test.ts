import { describe, expect, it } from '@jest/globals';
import fc from '../../../test/harness/properties.ts';
import { DAY, HOUR, MINUTE } from '../instant.ts';
import { zoneOffset } from '../timetable.ts';
import { ACCEPT_BOUNDS, ACCEPT_TIMES, acceptBy } from './accept-times.ts';

const london = zoneOffset('Europe/London');
const at = (text: string): number => Date.parse(text);
const by = (text: string, zone = london): string =>
  new Date(acceptBy('routine', at(text), ACCEPT_TIMES, zone)).toISOString();

describe('by when an alert is to be accepted', () => {
  it.each([
    ['emergency', 15 * MINUTE],
    ['urgent', 2 * HOUR],
    ['technical', HOUR],
  ] as const)('%s', (priority, within) => {
    const raisedAt = at('2026-01-05T23:30:00Z');
    expect(acceptBy(priority, raisedAt, ACCEPT_TIMES, london) - raisedAt).toBe(within);
  });

  it.each([
    ['2026-01-05T00:00:00Z', '2026-01-05T20:00:00.000Z'],
    ['2026-01-05T18:00:00Z', '2026-01-05T20:00:00.000Z'],
    ['2026-01-05T18:00:01Z', '2026-01-06T10:00:00.000Z'],
    ['2026-01-05T23:59:59Z', '2026-01-06T10:00:00.000Z'],
    ['2026-07-05T16:59:00Z', '2026-07-05T19:00:00.000Z'],
    ['2026-07-05T17:01:00Z', '2026-07-06T09:00:00.000Z'],
    // Over both changes of the clocks: 29 March and 25 October 2026.
    ['2026-03-28T22:00:00Z', '2026-03-29T09:00:00.000Z'],
    ['2026-03-29T00:30:00Z', '2026-03-29T19:00:00.000Z'],
    ['2026-10-24T21:00:00Z', '2026-10-25T10:00:00.000Z'],
    ['2026-10-25T01:30:00Z', '2026-10-25T20:00:00.000Z'],
  ])('routine is the same day, or the next morning when little of it is left: %s', (raised, expected) => {
    expect(by(raised)).toBe(expected);
  });

  it('goes by the clocks of the ward', () => {
    expect(by('2026-01-05T12:00:00Z', zoneOffset('Asia/Kolkata'))).toBe('2026-01-05T14:30:00.000Z');
    expect(by('2026-01-05T13:00:00Z', zoneOffset('Asia/Kolkata'))).toBe('2026-01-06T04:30:00.000Z');
  });

  it('is never less than two hours nor more than a day and an hour ahead for a routine alert, in any zone, on any day', () => {
    const zones = ['Europe/London', 'Asia/Kolkata', 'Pacific/Apia', 'Australia/Lord_Howe'].map(zoneOffset);
    const [earliest, latest] = ACCEPT_BOUNDS.routineBy;
    fc.assert(
      fc.property(
        fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z') }),
        fc.integer({ min: earliest, max: latest }),
        fc.constantFrom(...zones),
        (raisedAt, routineBy, zone) => {
          const wait = acceptBy('routine', raisedAt, { ...ACCEPT_TIMES, routineBy }, zone) - raisedAt;
          expect(wait).toBeGreaterThanOrEqual(2 * HOUR);
          expect(wait).toBeLessThanOrEqual(DAY + HOUR);
        },
      ),
    );
  });
});

/* Source: docs/CLINICAL, section 6. */
it('has bounds that no ward can pass', () => {
  expect(ACCEPT_BOUNDS).toEqual({
    emergency: [5 * MINUTE, 30 * MINUTE],
    urgent: [15 * MINUTE, 4 * HOUR],
    technical: [15 * MINUTE, 8 * HOUR],
    routineBy: [12 * 60, 22 * 60],
  });
});
