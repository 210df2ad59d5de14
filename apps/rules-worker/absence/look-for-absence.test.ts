import { DEFAULT_RULE_SET, HOUR, MINUTE } from '#clinical';
import type { LateStay } from '#records';
import { describe, expect, it } from '@jest/globals';
import fc from '../../../test/harness/properties.ts';
import { climb } from './look-for-absence.ts';

const DUE = Date.UTC(2026, 0, 5, 12);
const late = (lateBy: number, more: Partial<LateStay> = {}): LateStay => ({
  admissionId: 'ada',
  wardId: 'east',
  pathway: 'frailty',
  level: 'intensive',
  dueAt: DUE,
  lastHeardAt: DUE - 6 * HOUR,
  contact: null,
  lastPriority: null,
  taken: null,
  openAlerts: [],
  now: DUE + lateBy,
  ...more,
});
const raisedBy = (stay: LateStay): string[] =>
  climb(stay, DEFAULT_RULE_SET).effects.map((effect) =>
    effect.kind === 'raise' ? `${effect.finding.ruleId} ${effect.finding.priority}` : effect.kind,
  );
const openAlert = (ruleId: string) => ({
  id: ruleId,
  version: 1,
  ruleId,
  priority: 'routine' as const,
  raisedAt: DUE + 4 * HOUR,
  effectiveAt: DUE,
  count: 1,
  conditionPresent: true,
});

describe('a set that does not come', () => {
  it.each([
    [31 * MINUTE, [], 'remind', 2 * HOUR],
    [2 * HOUR, [], 'tell-carer', 4 * HOUR],
    [4 * HOUR, ['overdue routine'], 'tell-hub', 10 * HOUR],
    [10 * HOUR, ['overdue routine', 'silent urgent'], 'silent', null],
  ] as const)('late by %d ms', (lateBy, raised, step, lookAgainAfter) => {
    const { next } = climb(late(lateBy), DEFAULT_RULE_SET);
    expect(raisedBy(late(lateBy))).toEqual(raised);
    expect(next).toEqual({ dueAt: DUE, step, lookAt: lookAgainAfter === null ? null : DUE + lookAgainAfter });
  });

  it('is urgent when the person’s last state was', () => {
    expect(raisedBy(late(4 * HOUR, { lastPriority: 'urgent' }))).toEqual(['overdue urgent']);
  });

  it('is told once for each step, whoever looks and however often', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 * 60 }), { minLength: 1, maxLength: 30 }), (minutes) => {
        let taken: LateStay['taken'] = null;
        const told: string[] = [];
        for (const at of minutes.toSorted((a, b) => a - b)) {
          const openAlerts = [...new Set(told)].map(openAlert);
          const change = climb(late(at * MINUTE, { taken, openAlerts }), DEFAULT_RULE_SET);
          for (const effect of change.effects) if (effect.kind === 'raise') told.push(effect.finding.ruleId);
          taken = change.next;
        }
        expect(new Set(told).size).toBe(told.length);
        const last = Math.max(...minutes) * MINUTE;
        expect(told.includes('overdue')).toBe(last >= 4 * HOUR);
        expect(told.includes('silent')).toBe(last >= 10 * HOUR);
      }),
    );
  });

  it.each([
    ['a reading came and the next is not due', { dueAt: DUE + 12 * HOUR }],
    ['none is expected any more', { dueAt: null }],
  ])('eases when %s, once', (_, more) => {
    const stay = late(5 * HOUR, {
      taken: { dueAt: DUE, step: 'tell-hub' },
      openAlerts: [openAlert('overdue')],
      ...more,
    });
    const { effects, next } = climb(stay, DEFAULT_RULE_SET);
    expect(effects.map(({ kind }) => kind)).toEqual(['condition-cleared']);
    expect(next).toBeNull();
    const eased = { ...stay, openAlerts: [{ ...openAlert('overdue'), conditionPresent: false }] };
    expect(climb(eased, DEFAULT_RULE_SET).effects).toEqual([]);
  });

  it('begins a ladder of its own for the next set', () => {
    const next = late(9 * HOUR, { dueAt: DUE + 6 * HOUR, taken: { dueAt: DUE, step: 'silent' } });
    expect(climb(next, DEFAULT_RULE_SET).next).toMatchObject({ dueAt: DUE + 6 * HOUR, step: 'tell-carer' });
  });
});
