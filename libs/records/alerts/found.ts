import { raise, type AlarmEffect, type AlertEffect, type Finding, type HistoryKind, type Priority } from '#clinical';
import { v7 as newId } from 'uuid';
import type { Transaction } from '../database.ts';
import { alarmColumns, performEffects, type Performed } from './alarm-rows.ts';
import { alarmTermsOf } from './alarm-terms.ts';

/** What was found about a stay (or, without one, about a subject of the ward's own), and the alerts that were open. */
export interface Found {
  readonly wardId: string;
  readonly admissionId: string | null;
  readonly subject: string | null;
  /** The stay has ended: nobody watches any more, so that whatever is found late is for the record. */
  readonly ended: boolean;
  readonly effects: readonly AlertEffect[];
  readonly openAlerts: readonly { readonly id: string; readonly ruleId: string; readonly version: number }[];
}

const MOVE = `
  WITH raised AS (
    INSERT INTO alert (
      id, admission_id, ward_id, subject, rule_id, priority, status, sentence, raised_at, effective_at, condition_present,
      accept_by, next_step_at, route, step, asked_at, grouped_under)
    SELECT r.id, r.admission_id, r.ward_id, r.subject, r.rule_id, r.priority, r.status, r.sentence, to_timestamp(r.raised_at / 1000),
      to_timestamp(r.effective_at / 1000), r.status = 'raised', to_timestamp(r.accept_by / 1000), to_timestamp(r.next_step_at / 1000),
      r.route, r.step, to_timestamp(r.asked_at / 1000), r.grouped_under
    FROM jsonb_to_recordset($1::jsonb) AS r(
      id uuid, admission_id uuid, ward_id text, subject text, rule_id text, priority text, status text, sentence text, raised_at float8,
      effective_at float8, accept_by float8, next_step_at float8, route jsonb, step smallint, asked_at float8, grouped_under uuid)
  ), gone_on AS (
    UPDATE alert SET sentence = r.sentence, effective_at = to_timestamp(r.effective_at / 1000), count = r.count, condition_present = true
    FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, sentence text, effective_at float8, count int)
    WHERE alert.id = r.id
  ), worsened AS (
    UPDATE alert SET
      sentence = r.sentence, effective_at = to_timestamp(r.effective_at / 1000), condition_present = true,
      count = alert.count + (to_timestamp(r.effective_at / 1000) > alert.effective_at)::int,
      priority = r.priority, status = 'raised', raised_at = to_timestamp(r.raised_at / 1000), accept_by = to_timestamp(r.accept_by / 1000),
      next_step_at = to_timestamp(r.next_step_at / 1000), route = r.route, step = r.step, asked_at = to_timestamp(r.asked_at / 1000),
      delivered_at = NULL, paused_until = NULL, accepted_by = NULL, accepted_by_name = NULL, accepted_at = NULL, grouped_under = NULL,
      version = alert.version + 1, acceptable_since = alert.version + 1
    FROM jsonb_to_recordset($3::jsonb) AS r(
      id uuid, sentence text, effective_at float8, priority text, raised_at float8, accept_by float8, next_step_at float8, route jsonb,
      step smallint, asked_at float8)
    WHERE alert.id = r.id
  )
  UPDATE alert SET condition_present = false FROM jsonb_to_recordset($4::jsonb) AS r(id uuid) WHERE alert.id = r.id`;

/**
 * Writes what evaluations bring about in alerts, with their stays (or alerts about no stay) locked, and begins to ask whoever
 * is to be asked. Answers the alert that each finding belongs to.
 */
export async function writeAlertEffects(
  transaction: Transaction,
  founds: readonly Found[],
): Promise<ReadonlyMap<Finding, string>> {
  const alertOfFinding = new Map<Finding, string>();
  const withEffects = founds.filter(({ effects }) => effects.length > 0);
  if (withEffects.length === 0) return alertOfFinding;

  const termsOf = await alarmTermsOf(
    transaction,
    withEffects.map(({ wardId }) => wardId),
  );
  const raised: object[] = [];
  const goneOn: object[] = [];
  const worsened: object[] = [];
  const eased: object[] = [];
  const performed: Performed[] = [];
  let now = 0;

  for (const found of withEffects) {
    const { wardId, admissionId, subject } = found;
    const terms = termsOf(wardId);
    ({ now } = terms);
    const alertOf = new Map(found.openAlerts.map((alert) => [alert.ruleId, alert]));
    const alertFor = (ruleId: string): { id: string; version: number } => {
      const alert = alertOf.get(ruleId);
      if (!alert) throw new Error(`the rules changed an alert that is not open: ${ruleId}`);
      return alert;
    };
    const tell = (
      alertId: string,
      version: number,
      told: { what: HistoryKind; sentence: string; priority?: Priority },
      more: readonly AlarmEffect[] = [],
    ) => performed.push({ alertId, wardId, version, effects: [{ kind: 'tell', by: null, ...told }, ...more] });
    const raiseNow = (
      alertId: string,
      version: number,
      { priority, sentence }: Finding,
      why: 'raised' | 'worsened',
    ): object => {
      const at = { now, inForce: terms.routeFor(priority) };
      const [alarm, effects] = raise(priority, terms.acceptBy(priority), at, why);
      tell(alertId, version, { what: why, sentence, priority }, effects);
      return { raised_at: alarm.raisedAt, ...alarmColumns(alarm) };
    };

    for (const effect of found.effects) {
      switch (effect.kind) {
        case 'raise':
        case 'historic': {
          const { finding } = effect;
          const id = newId();
          alertOfFinding.set(finding, id);
          const alert = {
            id,
            admission_id: admissionId,
            ward_id: wardId,
            subject,
            rule_id: finding.ruleId,
            priority: finding.priority,
            sentence: finding.sentence,
            effective_at: finding.at,
          };
          if (effect.kind === 'raise' && !found.ended) {
            alertOf.set(finding.ruleId, { id, ruleId: finding.ruleId, version: 1 });
            const head = effect.groupedUnder === undefined ? null : alertFor(effect.groupedUnder).id;
            raised.push({ ...alert, grouped_under: head, ...raiseNow(id, 1, finding, 'raised') });
          } else {
            raised.push({ ...alert, status: 'historic', raised_at: now });
            tell(id, 1, { what: 'historic', sentence: finding.sentence });
          }
          break;
        }
        case 'update': {
          const { id } = alertFor(effect.ruleId);
          alertOfFinding.set(effect.finding, id);
          goneOn.push({ id, sentence: effect.finding.sentence, effective_at: effect.finding.at, count: effect.count });
          break;
        }
        case 'worsen': {
          const { id, version } = alertFor(effect.ruleId);
          const { finding } = effect;
          alertOfFinding.set(finding, id);
          const alert = { id, sentence: finding.sentence, effective_at: finding.at, priority: finding.priority };
          worsened.push({ ...alert, ...raiseNow(id, version + 1, finding, 'worsened') });
          break;
        }
        case 'condition-cleared': {
          const { id, version } = alertFor(effect.ruleId);
          eased.push({ id });
          tell(id, version, { what: 'condition-cleared', sentence: effect.sentence });
          break;
        }
      }
    }
  }
  await transaction.query(
    MOVE,
    [raised, goneOn, worsened, eased].map((rows) => JSON.stringify(rows)),
    'move-alerts',
  );
  await performEffects(transaction, performed, now);
  return alertOfFinding;
}
