import type { Finding, Instant } from '#clinical';
import { easeSystemAlert, raiseSystemAlert } from './alerts/system-alerts.ts';
import type { Database, Queryable } from './database.ts';
import { msOf, OPEN, WAITING_SINCE } from './sql.ts';

/** A source from which something is expected. Times are of the database's clock, ms. */
export interface ExpectedSource {
  readonly id: number;
  readonly name: string;
  readonly wardIds: readonly string[];
  /** When the last was due after what came last. */
  readonly dueAt: Instant;
  readonly now: Instant;
}

/** The sources that somebody said how often to expect, and that are switched on. */
export async function expectedSources(database: Queryable): Promise<ExpectedSource[]> {
  return database.query<ExpectedSource>(
    `SELECT id, name, ward_ids AS "wardIds",
       ${msOf('coalesce(last_heard_at, registered_at) + make_interval(mins => expected_every_minutes)')} AS "dueAt",
       ${msOf('clock_timestamp()')} AS now
     FROM source WHERE disabled_at IS NULL AND expected_every_minutes IS NOT NULL`,
  );
}

/** How far a ward's evaluation is behind, and how long no process that evaluates was heard of. Database's clock, ms. */
export interface EvaluationLag {
  readonly wardId: string;
  /** Arrival of the oldest reading that waits; null when none does. */
  readonly oldestAt: Instant | null;
  /** When a rules worker last said that it lives; null when none ever did. */
  readonly workerAt: Instant | null;
  readonly now: Instant;
}

export async function evaluationLags(database: Queryable): Promise<EvaluationLag[]> {
  return database.query<EvaluationLag>(
    `SELECT w.id AS "wardId", ${msOf('waiting.oldest')} AS "oldestAt",
       (SELECT ${msOf('max(h.at)')} FROM service_heartbeat h WHERE h.service = 'rules-worker') AS "workerAt",
       ${msOf('clock_timestamp()')} AS now
     FROM ward w
     LEFT JOIN (${WAITING_SINCE} GROUP BY a.ward_id) waiting ON waiting.ward_id = w.id`,
  );
}

/** Something that is wrong with the system as a ward uses it. */
export interface Trouble {
  readonly wardId: string;
  /** What has it: `source 3`, `rules`. */
  readonly subject: string;
  readonly finding: Finding;
}

/**
 * Raises an alert for each trouble that has none, and eases those of these rules whose trouble is over: whoever watches may
 * do it as often as they like, and several at once.
 */
export async function alertOfTroubles(
  database: Database,
  {
    ruleIds,
    troubles,
    at,
    over = () => 'It works again.',
  }: {
    ruleIds: readonly string[];
    troubles: readonly Trouble[];
    at: Instant;
    /** What is said of a trouble that is over, by its ward and subject. */
    over?: (trouble: { readonly wardId: string; readonly subject: string }) => string;
  },
): Promise<void> {
  const open = await database.query<{ wardId: string; subject: string; ruleId: string }>(
    `SELECT al.ward_id AS "wardId", al.subject, al.rule_id AS "ruleId" FROM alert al
     WHERE al.admission_id IS NULL AND al.rule_id = ANY ($1) AND ${OPEN} AND al.condition_present`,
    [ruleIds],
  );
  const key = (wardId: string, subject: string, ruleId: string): string => JSON.stringify([wardId, subject, ruleId]);
  const told = new Set(open.map((one) => key(one.wardId, one.subject, one.ruleId)));
  const present = new Set(troubles.map((one) => key(one.wardId, one.subject, one.finding.ruleId)));
  for (const { wardId, subject, finding } of troubles) {
    if (!told.has(key(wardId, subject, finding.ruleId))) {
      await raiseSystemAlert(database, { about: { wardId, subject }, finding });
    }
  }
  for (const { wardId, subject, ruleId } of open) {
    if (present.has(key(wardId, subject, ruleId))) continue;
    await easeSystemAlert(database, { about: { wardId, subject }, ruleId, at, sentence: over({ wardId, subject }) });
  }
}
