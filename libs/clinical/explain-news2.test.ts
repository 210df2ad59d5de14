import { describe, expect, it } from '@jest/globals';
import { explainNews2, listed, news2InWords, parameterInWords, partsInWords } from './explain-news2.ts';
import { news2 } from './news2.ts';
import type { Parameter, Vitals } from './vitals.ts';

/* What a clinician reads of a score, word for word. */

const WELL: Vitals = {
  respiration: 16,
  spo2: 97,
  onOxygen: false,
  systolic: 120,
  pulse: 70,
  consciousness: 'A',
  temperature: 37,
};
const scored = (different: Vitals) => news2({ ...WELL, ...different }, 1);

describe('a parameter', () => {
  it.each<[Parameter, Vitals, string]>([
    ['respiration', { respiration: 20.5 }, 'respiration 21'],
    ['respiration', {}, 'respiration'],
    ['spo2', { spo2: 91.5 }, 'SpO2 92 %'],
    ['spo2', {}, 'SpO2'],
    ['oxygen', { onOxygen: false }, 'on air'],
    ['oxygen', { onOxygen: true }, 'on oxygen'],
    ['systolic', { systolic: 89.6 }, 'systolic pressure 90'],
    ['systolic', {}, 'systolic pressure'],
    ['pulse', { pulse: 130.4 }, 'pulse 130'],
    ['pulse', {}, 'pulse'],
    ['consciousness', { consciousness: 'A' }, 'alert'],
    ['consciousness', { consciousness: 'C' }, 'new confusion'],
    ['consciousness', { consciousness: 'V' }, 'responds to voice only'],
    ['consciousness', { consciousness: 'P' }, 'responds to pain only'],
    ['consciousness', { consciousness: 'U' }, 'unresponsive'],
    ['consciousness', {}, 'consciousness'],
    ['temperature', { temperature: 38.05 }, 'temperature 38.1'],
    ['temperature', { temperature: 37 }, 'temperature 37.0'],
    ['temperature', {}, 'temperature'],
  ])('%s of %j', (parameter, vitals, words) => {
    expect(parameterInWords(parameter, vitals)).toBe(words);
  });
});

describe('a score', () => {
  it('that is complete has its band, and what makes it up, largest first', () => {
    const vitals = { ...WELL, respiration: 25, spo2: 93, pulse: 91, onOxygen: true };
    expect(explainNews2(scored(vitals), vitals)).toBe(
      'NEWS2 8 (high): respiration 25 scores 3, SpO2 93 % scores 2, on oxygen scores 2, pulse 91 scores 1.',
    );
    expect(explainNews2(scored({}), WELL)).toBe('NEWS2 0 (low): every measured value scores 0.');
  });
  it('that is not says the least it can be, and what is missing', () => {
    const missing = { temperature: undefined, pulse: undefined, spo2: undefined };
    expect(news2InWords(scored(missing))).toBe('NEWS2 at least 0 with SpO2, pulse and temperature missing');
    expect(news2InWords(news2({}, 1))).toBe(
      'NEWS2 at least 0 with respiration, SpO2, oxygen status, systolic pressure, pulse, consciousness and temperature missing',
    );
    expect(partsInWords(scored({ ...missing, consciousness: 'U' }), { consciousness: 'U' })).toBe(
      'unresponsive scores 3',
    );
  });
  it('that is for nobody says why', () => {
    expect(news2InWords({ kind: 'not-applicable', reason: 'NEWS2 is not for use in pregnancy.' })).toBe(
      'NEWS2 is not for use in pregnancy.',
    );
  });
});

it('words are listed as people list them', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['', 'a', 'a and b', 'a, b and c']);
});
