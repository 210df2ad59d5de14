import type { Database } from '../database.ts';
import { lockStays, lockWards, moveAlarms } from './move-alarms.ts';
import { OPEN } from '../sql.ts';

const UNDELIVERED = `${OPEN} AND al.delivered_at IS NULL`;

/**
 * A live board of this ward shows these alerts: those that no board had confirmed are delivered now. Alerts of other wards,
 * and those that are delivered already, stay as they are.
 */
export async function markShown(database: Database, wardId: string, alertIds: readonly string[]): Promise<void> {
  const news = await database.query<{ admission_id: string | null }>(
    `SELECT DISTINCT al.admission_id FROM alert al WHERE al.id = ANY ($1::uuid[]) AND al.ward_id = $2 AND ${UNDELIVERED}`,
    [alertIds, wardId],
    'undelivered',
  );
  const stays = news.flatMap((row) => row.admission_id ?? []);
  const which = { condition: 'al.id = ANY ($2::uuid[]) AND al.delivered_at IS NULL', values: [alertIds] };
  const shown = { which, event: { kind: 'shown' }, version: 'same' } as const;
  if (stays.length > 0)
    await database.transaction(async (transaction) => {
      await lockStays(transaction, stays);
      await moveAlarms(transaction, { hold: 'stays', ids: stays, ...shown });
    });
  if (stays.length < news.length)
    await database.transaction(async (transaction) => {
      await lockWards(transaction, [wardId]);
      await moveAlarms(transaction, { hold: 'wards', ids: [wardId], ...shown });
    });
}
