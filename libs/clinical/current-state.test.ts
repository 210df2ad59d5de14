import { expect, it } from '@jest/globals';
import { currentState, type Trend } from './current-state.ts';
import { MINUTE } from './instant.ts';
import { Course } from './moment.ts';
import { aStay, T0, WELL } from './rules/rule-cases.ts';
import type { Stay } from './stay.ts';
import type { Reading, Vitals } from './vitals.ts';

/* What the board shows of a patient, at the edges of a round and with sets that say little. */

const measured = (minutesAgo: number, vitals: Vitals, id = `r${minutesAgo}`): Reading => ({
  id,
  effectiveAt: T0 - minutesAgo * MINUTE,
  receivedAt: T0,
  ...vitals,
});
const well = (minutesAgo: number, different: Vitals = {}): Reading => measured(minutesAgo, { ...WELL, ...different });
const worse = (minutesAgo: number): Reading => well(minutesAgo, { respiration: 22 });
const incomplete = (minutesAgo: number): Reading => well(minutesAgo, { temperature: undefined });
const stateOf = (run: readonly Reading[], stay: Stay = aStay()) => currentState(new Course(stay, run, T0));
const minutesAgo = (at: number | undefined): number | undefined => at && (T0 - at) / MINUTE;

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
