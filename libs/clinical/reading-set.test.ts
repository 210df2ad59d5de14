import { describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE } from './instant.ts';
import { implausible, isPlausible, PLAUSIBLE } from './plausible.ts';
import { anchorsTouchedBy, setAt } from './reading-set.ts';
import type { MeasuredVital, Reading } from './vitals.ts';

const T0 = Date.UTC(2026, 0, 5, 8);

function reading(id: string, at: number, vitals: Partial<Reading>, receivedAt = at): Reading {
  return { id, effectiveAt: at, receivedAt, ...vitals };
}

describe('a set', () => {
  it('takes the latest value of each vital in the half hour up to it', () => {
    const readings = [
      reading('a', T0 - 30 * MINUTE, { temperature: 39 }),
      reading('b', T0 - 29 * MINUTE, { pulse: 80, spo2: 95 }),
      reading('c', T0, { spo2: 96 }),
      reading('d', T0 + 1, { systolic: 120 }),
    ];
    expect(setAt(readings, T0)).toEqual({
      at: T0,
      vitals: { pulse: 80, spo2: 96 },
      readingIds: ['b', 'c'],
      measuredAt: { pulse: T0 - 29 * MINUTE, spo2: T0 },
    });
    expect(setAt(readings.toReversed(), T0)).toEqual(setAt(readings, T0));
  });

  it('of two values at one instant takes the one received later, then the greater id', () => {
    const first = reading('a', T0, { pulse: 80 }, T0 + 1);
    const correction = reading('b', T0, { pulse: 90 }, T0 + 2);
    const sameTime = reading('c', T0, { pulse: 100 }, T0 + 2);
    expect(setAt([correction, first], T0).vitals.pulse).toBe(90);
    expect(setAt([sameTime, correction, first], T0).vitals.pulse).toBe(100);
    expect(setAt([correction, first, sameTime], T0).vitals.pulse).toBe(100);
  });

  it('passes over what cannot be believed, and keeps the earlier value', () => {
    const readings = [
      reading('a', T0 - MINUTE, { spo2: 95, systolic: 120, diastolic: 80 }),
      reading('b', T0, { spo2: 12, systolic: 70, diastolic: 110 }),
    ];
    expect(setAt(readings, T0)).toMatchObject({
      vitals: { spo2: 95, systolic: 120, diastolic: 80 },
      readingIds: ['a'],
    });
  });

  it('is empty when nothing was measured', () => {
    expect(setAt([], T0)).toEqual({ at: T0, vitals: {}, readingIds: [], measuredAt: {} });
  });
});

describe('the instants that a fresh reading touches', () => {
  const readings = [
    reading('a', T0, {}),
    reading('b', T0 + 20 * MINUTE, {}),
    reading('c', T0 + 30 * MINUTE, {}),
    reading('d', T0 + HOUR, {}),
  ];
  it('are its own and those whose half hour reaches back to it', () => {
    expect(anchorsTouchedBy(readings, new Set(['a']))).toEqual([T0, T0 + 20 * MINUTE]);
    expect(anchorsTouchedBy(readings, new Set(['b']))).toEqual([T0 + 20 * MINUTE, T0 + 30 * MINUTE]);
    expect(anchorsTouchedBy(readings.toReversed(), new Set(['d', 'a']))).toEqual([T0, T0 + 20 * MINUTE, T0 + HOUR]);
    expect(anchorsTouchedBy(readings, new Set())).toEqual([]);
  });

  it('are named once, also when several readings share one', () => {
    const twins = [reading('a', T0, {}), reading('b', T0, {}, T0 + 5)];
    expect(anchorsTouchedBy(twins, new Set(['b']))).toEqual([T0]);
    expect(anchorsTouchedBy(twins, new Set(['a', 'b']))).toEqual([T0]);
  });
});

describe('what is plausible', () => {
  it('holds on both edges and not beyond', () => {
    for (const [vital, { min, max }] of Object.entries(PLAUSIBLE) as [MeasuredVital, { min: number; max: number }][]) {
      expect(implausible({ [vital]: min })).toEqual([]);
      expect(implausible({ [vital]: max })).toEqual([]);
      expect(implausible({ [vital]: min - 0.01 })).toEqual([{ vital, value: min - 0.01, min, max }]);
      expect(implausible({ [vital]: max + 0.01 })).toEqual([{ vital, value: max + 0.01, min, max }]);
      expect(isPlausible(vital, Number.NaN)).toBe(false);
    }
  });

  it('wants the systolic pressure above the diastolic', () => {
    expect(implausible({ systolic: 81, diastolic: 80 })).toEqual([]);
    expect(implausible({ systolic: 80, diastolic: 80 })).toEqual([
      { vital: 'systolic', value: 80, min: 80, max: 300 },
      { vital: 'diastolic', value: 80, min: 20, max: 80 },
    ]);
    expect(implausible({ systolic: 30, diastolic: 80 })).toHaveLength(1);
  });

  it('wants no flow for someone on air', () => {
    expect(implausible({ onOxygen: false, oxygenFlow: 2 })).toEqual([
      { vital: 'oxygenFlow', value: 2, min: 0, max: 0 },
    ]);
    expect(implausible({ onOxygen: false, oxygenFlow: 0 })).toEqual([]);
    expect(implausible({ onOxygen: true, oxygenFlow: 2 })).toEqual([]);
    expect(implausible({ onOxygen: false, oxygenFlow: 61 })).toHaveLength(1);
  });
});
