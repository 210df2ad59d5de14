import { zoneOffset } from '#clinical';
import type { Channel } from '#contracts';
import { glassesToTell, writeGlassMessage, type Database } from '#records';
import { deliveriesFor, GIVE_UP_AFTER, quietUntil } from './plan.ts';

/** Messages in one transaction, at most. */
const MOST_MESSAGES = 100;

/**
 * Tells the leads of a ward that somebody broke the glass there, as a routine matter: nobody comes to harm by it, and it waits for their quiet
 * hours to end. Whoever cannot be told now is looked at again, for a day.
 */
export async function tellOfGlasses(
  database: Database,
  { channels, mostPerHour, now }: { channels: readonly Channel[]; mostPerHour: number; now: Date },
): Promise<void> {
  await database.transaction(async (transaction) => {
    for (const glass of await glassesToTell(transaction, MOST_MESSAGES)) {
      const { quietHours, sentLately } = glass.recipient;
      if (quietHours !== null && quietUntil(quietHours, now.getTime(), zoneOffset(glass.timeZone)) !== null) continue;
      if (sentLately.length >= mostPerHour) continue;
      const deliveries = deliveriesFor(glass.recipient, 'routine', channels);
      if (deliveries.length > 0)
        await writeGlassMessage(transaction, glass, { deliveries, giveUpAfter: GIVE_UP_AFTER.routine });
    }
  });
}
