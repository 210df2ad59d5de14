import { zoneOffset } from '#clinical';
import type { Channel } from '#contracts';
import { claimTaskReminders, writeTaskReminder, type Database } from '#records';
import { deliveriesFor, GIVE_UP_AFTER, quietUntil } from './plan.ts';

/** Tasks in one transaction, at most. */
const MOST_TASKS = 100;

/**
 * Tells whoever has an overdue task that it is, as a routine matter: not in their quiet hours, and not beyond the messages of the hour.
 * Whoever cannot be told now is looked at again.
 */
export async function remindOfTasks(
  database: Database,
  { channels, mostPerHour, now }: { channels: readonly Channel[]; mostPerHour: number; now: Date },
): Promise<void> {
  await database.transaction(async (transaction) => {
    for (const reminder of await claimTaskReminders(transaction, MOST_TASKS)) {
      const { recipient, wardId, timeZone } = reminder;
      const { quietHours, sentLately, reachable, wardIds } = recipient;
      if (quietHours !== null && quietUntil(quietHours, now.getTime(), zoneOffset(timeZone)) !== null) continue;
      if (sentLately.length >= mostPerHour) continue;
      const isOfWard = reachable && (wardIds === 'all' || wardIds.includes(wardId));
      const deliveries = isOfWard ? deliveriesFor(recipient, 'routine', channels) : [];
      await writeTaskReminder(transaction, reminder, { deliveries, giveUpAfter: GIVE_UP_AFTER.routine });
    }
  });
}
