import type { Evidence, Priority, Source } from './finding.ts';
import type { Duration } from './instant.ts';
import type { ScoreAt } from './score-at.ts';
import type { Stay } from './stay.ts';
import type { Pathway } from './vitals.ts';

/** The set that a rule looks at, with the stay it belongs to. */
export interface Moment {
  readonly stay: Stay;
  readonly score: ScoreAt;
}

/**
 * What a rule says about one moment.
 * `present`: the condition holds. `absent`: it certainly does not, so what was open may be cleared.
 * `covered`: a graver rule speaks for it, so it neither raises nor clears. `unknown`: what would tell was not measured.
 */
export type Verdict =
  | {
      readonly kind: 'present';
      readonly sentence: string;
      readonly evidence: Evidence;
      /** When one rule has two tiers: the tier of this finding. Otherwise the rule's own. */
      readonly priority?: Priority;
    }
  | { readonly kind: 'absent'; readonly sentence: string }
  | { readonly kind: 'covered' }
  | { readonly kind: 'unknown' };

export const COVERED: Verdict = Object.freeze({ kind: 'covered' });
export const UNKNOWN: Verdict = Object.freeze({ kind: 'unknown' });

export interface ParameterTerms {
  readonly value: number;
  /** Bounds that no layer can pass, inclusive. */
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}

/** One rule: what it looks for, its published source, and the numbers in it that may be changed, with their bounds. */
export interface Rule<P extends string = string> {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly pathways: readonly Pathway[];
  readonly priority: Priority;
  readonly source: Source;
  /** How far back the rule looks from the set it judges. */
  readonly window: Duration;
  readonly parameters: Readonly<Record<P, ParameterTerms>>;
  judge(moment: Moment, values: Readonly<Record<P, number>>): Verdict;
}

export const ALL_PATHWAYS = ['respiratory', 'cardiac', 'frailty'] as const satisfies readonly Pathway[];
