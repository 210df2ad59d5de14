import { describe, expect, it } from '@jest/globals';
import fc from '../../../test/harness/properties.ts';
import { dateAndTimeCell, dateCell, inHomeTime, instantOf, timeCell } from './wall-time.ts';

const wrong = (words: RegExp) => ({ wrong: expect.stringMatching(words) as unknown });
const day = (iso: string) => ({ value: Date.parse(`${iso}T00:00:00Z`) });

describe('a date', () => {
  it.each([
    ['25/12/2026', day('2026-12-25')],
    ['5/1/2026', day('2026-01-05')],
    ['05-01-2026', day('2026-01-05')],
    ['05.01.2026', day('2026-01-05')],
    ['2026-01-05', day('2026-01-05')],
    ['5 January 2026', day('2026-01-05')],
    ['Mon 5th Jan 2026', day('2026-01-05')],
    ['Monday, 05/01/2026', day('2026-01-05')],
    ['', { blank: true }],
    ['05/01/26', wrong(/year of two digits/)],
    ['5 Jan 26', wrong(/year of two digits/)],
    ['12/25/2026', wrong(/25 for a month/)],
    ['31/02/2026', wrong(/never was/)],
    ['29/02/2026', wrong(/never was/)],
    ['46027', wrong(/spreadsheet's own number/)],
    ['today', wrong(/not a date/)],
    ['5 Janember', wrong(/not a date/)],
  ])('“%s”', (cell, expected) => expect(dateCell(cell)).toEqual(expected));
});

describe('a time', () => {
  const at = (hours: number, minutes: number, clock: string | null = null) => ({
    value: { minutes: hours * 60 + minutes, clock },
  });
  it.each([
    ['09:30', at(9, 30)],
    ['9:30', at(9, 30)],
    ['9.30', at(9, 30)],
    ['0930', at(9, 30)],
    ['0930 hrs', at(9, 30)],
    ['09:30:00', at(9, 30)],
    ['9.30am', at(9, 30)],
    ['9 pm', at(21, 0)],
    ['12:05 am', at(0, 5)],
    ['12 pm', at(12, 0)],
    ['00:00', at(0, 0)],
    ['01:30 BST', at(1, 30, 'BST')],
    ['01:30 (GMT)', at(1, 30, 'GMT')],
    ['', { blank: true }],
    ['9', wrong(/not a time/)],
    ['24:00', wrong(/not a time/)],
    ['09:60', wrong(/not a time/)],
    ['13 pm', wrong(/not a time/)],
    ['morning', wrong(/not a time/)],
    ['93', wrong(/not a time/)],
  ])('“%s”', (cell, expected) => expect(timeCell(cell)).toEqual(expected));
});

describe('both in one cell', () => {
  it.each([
    ['25/12/2026 09:30', { value: { day: Date.UTC(2026, 11, 25), time: { minutes: 570, clock: null } } }],
    ['2026-12-25 09:30:00', { value: { day: Date.UTC(2026, 11, 25), time: { minutes: 570, clock: null } } }],
    ['25 December 2026 at 9.30pm', { value: { day: Date.UTC(2026, 11, 25), time: { minutes: 1290, clock: null } } }],
    ['2026-06-25T09:30:00+01:00', { value: Date.parse('2026-06-25T08:30:00Z') }],
    ['2026-06-25T09:30Z', { value: Date.parse('2026-06-25T09:30:00Z') }],
    ['', { blank: true }],
    ['25/12/2026', wrong(/has no time/)],
    ['25/12/26 09:30', wrong(/not a date|two digits/)],
    ['25/12/2026 25:30', wrong(/not a time/)],
  ])('“%s”', (cell, expected) => expect(dateAndTimeCell(cell)).toEqual(expected));
});

describe('the clocks of the homes', () => {
  const shown = (iso: string, time: string) => {
    const clock = timeCell(time);
    return 'value' in clock ? instantOf(Date.parse(`${iso}T00:00:00Z`), clock.value) : clock;
  };
  it.each([
    ['winter', '2026-01-05', '09:30', '2026-01-05T09:30:00Z'],
    ['summer', '2026-07-05', '09:30', '2026-07-05T08:30:00Z'],
    ['GMT written in summer', '2026-07-05', '09:30 GMT', '2026-07-05T09:30:00Z'],
    ['before the clocks go forward', '2026-03-29', '00:59', '2026-03-29T00:59:00Z'],
    ['after they did', '2026-03-29', '02:00', '2026-03-29T01:00:00Z'],
    ['before they go back', '2026-10-25', '00:59', '2026-10-24T23:59:00Z'],
    ['the first of the two', '2026-10-25', '01:30 BST', '2026-10-25T00:30:00Z'],
    ['the second of the two', '2026-10-25', '01:30 GMT', '2026-10-25T01:30:00Z'],
    ['after they went back', '2026-10-25', '02:00', '2026-10-25T02:00:00Z'],
  ])('%s', (_, date, time, expected) => expect(shown(date, time)).toEqual({ value: Date.parse(expected) }));

  it.each([
    ['2026-03-29', '01:00', /clocks went forward/],
    ['2026-03-29', '01:59', /clocks went forward/],
    ['2026-10-25', '01:00', /clocks went back/],
    ['2026-10-25', '01:59', /clocks went back/],
    ['2026-01-05', '09:30 BST', /BST on a day when the clocks show GMT/],
  ])('%s %s: nobody can know', (date, time, words) => expect(shown(date, time)).toEqual(wrong(words)));

  it('show every other minute once, and are read back as they show it', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2035, 0) / 60_000 }), (minute) => {
        const instant = minute * 60_000;
        const [, dayOfMonth, month, year, time] = /(\d+) (\w+) (\d{4}) at (\d\d:\d\d)/.exec(inHomeTime(instant)) ?? [];
        const read = dateAndTimeCell(`${dayOfMonth} ${month} ${year} ${time}`);
        if (!('value' in read) || typeof read.value === 'number') throw new Error(inHomeTime(instant));
        const found = instantOf(read.value.day, read.value.time);
        if ('wrong' in found) expect(found.wrong).toMatch(/was twice/);
        else expect(found.value).toBe(instant);
      }),
      { numRuns: 300 },
    );
  });
});
