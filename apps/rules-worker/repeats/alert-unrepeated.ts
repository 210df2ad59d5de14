import { groupFlood, nextAlert } from '#clinical';
import { claimUnrepeated, writeUnrepeated, type Database } from '#records';

/** Stays in one transaction, at most. */
const MOST_STAYS = 200;

/** A single breach was to be measured again, and was not in time: it alerts as it stands. Resolves to whether there may be more. */
export async function alertUnrepeated(database: Database): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const stays = await claimUnrepeated(transaction, MOST_STAYS);
    if (stays.length === 0) return false;
    await writeUnrepeated(
      transaction,
      stays.map((stay) => {
        const { pending, openAlerts, now } = stay;
        const effects = pending.flatMap(({ ruleId, finding }) => {
          const open = openAlerts.find((alert) => alert.ruleId === ruleId) ?? null;
          return nextAlert(open, { kind: 'breach', finding, raisedAt: now })[1];
        });
        return { stay, effects: groupFlood(effects, openAlerts, now) };
      }),
    );
    return stays.length === MOST_STAYS;
  });
}
