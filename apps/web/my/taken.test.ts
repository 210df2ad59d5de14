import { describe, expect, it } from '@jest/globals';
import { averageOf, doubtfulRange, NOTHING_TAKEN, numberIn, scoreOf, setOf, vitalsAsked, type Taken } from './taken.ts';

const STAY = { scored: true, spo2Scale: 1 } as const;
const taken = (different: Partial<Taken>): Taken => ({ ...NOTHING_TAKEN, ...different });

describe('two blood pressures', () => {
  const pressures = [
    { systolic: 132, diastolic: 78 },
    { systolic: 127, diastolic: 75 },
  ];

  it('are sent as their middle, and both are kept', () => {
    expect(setOf(taken({ pressures }))).toEqual({ systolic: 130, diastolic: 77, bloodPressures: pressures });
  });

  it('of one alone it is that one; of none there is none', () => {
    expect(setOf(taken({ pressures: pressures.slice(0, 1) }))).toEqual({ systolic: 132, diastolic: 78 });
    expect(averageOf([])).toBeNull();
    expect(setOf(NOTHING_TAKEN)).toEqual({});
  });
});

describe('what is taken at home', () => {
  it('is weight only of those whose weight matters', () => {
    expect(vitalsAsked('cardiac')).toContain('weight');
    expect(vitalsAsked('frailty')).not.toContain('weight');
  });

  it.each([
    ['temperature', '37,5', 37.5],
    ['temperature', '375', 37.5],
    ['weight', '68.4', 68.4],
    ['pulse', 'fast', null],
  ] as const)('%s as it was typed: %s', (field, text, value) => {
    expect(numberIn(field, text)).toBe(value);
  });

  it('is scored by what there is, and never by what cannot be believed', () => {
    expect(scoreOf(NOTHING_TAKEN, STAY)).toBeNull();
    expect(scoreOf(taken({ values: { spo2: 90, pulse: 135 } }), STAY)).toMatchObject({ kind: 'incomplete', least: 6 });
    expect(scoreOf(taken({ values: { pulse: 400 } }), STAY)).toBeNull();
    expect(doubtfulRange('pulse', 400)).toEqual({ min: 20, max: 250 });
    expect(scoreOf(taken({ values: { pulse: 135 } }), { ...STAY, scored: false })).toBeNull();
  });
});
