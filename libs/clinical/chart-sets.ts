import { gather, inOrder, SET_SPAN, type ReadingSet } from './reading-set.ts';
import { VITALS, type Reading } from './vitals.ts';

/**
 * The sets of a run of readings as a chart shows them, a column each, oldest first: one for each instant at which something
 * was measured. A set that came in pieces is one column: what was known at an earlier piece, and all stands in a later one
 * as it was measured then, is no column of its own. So nothing that was measured is missing from all columns.
 */
export function chartSets(readings: readonly Reading[]): ReadingSet[] {
  const ordered = inOrder(readings);
  const sets: ReadingSet[] = [];
  for (let last = 0; last < ordered.length; last++) {
    const { effectiveAt } = ordered[last]!;
    if (ordered[last + 1]?.effectiveAt === effectiveAt) continue;
    const set = gather(ordered, last, effectiveAt);
    // Only what was measured at this very instant makes it a moment of its own.
    if (!VITALS.some((vital) => set.measuredAt[vital] === effectiveAt)) continue;
    while (sets.length > 0 && standsIn(sets.at(-1)!, set)) sets.pop();
    sets.push(set);
  }
  return sets;
}

function standsIn(earlier: ReadingSet, later: ReadingSet): boolean {
  if (earlier.at <= later.at - SET_SPAN) return false;
  return VITALS.every(
    (vital) => earlier.measuredAt[vital] === undefined || earlier.measuredAt[vital] === later.measuredAt[vital],
  );
}
