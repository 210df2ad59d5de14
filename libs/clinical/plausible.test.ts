import { describe, expect, it } from '@jest/globals';
import { implausible, PLAUSIBLE } from './plausible.ts';
import { whyNoNews2 } from './score-at.ts';
import { news2, type Band } from './news2.ts';
import type { Vitals } from './vitals.ts';

/* Source: docs/CLINICAL, section 2. */
describe('what is plausible', () => {
  it('is what the specification says', () => {
    expect(PLAUSIBLE).toEqual({
      respiration: { min: 4, max: 60, unit: '/min' },
      spo2: { min: 50, max: 100, unit: '%' },
      oxygenFlow: { min: 0, max: 60, unit: 'L/min' },
      systolic: { min: 40, max: 300, unit: 'mm[Hg]' },
      diastolic: { min: 20, max: 200, unit: 'mm[Hg]' },
      pulse: { min: 20, max: 250, unit: '/min' },
      temperature: { min: 30, max: 43, unit: 'Cel' },
      weight: { min: 20, max: 300, unit: 'kg' },
      height: { min: 50, max: 250, unit: 'cm' },
      bmi: { min: 8, max: 120, unit: 'kg/m2' },
      glucose: { min: 0.6, max: 40, unit: 'mmol/L' },
    });
  });

  const systolic = (value: number, min: number, max: number) => ({ vital: 'systolic', value, min, max });
  const diastolic = (value: number, min: number, max: number) => ({ vital: 'diastolic', value, min, max });
  it.each<[what: string, Vitals, object[]]>([
    ['nothing', {}, []],
    ['a pressure', { systolic: 120, diastolic: 80 }, []],
    ['a systolic one above its diastolic', { systolic: 81, diastolic: 80 }, []],
    ['one that is its own diastolic', { systolic: 80, diastolic: 80 }, [systolic(80, 80, 300), diastolic(80, 20, 80)]],
    ['one below it', { systolic: 70, diastolic: 80 }, [systolic(70, 80, 300), diastolic(80, 20, 70)]],
    ['half a pressure', { systolic: 70 }, []],
    ['the other half', { diastolic: 80 }, []],
    ['an impossible systolic alone', { systolic: 39, diastolic: 80 }, [systolic(39, 40, 300)]],
    ['an impossible diastolic alone', { systolic: 150, diastolic: 201 }, [diastolic(201, 20, 200)]],
    [
      'another vital beside a pressure upside down',
      { pulse: 19, systolic: 70, diastolic: 80 },
      [{ vital: 'pulse', value: 19, min: 20, max: 250 }, systolic(70, 80, 300), diastolic(80, 20, 70)],
    ],
    ['oxygen on oxygen', { onOxygen: true, oxygenFlow: 2 }, []],
    ['a flow of nothing on air', { onOxygen: false, oxygenFlow: 0 }, []],
    ['on air without a flow', { onOxygen: false }, []],
    ['a flow on air', { onOxygen: false, oxygenFlow: 0.5 }, [{ vital: 'oxygenFlow', value: 0.5, min: 0, max: 0 }]],
    [
      'the greatest flow on air',
      { onOxygen: false, oxygenFlow: 60 },
      [{ vital: 'oxygenFlow', value: 60, min: 0, max: 0 }],
    ],
    [
      'an impossible flow on air',
      { onOxygen: false, oxygenFlow: 61 },
      [{ vital: 'oxygenFlow', value: 61, min: 0, max: 60 }],
    ],
    ['a flow of nobody knows what', { oxygenFlow: 2 }, []],
  ])('%s', (_, vitals, found) => {
    expect(implausible(vitals)).toEqual(found);
  });
});

describe('for whom NEWS2 is', () => {
  it.each([
    [15, false, 'NEWS2 is not for under 16s: this person is 15.'],
    [16, false, null],
    [16, true, 'NEWS2 is not for use in pregnancy.'],
    [90, false, null],
  ])('%d years, pregnant: %s', (ageYears, pregnant, reason) => {
    expect(whyNoNews2({ ageYears, pregnant })).toEqual(reason === null ? null : { kind: 'not-applicable', reason });
  });
});

describe('the bands at their edges', () => {
  const well = {
    respiration: 16,
    spo2: 97,
    onOxygen: false,
    systolic: 120,
    pulse: 70,
    consciousness: 'A',
    temperature: 37,
  };
  it.each<[Partial<Vitals>, number, Band, string[]]>([
    [{}, 0, 'low', []],
    [{ respiration: 22, spo2: 93 }, 4, 'low', []],
    [{ systolic: 90 }, 3, 'low-medium', ['systolic']],
    [{ respiration: 22, spo2: 93, pulse: 95 }, 5, 'medium', []],
    [{ systolic: 90, respiration: 22, pulse: 91 }, 6, 'medium', ['systolic']],
    [{ respiration: 22, spo2: 93, pulse: 115 }, 6, 'medium', []],
    [{ respiration: 22, spo2: 93, pulse: 115, temperature: 38.1 }, 7, 'high', []],
    [{ systolic: 90, respiration: 22, pulse: 115 }, 7, 'high', ['systolic']],
  ])('%j', (different, total, band, singleThree) => {
    expect(news2({ ...well, ...different } as Vitals, 1)).toMatchObject({ kind: 'complete', total, band, singleThree });
  });
});
