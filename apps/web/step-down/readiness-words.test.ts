import { CRITERIA, type CriterionId } from '#clinical';
import type { StayReadiness } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import { nearness } from './readiness-words.ts';

const AT = Date.UTC(2026, 10, 24, 9);

function stay(wanting: Partial<Record<CriterionId, number | null>>, more: Partial<StayReadiness> = {}): StayReadiness {
  return {
    admissionId: 'a',
    version: 1,
    name: 'Ada Fern',
    bed: 1,
    pathway: 'frailty',
    level: 'standard',
    below: 'light',
    admittedAt: 0,
    reviewDue: false,
    recordReady: Object.keys(wanting).length === 0,
    mayOverride: true,
    criteria: CRITERIA.map((id) => ({
      id,
      state: id in wanting ? ('not-met' as const) : ('met' as const),
      evidence: '',
      earliest: wanting[id] ?? null,
    })),
    lastChange: null,
    lastReview: null,
    reviewAt: 0,
    ...more,
  };
}

describe('how near somebody is to a step down', () => {
  it.each([
    ['everything that the record tells is met', stay({}), 'Ready, when people agree'],
    ['there is no lower level', stay({}, { level: 'check-in', below: null }), 'Ready to go home'],
    ['time alone brings it', stay({ score: AT, trend: AT - 1 }), '2 of 5 not met, earliest 09:00 on Tue 24 Nov'],
    ['time alone does not', stay({ score: AT, alerts: null }), '2 of 5 not met'],
    ['an emergency is open', stay({ alerts: null }, { mayOverride: false }), 'An emergency is open: no step down'],
  ])('when %s', (_, one, words) => {
    expect(nearness(one)).toBe(words);
  });
});
