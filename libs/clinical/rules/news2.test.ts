import { describe, expect, it } from '@jest/globals';
import { aStay, findingOf, steadily, tierOf, verdictOn, WELL, type Past } from './rule-cases.ts';

const now = (vitals: Partial<Past> = {}): Past => ({ ...WELL, hoursAgo: 0, ...vitals });
/** Vitals for a total. */
const TOTALS: Readonly<Record<number, Partial<Past>>> = {
  4: { respiration: 22, spo2: 93 },
  5: { respiration: 22, spo2: 93, pulse: 95 },
  6: { respiration: 22, spo2: 93, pulse: 115 },
  7: { respiration: 26, spo2: 93, pulse: 115 },
};

describe('the NEWS2 rules at their edges', () => {
  it.each([
    [4, 'absent', 'absent'],
    [5, 'absent', 'urgent'],
    [6, 'absent', 'urgent'],
    [7, 'emergency', 'covered'],
  ])('a total of %d', (total, high, medium) => {
    expect(tierOf('news2-high', [now(TOTALS[total])])).toBe(high);
    expect(tierOf('news2-medium', [now(TOTALS[total])])).toBe(medium);
  });
  it('a known total counts from an incomplete set, which can never clear', () => {
    expect(tierOf('news2-high', [now({ ...TOTALS[7], temperature: undefined })])).toBe('emergency');
    expect(tierOf('news2-medium', [now({ ...TOTALS[5], temperature: undefined })])).toBe('urgent');
    expect(tierOf('news2-medium', [now({ temperature: undefined })])).toBe('unknown');
    expect(tierOf('news2-high', [now({ temperature: undefined })])).toBe('unknown');
    expect(tierOf('news2-single-red', [now({ temperature: undefined })])).toBe('unknown');
  });
  it('a single 3 speaks below 5', () => {
    expect(tierOf('news2-single-red', [now({ pulse: 135 })])).toBe('urgent');
    expect(tierOf('news2-single-red', [now({ pulse: 130 })])).toBe('absent');
    expect(tierOf('news2-single-red', [now({ pulse: 135, respiration: 22 })])).toBe('covered');
  });
  it('a single 3 that is usual is no longer news; new confusion always is, and needs no repeat', () => {
    const slow = steadily({ ...WELL, respiration: 8 }, 6, 2);
    expect(tierOf('news2-single-red', [...slow.slice(1), now({ respiration: 8 })])).toBe('urgent');
    expect(tierOf('news2-single-red', [...slow, now({ respiration: 8 })])).toBe('absent');
    expect(tierOf('news2-single-red', [...slow, now({ respiration: 8, temperature: undefined })])).toBe('absent');
    const confused = steadily({ ...WELL, consciousness: 'C' }, 6, 4);
    expect(verdictOn('news2-single-red', [...confused, now({ consciousness: 'C' })])).toMatchObject({
      kind: 'present',
      certain: true,
    });
    expect(verdictOn('news2-single-red', [now({ pulse: 135 })])).toMatchObject({ certain: false });
  });
  it('no one without a NEWS2 has these', () => {
    for (const rule of ['news2-high', 'news2-medium', 'news2-single-red']) {
      expect(tierOf(rule, [now(TOTALS[7])], aStay({ pregnant: true }))).toBe('unknown');
    }
  });
  it('a 3 is news where what is usual scores less', () => {
    const well = steadily(WELL, 6, 4);
    expect(tierOf('news2-single-red', [...well, now({ respiration: 8 })])).toBe('urgent');
    const low = steadily({ ...WELL, respiration: 9 }, 6, 4);
    expect(tierOf('news2-single-red', [...low, now({ respiration: 8 })])).toBe('urgent');
  });
  it('the evidence is the score and everything in the set', () => {
    const { hoursAgo: _, ...complete } = now(TOTALS[7]);
    expect(findingOf('news2-high', [now(TOTALS[7])])).toMatchObject({
      sentence: 'NEWS2 7 (high): respiration 26 scores 3, SpO2 93 % scores 2, pulse 115 scores 2.',
      evidence: { values: { news2: 7, ...complete }, thresholds: { total: 7 }, readingIds: ['r0'] },
    });
    expect(findingOf('news2-high', [now(TOTALS[7])])?.evidence.values).toEqual({ news2: 7, ...complete });
    const { temperature: __, ...known } = complete;
    expect(findingOf('news2-high', [now({ ...TOTALS[7], temperature: undefined })])).toMatchObject({
      sentence:
        'NEWS2 at least 7 with temperature missing: respiration 26 scores 3, SpO2 93 % scores 2, pulse 115 scores 2.',
    });
    expect(findingOf('news2-high', [now({ ...TOTALS[7], temperature: undefined })])?.evidence.values).toEqual({
      news2AtLeast: 7,
      ...known,
    });
  });
});
