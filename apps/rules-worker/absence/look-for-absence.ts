import { ABSENCE_STEPS, absence, MINUTE, nextAlert, type AlertEffect, type Duration, type RuleSet } from '#clinical';
import { claimLateStays, writeAbsences, type Database, type LateStay, type LateStayChange } from '#records';

/** Stays in one transaction, at most. */
const MOST_STAYS = 200;

const RULE_IDS = ['overdue', 'silent'];

/**
 * Looks for sets that were due and have not come, and for those that have come since: each step of the ladder is taken
 * once, whoever looks and however late. Resolves to whether there may be more of them.
 */
export async function lookForAbsence(database: Database, ruleSet: RuleSet): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const late = await claimLateStays(transaction, {
      limit: MOST_STAYS,
      firstStepAfter: firstStepAfter(ruleSet),
      ruleIds: RULE_IDS,
    });
    const changes = late.map((stay) => climb(stay, ruleSet));
    if (changes.length > 0) await writeAbsences(transaction, changes);
    return late.length === MOST_STAYS && changes.some(({ late: { taken }, next }) => taken !== null || next !== null);
  });
}

/** How late a set is reminded of at the soonest, whatever ward it is on. */
function firstStepAfter(ruleSet: RuleSet): Duration {
  const wards = Object.keys(ruleSet.document.wards ?? {}).map((wardId) => ({ wardId }));
  return Math.min(...[{}, ...wards].map((place) => ruleSet.timedAt('overdue', place).values['reminder']! * MINUTE));
}

/** Where a late stay is on the ladder now, and what that brings about. Pure. */
export function climb(late: LateStay, ruleSet: RuleSet): LateStayChange {
  const { dueAt, now } = late;
  if (dueAt === null) return cameSince(late);
  const { step, findings, nextStepAt } = absence({ ...late, dueAt }, ruleSet);
  if (step === 'none') return cameSince(late);

  const taken = late.taken?.dueAt === dueAt ? late.taken.step : 'none';
  const isHigher = ABSENCE_STEPS.indexOf(step) > ABSENCE_STEPS.indexOf(taken);
  const news = isHigher ? findings : [];
  const effects = news.flatMap((finding): readonly AlertEffect[] => {
    const open = late.openAlerts.find(({ ruleId }) => ruleId === finding.ruleId) ?? null;
    return nextAlert(open, { kind: 'breach', finding, raisedAt: now })[1];
  });
  return { late, effects, findings: news, next: { dueAt, step, lookAt: nextStepAt } };
}

/** The set has come, or is not asked for any more: what is open says so, and stays until a person answers it. */
function cameSince(late: LateStay): LateStayChange {
  const came = late.taken === null || late.lastHeardAt >= late.taken.dueAt;
  const sentence = came ? 'A reading has come since.' : 'Nothing is overdue any more.';
  const effects = late.openAlerts
    .filter(({ conditionPresent }) => conditionPresent)
    .flatMap((open) => nextAlert(open, { kind: 'clear', at: late.now, sentence })[1]);
  return { late, effects, findings: [], next: null };
}
