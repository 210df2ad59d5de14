import { transition, type Person } from '#clinical';
import type { Transaction } from '../database.ts';
import { ALARM_COLUMNS, alarmOf, saveAlarms, type AlarmRow } from './alarm-rows.ts';
import { alarmTermsOf } from './alarm-terms.ts';
import { OPEN } from '../sql.ts';

/**
 * Closes what is still open of a stay that this person ends, with the stay locked and before it has ended: the database
 * refuses a stay that ends with open alerts. Answers the alerts that it closed. The caller tells the board.
 */
export async function closeAlertsOfStay(
  transaction: Transaction,
  admissionId: string,
  person: Person,
): Promise<string[]> {
  const rows = await transaction.query<AlarmRow>(
    `SELECT ${ALARM_COLUMNS} FROM alert al WHERE al.admission_id = $1 AND ${OPEN}`,
    [admissionId],
  );
  const [first] = rows;
  if (!first) return [];
  const terms = (await alarmTermsOf(transaction, [first.ward_id]))(first.ward_id);
  const { now } = terms;
  const changes = rows.map(alarmOf).flatMap((stored) => {
    const moved = transition(
      stored.alarm,
      { kind: 'stay-ended', person },
      { now, inForce: terms.routeFor(stored.alarm.priority) },
    );
    return typeof moved === 'string' ? [] : [{ stored, next: moved[0], effects: moved[1], version: 'new' as const }];
  });
  await saveAlarms(transaction, changes, now);
  return rows.map(({ id }) => id);
}
