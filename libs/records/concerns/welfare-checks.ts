import type { Finding, MonitoringLevel, Pathway } from '#clinical';
import { easeSystemAlert, raiseSystemAlert } from '../alerts/system-alerts.ts';
import type { Database, Queryable } from '../database.ts';
import { msOf, OPEN } from '../sql.ts';

const RULE = 'welfare-check';

/** The ward's alarm about a concern: the ward's own, for the person is known to nobody yet, or to nobody of ours. */
const ITS_ALARM = `al.rule_id = '${RULE}' AND al.admission_id IS NULL AND al.ward_id = c.ward_id AND al.subject = 'concern ' || c.id AND ${OPEN}`;

export async function alarmOfConcern(
  database: Queryable,
  concernId: string,
): Promise<{ id: string; version: number; status: string; holder: string | null } | null> {
  const [alarm] = await database.query<{ id: string; version: number; status: string; holder: string | null }>(
    `SELECT al.id, al.version, al.status, al.accepted_by AS holder FROM concern c JOIN alert al ON ${ITS_ALARM} WHERE c.id = $1`,
    [concernId],
  );
  return alarm ?? null;
}

/** A concern of which the ward's alarm has not heard the last. Times are of the database's clock, ms. */
export interface ConcernToTell {
  readonly id: string;
  readonly wardId: string;
  /** The organisation. */
  readonly from: string;
  readonly receivedAt: number;
  readonly dueAt: number;
  readonly taken: boolean;
  readonly takenByName: string | null;
  readonly closed: boolean;
  /** Of the stay whom it is about, while it goes on; null where there is none. */
  readonly level: MonitoringLevel | null;
  readonly pathway: Pathway | null;
  readonly toldStep: string | null;
  readonly now: number;
}

/** Whoever answered the alarm of a concern that nobody had taken has taken it. */
const TAKEN_BY_ALARM = `
  UPDATE concern c SET taken_by = al.accepted_by, taken_by_name = al.accepted_by_name, taken_at = al.accepted_at, version = c.version + 1
  FROM alert al
  WHERE c.told_step IS DISTINCT FROM 'closed' AND c.closed_at IS NULL AND c.taken_at IS NULL AND al.status = 'accepted' AND ${ITS_ALARM}`;

/** What is asked of the wards at this moment by concerns that are not closed, or whose alarm does not know that they are. */
export async function concernsToTell(database: Queryable): Promise<ConcernToTell[]> {
  const [waiting] = await database.query<{ any: boolean }>(
    `SELECT EXISTS (SELECT FROM concern WHERE told_step IS DISTINCT FROM 'closed') AS any`,
    [],
    'any-concern-to-tell',
  );
  if (!waiting?.any) return [];
  await database.query(TAKEN_BY_ALARM);
  return database.query<ConcernToTell>(
    `SELECT c.id, c.ward_id AS "wardId", c.organisation AS "from", ${msOf('c.received_at')} AS "receivedAt",
       ${msOf('c.due_at')} AS "dueAt", c.taken_at IS NOT NULL AS taken, c.taken_by_name AS "takenByName",
       c.closed_at IS NOT NULL AS closed, a.level, a.pathway, c.told_step AS "toldStep", ${msOf('clock_timestamp()')} AS now
     FROM concern c LEFT JOIN admission a ON a.id = c.admission_id AND a.status = 'active'
     WHERE c.told_step IS DISTINCT FROM 'closed' ORDER BY c.id`,
  );
}

/** Raises the ward's alarm about a concern, or goes on with it, or says that it is in hand. Telling it again changes nothing. */
export async function tellConcern(
  database: Database,
  { id, wardId, takenByName, now }: ConcernToTell,
  { step, finding }: { step: string; finding: Finding | null },
): Promise<void> {
  const about = { wardId, subject: `concern ${id}` };
  if (finding !== null) await raiseSystemAlert(database, { about, finding });
  else {
    const sentence = step === 'closed' ? 'The welfare check has an outcome.' : `${takenByName} has taken it.`;
    await easeSystemAlert(database, { about, ruleId: RULE, at: now, sentence });
  }
  await database.query('UPDATE concern SET told_step = $2 WHERE id = $1', [id, step]);
}
