import { describe, expect, it } from '@jest/globals';
import { absence, durationInWords, implausibleInARow, lostFeed, silentDevice, type AbsenceInput } from './absence.ts';
import { DAY, HOUR, MINUTE } from './instant.ts';
import { DEFAULT_RULE_SET, valuesInForce } from './rule-set.ts';

const DUE = Date.UTC(2026, 0, 5, 9);
function after(minutes: number, more: Partial<AbsenceInput> = {}) {
  return absence(
    {
      level: 'standard',
      dueAt: DUE,
      lastHeardAt: DUE - 12 * HOUR,
      lastPriority: null,
      now: DUE + minutes * MINUTE,
      ...more,
    },
    DEFAULT_RULE_SET,
  );
}

describe('a set that does not come', () => {
  it.each([
    [-1, 'none', 30],
    [29, 'none', 30],
    [30, 'remind', 120],
    [119, 'remind', 120],
    [120, 'tell-carer', 240],
    [239, 'tell-carer', 240],
    [240, 'tell-hub', 960],
    [959, 'tell-hub', 960],
    [960, 'silent', null],
  ])('%d min after it was due: %s', (minutes, step, next) => {
    expect(after(minutes)).toMatchObject({ step, nextStepAt: next === null ? null : DUE + next * MINUTE });
  });
  it('tells the hub as routine, and as urgent when the last state was', () => {
    expect(after(239).findings).toEqual([]);
    expect(after(240).findings).toMatchObject([
      {
        ruleId: 'overdue',
        priority: 'routine',
        at: DUE,
        sentence: 'A set was due 4 h ago and has not come; the last reading is 16 h old.',
        evidence: { thresholds: { hub: 240 } },
      },
    ]);
    expect(after(240, { lastPriority: 'urgent' }).findings[0]?.priority).toBe('urgent');
    expect(after(240, { lastPriority: 'emergency' }).findings[0]?.priority).toBe('urgent');
    expect(after(240, { lastPriority: 'routine' }).findings[0]?.priority).toBe('routine');
  });
  it('is silent after two rounds, which is urgent', () => {
    expect(after(960).findings).toMatchObject([
      { ruleId: 'overdue' },
      { ruleId: 'silent', priority: 'urgent', sentence: '2 rounds missed: nothing has come for 28 h.' },
    ]);
    expect(after(60 * 60).findings[1]?.sentence).toBe('6 rounds missed: nothing has come for 3 days.');
  });
});

describe('equipment', () => {
  const bad = { vital: 'spo2', value: 12, min: 50, max: 100 } as const;
  it('three implausible values in a row', () => {
    expect(implausibleInARow([bad, bad], DUE, DEFAULT_RULE_SET)).toBeNull();
    expect(implausibleInARow([bad, bad, bad], DUE, DEFAULT_RULE_SET)).toMatchObject({
      priority: 'technical',
      sentence: '3 implausible values in a row from one device; the last: SpO2 12.',
    });
    expect(implausibleInARow([null, bad, bad, bad], DUE, DEFAULT_RULE_SET)).toBeNull();
    expect(implausibleInARow([bad, bad, null, bad], DUE, DEFAULT_RULE_SET)).toBeNull();
    expect(implausibleInARow([], DUE, DEFAULT_RULE_SET)).toBeNull();
  });
  it('a silent device and a lost feed', () => {
    expect(silentDevice('oximeter …42', DUE - 36 * HOUR + 1, DUE, DEFAULT_RULE_SET)).toBeNull();
    expect(silentDevice('oximeter …42', DUE - 36 * HOUR, DUE, DEFAULT_RULE_SET)).toMatchObject({
      ruleId: 'device-silent',
      sentence: 'The device oximeter …42 has sent nothing for 36 h.',
    });
    expect(lostFeed('GP', DUE - 10 * MINUTE + 1, DUE, DEFAULT_RULE_SET)).toBeNull();
    expect(lostFeed('GP', DUE - 10 * MINUTE, DUE, DEFAULT_RULE_SET)).toMatchObject({
      ruleId: 'feed-lost',
      priority: 'technical',
      sentence: 'The feed GP has been down for 10 min.',
    });
  });
  it('durations in words', () => {
    expect([59 * MINUTE, HOUR, 2 * DAY - 1, 2 * DAY].map(durationInWords)).toEqual(['59 min', '1 h', '47 h', '2 days']);
  });
  it('knows only its own rules', () => {
    expect(() => valuesInForce(DEFAULT_RULE_SET, 'news2-high')).toThrow(RangeError);
  });
});
