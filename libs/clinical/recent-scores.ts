import { DAY, type Duration, type Instant } from './instant.ts';
import { SET_SPAN } from './reading-set.ts';
import type { ScoreAt } from './score-at.ts';

/** How far back the board draws a patient's scores. */
export const RECENT: Duration = DAY;

/** A set as the board draws it: when it was, the least and the most that its NEWS2 could be. Complete, the two are the same. */
export type RecentScore = readonly [at: Instant, least: number, most: number];

/**
 * The scores of the last day with these new ones among them, oldest first. A score made again stands for its moment instead of
 * the one before. Of each half hour the worst is kept, since it is one round, and the newest of all: at most 50, however often
 * somebody is measured.
 */
export function recentScores(
  before: readonly RecentScore[],
  made: readonly Pick<ScoreAt, 'at' | 'news2'>[],
  now: Instant,
): readonly RecentScore[] {
  const since = now - RECENT;
  const byMoment = new Map<Instant, RecentScore>();
  for (const score of before) if (score[0] > since) byMoment.set(score[0], score);
  for (const { at, news2 } of made) {
    if (at <= since || news2.kind === 'not-applicable') continue;
    const [least, most] = news2.kind === 'complete' ? [news2.total, news2.total] : [news2.least, news2.most];
    byMoment.set(at, [at, least, most]);
  }
  const ordered = [...byMoment.values()].toSorted(([a], [b]) => a - b);
  const worst = new Map<number, RecentScore>();
  for (const score of ordered) {
    const halfHour = Math.floor(score[0] / SET_SPAN);
    const known = worst.get(halfHour);
    if (known === undefined || tellsMore(score, known)) worst.set(halfHour, score);
  }
  const newest = ordered.at(-1);
  const kept = [...worst.values()];
  return newest === undefined || kept.at(-1) === newest ? kept : [...kept, newest];
}

/** Whether a later score of the same half hour is the one to keep: as bad or worse, and not less sure. */
const tellsMore = ([, least, most]: RecentScore, [, knownLeast, knownMost]: RecentScore): boolean =>
  least > knownLeast || (least === knownLeast && (least === most || knownLeast !== knownMost));
