import { describe, expect, it } from '@jest/globals';
import fc from '../../test/harness/properties.ts';
import { DAY, HOUR } from './instant.ts';
import {
  ADMISSION_CRITERIA,
  admissionCriteria,
  mayBecome,
  orderQueue,
  type AdmissionCriterionId,
  type InQueue,
  type ReferralFacts,
} from './referral.ts';

const NOW = Date.UTC(2026, 10, 22, 12);

const facts = (different: Partial<ReferralFacts> = {}): ReferralFacts => ({
  pathway: 'respiratory',
  route: 'admission-avoidance',
  ageYears: 71,
  sex: 'female',
  pregnant: null,
  consents: true,
  news2: 1,
  trajectory: 'stable',
  spo2: 96,
  spo2Scale: 1,
  systolic: 124,
  heartFailureConfirmed: true,
  clinicalFrailtyScale: 6,
  ...different,
});

const stateOf = (id: AdmissionCriterionId, different: Partial<ReferralFacts>): string | undefined =>
  admissionCriteria(facts(different)).find((one) => one.id === id)?.state;

const LEAVING = { route: 'early-supported-discharge', trajectory: 'improving' } as const;

describe('criteria for admission', () => {
  it.each<[AdmissionCriterionId, string, Partial<ReferralFacts>]>([
    ['adult', 'met', { ageYears: 18 }],
    ['adult', 'not-met', { ageYears: 17 }],
    ['pregnancy', 'unknown', { ageYears: 54 }],
    ['pregnancy', 'unknown', { ageYears: 30, sex: 'unknown' }],
    ['pregnancy', 'met', { ageYears: 30, pregnant: false }],
    ['pregnancy', 'not-met', { ageYears: 30, pregnant: true }],
    ['pregnancy', 'not-met', { ageYears: 55, sex: 'male', pregnant: true }],
    ['pregnancy', 'undefined', { ageYears: 55 }],
    ['pregnancy', 'undefined', { ageYears: 30, sex: 'male' }],
    ['consent', 'met', { consents: true }],
    ['consent', 'not-met', { consents: false }],
    ['consent', 'unknown', { consents: null }],
    ['news2', 'met', { news2: 2 }],
    ['news2', 'not-met', { news2: 3 }],
    ['news2', 'unknown', { news2: null }],
    ['news2', 'met', { news2: 3, ...LEAVING }],
    ['news2', 'met', { news2: 4, ...LEAVING }],
    ['news2', 'not-met', { news2: 5, ...LEAVING }],
    ['news2', 'not-met', { news2: 4, ...LEAVING, trajectory: 'stable' }],
    ['news2', 'unknown', { news2: 4, ...LEAVING, trajectory: null }],
    ['news2', 'met', { news2: 2, ...LEAVING, trajectory: null }],
    ['news2', 'not-met', { news2: 4, trajectory: 'improving' }],
    ['spo2', 'met', { spo2: 95 }],
    ['spo2', 'not-met', { spo2: 94 }],
    ['spo2', 'unknown', { spo2: null }],
    ['spo2', 'met', { spo2: 93, ...LEAVING }],
    ['spo2', 'not-met', { spo2: 92, ...LEAVING }],
    ['spo2', 'met', { spo2: 88, spo2Scale: 2 }],
    ['spo2', 'not-met', { spo2: 87, spo2Scale: 2 }],
    ['trajectory', 'met', { trajectory: 'stable' }],
    ['trajectory', 'not-met', { trajectory: 'worsening' }],
    ['trajectory', 'unknown', { trajectory: null }],
    ['news2', 'met', { pathway: 'cardiac', news2: 4 }],
    ['news2', 'not-met', { pathway: 'cardiac', news2: 5 }],
    ['heart-failure', 'met', { pathway: 'cardiac' }],
    ['heart-failure', 'not-met', { pathway: 'cardiac', heartFailureConfirmed: false }],
    ['heart-failure', 'unknown', { pathway: 'cardiac', heartFailureConfirmed: null }],
    ['pressure', 'met', { pathway: 'cardiac', systolic: 90 }],
    ['pressure', 'not-met', { pathway: 'cardiac', systolic: 89 }],
    ['pressure', 'unknown', { pathway: 'cardiac', systolic: null }],
    ['news2', 'met', { pathway: 'frailty', news2: 4 }],
    ['news2', 'not-met', { pathway: 'frailty', news2: 5 }],
    ['age', 'met', { pathway: 'frailty', ageYears: 65 }],
    ['age', 'not-met', { pathway: 'frailty', ageYears: 64 }],
    ['frailty', 'met', { pathway: 'frailty', clinicalFrailtyScale: 5 }],
    ['frailty', 'not-met', { pathway: 'frailty', clinicalFrailtyScale: 4 }],
    ['frailty', 'unknown', { pathway: 'frailty', clinicalFrailtyScale: null }],
    ['frailty', 'undefined', { pathway: 'cardiac' }],
    ['spo2', 'undefined', { pathway: 'frailty' }],
  ])('%s is %s of %j', (id, state, different) => {
    expect(String(stateOf(id, different))).toBe(state);
  });

  it('says what was said and what is wanted', () => {
    expect(admissionCriteria(facts({ news2: 3, spo2: null })).map(({ evidence }) => evidence)).toEqual([
      '71 years; NEWS2 and this ward are for 18 and over.',
      'Wants to be looked after at home.',
      '3. At most 2 is wanted, 4 for those who leave hospital and improve.',
      'Not said. At least 95 % is wanted, 93 % for those who leave hospital and improve.',
      'Stable.',
    ]);
  });

  const anybody = fc.record({
    pathway: fc.constantFrom('respiratory', 'cardiac', 'frailty'),
    route: fc.constantFrom('early-supported-discharge', 'admission-avoidance', 'community'),
    ageYears: fc.integer({ min: 0, max: 110 }),
    sex: fc.constantFrom('female', 'male', 'other', 'unknown'),
    pregnant: fc.option(fc.boolean()),
    consents: fc.option(fc.boolean()),
    news2: fc.option(fc.integer({ min: 0, max: 20 })),
    trajectory: fc.option(fc.constantFrom('improving', 'stable', 'worsening')),
    spo2: fc.option(fc.integer({ min: 60, max: 100 })),
    spo2Scale: fc.constantFrom(1, 2),
    systolic: fc.option(fc.integer({ min: 50, max: 220 })),
    heartFailureConfirmed: fc.option(fc.boolean()),
    clinicalFrailtyScale: fc.option(fc.integer({ min: 1, max: 9 })),
  }) as fc.Arbitrary<ReferralFacts>;

  it('never take what was not said for met, and ask each thing once in the order of the list', () => {
    fc.assert(
      fc.property(anybody, (one) => {
        const nothing = {
          pregnant: null,
          consents: null,
          news2: null,
          trajectory: null,
          spo2: null,
          systolic: null,
        } as const;
        const unsaid = { ...one, ...nothing, heartFailureConfirmed: null, clinicalFrailtyScale: null };
        for (const { id, state } of admissionCriteria(unsaid))
          expect(['adult', 'age'].includes(id) || state === 'unknown').toBe(true);
        const ids = admissionCriteria(one).map(({ id }) => id);
        expect(ids).toEqual(ADMISSION_CRITERIA.filter((id) => ids.includes(id)));
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it('are never met by a worse score or saturation where a better one is not', () => {
    fc.assert(
      fc.property(anybody, fc.integer({ min: 0, max: 19 }), fc.integer({ min: 60, max: 99 }), (one, news2, spo2) => {
        const isMet = (id: AdmissionCriterionId, different: Partial<ReferralFacts>): boolean =>
          admissionCriteria({ ...one, ...different }).find((found) => found.id === id)?.state === 'met';
        if (isMet('news2', { news2: news2 + 1 })) expect(isMet('news2', { news2 })).toBe(true);
        if (isMet('spo2', { spo2 })) expect(isMet('spo2', { spo2: spo2 + 1 })).toBe(true);
      }),
    );
  });
});

const waiting = (id: string, hours: number, different: Partial<InQueue> = {}): InQueue => ({
  id,
  waitsSince: NOW - hours * HOUR,
  news2: 1,
  trajectory: 'stable',
  imdDecile: 5,
  ...different,
});

const inOrder = (...people: InQueue[]): string[] => orderQueue(people, NOW).map(({ id }) => id);

describe('the queue', () => {
  it('goes by need before wait', () => {
    expect(inOrder(waiting('long', 40), waiting('ill', 1, { news2: 5 }), waiting('raised', 2, { news2: 3 }))).toEqual([
      'ill',
      'raised',
      'long',
    ]);
    expect(inOrder(waiting('four', 20, { news2: 4 }), waiting('worse', 1, { trajectory: 'worsening' }))).toEqual([
      'worse',
      'four',
    ]);
  });

  it('takes a score that nobody knows for raised', () => {
    expect(inOrder(waiting('well', 30), waiting('unknown', 1, { news2: null }))).toEqual(['unknown', 'well']);
  });

  it('lets nobody wait for ever: three days count one step', () => {
    expect(inOrder(waiting('three days', 72), waiting('raised', 3, { news2: 3 }))).toEqual(['three days', 'raised']);
    expect(inOrder(waiting('nearly', 71), waiting('raised', 3, { news2: 3 }))).toEqual(['raised', 'nearly']);
  });

  it('among equal waits puts the most deprived first, and nobody before those who wait longer', () => {
    const deprived = { imdDecile: 2 };
    expect(inOrder(waiting('a', 10), waiting('b', 2, deprived))).toEqual(['b', 'a']);
    expect(inOrder(waiting('a', 10), waiting('b', 2, { imdDecile: 3 }))).toEqual(['a', 'b']);
    expect(inOrder(waiting('a', 13), waiting('b', 2, deprived))).toEqual(['a', 'b']);
    expect(inOrder(waiting('a', 10), waiting('b', 2, { imdDecile: null }))).toEqual(['a', 'b']);
  });

  it('says why', () => {
    const [first, second] = orderQueue([waiting('a', 80, { imdDecile: 1 }), waiting('b', 0.5, { news2: null })], NOW);
    expect(first).toEqual({
      id: 'a',
      place: 1,
      need: 'steady',
      why: [
        'NEWS2 1.',
        'Waits for 3 days.',
        'Counts one step higher after three days.',
        'Neighbourhood in decile 1 of deprivation: first among equal waits.',
      ],
    });
    expect(second).toEqual({
      id: 'b',
      place: 2,
      need: 'raised',
      why: ['NEWS2 not known: counts as raised until it is.', 'Waits for less than an hour.'],
    });
    expect(orderQueue([waiting('c', 1)], NOW)[0]?.why[1]).toBe('Waits for 1 hour.');
  });

  it('has everybody once, whatever the order in which they are given', () => {
    const somebody = fc.record({
      id: fc.uuid(),
      waitsSince: fc.integer({ min: NOW - 9 * DAY, max: NOW }),
      news2: fc.option(fc.integer({ min: 0, max: 20 })),
      trajectory: fc.option(fc.constantFrom<'improving' | 'stable' | 'worsening'>('improving', 'stable', 'worsening')),
      imdDecile: fc.option(fc.integer({ min: 1, max: 10 })),
    });
    fc.assert(
      fc.property(fc.uniqueArray(somebody, { selector: ({ id }) => id, maxLength: 30 }), (people) => {
        const order = orderQueue(people, NOW);
        expect(order.map(({ place }) => place)).toEqual(people.map((_, at) => at + 1));
        expect(order.map(({ id }) => id).toSorted()).toEqual(people.map(({ id }) => id).toSorted());
        expect(orderQueue(people.toReversed(), NOW)).toEqual(order);
      }),
    );
  });
});

describe('a referral', () => {
  it.each([
    ['received', 'waiting', true],
    ['received', 'offered', false],
    ['received', 'admitted', false],
    ['waiting', 'offered', true],
    ['waiting', 'admitted', true],
    ['offered', 'admitted', true],
    ['offered', 'waiting', true],
    ['waiting', 'declined', true],
    ['declined', 'waiting', false],
    ['admitted', 'withdrawn', false],
    ['withdrawn', 'waiting', false],
  ] as const)('from %s to %s: %s', (from, to, may) => {
    expect(mayBecome(from, to)).toBe(may);
  });
});
