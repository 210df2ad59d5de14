import { RECENT } from '#clinical';
import type { Recent } from '../words/news2.ts';

export const DRAWN_MS = RECENT;
/** The scale reaches at least so far, so that the lines of medium and high are always on it. */
const LEAST_TOP = 9;

export interface SparkCourse {
  /** Those of the last day, oldest first. */
  readonly scores: readonly Recent[];
  /** Complete scores that follow each other closely enough to be joined by a line. A set that is not complete ends a run. */
  readonly runs: readonly (readonly Recent[])[];
  /** The score at the upper edge. */
  readonly top: number;
}

/** What of these scores is drawn as of `until`. Between sets further apart than `joinWithin` there is a gap, as there was. */
export function sparkline(recent: readonly Recent[], until: number, joinWithin: number): SparkCourse {
  const scores = recent.filter(([at]) => at > until - DRAWN_MS && at <= until);
  const runs: Recent[][] = [];
  let run: Recent[] = [];
  const end = (): void => {
    if (run.length > 1) runs.push(run);
    run = [];
  };
  for (const score of scores) {
    const [at, least, most] = score;
    const before = run.at(-1);
    if (least !== most || (before !== undefined && at - before[0] > joinWithin)) end();
    if (least === most) run.push(score);
  }
  end();
  return { scores, runs, top: Math.max(LEAST_TOP, ...scores.map(([, least]) => least + 1)) };
}
