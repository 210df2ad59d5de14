import { describe, expect, it } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { news2, type News2Complete } from './news2.ts';
import { PARAMETERS, type Parameter, type SpO2Scale, type Vitals } from './vitals.ts';

/** Everything scores 0 until the test says otherwise. */
function well(vitals: Vitals = {}): Vitals {
  return {
    respiration: 16,
    spo2: 97,
    onOxygen: false,
    systolic: 120,
    pulse: 70,
    consciousness: 'A',
    temperature: 37,
    ...vitals,
  };
}

function complete(vitals: Vitals, scale: SpO2Scale = 1): News2Complete {
  const score = news2(vitals, scale);
  if (score.kind !== 'complete') throw new Error(`expected a complete set, missing ${score.missing.join()}`);
  return score;
}

/*
 * The oracle: written from the printed chart, cell by cell, with another method than the code (one question per cell,
 * on text, so that it shares no arithmetic with it). Values are on the grid already: temperature in tenths.
 */
const oracle = {
  respiration: (v: number) =>
    v <= 8 ? 3 : v >= 9 && v <= 11 ? 1 : v >= 12 && v <= 20 ? 0 : v >= 21 && v <= 24 ? 2 : 3,
  spo2: (v: number, scale: SpO2Scale, oxygen: boolean) => {
    if (scale === 1) return v <= 91 ? 3 : v === 92 || v === 93 ? 2 : v === 94 || v === 95 ? 1 : 0;
    if (v <= 83) return 3;
    if (v === 84 || v === 85) return 2;
    if (v === 86 || v === 87) return 1;
    if (v >= 88 && v <= 92) return 0;
    if (!oxygen) return 0;
    return v === 93 || v === 94 ? 1 : v === 95 || v === 96 ? 2 : 3;
  },
  oxygen: (on: boolean) => (on ? 2 : 0),
  systolic: (v: number) =>
    v <= 90 ? 3 : v >= 91 && v <= 100 ? 2 : v >= 101 && v <= 110 ? 1 : v >= 111 && v <= 219 ? 0 : 3,
  pulse: (v: number) =>
    v <= 40
      ? 3
      : v >= 41 && v <= 50
        ? 1
        : v >= 51 && v <= 90
          ? 0
          : v >= 91 && v <= 110
            ? 1
            : v >= 111 && v <= 130
              ? 2
              : 3,
  consciousness: (v: string) => (v === 'A' ? 0 : 3),
  temperature: (v: number) =>
    v <= 350 ? 3 : v >= 351 && v <= 360 ? 1 : v >= 361 && v <= 380 ? 0 : v >= 381 && v <= 390 ? 1 : 2,
};

describe('NEWS2 against the chart', () => {
  it('scores the whole input grid of every parameter as the chart does', () => {
    for (let v = 0; v <= 70; v++)
      expect(complete(well({ respiration: v })).subScores.respiration).toBe(oracle.respiration(v));
    for (let v = 0; v <= 310; v++) expect(complete(well({ systolic: v })).subScores.systolic).toBe(oracle.systolic(v));
    for (let v = 0; v <= 260; v++) expect(complete(well({ pulse: v })).subScores.pulse).toBe(oracle.pulse(v));
    for (let v = 300; v <= 430; v++) {
      expect(complete(well({ temperature: v / 10 })).subScores.temperature).toBe(oracle.temperature(v));
    }
    for (const consciousness of ['A', 'C', 'V', 'P', 'U'] as const) {
      expect(complete(well({ consciousness })).subScores.consciousness).toBe(oracle.consciousness(consciousness));
    }
    for (const onOxygen of [true, false]) {
      expect(complete(well({ onOxygen })).subScores.oxygen).toBe(oracle.oxygen(onOxygen));
      for (const scale of [1, 2] as const) {
        for (let v = 50; v <= 100; v++) {
          expect(complete(well({ spo2: v, onOxygen }), scale).subScores.spo2).toBe(oracle.spo2(v, scale, onOxygen));
        }
      }
    }
  });

  const onGrid = fc.record({
    respiration: fc.integer({ min: 4, max: 60 }),
    spo2: fc.integer({ min: 50, max: 100 }),
    onOxygen: fc.boolean(),
    systolic: fc.integer({ min: 40, max: 300 }),
    pulse: fc.integer({ min: 20, max: 250 }),
    consciousness: fc.constantFrom('A', 'C', 'V', 'P', 'U'),
    tenths: fc.integer({ min: 300, max: 430 }),
    scale: fc.constantFrom(1, 2),
  });

  it('adds up, bands and flags as the chart does', () => {
    fc.assert(
      fc.property(onGrid, ({ tenths, scale, ...rest }) => {
        const score = complete({ ...rest, temperature: tenths / 10 }, scale);
        const subs: Record<Parameter, number> = {
          respiration: oracle.respiration(rest.respiration),
          spo2: oracle.spo2(rest.spo2, scale, rest.onOxygen),
          oxygen: oracle.oxygen(rest.onOxygen),
          systolic: oracle.systolic(rest.systolic),
          pulse: oracle.pulse(rest.pulse),
          consciousness: oracle.consciousness(rest.consciousness),
          temperature: oracle.temperature(tenths),
        };
        const total = Object.values(subs).reduce((a, b) => a + b, 0);
        const threes = PARAMETERS.filter((p) => subs[p] === 3);
        expect(score).toEqual({
          kind: 'complete',
          total,
          band: total >= 7 ? 'high' : total >= 5 ? 'medium' : threes.length > 0 ? 'low-medium' : 'low',
          singleThree: threes,
          subScores: subs,
          scale,
        });
      }),
      { numRuns: 2000 },
    );
  });

  it('gives oxygen 2, never the single 3', () => {
    const score = complete(well({ onOxygen: true }));
    expect(score.total).toBe(2);
    expect(score.singleThree).toEqual([]);
    expect(score.band).toBe('low');
  });

  it('keeps the single 3 and which it is at every band', () => {
    expect(complete(well({ pulse: 140 }))).toMatchObject({ total: 3, band: 'low-medium', singleThree: ['pulse'] });
    expect(complete(well({ pulse: 140, respiration: 22 }))).toMatchObject({ band: 'medium', singleThree: ['pulse'] });
    expect(complete(well({ pulse: 140, respiration: 26, onOxygen: true }))).toMatchObject({
      band: 'high',
      singleThree: ['respiration', 'pulse'],
    });
  });
});

describe('the grid', () => {
  it.each([
    [{ spo2: 91.5 }, 'spo2', 2],
    [{ spo2: 91.49 }, 'spo2', 3],
    [{ spo2: 95.5 }, 'spo2', 0],
    [{ temperature: 38.05 }, 'temperature', 1],
    [{ temperature: 38.0499 }, 'temperature', 0],
    [{ temperature: 39.05 }, 'temperature', 2],
    [{ temperature: 35.05 }, 'temperature', 1],
    [{ temperature: 36.05 }, 'temperature', 0],
    [{ temperature: ((100.49 - 32) * 5) / 9 }, 'temperature', 1],
    [{ respiration: 20.5 }, 'respiration', 2],
    [{ respiration: 8.5 }, 'respiration', 1],
    [{ systolic: 90.5 }, 'systolic', 2],
    [{ systolic: 219.5 }, 'systolic', 3],
    [{ pulse: 90.49 }, 'pulse', 0],
    [{ pulse: 130.5 }, 'pulse', 3],
  ] as const)('%j: %s scores %i', (vitals, parameter, sub) => {
    expect(complete(well(vitals)).subScores[parameter]).toBe(sub);
  });

  it('leaves no value between two bands', () => {
    fc.assert(
      fc.property(fc.double({ min: 30, max: 43, noNaN: true }), (temperature) => {
        const tenth = Number((Math.floor(Number((temperature * 10 + 0.5).toFixed(5))) / 10).toFixed(1));
        expect(complete(well({ temperature })).subScores.temperature).toBe(
          complete(well({ temperature: tenth })).subScores.temperature,
        );
      }),
    );
  });
});

describe('an incomplete set', () => {
  it('is not a number: it says what is missing and what is certain', () => {
    expect(news2({ respiration: 26, spo2: 92, onOxygen: false, systolic: 120, consciousness: 'A' }, 1)).toEqual({
      kind: 'incomplete',
      least: 5,
      most: 11,
      missing: ['pulse', 'temperature'],
      subScores: { respiration: 3, spo2: 2, oxygen: 0, systolic: 0, consciousness: 0 },
      band: 'medium',
      singleThree: ['respiration'],
      scale: 1,
    });
  });

  it('knows nothing of an empty set', () => {
    expect(news2({}, 1)).toEqual({
      kind: 'incomplete',
      least: 0,
      most: 20,
      missing: [...PARAMETERS],
      subScores: {},
      band: 'low',
      singleThree: [],
      scale: 1,
    });
  });

  it('takes a value that is no number as not measured', () => {
    expect(news2(well({ pulse: Number.NaN }), 1)).toMatchObject({ kind: 'incomplete', missing: ['pulse'] });
    expect(news2(well({ temperature: Infinity }), 1)).toMatchObject({ kind: 'incomplete', missing: ['temperature'] });
  });

  it('bounds an SpO2 on scale 2 whose oxygen status is unknown', () => {
    expect(news2({ ...well({ spo2: 96 }), onOxygen: undefined }, 2)).toMatchObject({
      kind: 'incomplete',
      least: 0,
      most: 4,
      missing: ['oxygen'],
      subScores: { respiration: 0, systolic: 0, pulse: 0, consciousness: 0, temperature: 0 },
    });
    const below = news2({ ...well({ spo2: 90 }), onOxygen: undefined }, 2);
    expect(below).toMatchObject({ least: 0, most: 2, subScores: { spo2: 0 } });
  });

  it('takes a stated flow as the oxygen status when none is stated', () => {
    expect(complete({ ...well({ oxygenFlow: 2 }), onOxygen: undefined }).subScores.oxygen).toBe(2);
    expect(complete({ ...well({ oxygenFlow: 0 }), onOxygen: undefined }).subScores.oxygen).toBe(0);
    expect(news2({ ...well({ oxygenFlow: Number.NaN }), onOxygen: undefined }, 1)).toMatchObject({
      missing: ['oxygen'],
    });
  });

  const vitals = fc.record({
    respiration: fc.integer({ min: 4, max: 60 }),
    spo2: fc.integer({ min: 50, max: 100 }),
    onOxygen: fc.boolean(),
    systolic: fc.integer({ min: 40, max: 300 }),
    pulse: fc.integer({ min: 20, max: 250 }),
    consciousness: fc.constantFrom('A' as const, 'C' as const, 'U' as const),
    temperature: fc.integer({ min: 300, max: 430 }).map((t) => t / 10),
  });

  it('has a least ≤ any completion ≤ most', () => {
    const keys = ['respiration', 'spo2', 'onOxygen', 'systolic', 'pulse', 'consciousness', 'temperature'] as const;
    fc.assert(
      fc.property(vitals, fc.subarray([...keys]), fc.constantFrom(1 as const, 2 as const), (whole, removed, scale) => {
        const part: Vitals = Object.fromEntries(Object.entries(whole).filter(([k]) => !removed.includes(k as never)));
        const full = complete(whole, scale);
        const score = news2(part, scale);
        if (score.kind === 'complete') {
          expect(removed).toEqual([]);
          return;
        }
        expect(score.least).toBeLessThanOrEqual(full.total);
        expect(score.most).toBeGreaterThanOrEqual(full.total);
        for (const [parameter, sub] of Object.entries(score.subScores))
          expect(full.subScores[parameter as Parameter]).toBe(sub);
        expect(score.missing).toEqual(PARAMETERS.filter((p) => removed.includes(p === 'oxygen' ? 'onOxygen' : p)));
      }),
      { numRuns: 1000 },
    );
  });

  it('reaches its least and its most with some completion', () => {
    fc.assert(
      fc.property(
        vitals,
        fc.constantFrom('spo2', 'pulse', 'onOxygen'),
        fc.constantFrom(1 as const, 2 as const),
        (whole, gone, scale) => {
          const score = news2({ ...whole, [gone]: undefined }, scale);
          if (score.kind !== 'incomplete') throw new Error('expected incomplete');
          const tries: Vitals[] =
            gone === 'onOxygen'
              ? [
                  { ...whole, onOxygen: true },
                  { ...whole, onOxygen: false },
                ]
              : Array.from({ length: 251 }, (_, v) => ({ ...whole, [gone]: v }));
          const totals = tries.map((t) => complete(t, scale).total);
          expect(Math.min(...totals)).toBe(score.least);
          expect(Math.max(...totals)).toBe(score.most);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('never loses a sub-score to a worse value in its direction', () => {
    const rises = fc.tuple(fc.double({ min: 12, max: 60, noNaN: true }), fc.double({ min: 12, max: 60, noNaN: true }));
    fc.assert(
      fc.property(rises, ([a, b]) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const sub = (respiration: number): number => complete(well({ respiration })).subScores.respiration;
        expect(sub(low)).toBeLessThanOrEqual(sub(high));
        const oxygenated = (spo2: number): number => complete(well({ spo2: spo2 + 40 })).subScores.spo2;
        expect(oxygenated(low)).toBeGreaterThanOrEqual(oxygenated(high));
      }),
    );
  });
});
