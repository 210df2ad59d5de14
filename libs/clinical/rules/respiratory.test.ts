import { describe, expect, it } from '@jest/globals';
import { aStay, findingOf, steadily, tierOf, WELL, type Past } from './rule-cases.ts';

const stay = aStay({ pathway: 'respiratory' });
const now = (vitals: Partial<Past> = {}): Past => ({ ...WELL, hoursAgo: 0, ...vitals });
const tier = (rule: string, past: Past[], plan = stay.plan, more = {}) =>
  tierOf(rule, past, { ...stay, ...more, plan });

describe('spo2-critical', () => {
  it.each([
    [96, 'absent'],
    [95, 'near'],
    [94, 'urgent'],
    [93, 'urgent'],
    [92.5, 'urgent'],
    [92, 'emergency'],
    [92.4, 'emergency'],
    [80, 'emergency'],
  ])('%d %% is %s for someone of whom nothing is known', (spo2, expected) => {
    expect(tier('spo2-critical', [now({ spo2 })])).toBe(expected);
  });
  it('leaves those with a prescribed range, on scale 2, or with an own normal to the other rules', () => {
    expect(tier('spo2-critical', [now({ spo2: 90 })], { spo2Target: { low: 88, high: 92 } })).toBe('unknown');
    expect(tier('spo2-critical', [now({ spo2: 90 })], {}, { spo2Scale: 2 })).toBe('unknown');
    expect(tier('spo2-critical', [...steadily(WELL, 12, 4), now({ spo2: 90 })])).toBe('absent');
    expect(tier('spo2-critical', [...steadily(WELL, 12, 3), now({ spo2: 90 })])).toBe('emergency');
    expect(tier('spo2-critical', [now({ spo2: undefined })])).toBe('unknown');
  });
  it('of those who start low speaks again when they go lower still', () => {
    const low = steadily({ ...WELL, spo2: 93 }, 6, 2);
    expect(tier('spo2-critical', [...low, now({ spo2: 91 })])).toBe('absent');
    expect(tier('spo2-critical', [...low, now({ spo2: 90 })])).toBe('emergency');
    expect(tier('spo2-critical', [now({ spo2: 92 })], { baseline: { spo2: 93 } })).toBe('absent');
    // They start low at 94 and under it; whoever started at 95 did not.
    const at = (start: number) => tier('spo2-critical', [now({ spo2: start, hoursAgo: 6 }), now({ spo2: 94 })]);
    expect([at(94), at(95)]).toEqual(['absent', 'urgent']);
  });
});

describe('spo2-below-target', () => {
  const plan = { spo2Target: { low: 94, high: 98 } };
  it.each([
    [93, 'urgent'],
    [93.5, 'near'],
    [94, 'near'],
    [95, 'absent'],
  ])('%d %% against 94–98 is %s', (spo2, expected) => {
    expect(tier('spo2-below-target', [now({ spo2 })], plan)).toBe(expected);
  });
  it('takes 88–92 on scale 2, and nothing without a prescription', () => {
    expect(tier('spo2-below-target', [now({ spo2: 87 })], {}, { spo2Scale: 2 })).toBe('urgent');
    expect(tier('spo2-below-target', [now({ spo2: 89 })], {}, { spo2Scale: 2 })).toBe('absent');
    expect(tier('spo2-below-target', [now({ spo2: 80 })])).toBe('unknown');
    expect(tier('spo2-below-target', [now({ spo2: undefined })], plan)).toBe('unknown');
  });
});

describe('spo2-fall', () => {
  const usual = steadily(WELL, 24, 4, 24);
  it.each([
    [95, 'absent'],
    [94.5, 'near'],
    [94, 'urgent'],
  ])('from a usual 97 to %d %% is %s', (spo2, expected) => {
    expect(tier('spo2-fall', [...usual, now({ spo2 })])).toBe(expected);
  });
  it('is unknown without an own normal, and takes the stated one first', () => {
    expect(tier('spo2-fall', [now({ spo2: 80 })])).toBe('unknown');
    expect(tier('spo2-fall', [...usual, now({ spo2: undefined })])).toBe('unknown');
    expect(tier('spo2-fall', [...usual, now({ spo2: 92 })], { baseline: { spo2: 93 } })).toBe('absent');
    expect(tier('spo2-fall', [...usual, now({ spo2: 90 })], { baseline: { spo2: 93 } })).toBe('urgent');
  });
  it('with three readings in the day compares the day, not its noisiest reading', () => {
    const days = steadily(WELL, 6, 6, 30);
    const day = (spo2: number[]): Past[] => spo2.map((v, i) => now({ spo2: v, hoursAgo: i * 6 }));
    expect(tier('spo2-fall', [...days, ...day([90, 97, 97])])).toBe('absent');
    expect(tier('spo2-fall', [...days, ...day([97, 94, 93])])).toBe('urgent');
    expect(findingOf('spo2-fall', [...days, ...day([97, 94, 93])], stay)).toMatchObject({
      sentence: 'SpO2 94 % over the last day, 3 below the usual 97 %.',
      evidence: { ownNormal: { spo2: 97 }, thresholds: { fall: 3 } },
    });
  });
});

describe('oxygen', () => {
  it('over target: 97 or more on oxygen on scale 2', () => {
    const scale2 = { spo2Scale: 2 } as const;
    expect(tier('spo2-over-target', [now({ spo2: 97, onOxygen: true })], {}, scale2)).toBe('urgent');
    expect(tier('spo2-over-target', [now({ spo2: 96, onOxygen: true })], {}, scale2)).toBe('absent');
    expect(tier('spo2-over-target', [now({ spo2: 99 })], {}, scale2)).toBe('absent');
    expect(tier('spo2-over-target', [now({ spo2: 99, onOxygen: undefined })], {}, scale2)).toBe('unknown');
    expect(tier('spo2-over-target', [now({ spo2: 99, onOxygen: true })])).toBe('absent');
    expect(tier('spo2-over-target', [now({ spo2: undefined, onOxygen: true })], {}, scale2)).toBe('unknown');
  });
  it('need: a flow up by 1 L/min or more over what it was, or what is prescribed', () => {
    const before = steadily({ ...WELL, onOxygen: true, oxygenFlow: 2 }, 6, 3);
    expect(tier('oxygen-need', [...before, now({ onOxygen: true, oxygenFlow: 3 })])).toBe('urgent');
    expect(tier('oxygen-need', [...before, now({ onOxygen: true, oxygenFlow: 2.5 })])).toBe('absent');
    expect(tier('oxygen-need', [now({ onOxygen: true, oxygenFlow: 5 })])).toBe('unknown');
    expect(tier('oxygen-need', [...steadily(WELL, 6, 3), now({ onOxygen: true, oxygenFlow: 5 })])).toBe('urgent');
    expect(tier('oxygen-need', [...before, now({ onOxygen: true, oxygenFlow: 3 })], { prescribedOxygenFlow: 3 })).toBe(
      'absent',
    );
  });
  it('need: on oxygen while most sets of two days were on air', () => {
    const air = steadily(WELL, 6, 3);
    expect(tier('oxygen-need', [...air, now({ onOxygen: true })])).toBe('urgent');
    expect(tier('oxygen-need', [...air, now()])).toBe('absent');
    // Half of the sets before were on oxygen: it is not new. A set that does not say counts for neither.
    const was = (...onOxygen: (boolean | undefined)[]) =>
      tier('oxygen-need', [
        ...onOxygen.map((on, i) => now({ onOxygen: on, hoursAgo: 6 * (i + 1) })),
        now({ onOxygen: true }),
      ]);
    expect([was(true, false), was(true, false, false)]).toEqual(['absent', 'urgent']);
    expect([was(true, false, undefined, undefined), was(undefined)]).toEqual(['absent', 'unknown']);
    expect(tier('oxygen-need', [...steadily({ ...WELL, onOxygen: true }, 6, 3), now({ onOxygen: true })])).toBe(
      'absent',
    );
    expect(tier('oxygen-need', [now({ onOxygen: true })])).toBe('unknown');
    expect(tier('oxygen-need', [now({ onOxygen: undefined })])).toBe('unknown');
    expect(tier('oxygen-need', [now({ onOxygen: true })], { prescribedOxygenFlow: 0 })).toBe('urgent');
    expect(tier('oxygen-need', [...air, now({ onOxygen: true })], { prescribedOxygenFlow: 2 })).toBe('absent');
  });
});

describe('symptoms', () => {
  it('exertion: a fall of 4 or more', () => {
    expect(tier('exertion', [now({ answers: { exertionSpo2: 93 } })])).toBe('routine');
    expect(tier('exertion', [now({ answers: { exertionSpo2: 94 } })])).toBe('absent');
    expect(tier('exertion', [now()])).toBe('unknown');
    expect(tier('exertion', [now({ spo2: undefined, answers: { exertionSpo2: 80 } })])).toBe('unknown');
  });
  it('breathless: mMRC up 1 or Borg up 2 against the usual', () => {
    const plan = { baseline: { mmrc: 1, borg: 2 } };
    expect(tier('breathless', [now({ answers: { mmrc: 2 } })], plan)).toBe('routine');
    expect(tier('breathless', [now({ answers: { mmrc: 1, borg: 3.5 } })], plan)).toBe('absent');
    expect(tier('breathless', [now({ answers: { mmrc: 1, borg: 4 } })], plan)).toBe('routine');
    expect(tier('breathless', [now({ answers: { mmrc: 4 } })])).toBe('unknown');
    const answered = steadily({ ...WELL }, 12, 4).map((past) => ({ ...past, answers: { mmrc: 1 } }));
    expect(tier('breathless', [...answered, now({ answers: { mmrc: 2 } })])).toBe('routine');
  });
  it('exacerbation: two of three', () => {
    const said = (answers: Past['answers']) => tier('exacerbation', [now(answers === undefined ? {} : { answers })]);
    expect(said({ breathlessWorse: true, sputumPurulent: true })).toBe('urgent');
    expect(said({ breathlessWorse: true })).toBe('unknown');
    expect(said({ breathlessWorse: false, sputumMore: false })).toBe('absent');
    expect(said({ breathlessWorse: false })).toBe('unknown');
    expect(said({ breathlessWorse: true, sputumMore: false, sputumPurulent: false })).toBe('absent');
    expect(said(undefined)).toBe('unknown');
  });
});
