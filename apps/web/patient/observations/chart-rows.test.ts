import { news2, PARAMETERS, PLAUSIBLE, type Consciousness, type SpO2Scale, type Vitals } from '#clinical';
import { describe, expect, test } from '@jest/globals';
import fc from '../../../../test/harness/properties.ts';
import { chartBlocks } from './chart-rows.ts';

const numberOf = (vital: 'respiration' | 'spo2' | 'systolic' | 'pulse' | 'temperature') =>
  fc.double({ min: PLAUSIBLE[vital].min, max: PLAUSIBLE[vital].max, noNaN: true });

const someVitals: fc.Arbitrary<Vitals> = fc.record(
  {
    respiration: numberOf('respiration'),
    spo2: numberOf('spo2'),
    onOxygen: fc.boolean(),
    oxygenFlow: fc.constantFrom(0, 0.5, 2, 15),
    systolic: numberOf('systolic'),
    pulse: numberOf('pulse'),
    consciousness: fc.constantFrom<Consciousness>('A', 'C', 'V', 'P', 'U'),
    temperature: numberOf('temperature'),
  },
  { requiredKeys: [] },
);
const aScale = fc.constantFrom<SpO2Scale>(1, 2);

describe('the rows of the observation chart', () => {
  test('score what the NEWS2 of a set says of each parameter, and nothing stands where nothing is known', () => {
    fc.assert(
      fc.property(someVitals, aScale, (vitals, scale) => {
        const { subScores } = news2(vitals, scale);
        for (const block of chartBlocks(new Set([scale]))) {
          const row = block.rowOf(vitals);
          expect(row === null ? undefined : block.rows[row]?.score).toBe(subScores[block.parameter]);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('say in their labels which values stand in them', () => {
    const bounds = (label: string): [number, number] => {
      const numbers = (label.match(/[\d.]+/g) ?? []).map(Number);
      if (label.startsWith('≥')) return [numbers[0]!, Infinity];
      return label.startsWith('≤') ? [-Infinity, numbers[0]!] : [numbers[0]!, numbers[1]!];
    };
    for (const { parameter, rows, rowOf } of chartBlocks(new Set<SpO2Scale>([1]))) {
      if (parameter === 'oxygen' || parameter === 'consciousness') continue;
      for (const [place, { label }] of rows.entries()) {
        for (const value of bounds(label).filter(Number.isFinite)) expect(rowOf({ [parameter]: value })).toBe(place);
      }
    }
  });

  test('are there for every parameter, with one scale of SpO2 or both', () => {
    const parameters = (scales: SpO2Scale[]) => chartBlocks(new Set(scales)).map(({ parameter }) => parameter);
    expect(parameters([])).toEqual(PARAMETERS);
    expect(parameters([2])).toEqual(PARAMETERS);
    expect(parameters([1, 2]).filter((one) => one === 'spo2')).toHaveLength(2);
  });
});
