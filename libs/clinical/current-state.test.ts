import { describe, expect, it } from '@jest/globals';
import { currentState, type Trend } from './current-state.ts';
import { MINUTE } from './instant.ts';
import { Course } from './moment.ts';
import { aStay, T0, WELL } from './rules/rule-cases.ts';
import type { Stay } from './stay.ts';
import type { Reading, Vitals } from './vitals.ts';

/* What the board shows of a patient, at the edges of a round and with sets that say little. */

const measured = (minutesAgo: number, vitals: Partial<Reading>, id = `r${minutesAgo}`): Reading => ({
  id,
  effectiveAt: T0 - minutesAgo * MINUTE,
  receivedAt: T0,
  ...vitals,
});
const well = (minutesAgo: number, different: Vitals = {}): Reading => measured(minutesAgo, { ...WELL, ...different });
const worse = (minutesAgo: number): Reading => well(minutesAgo, { respiration: 22 });
const incomplete = (minutesAgo: number): Reading => well(minutesAgo, { temperature: undefined });
const stateOf = (run: readonly Reading[], stay: Stay = aStay()) => currentState(new Course(stay, run, T0));
const minutesAgo = (at: number | null | undefined): number | null | undefined => at && (T0 - at) / MINUTE;

it.each<[string, Reading[], Trend]>([
  ['one set', [well(0)], 'unknown'],
  ['a worse one after half an hour', [well(30), worse(0)], 'rising'],
  ['a worse one of the same half hour', [well(29), worse(0)], 'unknown'],
  ['a worse one of the same half hour, and a set before', [worse(60), well(29), well(0)], 'falling'],
  ['as much', [worse(60), worse(0)], 'steady'],
  ['less', [worse(60), well(0)], 'falling'],
  ['an incomplete one between', [well(120), incomplete(60), worse(0)], 'rising'],
  ['an incomplete one after', [well(120), worse(60), incomplete(0)], 'rising'],
  ['incomplete ones', [incomplete(60), incomplete(0)], 'unknown'],
])('the trend of %s', (_, run, trend) => {
  expect(stateOf(run)?.trend).toBe(trend);
});

it('the latest set is the newest with anything of NEWS2 in it, the last complete one the newest that is', () => {
  const of = (...run: Reading[]) => {
    const state = stateOf(run);
    return [state?.latest.at, state?.lastComplete?.at, state?.lastReadingAt].map((at) => minutesAgo(at));
  };
  expect(of(well(120), measured(60, { pulse: 70 }), measured(20, { weight: 80 }))).toEqual([60, 120, 20]);
  expect(of(measured(60, { weight: 80 }), measured(0, { weight: 81 }))).toEqual([0, undefined, 0]);
  expect(of(incomplete(60), incomplete(0))).toEqual([0, undefined, 0]);
});

it('pieces of one instant are one set', () => {
  const { temperature, ...rest } = WELL;
  const run = [measured(60, WELL), measured(0, rest, 'a'), measured(0, { temperature }, 'b')];
  expect(stateOf(run)?.lastComplete).toMatchObject({ at: T0, readingIds: ['a', 'b'] });
});

it('for whom NEWS2 is not, the newest set says why', () => {
  expect(stateOf([well(60), worse(0)], aStay({ pregnant: true }))).toMatchObject({
    latest: { at: T0, news2: { kind: 'not-applicable' } },
    lastComplete: null,
    trend: 'unknown',
  });
});

describe('what could not be taken', () => {
  const asleep = (at: number) => measured(at, { notTaken: { all: 'asleep' } });
  const shown = (...run: Reading[]) => {
    const state = stateOf(run);
    return [minutesAgo(state?.lastReadingAt), minutesAgo(state?.notTaken?.at), state?.notTaken?.why];
  };

  it('is contact: said until a set is measured, and no reading of its own', () => {
    expect(shown(well(120), asleep(10))).toEqual([120, 10, { all: 'asleep' }]);
    expect(stateOf([well(120), asleep(10)])).toMatchObject({
      latest: { at: T0 - 120 * MINUTE },
      lastComplete: { at: T0 - 120 * MINUTE },
    });
    expect(shown(well(120), asleep(60), well(10))).toEqual([10, undefined, undefined]);
    expect(shown(asleep(10))).toEqual([null, 10, { all: 'asleep' }]);
  });

  it('is no set of its own where it shares a half hour, or an instant, with one', () => {
    expect(stateOf([well(20), asleep(10)])?.latest.at).toBe(T0 - 20 * MINUTE);
    expect(stateOf([well(10), { ...asleep(10), id: 'zz' }])?.latest.at).toBe(T0 - 10 * MINUTE);
  });

  it('of one vital stands beside its own set, until that is measured', () => {
    const { temperature, ...rest } = WELL;
    const broken = { temperature: 'device-broken' } as const;
    const cold = measured(30, { ...rest, notTaken: broken });
    expect(shown(well(90), cold)).toEqual([30, 30, broken]);
    expect(shown(cold, measured(20, { temperature }))).toEqual([20, undefined, undefined]);
    expect(shown(cold, measured(20, { pulse: 70 }))).toEqual([20, 30, broken]);
    // Of an older set it says nothing about the newest.
    expect(shown(measured(90, { ...rest, notTaken: broken }), measured(0, rest))).toEqual([0, undefined, undefined]);
  });
});
