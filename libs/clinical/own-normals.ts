import type { Instant } from './instant.ts';
import { Course, type OwnNormal } from './moment.ts';
import { PLAUSIBLE } from './plausible.ts';
import { inOrder } from './reading-set.ts';
import type { Stay } from './stay.ts';
import type { MeasuredVital, Reading } from './vitals.ts';

const MEASURED = Object.keys(PLAUSIBLE) as MeasuredVital[];

/**
 * The NEWS2 that is usual for this person by their own readings: the median of the complete sets of the seven days before the
 * one at this moment. Null when there are too few, or the plan states what is usual. Source: docs/CLINICAL, section 3.
 */
export function usualNews2(stay: Stay, readings: readonly Reading[], at: Instant, now: Instant): number | null {
  if (stay.plan.baseline?.news2 !== undefined) return null;
  const ordered = inOrder(readings);
  const last = ordered.findLastIndex(({ effectiveAt }) => effectiveAt === at);
  if (last === -1) return null;
  const course = new Course(stay, ordered, now);
  const usual = course.endingWith(last).ownNews2()?.value ?? null;
  course.rest();
  return usual;
}

/**
 * What the rules take as usual for this person at their newest set: by vital, and for `news2`. What is absent is not known.
 * `ordered` is oldest first, of the last eight days.
 */
export function ownNormals(stay: Stay, ordered: readonly Reading[], now: Instant): Readonly<Record<string, OwnNormal>> {
  const found: Record<string, OwnNormal> = {};
  if (ordered.length === 0) {
    for (const [name, value] of Object.entries(stay.plan.baseline ?? {}))
      if (typeof value === 'number') found[name] = { value, from: 'plan' };
    return found;
  }
  const course = new Course(stay, ordered, now);
  const newest = course.endingWith(ordered.length - 1);
  const usualScore = newest.ownNews2();
  if (usualScore !== null) found['news2'] = usualScore;
  for (const vital of MEASURED) {
    const usual = newest.ownNormal(vital);
    if (usual !== null) found[vital] = usual;
  }
  course.rest();
  return found;
}
