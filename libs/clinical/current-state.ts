import { NO_VALUE } from './columns.ts';
import type { Instant } from './instant.ts';
import type { Course, Moment } from './moment.ts';
import { isContactAt, isContactOnly, type NotTaken } from './not-taken.ts';
import { SET_SPAN } from './reading-set.ts';
import type { ScoreAt } from './score-at.ts';
import type { Vital } from './vitals.ts';

/** The last complete set against the complete set before it. Unknown until there are two. */
export type Trend = 'rising' | 'falling' | 'steady' | 'unknown';

/** What the board shows of a patient now. */
export interface CurrentState {
  /** The newest set that has any NEWS2 parameter in it; a weight alone does not push a score off the board. */
  readonly latest: ScoreAt;
  readonly lastComplete: ScoreAt | null;
  readonly trend: Trend;
  /** When anything at all was last measured or answered; null when nothing was but that it could not be. */
  readonly lastReadingAt: Instant | null;
  /** What was said not to have been taken, where it has not been taken since. */
  readonly notTaken: { readonly at: Instant; readonly why: NotTaken } | null;
}

function saysSomething(score: ScoreAt): boolean {
  const { news2 } = score;
  return news2.kind !== 'incomplete' || Object.keys(news2.subScores).length > 0;
}

function trendOf(change: number): Trend {
  return change > 0 ? 'rising' : change < 0 ? 'falling' : 'steady';
}

/** The state after all the readings of the course, on the SpO2 scale that is in force now; null when there are none. */
export function currentState(course: Course): CurrentState | null {
  const { ordered } = course;
  const newest = ordered.at(-1);
  if (newest === undefined) return null;
  let latest: ScoreAt | null = null;
  let last: Moment | null = null;
  let lastTotal = 0;
  let trend: Trend = 'unknown';
  for (let i = ordered.length - 1; i >= 0; i--) {
    const { effectiveAt } = ordered[i]!;
    if (i + 1 < ordered.length && ordered[i + 1]!.effectiveAt === effectiveAt) continue;
    if (last !== null) {
      // A set that shares its half hour with the last complete one is the same round, not the one before.
      const before = effectiveAt > last.at - SET_SPAN ? NO_VALUE : course.totalOn(last.scale, i);
      if (before === NO_VALUE) continue;
      trend = trendOf(lastTotal - before);
      break;
    }
    // Nothing was measured: what shares its half hour stands at its own time.
    if (isContactAt(ordered, i)) continue;
    const moment = course.endingWith(i);
    if (latest === null && saysSomething(moment.score)) latest = moment.score;
    if (moment.score.news2.kind === 'not-applicable') break;
    if (moment.total === null) continue;
    last = moment;
    lastTotal = moment.total;
  }
  return {
    latest: latest ?? course.endingWith(ordered.length - 1).score,
    lastComplete: last?.score ?? null,
    trend,
    lastReadingAt: ordered.findLast((reading) => !isContactOnly(reading))?.effectiveAt ?? null,
    notTaken: notTakenSince(course, latest),
  };
}

/** What was said in the half hour of the newest set, or after it, and not measured afterwards; the newest that says anything. */
function notTakenSince({ ordered }: Course, latest: ScoreAt | null): CurrentState['notTaken'] {
  const since = latest === null ? -Infinity : latest.at - SET_SPAN;
  for (let i = ordered.length - 1; i >= 0 && ordered[i]!.effectiveAt > since; i--) {
    const { notTaken, effectiveAt } = ordered[i]!;
    if (notTaken === undefined) continue;
    const later = ordered.slice(i + 1);
    const still = (Object.keys(notTaken) as (Vital | 'all')[]).filter((vital) =>
      vital === 'all' ? latest === null || latest.at < effectiveAt : later.every((one) => one[vital] === undefined),
    );
    if (still.length === 0) return null;
    return { at: effectiveAt, why: Object.fromEntries(still.map((vital) => [vital, notTaken[vital]!])) };
  }
  return null;
}
