import { describe, expect, it } from '@jest/globals';
import {
  absence,
  channelTrouble,
  durationInWords,
  failingChannel,
  implausibleInARow,
  lostFeed,
  queueIsBehind,
  silentDevice,
  stalledWorker,
  type AbsenceInput,
  type ChannelStanding,
} from './absence.ts';
import { DAY, HOUR, MINUTE } from './instant.ts';
import { DEFAULT_RULE_SET, readRuleSet, type RuleSet, type RuleSetDocument } from './rule-set.ts';

const DUE = Date.UTC(2026, 0, 5, 9);
function after(minutes: number, more: Partial<AbsenceInput> = {}, ruleSet: RuleSet = DEFAULT_RULE_SET) {
  return absence(
    {
      wardId: 'dorset',
      pathway: 'frailty',
      level: 'standard',
      dueAt: DUE,
      lastHeardAt: DUE - 12 * HOUR,
      contact: null,
      lastPriority: null,
      now: DUE + minutes * MINUTE,
      ...more,
    },
    ruleSet,
  );
}

const under = (document: Partial<RuleSetDocument>): RuleSet => {
  const read = readRuleSet({ id: 'test', version: '1', ...document });
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.refusals));
  return read.ruleSet;
};

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
  it('is told with why where somebody was with them; every step but the last comes when it would have come', () => {
    const contact = { at: DUE + 30 * MINUTE, why: { all: 'refused' } } as const;
    expect(after(240, { contact })).toMatchObject({
      step: 'tell-hub',
      nextStepAt: DUE + 990 * MINUTE,
      findings: [
        {
          sentence:
            'A set was due 4 h ago and has not come; the last reading is 16 h old. Somebody was with them 3 h ago and could not take it: refused.',
        },
      ],
    });
    expect(after(120, { contact }).step).toBe('tell-carer');
    expect(after(989, { contact }).step).toBe('tell-hub');
    expect(after(990, { contact }).step).toBe('silent');
    // One that was before the set was due puts nothing off.
    expect(after(960, { contact: { ...contact, at: DUE - HOUR } }).step).toBe('silent');
    // Where the ward is not told that a set is late, contact does not put off the one thing that it is told.
    const untold = under({ rules: { overdue: { enabled: false } } });
    expect(after(960, { contact }, untold).step).toBe('silent');
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

describe('layers', () => {
  it("a ward's own times hold on that ward, and a pathway's beat them", () => {
    const ruleSet = under({
      rules: { overdue: { parameters: { hub: 200 } } },
      wards: { dorset: { overdue: { parameters: { hub: 90, carer: 45 } } } },
      pathways: { cardiac: { overdue: { parameters: { hub: 60 } } } },
    });
    expect(after(90, {}, ruleSet)).toMatchObject({
      step: 'tell-hub',
      findings: [{ evidence: { thresholds: { reminder: 30, carer: 45, hub: 90 } } }],
    });
    expect(after(199, { wardId: 'elsewhere' }, ruleSet).step).toBe('tell-carer');
    expect(after(60, { pathway: 'cardiac' }, ruleSet).step).toBe('tell-hub');
    expect(after(89, {}, ruleSet).step).toBe('tell-carer');
  });
  it('a ward may switch "overdue" off or press more with it, and cannot switch "silent" off', () => {
    const off = under({ wards: { dorset: { overdue: { enabled: false } } } });
    expect(after(959, {}, off)).toEqual({ step: 'none', findings: [], nextStepAt: DUE + 960 * MINUTE });
    expect(after(960, {}, off).findings.map(({ ruleId }) => ruleId)).toEqual(['silent']);
    const pressing = under({ wards: { dorset: { overdue: { priority: 'emergency' } } } });
    expect(after(240, {}, pressing).findings).toMatchObject([{ priority: 'emergency' }]);
    expect(after(240, { lastPriority: 'urgent' }, pressing).findings).toMatchObject([{ priority: 'emergency' }]);
    expect(after(240, { wardId: 'elsewhere' }, pressing).findings).toMatchObject([{ priority: 'routine' }]);
  });
  it('equipment is judged by the ward that it belongs to', () => {
    const ruleSet = under({
      wards: {
        dorset: {
          'device-silent': { parameters: { hours: 6 } },
          'feed-lost': { enabled: false },
          implausible: { parameters: { inARow: 2 } },
        },
      },
    });
    const six = { since: DUE - 6 * HOUR, now: DUE };
    expect(silentDevice('cuff', { ...six, place: { wardId: 'dorset' } }, ruleSet)).toMatchObject({
      evidence: { thresholds: { hours: 6 } },
    });
    expect(silentDevice('cuff', { ...six, place: { wardId: 'elsewhere' } }, ruleSet)).toBeNull();
    expect(lostFeed('GP', { ...six, place: { wardId: 'dorset' } }, ruleSet)).toBeNull();
    expect(lostFeed('GP', { ...six, place: {} }, ruleSet)).not.toBeNull();
    const bad = { vital: 'spo2', value: 12, min: 50, max: 100 } as const;
    expect(implausibleInARow([bad, bad], DUE, ruleSet, { wardId: 'dorset' })).not.toBeNull();
    expect(implausibleInARow([bad, bad], DUE, ruleSet, {})).toBeNull();
    const silenced = under({
      wards: { dorset: { implausible: { enabled: false }, 'device-silent': { enabled: false } } },
    });
    expect(implausibleInARow([bad, bad, bad], DUE, silenced, { wardId: 'dorset' })).toBeNull();
    expect(silentDevice('cuff', { since: 0, now: DUE, place: { wardId: 'dorset' } }, silenced)).toBeNull();
  });
});

describe('equipment', () => {
  const since = (instant: number) => ({ since: instant, now: DUE, place: {} });
  const bad = { vital: 'spo2', value: 12, min: 50, max: 100 } as const;
  it('three implausible values in a row', () => {
    expect(implausibleInARow([bad, bad], DUE, DEFAULT_RULE_SET, {})).toBeNull();
    expect(implausibleInARow([bad, bad, bad], DUE, DEFAULT_RULE_SET, {})).toMatchObject({
      priority: 'technical',
      sentence: '3 implausible values in a row from one device; the last: SpO2 12.',
    });
    expect(implausibleInARow([null, bad, bad, bad], DUE, DEFAULT_RULE_SET, {})).toBeNull();
    expect(implausibleInARow([bad, bad, null, bad], DUE, DEFAULT_RULE_SET, {})).toBeNull();
    expect(implausibleInARow([], DUE, DEFAULT_RULE_SET, {})).toBeNull();
  });
  it('a silent device and a lost feed', () => {
    expect(silentDevice('oximeter …42', since(DUE - 36 * HOUR + 1), DEFAULT_RULE_SET)).toBeNull();
    expect(silentDevice('oximeter …42', since(DUE - 36 * HOUR), DEFAULT_RULE_SET)).toMatchObject({
      ruleId: 'device-silent',
      sentence: 'The device oximeter …42 has sent nothing for 36 h.',
    });
    expect(lostFeed('GP', since(DUE - 10 * MINUTE + 1), DEFAULT_RULE_SET)).toBeNull();
    expect(lostFeed('GP', since(DUE - 10 * MINUTE), DEFAULT_RULE_SET)).toMatchObject({
      ruleId: 'feed-lost',
      priority: 'technical',
      sentence: 'The feed GP has been down for 10 min.',
    });
  });
  it.each([
    [stalledWorker, 29.9, null],
    [stalledWorker, 30, 'Nothing has scored readings for 30 s: what comes in is stored, and no rule has looked at it.'],
    [
      stalledWorker,
      60,
      'Nothing has scored readings for 1 min: what comes in is stored, and no rule has looked at it.',
    ],
    [queueIsBehind, 59.9, null],
    [queueIsBehind, 60, 'Readings have waited for their score for 1 min: the board may be older than what came in.'],
    [queueIsBehind, 7200, 'Readings have waited for their score for 2 h: the board may be older than what came in.'],
  ])('scoring that has stopped or is behind: %p after %d s', (judge, seconds, sentence) => {
    const finding = judge(since(DUE - seconds * 1_000), DEFAULT_RULE_SET);
    expect(finding?.sentence ?? null).toBe(sentence);
    expect(finding?.evidence.readingIds ?? []).toEqual([]);
    if (finding !== null) expect(finding).toMatchObject({ priority: 'technical', at: DUE });
  });
  it('durations in words', () => {
    expect([59 * MINUTE, HOUR, 2 * DAY - 1, 2 * DAY].map(durationInWords)).toEqual(['59 min', '1 h', '47 h', '2 days']);
  });
  it('knows only its own rules', () => {
    expect(() => DEFAULT_RULE_SET.timedAt('news2-high', {})).toThrow(RangeError);
  });
});

describe('a channel', () => {
  const works: ChannelStanding = { failuresInARow: 0, lastFailure: null, oldestEmergencyUnsentFor: null };
  const lastFailure = 'It answered 500.';

  it.each<[string, Partial<ChannelStanding>, string | null]>([
    ['works', {}, null],
    ['has failed now and then', { failuresInARow: 4, lastFailure }, null],
    ['fails every time', { failuresInARow: 5, lastFailure }, '5 attempts in a row failed. It answered 500.'],
    ['fails and does not say why', { failuresInARow: 5 }, '5 attempts in a row failed.'],
    ['has an emergency in hand', { oldestEmergencyUnsentFor: MINUTE }, null],
    [
      'does not take an emergency',
      { oldestEmergencyUnsentFor: MINUTE + 1 },
      'An emergency message has waited for longer than 1 min to be sent.',
    ],
  ])('that %s', (_, different, says) => {
    expect(channelTrouble({ ...works, ...different }, DEFAULT_RULE_SET)).toBe(says);
  });

  it('that fails is a technical finding, which says what does not work, why, and what it means', () => {
    const why = '5 attempts in a row failed. It answered 500.';
    expect(
      failingChannel('Browser push', { why, now: DUE, place: { wardId: 'dorset' } }, DEFAULT_RULE_SET),
    ).toMatchObject({
      ruleId: 'channel-failing',
      priority: 'technical',
      sentence: `Browser push does not work: people on this ward may not hear of alerts away from the board. ${why}`,
      at: DUE,
      evidence: { values: { channel: 'Browser push', why }, thresholds: { failures: 5, seconds: 60 } },
    });
  });
});
