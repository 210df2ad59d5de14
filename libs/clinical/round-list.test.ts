import { describe, expect, it } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { DAY } from './instant.ts';
import { byRoundReasons, ROUND_REASONS, roundReasons, type RoundFacts, type RoundReason } from './round-list.ts';

const NOW = Date.parse('2026-11-20T09:00:00Z');
const AT = { now: NOW, today: '2026-11-20' };

/** Nothing asks for them until the test says otherwise. */
const facts = (more: Partial<RoundFacts> = {}): RoundFacts => ({
  openAlerts: [],
  recordReady: false,
  mayOverride: true,
  admittedAt: NOW - 5 * DAY,
  reviewDueAt: NOW + 9 * DAY,
  overdueTasks: 0,
  plannedFor: null,
  firstToCheck: false,
  ...more,
});
const kinds = (more: Partial<RoundFacts>) => roundReasons(facts(more), AT).map(({ kind }) => kind);

describe('whom a board round talks about', () => {
  it('is nobody of whom nothing asks for it', () => expect(kinds({})).toEqual([]));

  it.each<[string, Partial<RoundFacts>, string[]]>([
    [
      'an open emergency',
      { openAlerts: [{ priority: 'emergency', accepted: true }], mayOverride: false },
      ['emergency-alert'],
    ],
    ['day 14', { admittedAt: NOW - 14 * DAY, reviewDueAt: NOW }, ['review-due']],
    ['the day before day 14', { admittedAt: NOW - 14 * DAY + 1, reviewDueAt: NOW + 1 }, []],
    ['going home today', { plannedFor: '2026-11-20' }, ['planned-discharge']],
    ['should have gone yesterday', { plannedFor: '2026-11-19' }, ['planned-discharge']],
    ['going tomorrow', { plannedFor: '2026-11-21' }, []],
    ['ready', { recordReady: true }, ['could-step-down']],
    ['ready, and an emergency is open', { recordReady: true, mayOverride: false }, []],
    ['tasks', { overdueTasks: 2 }, ['task-overdue']],
    ['a technical alert', { openAlerts: [{ priority: 'technical', accepted: false }] }, ['routine-alert']],
    ['first readings', { firstToCheck: true }, ['first-readings']],
  ])('has %s', (_, more, expected) => expect(kinds(more)).toEqual(expected));

  it('says how many alerts nobody has', () => {
    const openAlerts = [
      { priority: 'urgent', accepted: true },
      { priority: 'urgent', accepted: false },
    ] as const;
    expect(roundReasons(facts({ openAlerts }), AT)[0]?.sentence).toBe('2 urgent alerts open, 1 that nobody has.');
    expect(roundReasons(facts({ admittedAt: NOW - 14 * DAY, reviewDueAt: NOW }), AT)[0]?.sentence).toBe(
      'A review is due: 14 days on the ward.',
    );
  });

  it('puts an emergency first, more reasons before fewer, and is an order', () => {
    const some = fc
      .subarray([...ROUND_REASONS])
      .map((drawn): RoundReason[] =>
        ROUND_REASONS.filter((one) => drawn.includes(one)).map((kind) => ({ kind, sentence: kind })),
      );
    fc.assert(
      fc.property(some, some, some, (a, b, c) => {
        expect(Math.sign(byRoundReasons(a, b))).toBe(-Math.sign(byRoundReasons(b, a)) + 0);
        if (byRoundReasons(a, b) <= 0 && byRoundReasons(b, c) <= 0) expect(byRoundReasons(a, c)).toBeLessThanOrEqual(0);
        if (a[0]?.kind === 'emergency-alert' && b[0]?.kind !== 'emergency-alert')
          expect(byRoundReasons(a, b)).toBeLessThan(0);
        if (a.length > 0) expect(byRoundReasons(a, a.slice(0, -1))).toBeLessThan(0);
      }),
    );
  });
});
