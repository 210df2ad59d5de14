import { lostFeed, type RuleSet } from '#clinical';
import { alertOfTroubles, expectedSources, type Database } from '#records';

const RULE_IDS = ['feed-lost'];

/** Alerts the wards of every source from which nothing has come for longer than somebody said to expect. */
export class SourceWatch {
  /** When this began to watch, on the database's clock: a source may just be starting as well. */
  private since: number | null = null;

  constructor(private readonly database: Database) {}

  async look(ruleSet: RuleSet): Promise<void> {
    const sources = await expectedSources(this.database);
    const now = sources[0]?.now;
    if (now === undefined) return;
    const since = (this.since ??= now);
    const troubles = sources.flatMap(({ id, name, wardIds, dueAt }) => {
      return wardIds.flatMap((wardId) => {
        const finding = lostFeed(name, { since: Math.max(dueAt, since), now, place: { wardId } }, ruleSet);
        return finding === null ? [] : [{ wardId, subject: `source ${id}`, finding }];
      });
    });
    await alertOfTroubles(this.database, { ruleIds: RULE_IDS, troubles, at: now });
  }
}
