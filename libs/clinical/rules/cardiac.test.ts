import { describe, expect, it } from '@jest/globals';
import { aStay, findingOf, steadily, tierOf, WELL, type Past } from './rule-cases.ts';

const stay = aStay({ pathway: 'cardiac' });
const now = (vitals: Partial<Past> = {}): Past => ({ ...WELL, hoursAgo: 0, ...vitals });
const tier = (rule: string, past: Past[], plan = stay.plan) => tierOf(rule, past, { ...stay, plan });
const weighed = (weight: number, days: number, hours = 0): Past => ({ hoursAgo: days * 24 + hours, weight });

describe('weight-gain', () => {
  it.each([
    [[weighed(80, 1)], 81.36, 'absent'],
    [[weighed(80, 1)], 81.37, 'routine'],
    [[weighed(80, 3)], 82, 'absent'],
    [[weighed(80, 3)], 82.01, 'routine'],
    [[weighed(80, 7)], 82.7, 'absent'],
    [[weighed(80, 7)], 82.71, 'routine'],
    [[weighed(80, 8)], 90, 'unknown'],
    [[], 90, 'unknown'],
    [[weighed(80, 0, 2)], 90, 'unknown'],
  ])('%j then %d kg: %s', (before, weight, expected) => {
    expect(tier('weight-gain', [...before, now({ weight })])).toBe(expected);
  });
  it('is urgent with any sign of congestion, and says so', () => {
    const past = [weighed(80, 2), now({ weight: 82.5, answers: { morePillows: true } })];
    expect(tier('weight-gain', past)).toBe('urgent');
    expect(findingOf('weight-gain', past, stay)?.sentence).toBe(
      'Weight 82.5 kg, up 2.5 kg within 3 days, with: more pillows.',
    );
    expect(tier('weight-gain', [weighed(80, 2), now()])).toBe('unknown');
  });
});

describe('haemodynamic', () => {
  it.each([
    [{ systolic: 79 }, 'urgent'],
    [{ systolic: 80 }, 'near'],
    [{ systolic: 83 }, 'absent'],
    [{ systolic: 170 }, 'near'],
    [{ systolic: 171 }, 'urgent'],
    [{ systolic: 167 }, 'absent'],
    [{ pulse: 39 }, 'urgent'],
    [{ pulse: 40 }, 'near'],
    [{ pulse: 110 }, 'near'],
    [{ pulse: 111 }, 'urgent'],
    [{ systolic: undefined, pulse: undefined }, 'unknown'],
    [{ systolic: undefined }, 'absent'],
  ])('%j without symptoms is %s', (vitals, expected) => {
    expect(tier('haemodynamic', [now(vitals)])).toBe(expected);
  });
  it.each([
    [{ systolic: 89 }, 'urgent'],
    [{ systolic: 90 }, 'near'],
    [{ systolic: 161 }, 'urgent'],
    [{ pulse: 49 }, 'urgent'],
    [{ pulse: 101 }, 'urgent'],
    [{ pulse: 100 }, 'near'],
  ])('%j with symptoms is %s', (vitals, expected) => {
    for (const answers of [
      { dizziness: true },
      { moreBreathless: true },
      { wokeBreathless: true },
      { comparedWithYesterday: 'worse' },
      { comparedWithYesterday: 'much-worse' },
    ] as const) {
      expect(tier('haemodynamic', [now({ ...vitals, answers })])).toBe(expected);
    }
  });
  it('what has become usual is no longer news, until it moves on or there are symptoms', () => {
    const fast = steadily({ ...WELL, pulse: 114 }, 6, 3);
    expect(tier('haemodynamic', [...fast.slice(0, 1), now({ pulse: 114 })])).toBe('urgent');
    expect(tier('haemodynamic', [...fast, now({ pulse: 116 })])).toBe('absent');
    expect(tier('haemodynamic', [...fast, now({ pulse: 125 })])).toBe('urgent');
    expect(tier('haemodynamic', [...fast, now({ pulse: 114, answers: { dizziness: true } })])).toBe('urgent');
    const low = steadily({ ...WELL, systolic: 78, diastolic: 50 }, 6, 3);
    expect(tier('haemodynamic', [...low, now({ systolic: 76 })])).toBe('absent');
    expect(tier('haemodynamic', [...low, now({ systolic: 67, diastolic: 50 })])).toBe('urgent');
    expect(findingOf('haemodynamic', [now({ pulse: 115 })], stay)?.sentence).toBe('Pulse 115 is above 110.');
  });
  it.each([
    [{ pulse: 105 }, { pulse: 111 }, 'urgent'],
    [{ pulse: 106 }, { pulse: 111 }, 'absent'],
    [{ pulse: 106 }, { pulse: 116 }, 'absent'],
    [{ pulse: 106 }, { pulse: 117 }, 'urgent'],
    [{ systolic: 85 }, { systolic: 79 }, 'urgent'],
    [{ systolic: 84 }, { systolic: 79 }, 'absent'],
    [{ systolic: 84 }, { systolic: 74, diastolic: 50 }, 'absent'],
    [{ systolic: 84 }, { systolic: 73, diastolic: 50 }, 'urgent'],
  ])('with a usual %j, %j is %s', (usual, vitals, expected) => {
    expect(tier('haemodynamic', [...steadily({ ...WELL, ...usual }, 6, 3), now(vitals)])).toBe(expected);
  });
  it('judges by either alone', () => {
    expect(tier('haemodynamic', [now({ pulse: undefined, systolic: 79 })])).toBe('urgent');
    expect(tier('haemodynamic', [now({ systolic: undefined, pulse: 111 })])).toBe('urgent');
  });
});

describe('answers', () => {
  const said = (rule: string, answers: Past['answers'] & object, vitals = {}, plan = {}) =>
    tier(rule, [now({ ...vitals, answers })], plan);
  it('congestion', () => {
    expect(said('congestion', { wokeBreathless: true })).toBe('urgent');
    expect(said('congestion', { morePillows: true })).toBe('urgent');
    expect(said('congestion', { moreSwelling: true })).toBe('routine');
    expect(said('congestion', { moreBreathless: true })).toBe('routine');
    expect(said('congestion', { comparedWithYesterday: 'much-worse' })).toBe('urgent');
    expect(said('congestion', { comparedWithYesterday: 'same' })).toBe('unknown');
    const none = {
      wokeBreathless: false,
      morePillows: false,
      moreSwelling: false,
      moreBreathless: false,
      comparedWithYesterday: 'same',
    } as const;
    expect(said('congestion', none)).toBe('absent');
  });
  it('over-diuresis: more than 2 kg lost in 3 days with dizziness or low pressure', () => {
    const before = weighed(80, 3);
    expect(tier('over-diuresis', [before, now({ weight: 77.9, answers: { dizziness: true } })])).toBe('urgent');
    expect(tier('over-diuresis', [before, now({ weight: 77.9, systolic: 99 })])).toBe('urgent');
    expect(tier('over-diuresis', [before, now({ weight: 77.9, systolic: 100 })])).toBe('unknown');
    expect(tier('over-diuresis', [before, now({ weight: 77.9, answers: { dizziness: false } })])).toBe('absent');
    expect(tier('over-diuresis', [before, now({ weight: 78, answers: { dizziness: true } })])).toBe('absent');
    const unmeasured = now({ weight: 77.9, systolic: undefined, answers: { dizziness: false } });
    expect(tier('over-diuresis', [before, unmeasured])).toBe('unknown');
    expect(tier('over-diuresis', [before, now({ weight: undefined, answers: { dizziness: true } })])).toBe('unknown');
    expect(tier('over-diuresis', [now({ weight: 78 })])).toBe('unknown');
    expect(tier('over-diuresis', [before, now()])).toBe('unknown');
  });
  it('rhythm: irregular, and not before', () => {
    expect(said('rhythm', { irregularPulse: true })).toBe('routine');
    expect(said('rhythm', { irregularPulse: false })).toBe('absent');
    expect(said('rhythm', {})).toBe('unknown');
    expect(said('rhythm', { irregularPulse: true }, {}, { baseline: { irregularPulse: true } })).toBe('absent');
    const earlier: Past = { hoursAgo: 24, answers: { irregularPulse: true } };
    expect(tier('rhythm', [earlier, now({ answers: { irregularPulse: true } })])).toBe('unknown');
    const another: Past = { hoursAgo: 24, answers: { dizziness: true } };
    expect(tier('rhythm', [another, now({ answers: { irregularPulse: true } })])).toBe('routine');
    expect(
      tier('rhythm', [
        earlier,
        { hoursAgo: 12, answers: { irregularPulse: false } },
        now({ answers: { irregularPulse: true } }),
      ]),
    ).toBe('routine');
  });
});
