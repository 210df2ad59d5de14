import type { Queryable } from './database.ts';

/** What else is known of a stay before a round, beside its readiness. */
export interface BeforeRound {
  readonly admissionId: string;
  readonly overdueTasks: number;
  readonly plannedFor: string | null;
  readonly firstToCheck: boolean;
  readonly acceptedAlerts: readonly string[];
}

/** Of everybody on a ward: overdue tasks, the day on which they are to go, and which rules' alerts somebody has. */
export function beforeRound(database: Queryable, wardId: string, now: Date): Promise<BeforeRound[]> {
  return database.query<BeforeRound>(
    `SELECT a.id AS "admissionId",
       (SELECT count(*)::int FROM care_entry e WHERE e.admission_id = a.id AND e.kind = 'task' AND e.open AND e.due_at <= $2) AS "overdueTasks",
       (SELECT to_char(d.on_day, 'YYYY-MM-DD') FROM planned_discharge d WHERE d.admission_id = a.id ORDER BY d.id DESC LIMIT 1) AS "plannedFor",
       EXISTS (SELECT FROM first_reading f WHERE f.admission_id = a.id AND f.checked_at IS NULL AND a.last_reading_at IS NOT NULL) AS "firstToCheck",
       coalesce((SELECT json_agg(al.rule_id) FROM alert al WHERE al.admission_id = a.id AND al.status = 'accepted'), '[]') AS "acceptedAlerts"
     FROM admission a WHERE a.ward_id = $1 AND a.status = 'active'`,
    [wardId, now],
  );
}
