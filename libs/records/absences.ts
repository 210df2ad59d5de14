import type {
  AbsenceStep,
  AlertEffect,
  Finding,
  Instant,
  MonitoringLevel,
  NotTaken,
  OpenAlert,
  Pathway,
  Priority,
} from '#clinical';
import { writeAlertEffects } from './alerts/found.ts';
import type { Transaction } from './database.ts';
import { keepFindings } from './findings.ts';
import { appendToFeed } from './ward-feed.ts';
import { msOf, OPEN } from './sql.ts';

/** A stay whose set is late, or was when it was looked at last; locked by this transaction. */
export interface LateStay {
  readonly admissionId: string;
  readonly wardId: string;
  readonly pathway: Pathway;
  readonly level: MonitoringLevel;
  /** When the next set is due; null when none is expected, or the stay has ended. */
  readonly dueAt: Instant | null;
  /** The last reading, or the admission when there was none. */
  readonly lastHeardAt: Instant;
  /** Somebody was with them since, and could not take anything. */
  readonly contact: { readonly at: Instant; readonly why: NotTaken } | null;
  /** The gravest of what is open for other reasons. */
  readonly lastPriority: Priority | null;
  /** The highest step that was taken for the set that was due then; null when it was not late before. */
  readonly taken: { readonly dueAt: Instant; readonly step: AbsenceStep } | null;
  /** Open alerts of absence. */
  readonly openAlerts: readonly (OpenAlert & { readonly id: string; readonly version: number })[];
  /** The database's clock: the only one that this goes by. */
  readonly now: Instant;
}

/** What becomes of one. */
export interface LateStayChange {
  readonly late: LateStay;
  readonly effects: readonly AlertEffect[];
  readonly findings: readonly Finding[];
  /** Null when it is not late any more. */
  readonly next: { readonly dueAt: Instant; readonly step: AbsenceStep; readonly lookAt: Instant | null } | null;
}

const LOCK = `
  WITH late AS (
    SELECT a.id, a.next_due_at AS at FROM admission a
    WHERE a.status = 'active' AND a.next_due_at <= clock_timestamp() - make_interval(secs => $2::float8 / 1000)
      AND NOT EXISTS (SELECT FROM absence b WHERE b.admission_id = a.id)
    UNION ALL
    SELECT b.admission_id, b.next_look_at FROM absence b JOIN admission a ON a.id = b.admission_id
    WHERE b.next_look_at <= clock_timestamp() OR b.due_at IS DISTINCT FROM a.next_due_at OR a.status <> 'active'
  )
  SELECT a.id FROM late JOIN admission a ON a.id = late.id ORDER BY late.at LIMIT $1
  FOR NO KEY UPDATE OF a SKIP LOCKED`;

const LOAD = `
  SELECT a.id AS "admissionId", a.ward_id AS "wardId", a.pathway, a.level,
    CASE WHEN a.status = 'active' THEN ${msOf('a.next_due_at')} END AS "dueAt",
    ${msOf('coalesce(a.last_reading_at, a.admitted_at)')} AS "lastHeardAt",
    CASE WHEN (a.current_state -> 'notTaken' ->> 'at')::float8 > ${msOf('coalesce(a.last_reading_at, a.admitted_at)')}
      THEN a.current_state -> 'notTaken' END AS contact,
    ${msOf('clock_timestamp()')} AS now,
    (SELECT json_build_object('dueAt', ${msOf('b.due_at')}, 'step', b.step) FROM absence b WHERE b.admission_id = a.id) AS taken,
    (SELECT CASE min(array_position('{emergency,urgent,routine}', al.priority))
       WHEN 1 THEN 'emergency' WHEN 2 THEN 'urgent' WHEN 3 THEN 'routine' END
     FROM alert al WHERE al.admission_id = a.id AND ${OPEN} AND NOT al.rule_id = ANY ($2)) AS "lastPriority",
    coalesce((SELECT json_agg(json_build_object('id', al.id, 'version', al.version, 'ruleId', al.rule_id, 'priority', al.priority, 'raisedAt', ${msOf('al.raised_at')},
        'effectiveAt', ${msOf('al.effective_at')}, 'count', al.count, 'conditionPresent', al.condition_present))
      FROM alert al WHERE al.admission_id = a.id AND ${OPEN} AND al.rule_id = ANY ($2)), '[]') AS "openAlerts"
  FROM admission a WHERE a.id = ANY ($1::uuid[])`;

/**
 * The stays that have just become late by `firstStepAfter` (ms), those whose next step has come, and those whose set has come
 * since: locked until the transaction ends, at most `limit`, without waiting for what others hold.
 */
export async function claimLateStays(
  transaction: Transaction,
  { limit, firstStepAfter, ruleIds }: { limit: number; firstStepAfter: number; ruleIds: readonly string[] },
): Promise<LateStay[]> {
  const locked = await transaction.query<{ id: string }>(LOCK, [limit, firstStepAfter], 'lock-late-stays');
  if (locked.length === 0) return [];
  return transaction.query<LateStay>(LOAD, [locked.map(({ id }) => id), ruleIds], 'load-late-stays');
}

/** Writes what was found of late stays, in the transaction that claimed them. */
export async function writeAbsences(transaction: Transaction, changes: readonly LateStayChange[]): Promise<void> {
  const alertOf = await writeAlertEffects(
    transaction,
    changes.map(({ late, effects }) => ({
      wardId: late.wardId,
      admissionId: late.admissionId,
      subject: null,
      ended: false,
      effects,
      openAlerts: late.openAlerts,
    })),
  );
  const now = new Date(Math.max(...changes.map(({ late }) => late.now)));
  await keepFindings(
    transaction,
    changes.flatMap(({ late: { admissionId }, findings }) =>
      findings.map((finding) => ({ admissionId, alertId: alertOf.get(finding) ?? null, finding })),
    ),
    now,
  );
  const over = changes.filter(({ next }) => next === null).map(({ late }) => late.admissionId);
  if (over.length > 0) await transaction.query('DELETE FROM absence WHERE admission_id = ANY ($1::uuid[])', [over]);
  const late = changes.flatMap(({ late: { admissionId }, next }) =>
    next === null
      ? []
      : [{ admission_id: admissionId, due_at: next.dueAt, step: next.step, next_look_at: next.lookAt }],
  );
  if (late.length > 0) {
    await transaction.query(
      `INSERT INTO absence (admission_id, due_at, step, next_look_at)
       SELECT r.admission_id, to_timestamp(r.due_at / 1000), r.step, to_timestamp(r.next_look_at / 1000)
       FROM jsonb_to_recordset($1::jsonb) AS r(admission_id uuid, due_at float8, step text, next_look_at float8)
       ON CONFLICT (admission_id) DO UPDATE SET due_at = excluded.due_at, step = excluded.step, next_look_at = excluded.next_look_at`,
      [JSON.stringify(late)],
    );
  }
  const changed = changes.filter(({ effects }) => effects.length > 0).map(({ late: { admissionId } }) => admissionId);
  if (changed.length > 0) await appendToFeed(transaction, { type: 'alert-changed', at: now, changed });
}
