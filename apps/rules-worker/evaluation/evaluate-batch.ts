import {
  evaluateStay,
  nextSetDue,
  recentScores,
  usualNews2,
  windowNeeded,
  type CurrentState,
  type RuleSet,
} from '#clinical';
import {
  appendToFeed,
  claimStays,
  putBack,
  writeEvaluations,
  type ClaimedStay,
  type Database,
  type EvaluatedStay,
  type StoredState,
} from '#records';
import type { Logger } from '#runtime';

/** Stays in one transaction, at most: enough to spread a commit's cost, few enough that a board does not wait for a backlog. */
const MOST_STAYS = 300;

/** A stay that the rules fail over is tried again after this long, in ms. Until then the board says that it waits. */
const RETRY_AFTER = 60_000;

/** What became of a batch. */
export interface Batch {
  /** How many were taken; 0 when none waits that no other worker holds. */
  readonly stays: number;
  /** So many readings were taken that others may be left. */
  readonly mayBeMore: boolean;
}

/**
 * Takes a batch of stays that have unevaluated readings, judges them, and commits scores, findings, alerts, the stays'
 * new state and the wards' feed events together: all of it or nothing. A stay that the rules fail over goes back to wait,
 * and does not hold up the others.
 */
export async function evaluateBatch(
  database: Database,
  { now, log, ruleSet }: { now: Date; log: Logger; ruleSet: RuleSet },
): Promise<Batch> {
  return database.transaction(async (transaction) => {
    const instant = now.getTime();
    const claimed = await claimStays(transaction, {
      limit: MOST_STAYS,
      lookBack: (stay) => windowNeeded(ruleSet, stay.pathway),
      now: instant,
    });
    if (claimed.length === 0) return { stays: 0, mayBeMore: false };
    const mayBeMore = claimed.reduce((sum, { fresh }) => sum + fresh.size, 0) >= MOST_STAYS;
    const evaluated: EvaluatedStay[] = [];
    for (const one of claimed) {
      try {
        evaluated.push(evaluateClaimed(one, ruleSet, instant));
      } catch (error) {
        log.error({ admissionId: one.stay.id, err: error }, 'the rules failed over a stay: its readings wait');
        await putBack(transaction, one, new Date(instant + RETRY_AFTER));
      }
    }
    if (evaluated.length === 0) return { stays: claimed.length, mayBeMore };
    await writeEvaluations(transaction, evaluated, { ruleSetVersion: ruleSet.version, now: instant });
    await appendToFeed(transaction, {
      type: 'readings-evaluated',
      at: now,
      changed: evaluated.map((one) => one.admissionId),
    });
    return { stays: claimed.length, mayBeMore };
  });
}

/** What the rules make of one claimed stay. Pure. */
export function evaluateClaimed(claimed: ClaimedStay, ruleSet: RuleSet, now: number): EvaluatedStay {
  const { stay, readings, fresh, openAlerts, pendingRepeats, storedState } = claimed;
  const { scores, current, findings, alertEffects, repeats } = evaluateStay(
    { stay, readings, fresh, openAlerts, ...(pendingRepeats !== null && { pendingRepeats }), now },
    ruleSet,
  );
  // The sender's own totals, by the moment that they were stated for.
  const stated = new Map<number, number>();
  for (const { effectiveAt, statedNews2 } of readings)
    if (statedNews2 !== undefined) stated.set(effectiveAt, statedNews2);
  const recent = recentScores(storedState?.recent ?? [], scores, now);
  const state = newerOf(
    storedState,
    current && {
      ...current,
      statedTotal: statedTotalOf(current, stated),
      recent,
      usualNews2: current.lastComplete && usualNews2(stay, readings, current.lastComplete.at, now),
    },
  );
  return {
    admissionId: stay.id,
    wardId: claimed.wardId,
    scores: scores.map((score) => ({ ...score, statedTotal: stated.get(score.at) ?? null })),
    current: state,
    nextDueAt: state && nextSetDue(stay, state.lastReadingAt ?? stay.admittedAt),
    findings,
    alertEffects,
    openAlerts,
    repeats,
    ended: claimed.ended,
  };
}

function statedTotalOf(current: CurrentState, stated: ReadonlyMap<number, number>): number | null {
  return current.lastComplete === null ? null : (stated.get(current.lastComplete.at) ?? null);
}

/** A window that holds no complete set does not take the last NEWS2 off the board: it stays, with its age. */
function newerOf(stored: StoredState | null, current: StoredState | null): StoredState | null {
  if (stored === null || current === null) return current ?? stored;
  // Nobody measured anything in all of the window: what was known before stands, and why nothing new is.
  if (current.lastReadingAt === null) return { ...stored, notTaken: current.notTaken, recent: current.recent };
  if (current.lastComplete !== null || stored.lastComplete === null) return current;
  const { lastComplete, statedTotal, usualNews2: usual } = stored;
  return { ...current, lastComplete, statedTotal, usualNews2: usual };
}
