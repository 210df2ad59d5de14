import { LEVELS, type MonitoringLevel } from './levels.ts';
import { LEVEL_BELOW, type Criterion, type CriterionId, type Readiness } from './readiness.ts';

const FROM_CLOSEST = Object.keys(LEVELS) as readonly MonitoringLevel[];

/** What a person asks for: another level, and whether they take it on themselves that not every criterion is met. */
export interface LevelWish {
  readonly from: MonitoringLevel;
  readonly to: MonitoringLevel;
  readonly override: boolean;
}

export type LevelDecision =
  | { readonly kind: 'up' }
  /** What was not met, or not known, and went down all the same. */
  | { readonly kind: 'down'; readonly overridden: readonly CriterionId[] }
  | { readonly kind: 'same' }
  /** Only one level at a time. */
  | { readonly kind: 'too-far'; readonly next: MonitoringLevel }
  /** Nobody can override an open emergency. */
  | { readonly kind: 'open-emergency' }
  | { readonly kind: 'not-ready'; readonly wanting: readonly Criterion[] };

/**
 * Whether a patient goes to another level. Up is one action, as far as is wanted, and asks nothing; down is one level at a time, when
 * every criterion is met or a person overrides, and never while an emergency is open. Source: docs/CLINICAL, section 5.
 */
export function decideLevel({ from, to, override }: LevelWish, readiness: Readiness): LevelDecision {
  if (from === to) return { kind: 'same' };
  if (FROM_CLOSEST.indexOf(to) < FROM_CLOSEST.indexOf(from)) return { kind: 'up' };
  if (!readiness.mayOverride) return { kind: 'open-emergency' };
  const next = LEVEL_BELOW[from] ?? to;
  if (next !== to) return { kind: 'too-far', next };
  const wanting = readiness.criteria.filter(({ state }) => state !== 'met');
  if (wanting.length > 0 && !override) return { kind: 'not-ready', wanting };
  return { kind: 'down', overridden: wanting.map(({ id }) => id) };
}

const SEEN: ReadonlySet<CriterionId> = new Set<CriterionId>(['score', 'trend', 'received', 'alerts', 'pathway']);

/** Whether readings and alerts answer a criterion by themselves; of the others people have to say. */
export const isOfRecord = ({ id }: { readonly id: CriterionId }): boolean => SEEN.has(id);

/** Whether all that the record can tell speaks for stepping down, so that only people's word is wanted. */
export function isRecordReady({ criteria }: Pick<Readiness, 'criteria'>): boolean {
  return criteria.filter(isOfRecord).every(({ state }) => state === 'met');
}

/** Whom to look at first: those whom the record calls ready, then those with the most that is met, then the earliest. */
export function byReadiness(a: Readiness, b: Readiness): number {
  const met = ({ criteria }: Readiness): number =>
    criteria.filter(isOfRecord).filter(({ state }) => state === 'met').length;
  return (
    Number(isRecordReady(b)) - Number(isRecordReady(a)) ||
    Number(b.mayOverride) - Number(a.mayOverride) ||
    met(b) - met(a) ||
    (a.earliest ?? Infinity) - (b.earliest ?? Infinity) ||
    0
  );
}
