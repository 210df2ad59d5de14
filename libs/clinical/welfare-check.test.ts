import { describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE } from './instant.ts';
import { DEFAULT_RULE_SET } from './rule-set.ts';
import { welfareCheck, WELFARE_CHECK_WITHIN, type WelfareCheckInput } from './welfare-check.ts';

const T0 = Date.UTC(2026, 0, 5, 9);

const check = (minutes: number, different: Partial<WelfareCheckInput> = {}) =>
  welfareCheck(
    {
      from: 'Swanage Fire Station',
      receivedAt: T0,
      dueAt: T0 + WELFARE_CHECK_WITHIN,
      taken: false,
      closed: false,
      level: null,
      place: { wardId: 'ward' },
      now: T0 + minutes * MINUTE,
      ...different,
    },
    DEFAULT_RULE_SET,
  );

describe('a welfare check', () => {
  it('is due within two hours', () => {
    expect(WELFARE_CHECK_WITHIN).toBe(2 * HOUR);
  });

  it.each([
    [0, 'waiting', 'routine', 'a welfare check is due in 2 h, and nobody has taken it yet'],
    [29, 'waiting', 'routine', 'a welfare check is due in 1 h, and nobody has taken it yet'],
    [30, 'pressing', 'urgent', 'nobody has taken it for 30 min, and the welfare check is due in 1 h'],
    [119, 'pressing', 'urgent', 'nobody has taken it for 1 h, and the welfare check is due in 1 min'],
    [121, 'overdue', 'urgent', 'the welfare check was due 1 min ago and has no outcome'],
    [120, 'overdue', 'urgent', 'the welfare check was due now and has no outcome'],
  ] as const)('that nobody has taken, after %i min', (minutes, step, priority, standing) => {
    const { finding, ...stands } = check(minutes);
    expect(stands).toEqual({ step });
    expect(finding).toMatchObject({ priority, sentence: `A concern came from Swanage Fire Station: ${standing}.` });
  });

  it('is urgent from the start for somebody at intensive level, and not below', () => {
    expect(check(0, { level: 'intensive' })).toMatchObject({ step: 'pressing', finding: { priority: 'urgent' } });
    expect(check(0, { level: 'standard' }).finding?.priority).toBe('routine');
  });

  it('asks nothing while somebody has it, until it is overdue', () => {
    expect(check(119, { taken: true })).toEqual({ step: 'in-hand', finding: null });
    expect(check(120, { taken: true })).toMatchObject({ step: 'overdue', finding: { priority: 'urgent' } });
  });

  it('asks nothing when it is closed, however late', () => {
    expect(check(500, { closed: true })).toEqual({ step: 'closed', finding: null });
  });
});
