import { describe, expect, it } from '@jest/globals';
import { DAY, HOUR, MINUTE } from '../instant.ts';
import {
  askedInWords,
  defaultRoute,
  handOverRoute,
  LONGEST_WAIT,
  outcomeRoute,
  placeAfter,
  SHORTEST_WAIT,
  stepAt,
  waitInWords,
  wardRoute,
  type Route,
  type RouteStep,
} from './route.ts';

const ann = { id: 'a', name: 'Ann Ash' };
const bea = { id: 'b', name: 'Bea Birch' };
const kinds = (route: Route): string[] => route.steps.map(({ kind }) => kind);
const lead: RouteStep = { kind: 'role', role: 'lead', waitFor: 10 * MINUTE };

describe('a ward’s route', () => {
  it('without one of its own asks the clinicians, then the leads, then everybody', () => {
    const route = defaultRoute('emergency', 15 * MINUTE);
    expect(route).toEqual({
      id: 'default',
      until: null,
      steps: [
        { kind: 'role', role: 'hub-clinician', waitFor: 15 * MINUTE },
        { kind: 'role', role: 'lead', waitFor: 5 * MINUTE },
        { kind: 'ward-fallback', waitFor: 5 * MINUTE },
      ],
    });
  });
  it('always ends with everybody', () => {
    expect(kinds(wardRoute('r', [lead], 'urgent', null))).toEqual(['role', 'ward-fallback']);
    expect(kinds(wardRoute('r', [], 'urgent', null))).toEqual(['ward-fallback']);
    expect(kinds(wardRoute('r', [lead, { kind: 'ward-fallback', waitFor: HOUR }], 'urgent', null))).toEqual([
      'role',
      'ward-fallback',
    ]);
  });
  it('ends with everybody once, wherever else everybody is asked', () => {
    const everybody: RouteStep = { kind: 'ward-fallback', waitFor: HOUR };
    expect(kinds(wardRoute('r', [lead, lead, everybody], 'urgent', null))).toEqual(['role', 'role', 'ward-fallback']);
    expect(kinds(wardRoute('r', [everybody, lead], 'urgent', null))).toEqual([
      'ward-fallback',
      'role',
      'ward-fallback',
    ]);
    expect(kinds(wardRoute('r', [lead, everybody, lead], 'urgent', null)).at(-1)).toBe('ward-fallback');
  });
  it('has no step that asks nobody, and none that waits too short or too long', () => {
    const route = wardRoute(
      'r',
      [
        { kind: 'accounts', accounts: [], waitFor: HOUR },
        { ...lead, waitFor: 0 },
        { kind: 'accounts', accounts: [ann], waitFor: 9 * DAY },
      ],
      'routine',
      5,
    );
    expect(kinds(route)).toEqual(['role', 'accounts', 'ward-fallback']);
    expect(route.steps.map((step) => step.waitFor)).toEqual([SHORTEST_WAIT, LONGEST_WAIT, 4 * HOUR]);
    expect(route.until).toBe(5);
  });
});

describe('the place after', () => {
  const day = wardRoute('day', [lead, { kind: 'accounts', accounts: [ann], waitFor: HOUR }], 'urgent', null);
  const night = wardRoute('night', [{ kind: 'accounts', accounts: [bea], waitFor: HOUR }], 'urgent', null);

  it('is the next step, and the last one again', () => {
    expect([0, 1, 2, 9].map((step) => placeAfter({ route: day, step }, day).step)).toEqual([1, 2, 2, 2]);
  });
  it('is the first step of another route that is in force by now, so that nobody on it is passed over', () => {
    expect(placeAfter({ route: day, step: 1 }, night)).toEqual({ route: night, step: 0 });
  });
  it('of a hand-over is whoever handed it over, and then the ward’s route', () => {
    const handOver = handOverRoute(ann, bea, 'urgent');
    expect(handOver.steps.map(askedInWords)).toEqual(['Bea Birch', 'Ann Ash']);
    expect(placeAfter({ route: handOver, step: 0 }, day)).toEqual({ route: handOver, step: 1 });
    expect(placeAfter({ route: handOver, step: 1 }, day)).toEqual({ route: day, step: 0 });
    expect(placeAfter({ route: outcomeRoute(ann, 'urgent'), step: 0 }, day)).toEqual({ route: day, step: 0 });
  });
  it('has to be on the route', () => {
    expect(() => stepAt({ route: day, step: 3 })).toThrow(/no step 3/);
  });
});

it.each([
  ['emergency', 5],
  ['urgent', 15],
  ['technical', 30],
  ['routine', 60],
] as const)('of an alert that is %s, whoever is asked by name has %d min to confirm', (priority, minutes) => {
  const waits = [...handOverRoute(ann, bea, priority).steps, ...outcomeRoute(ann, priority).steps];
  expect(waits.map(({ waitFor }) => waitFor)).toEqual(Array<number>(3).fill(minutes * MINUTE));
});

it('says who is asked', () => {
  const accounts = (...people: (typeof ann)[]): string =>
    askedInWords({ kind: 'accounts', accounts: people, waitFor: 1 });
  expect(accounts(ann)).toBe('Ann Ash');
  expect(accounts(ann, bea)).toBe('Ann Ash and Bea Birch');
  expect(accounts(ann, bea, ann)).toBe('Ann Ash, Bea Birch and Ann Ash');
  expect(askedInWords(lead)).toBe('the clinical lead');
  expect(askedInWords({ kind: 'ward-fallback', waitFor: 1 })).toBe('everybody on the ward');
});

it.each([
  [5 * MINUTE, '5 min'],
  [HOUR, '1 h'],
  [100 * MINUTE, '1 h 40 min'],
  [DAY, '24 h'],
])('says how long somebody is waited for: %d', (wait, words) => {
  expect(waitInWords(wait)).toBe(words);
});
