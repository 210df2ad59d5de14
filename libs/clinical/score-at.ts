import type { Instant } from './instant.ts';
import { news2, type News2, type News2NotApplicable } from './news2.ts';
import type { ReadingSet } from './reading-set.ts';
import type { SpO2Scale, Vitals } from './vitals.ts';

/** The score of the set at one instant. */
export interface ScoreAt {
  readonly at: Instant;
  readonly news2: News2 | News2NotApplicable;
  readonly readingIds: readonly string[];
  readonly vitals: Vitals;
}

/** Source: [RCP] NEWS2 is not for anyone under 16, nor in pregnancy. */
export const NEWS2_FROM_AGE = 16;

export interface ScoredPerson {
  readonly ageYears: number;
  readonly pregnant: boolean;
}

/** Why this person gets no NEWS2, or null when they do. */
export function whyNoNews2(person: ScoredPerson): News2NotApplicable | null {
  if (person.ageYears < NEWS2_FROM_AGE) {
    return { kind: 'not-applicable', reason: `NEWS2 is not for under 16s: this person is ${person.ageYears}.` };
  }
  if (person.pregnant) return { kind: 'not-applicable', reason: 'NEWS2 is not for use in pregnancy.' };
  return null;
}

/** Scores a set for this person on a scale, or says why it has no score. */
export function scoreSet(set: Omit<ReadingSet, 'measuredAt'>, person: ScoredPerson, scale: SpO2Scale): ScoreAt {
  return {
    at: set.at,
    news2: whyNoNews2(person) ?? news2(set.vitals, scale),
    readingIds: set.readingIds,
    vitals: set.vitals,
  };
}
