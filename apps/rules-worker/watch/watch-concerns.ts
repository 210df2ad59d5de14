import { welfareCheck, type RuleSet } from '#clinical';
import { concernsToTell, tellConcern, type Database } from '#records';

/** Puts to the ward what the community noticed and nobody has taken, and what is overdue: as an alarm like any other. */
export async function watchConcerns(database: Database, ruleSet: RuleSet): Promise<void> {
  for (const concern of await concernsToTell(database)) {
    const { wardId, pathway, toldStep } = concern;
    const place = { wardId, ...(pathway === null ? {} : { pathway }) };
    const now = welfareCheck({ ...concern, place }, ruleSet);
    if (now.step !== toldStep) await tellConcern(database, concern, now);
  }
}
