import type { Instant } from './instant.ts';
import type { Course } from './moment.ts';
import { SET_SPAN } from './reading-set.ts';
import type { ScoreAt } from './score-at.ts';

/** The last complete set against the complete set before it. Unknown until there are two. */
export type Trend = 'rising' | 'falling' | 'steady' | 'unknown';

/** What the board shows of a patient now. */
export interface CurrentState {
  /** The newest set that has any NEWS2 parameter in it; a weight alone does not push a score off the board. */
  readonly latest: ScoreAt;
  readonly lastComplete: ScoreAt | null;
  readonly trend: Trend;
  /** When anything at all was last measured. */
  readonly lastReadingAt: Instant;
}

function saysSomething(score: ScoreAt): boolean {
  const { news2 } = score;
  return news2.kind !== 'incomplete' || Object.keys(news2.subScores).length > 0;
}

function trendOf(last: ScoreAt, before: ScoreAt): Trend {
  if (last.news2.kind !== 'complete' || before.news2.kind !== 'complete') return 'unknown';
  const change = last.news2.total - before.news2.total;
  return change > 0 ? 'rising' : change < 0 ? 'falling' : 'steady';
}

/** The state after all the readings of the course; null when there are none. */
export function currentState(course: Course): CurrentState | null {
  const { ordered } = course;
  const newest = ordered.at(-1);
  if (newest === undefined) return null;
  let latest: ScoreAt | null = null;
  let lastComplete: ScoreAt | null = null;
  let before: ScoreAt | null = null;
  for (let i = ordered.length - 1; i >= 0 && before === null; i--) {
    const { effectiveAt } = ordered[i]!;
    if (ordered[i + 1]?.effectiveAt === effectiveAt) continue;
    // A set that shares its half hour with the last complete one is the same round, not the one before.
    if (lastComplete !== null && effectiveAt > lastComplete.at - SET_SPAN) continue;
    const score = course.endingWith(i).score;
    if (latest === null && saysSomething(score)) latest = score;
    if (score.news2.kind === 'not-applicable') break;
    if (score.news2.kind !== 'complete') continue;
    if (lastComplete === null) lastComplete = score;
    else before = score;
  }
  return {
    latest: latest ?? course.endingWith(ordered.length - 1).score,
    lastComplete,
    trend: lastComplete !== null && before !== null ? trendOf(lastComplete, before) : 'unknown',
    lastReadingAt: newest.effectiveAt,
  };
}
