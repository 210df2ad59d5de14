import { describe, expect, it } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { DAY, HOUR } from './instant.ts';
import { nextDue } from './levels.ts';
import { atWallClock, dueAfter, nextDueByTimetable, TIMETABLES, zoneOffset, type Timetable } from './timetable.ts';

const london = zoneOffset('Europe/London');
const iso = (at: number): string => new Date(at).toISOString().slice(0, 16);
const utc = (text: string): number => Date.parse(`${text}Z`);

describe('wall-clock times', () => {
  it('keep to the clocks of the ward over both changes', () => {
    // Clocks go forward on 29 March 2026 at 01:00 UTC, and back on 25 October 2026 at 01:00 UTC.
    const nine = { minutes: [9 * 60] };
    expect(iso(dueAfter(nine, utc('2026-03-28T09:00'), london))).toBe('2026-03-29T08:00');
    expect(iso(dueAfter(nine, utc('2026-10-24T08:00'), london))).toBe('2026-10-25T09:00');
  });
  it('that the clocks jump over come an hour later; that they show twice, the first time', () => {
    const spring = Date.UTC(2026, 2, 29);
    expect(iso(atWallClock(spring, 90, london))).toBe('2026-03-29T01:30');
    const autumn = Date.UTC(2026, 9, 25);
    expect(iso(atWallClock(autumn, 90, london))).toBe('2026-10-25T00:30');
    expect(iso(atWallClock(autumn, 59, london))).toBe('2026-10-24T23:59');
    expect(iso(atWallClock(autumn, 120, london))).toBe('2026-10-25T02:00');
  });
  it.each(['Europe/London', 'Asia/Kolkata', 'Pacific/Apia', 'America/St_Johns', 'Australia/Lord_Howe'])(
    'in %s are shown by the clocks there, and are strictly later',
    (zone) => {
      const offset = zoneOffset(zone);
      fc.assert(
        fc.property(
          fc.integer({ min: utc('2026-01-01T00:00'), max: utc('2027-12-31T00:00') }),
          fc.constantFrom('intensive' as const, 'standard' as const, 'light' as const, 'check-in' as const),
          (after, level) => {
            const due = dueAfter(TIMETABLES[level], after, offset);
            expect(due).toBeGreaterThan(after);
            expect(due - after).toBeLessThanOrEqual(5 * DAY);
            const wall = due + offset(due);
            expect(TIMETABLES[level].minutes).toContain((((wall % DAY) + DAY) % DAY) / 60_000);
          },
        ),
      );
    },
  );
  it('knows the weekdays of check-in', () => {
    // 5 January 2026 is a Monday.
    expect(iso(dueAfter(TIMETABLES['check-in'], utc('2026-01-05T10:00'), london))).toBe('2026-01-08T10:00');
    expect(iso(dueAfter(TIMETABLES['check-in'], utc('2026-01-08T10:00'), london))).toBe('2026-01-12T10:00');
  });
  it('refuses a timetable without a time', () => {
    expect(() => dueAfter({ minutes: [] }, 0, london)).toThrow(RangeError);
  });
});

it('each level has its times on the clocks of the ward', () => {
  expect(TIMETABLES).toEqual({
    intensive: { minutes: [480, 720, 1020, 1260] },
    standard: { minutes: [540, 1080] },
    light: { minutes: [540] },
    'check-in': { minutes: [600], weekdays: [1, 4] },
  });
});

// 5 January 2026 is a Monday.
it.each<[string, Timetable, string, string]>([
  ['at a time itself is the next one', { minutes: [540, 1080] }, '2026-01-05T09:00', '2026-01-05T18:00'],
  ['a minute before it is that one', { minutes: [540, 1080] }, '2026-01-05T08:59', '2026-01-05T09:00'],
  [
    'is the earliest, in whatever order they are written',
    { minutes: [1080, 540] },
    '2026-01-05T08:00',
    '2026-01-05T09:00',
  ],
  ['of one day a week is a week later', { minutes: [600], weekdays: [1] }, '2026-01-05T10:00', '2026-01-12T10:00'],
  ['of midnight is the next day', { minutes: [0] }, '2026-01-05T00:00', '2026-01-06T00:00'],
])('the time after an instant %s', (_, timetable, after, due) => {
  expect(iso(dueAfter(timetable, utc(after), london))).toBe(due);
});

describe('the next set', () => {
  it.each([
    ['standard', '2026-01-05T06:59', undefined, '2026-01-05T09:00'],
    ['standard', '2026-01-05T07:00', undefined, '2026-01-05T18:00'],
    ['light', '2026-01-05T09:00', '2026-01-06T08:59', '2026-01-06T09:00'],
    ['light', '2026-01-05T09:00', '2026-01-06T09:00', '2026-01-07T09:00'],
  ] as const)('%s after a set of %s, on this level since %s: %s', (level, last, since, due) => {
    expect(iso(nextDueByTimetable(level, utc(last), london, since && utc(since)))).toBe(due);
  });
  it('a set up to two hours early is that set', () => {
    expect(iso(nextDueByTimetable('standard', utc('2026-01-05T07:30'), london))).toBe('2026-01-05T18:00');
    expect(iso(nextDueByTimetable('standard', utc('2026-01-05T06:30'), london))).toBe('2026-01-05T09:00');
  });
  it('a step resets the schedule', () => {
    const last = utc('2026-01-05T09:00');
    const stepped = utc('2026-01-07T11:00');
    expect(nextDueByTimetable('light', last, london, stepped)).toBeGreaterThan(stepped);
    expect(iso(nextDueByTimetable('light', last, london, utc('2026-01-05T10:00')))).toBe('2026-01-06T09:00');
  });
  it('by plain intervals: 6, 12, 24 and 84 hours', () => {
    expect((['intensive', 'standard', 'light', 'check-in'] as const).map((level) => nextDue(level, 0) / HOUR)).toEqual([
      6, 12, 24, 84,
    ]);
  });
});
