import type { RouteStepView } from '#contracts';
import { describe, expect, test } from '@jest/globals';
import { askedInTurn, gapsIn, momentOf, partOf, reachedInWords, waitInWords } from './who-is-asked.ts';

const waits = { emergency: 5, urgent: 30, routine: 240, technical: 60 };
const ada = { id: 'ada', name: 'Ada' };
const step = (changes: Partial<RouteStepView> = {}): RouteStepView => ({
  kind: 'accounts',
  role: null,
  people: [ada],
  unable: [],
  waits,
  ...changes,
});
const fallback = step({ kind: 'ward-fallback', waits: null });
const route = {
  timeZone: 'Europe/London',
  hubHours: { from: '08:00', to: '20:00' },
  days: [
    { day: '2026-12-25', name: 'Christmas Day', hours: null },
    { day: '2026-12-26', name: 'Boxing Day', hours: { from: '10:00', to: '14:00' } },
  ],
  steps: { 'hub-hours': [step(), fallback], 'on-call': [step({ people: [] }), step(), fallback] },
};

describe('who is asked', () => {
  test.each([
    ['2026-11-10', '07:59', 'on-call'],
    ['2026-11-10', '08:00', 'hub-hours'],
    ['2026-11-10', '19:59', 'hub-hours'],
    ['2026-11-10', '20:00', 'on-call'],
    // Summer time.
    ['2026-07-10', '08:00', 'hub-hours'],
    ['2026-07-10', '07:59', 'on-call'],
    ['2026-12-25', '12:00', 'on-call'],
    ['2026-12-26', '09:00', 'on-call'],
    ['2026-12-26', '10:00', 'hub-hours'],
  ] as const)('on %s at %s is the %s part', (day, time, part) => {
    expect(partOf(route, momentOf(route, day, time)).part).toBe(part);
  });

  test('a step that asks nobody is passed over, and nobody waits for it', () => {
    expect(askedInTurn(route, 'on-call', 'urgent').map(({ after }) => after)).toEqual([null, 0, 30]);
    expect(askedInTurn(route, 'hub-hours', 'emergency').map(({ after }) => after)).toEqual([0, 5]);
  });

  test('and how they hear of it', () => {
    expect(reachedInWords(['push', 'sms'])).toBe('notification, text');
    expect(reachedInWords([])).toBe('board only');
    expect([5, 60, 90].map(waitInWords)).toEqual(['5 min', '1 h', '1 h 30 min']);
  });

  test('a route that would ask nobody says where', () => {
    const names = { 'hub-hours': 'Hub hours', 'on-call': 'On call' };
    const named = (...accounts: string[]) => ({ kind: 'accounts' as const, accounts });
    expect(gapsIn({ 'hub-hours': [named('ada'), named()], 'on-call': [] }, names)).toEqual([
      'Hub hours, step 2: choose at least one person.',
      'On call: nobody is asked first. Add a step.',
    ]);
  });
});
