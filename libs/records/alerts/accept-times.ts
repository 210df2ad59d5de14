import type { AcceptTimesChange, AcceptTimesView } from '#contracts';
import { MINUTE_BOUNDS, ROUTINE_BY_BOUNDS, showWallClockTime } from '#contracts';
import { appendAudit } from '../audit.ts';
import { isUniqueViolation, type Database, type Queryable } from '../database.ts';

interface TimesRow {
  version: number;
  emergency: number;
  urgent: number;
  technical: number;
  routineBy: number;
}

const shown = (row: TimesRow) => ({
  version: row.version,
  emergency: row.emergency,
  urgent: row.urgent,
  technical: row.technical,
  routineBy: showWallClockTime(row.routineBy),
});

const MOST_CHANGES = 20;

/** How soon a ward's alerts are to be accepted, and who changed it; null when there is no such ward. */
export async function acceptTimesOf(
  database: Queryable,
  wardId: string,
): Promise<Omit<AcceptTimesView, 'mayChange'> | null> {
  const [ward] = await database.query<TimesRow>(
    `SELECT (SELECT coalesce(max(c.version), 0) FROM accept_times_change c WHERE c.ward_id = w.id) AS version,
       w.accept_emergency_minutes AS emergency, w.accept_urgent_minutes AS urgent, w.accept_technical_minutes AS technical,
       w.accept_routine_by AS "routineBy"
     FROM ward w WHERE w.id = $1`,
    [wardId],
  );
  if (!ward) return null;
  const changes = await database.query<TimesRow & { why: string; changedBy: string; changedAt: Date }>(
    `SELECT version, emergency_minutes AS emergency, urgent_minutes AS urgent, technical_minutes AS technical, routine_by AS "routineBy",
       why, changed_by_name AS "changedBy", changed_at AS "changedAt"
     FROM accept_times_change WHERE ward_id = $1 ORDER BY version DESC LIMIT $2`,
    [wardId, MOST_CHANGES],
  );
  const [least, most] = ROUTINE_BY_BOUNDS;
  return {
    ...shown(ward),
    bounds: {
      emergency: [...MINUTE_BOUNDS.emergency],
      urgent: [...MINUTE_BOUNDS.urgent],
      technical: [...MINUTE_BOUNDS.technical],
      routineBy: [showWallClockTime(least), showWallClockTime(most)],
    },
    changes: changes.map((row) => ({
      ...shown(row),
      why: row.why,
      changedBy: row.changedBy,
      changedAt: row.changedAt.getTime(),
    })),
  };
}

export type AcceptTimesChanged = { kind: 'changed'; version: number } | { kind: 'stale'; by: string };

/** Sets how soon alerts that are raised from now on are to be accepted. Those that are open keep the time that they were raised with. */
export async function changeAcceptTimes(
  database: Database,
  { wardId, change, by }: { wardId: string; change: AcceptTimesChange; by: { id: string; displayName: string } },
): Promise<AcceptTimesChanged> {
  const { emergency, urgent, technical, routineBy, why } = change;
  try {
    return await database.transaction(async (transaction): Promise<AcceptTimesChanged> => {
      const [newest] = await transaction.query<{ version: number; by: string }>(
        'SELECT version, changed_by_name AS by FROM accept_times_change WHERE ward_id = $1 ORDER BY version DESC LIMIT 1',
        [wardId],
      );
      if ((newest?.version ?? 0) !== change.version) return { kind: 'stale', by: newest?.by ?? 'Somebody' };
      const version = change.version + 1;
      const values = [wardId, emergency, urgent, technical, routineBy];
      await transaction.query(
        `INSERT INTO accept_times_change (ward_id, emergency_minutes, urgent_minutes, technical_minutes, routine_by,
           version, why, changed_by, changed_by_name, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now())`,
        [...values, version, why, by.id, by.displayName],
      );
      await transaction.query(
        `UPDATE ward SET accept_emergency_minutes = $2, accept_urgent_minutes = $3, accept_technical_minutes = $4, accept_routine_by = $5
         WHERE id = $1`,
        values,
      );
      await appendAudit(transaction, [
        { act: 'changed-accept-times', actor: { kind: 'person', id: by.id }, ward: wardId, details: { version } },
      ]);
      return { kind: 'changed', version };
    });
  } catch (error) {
    // Two at once: the second one was looking at what is no longer in force.
    if (isUniqueViolation(error, 'accept_times_change_pkey')) return { kind: 'stale', by: 'Somebody' };
    throw error;
  }
}
