import { describe, expect, it } from '@jest/globals';
import fc from '../../../test/harness/properties.ts';
import { DAY, HOUR, MINUTE } from '../instant.ts';
import { zoneOffset } from '../timetable.ts';
import { HUB_HOURS, partAt, type WardHours } from './ward-hours.ts';

const london = zoneOffset('Europe/London');
const usual: WardHours = { everyDay: HUB_HOURS, days: {} };
const christmas: WardHours = {
  everyDay: HUB_HOURS,
  days: { '2026-12-25': null, '2026-12-26': { from: 10 * 60, to: 16 * 60 } },
};
const always: WardHours = { everyDay: { from: 0, to: 24 * 60 }, days: {} };

const at = (hours: WardHours, instant: string, zone = london) => {
  const { part, until } = partAt(hours, Date.parse(instant), zone);
  return [part, until === null ? null : new Date(until).toISOString()];
};

describe('who is on', () => {
  it.each([
    ['a winter morning before eight', usual, '2026-11-02T07:59:59Z', ['on-call', '2026-11-02T08:00:00.000Z']],
    ['at eight', usual, '2026-11-02T08:00:00Z', ['hub-hours', '2026-11-02T20:00:00.000Z']],
    ['at eight in the evening', usual, '2026-11-02T20:00:00Z', ['on-call', '2026-11-03T08:00:00.000Z']],
    ['at eight in summer', usual, '2026-07-01T07:00:00Z', ['hub-hours', '2026-07-01T19:00:00.000Z']],
    ['the night that the clocks go forward', usual, '2026-03-28T20:00:00Z', ['on-call', '2026-03-29T07:00:00.000Z']],
    ['the night that the clocks go back', usual, '2026-10-24T19:00:00Z', ['on-call', '2026-10-25T08:00:00.000Z']],
    ['Christmas Eve, evening', christmas, '2026-12-24T20:00:00Z', ['on-call', '2026-12-26T10:00:00.000Z']],
    ['Christmas Day, noon', christmas, '2026-12-25T12:00:00Z', ['on-call', '2026-12-26T10:00:00.000Z']],
    ['a day with hours of its own', christmas, '2026-12-26T15:59:00Z', ['hub-hours', '2026-12-26T16:00:00.000Z']],
    ['a hub that never closes', always, '2026-11-02T23:59:59Z', ['hub-hours', null]],
  ] as const)('%s', (_, hours, instant, expected) => expect(at(hours, instant)).toEqual(expected));

  it.each([
    ['Asia/Kolkata', '2026-11-02T02:30:00Z', 'hub-hours'],
    ['Pacific/Apia', '2026-11-01T18:59:59Z', 'on-call'],
    ['Pacific/Apia', '2026-11-01T19:00:00Z', 'hub-hours'],
  ])('in %s', (zone, instant, part) => expect(at(usual, instant, zoneOffset(zone))[0]).toBe(part));

  it.each([
    [60, ['on-call', '2027-01-01T08:00:00.000Z']],
    [61, ['on-call', null]],
  ])('a hub that stays closed for %d days', (closedFor, expected) => {
    const from = Date.parse('2026-11-02');
    const dates = Array.from({ length: closedFor }, (_, i) => new Date(from + i * DAY).toISOString().slice(0, 10));
    const hours = { everyDay: HUB_HOURS, days: Object.fromEntries(dates.map((date) => [date, null])) };
    expect(at(hours, '2026-11-02T12:00:00Z')).toEqual(expected);
  });

  it('changes at the time that it says, and not before', () => {
    const hours = fc
      .tuple(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 1, max: 1_440 }))
      .filter(([from, to]) => from < to)
      .map(([from, to]) => ({ from, to }));
    const instant = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-12-31') });
    fc.assert(
      fc.property(
        hours,
        instant,
        fc.boolean(),
        fc.integer({ min: 1, max: 3 * HOUR }),
        (everyDay, now, closed, earlier) => {
          const days = closed ? { [new Date(now + DAY).toISOString().slice(0, 10)]: null } : {};
          const { part, until } = partAt({ everyDay, days }, now, london);
          if (until === null) return;
          expect(until).toBeGreaterThan(now);
          expect(partAt({ everyDay, days }, until, london).part).not.toBe(part);
          const before = Math.max(now, until - earlier);
          expect(partAt({ everyDay, days }, before, london)).toEqual({ part, until });
          expect(until % MINUTE).toBe(0);
        },
      ),
    );
  });
});
