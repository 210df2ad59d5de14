import type { AlertEffect, Finding, Instant, OpenAlert, PendingRepeat, Priority, RepeatEffect } from '#clinical';
import { comparePriority } from '#clinical';
import { writeAlertEffects } from '../alerts/found.ts';
import type { Transaction } from '../database.ts';
import { msOf, OPEN } from '../sql.ts';
import { appendToFeed } from '../ward-feed.ts';

/** Who asks when the rules do. */
const ASKED_BY = 'Homeward';

/** What waits for its repeat on a stay, as JSON. */
export const pendingRepeatsOf = (admissionId: string): string => `coalesce((
    SELECT json_agg(json_build_object('ruleId', w.rule_id, 'finding', w.finding, 'due', ${msOf('w.due_at')}))
    FROM pending_repeat w WHERE w.admission_id = ${admissionId}), '[]')`;

/** Whether somebody sees it at once when a stay's readings are wanted again: the staff of a home, on their tablet. */
export const someoneCanRepeat = (admissionId: string): string => `EXISTS (
    SELECT FROM admission ra JOIN account acc ON acc.care_home_id = ra.care_home_id AND acc.disabled_at IS NULL
    WHERE ra.id = ${admissionId} AND ra.status = 'active')`;

/** What an evaluation made of the repeats of one stay. */
export interface RepeatsOf {
  readonly admissionId: string;
  readonly repeats: readonly RepeatEffect[];
  readonly alertEffects: readonly AlertEffect[];
  readonly openAlerts: readonly { readonly priority: Priority }[];
}

/** With an emergency at hand the home is not asked for figures: what is single waits beside it. */
const isEmergency = ({ alertEffects, openAlerts }: RepeatsOf): boolean =>
  openAlerts.some(({ priority }) => priority === 'emergency') ||
  alertEffects.some(
    (effect) => 'finding' in effect && effect.kind !== 'historic' && effect.finding.priority === 'emergency',
  );

const KEEP = `
  WITH asked AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb)
      AS r(admission_id uuid, rule_id text, finding jsonb, due_at float8, sentence text, asks boolean)
  ), requested AS (
    INSERT INTO repeat_request (admission_id, asked_at, due_at, asked_by_name, note)
    SELECT admission_id, $2, to_timestamp(due_at / 1000), $3, sentence FROM asked WHERE asks
  )
  INSERT INTO pending_repeat (admission_id, rule_id, finding, due_at)
  SELECT admission_id, rule_id, finding, to_timestamp(due_at / 1000) FROM asked`;

const DONE = `
  DELETE FROM pending_repeat w USING jsonb_to_recordset($1::jsonb) AS r(admission_id uuid, rule_id text)
  WHERE w.admission_id = r.admission_id AND w.rule_id = r.rule_id`;

/** What alerts because nobody measured again was found before there was an alert for it to belong to. */
const BELONGS = `
  UPDATE finding f SET alert_id = r.alert_id
  FROM jsonb_to_recordset($1::jsonb) AS r(admission_id uuid, rule_id text, effective_at float8, sentence text, alert_id uuid)
  WHERE f.admission_id = r.admission_id AND f.rule_id = r.rule_id AND f.effective_at = to_timestamp(r.effective_at / 1000)
    AND f.sentence = r.sentence AND f.alert_id IS NULL`;

/**
 * Asks the homes for what is to be measured again, with one request for each stay, and forgets what was confirmed or answered.
 * In the transaction that writes the alerts, and after them.
 */
export async function writeRepeats(
  transaction: Transaction,
  all: readonly RepeatsOf[],
  { alertOf, now }: { alertOf: ReadonlyMap<Finding, string>; now: Date },
): Promise<void> {
  const asked: object[] = [];
  const done: object[] = [];
  const belongs: object[] = [];
  for (const one of all) {
    const { admissionId, repeats, alertEffects } = one;
    const wanted = repeats.flatMap((repeat) => (repeat.kind === 'ask-repeat' ? [repeat.pending] : []));
    const gravest = wanted.toSorted((a, b) => comparePriority(b.finding.priority, a.finding.priority))[0];
    const asksHome = !isEmergency(one);
    for (const single of wanted) {
      const { ruleId, finding, due } = single;
      asked.push({
        admission_id: admissionId,
        rule_id: ruleId,
        finding,
        due_at: due,
        sentence: finding.sentence,
        asks: asksHome && single === gravest,
      });
    }
    for (const repeat of repeats) {
      if (repeat.kind === 'ask-repeat') continue;
      const { ruleId } = repeat;
      done.push({ admission_id: admissionId, rule_id: ruleId });
      if (repeat.kind === 'repeat-answered') continue;
      const raised = alertEffects.find((effect) => effect.kind === 'raise' && effect.finding.ruleId === ruleId);
      if (raised?.kind !== 'raise') continue;
      const { at, sentence } = raised.finding;
      const alertId = alertOf.get(raised.finding);
      belongs.push({ admission_id: admissionId, rule_id: ruleId, effective_at: at, sentence, alert_id: alertId });
    }
  }
  if (done.length > 0) await transaction.query(DONE, [JSON.stringify(done)]);
  if (asked.length > 0) await transaction.query(KEEP, [JSON.stringify(asked), now, ASKED_BY]);
  if (belongs.length > 0) await transaction.query(BELONGS, [JSON.stringify(belongs)]);
}

/** A stay on which the time of a repeat is up; locked by this transaction. */
export interface UnrepeatedStay {
  readonly admissionId: string;
  readonly wardId: string;
  /** Nobody watches any more. */
  readonly ended: boolean;
  /** Those whose time is up. */
  readonly pending: readonly PendingRepeat[];
  readonly openAlerts: readonly (OpenAlert & { readonly id: string; readonly version: number })[];
  /** The database's clock: the only one that this goes by. */
  readonly now: Instant;
}

/** A reading that has come in time and waits for the rules answers first, unless they have been at a stand for a minute. */
const LOCK = `
  WITH due AS (
    SELECT w.admission_id, min(w.due_at) AS at FROM pending_repeat w
    WHERE w.due_at <= clock_timestamp() AND (w.due_at <= clock_timestamp() - interval '1 minute'
      OR NOT EXISTS (SELECT FROM pending_evaluation q WHERE q.admission_id = w.admission_id))
    GROUP BY w.admission_id
  )
  SELECT a.id FROM due JOIN admission a ON a.id = due.admission_id ORDER BY due.at LIMIT $1
  FOR NO KEY UPDATE OF a SKIP LOCKED`;

const LOAD = `
  SELECT a.id AS "admissionId", a.ward_id AS "wardId", a.status = 'ended' AS ended, ${msOf('clock_timestamp()')} AS now,
    coalesce((
      SELECT json_agg(json_build_object('ruleId', w.rule_id, 'finding', w.finding, 'due', ${msOf('w.due_at')}))
      FROM pending_repeat w WHERE w.admission_id = a.id AND w.due_at <= clock_timestamp()), '[]') AS pending,
    coalesce((SELECT json_agg(json_build_object('id', al.id, 'version', al.version, 'ruleId', al.rule_id, 'priority', al.priority,
        'raisedAt', ${msOf('al.raised_at')}, 'effectiveAt', ${msOf('al.effective_at')}, 'count', al.count,
        'conditionPresent', al.condition_present))
      FROM alert al WHERE al.admission_id = a.id AND ${OPEN}), '[]') AS "openAlerts"
  FROM admission a WHERE a.id = ANY ($1::uuid[])`;

/** The stays whose repeat has not come in time, at most `limit`, without waiting for what others hold: locked until the transaction ends. */
export async function claimUnrepeated(transaction: Transaction, limit: number): Promise<UnrepeatedStay[]> {
  const locked = await transaction.query<{ id: string }>(LOCK, [limit], 'lock-unrepeated');
  if (locked.length === 0) return [];
  const stays = await transaction.query<UnrepeatedStay>(LOAD, [locked.map(({ id }) => id)], 'load-unrepeated');
  return stays.filter(({ pending }) => pending.length > 0);
}

/** Writes what becomes of them, in the transaction that claimed them. */
export async function writeUnrepeated(
  transaction: Transaction,
  stays: readonly { readonly stay: UnrepeatedStay; readonly effects: readonly AlertEffect[] }[],
): Promise<void> {
  const alertOf = await writeAlertEffects(
    transaction,
    stays.map(({ stay: { wardId, admissionId, ended, openAlerts }, effects }) => {
      return { wardId, admissionId, subject: null, ended, effects, openAlerts };
    }),
  );
  const now = new Date(Math.max(...stays.map(({ stay }) => stay.now)));
  await writeRepeats(
    transaction,
    stays.map(({ stay: { admissionId, pending, openAlerts }, effects: alertEffects }) => {
      const repeats = pending.map(({ ruleId }) => ({ kind: 'repeat-confirmed' as const, ruleId }));
      return { admissionId, repeats, alertEffects, openAlerts };
    }),
    { alertOf, now },
  );
  const changed = stays.filter(({ effects }) => effects.length > 0).map(({ stay }) => stay.admissionId);
  if (changed.length > 0) await appendToFeed(transaction, { type: 'alert-changed', at: now, changed });
}
