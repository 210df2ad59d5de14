import type { Instant } from './instant.ts';
import { Course, type OwnNormal } from './moment.ts';
import { PLAUSIBLE } from './plausible.ts';
import type { Stay } from './stay.ts';
import type { MeasuredVital, Reading } from './vitals.ts';

const MEASURED = Object.keys(PLAUSIBLE) as MeasuredVital[];

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
