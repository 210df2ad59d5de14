import {
  nextStepAt,
  type Alarm,
  type AlarmEffect,
  type Instant,
  type OpenAlarm,
  type Priority,
  type Route,
} from '#clinical';
import type { Transaction } from '../database.ts';
import { tellWhoIsAsked, type Asked } from './asked.ts';
import { msOf } from '../sql.ts';

/** An open alert as the lifecycle knows it, and where it belongs. */
export interface StoredAlarm {
  readonly id: string;
  readonly wardId: string;
  /** Null for an alert that is about no patient. */
  readonly admissionId: string | null;
  readonly version: number;
  readonly alarm: OpenAlarm;
}

/** What became of one. */
export interface AlarmChange {
  readonly stored: StoredAlarm;
  readonly next: Alarm;
  readonly effects: readonly AlarmEffect[];
  /**
   * What of a version that a person saw: `new`, it is out of date; `time`, so it is for everything but accepting; `same`, it
   * is not.
   */
  readonly version: 'new' | 'time' | 'same';
}

/** The columns of an open alert that its lifecycle is about. The table's alias is `al`. */
export const ALARM_COLUMNS = `
  al.id, al.ward_id, al.admission_id, al.version, al.status, al.priority, al.route, al.step,
  ${msOf('al.raised_at')} AS raised_at, ${msOf('al.accept_by')} AS accept_by, ${msOf('al.delivered_at')} AS delivered_at,
  ${msOf('al.paused_until')} AS paused_until, ${msOf('al.asked_at')} AS asked_at, al.accepted_by, al.accepted_by_name,
  ${msOf('al.accepted_at')} AS accepted_at`;

export interface AlarmRow {
  id: string;
  ward_id: string;
  admission_id: string | null;
  version: number;
  status: 'raised' | 'accepted';
  priority: Priority;
  route: Route | null;
  step: number | null;
  raised_at: Instant;
  accept_by: Instant;
  delivered_at: Instant | null;
  paused_until: Instant | null;
  asked_at: Instant | null;
  accepted_by: string | null;
  accepted_by_name: string | null;
  accepted_at: Instant | null;
}

export function alarmOf(row: AlarmRow): StoredAlarm {
  const open = {
    priority: row.priority,
    raisedAt: row.raised_at,
    acceptBy: row.accept_by,
    deliveredAt: row.delivered_at,
    pausedUntil: row.paused_until,
  };
  const { id, ward_id: wardId, admission_id: admissionId, version } = row;
  return { id, wardId, admissionId, version, alarm: { ...open, ...stateOf(row) } };
}

/** What differs between raised and accepted. The table's own constraints say that it is all there. */
function stateOf(row: AlarmRow) {
  const { route, step, asked_at: askedAt, accepted_by: holder, accepted_by_name: name, accepted_at: acceptedAt } = row;
  if (row.status === 'raised' && route !== null && step !== null && askedAt !== null)
    return { status: 'raised', route, step, askedAt } as const;
  if (holder !== null && name !== null && acceptedAt !== null)
    return { status: 'accepted', holder: { id: holder, name }, acceptedAt } as const;
  throw new Error(`alert ${row.id} is in no state`);
}

/** The lifecycle's columns of an open alert, by name; times in milliseconds. */
export function alarmColumns(alarm: OpenAlarm) {
  const raised = alarm.status === 'raised' ? alarm : null;
  const accepted = alarm.status === 'accepted' ? alarm : null;
  return {
    status: alarm.status,
    accept_by: alarm.acceptBy,
    next_step_at: nextStepAt(alarm),
    delivered_at: alarm.deliveredAt,
    paused_until: alarm.pausedUntil,
    route: raised?.route ?? null,
    step: raised?.step ?? null,
    asked_at: raised?.askedAt ?? null,
    accepted_by: accepted?.holder.id ?? null,
    accepted_by_name: accepted?.holder.name ?? null,
    accepted_at: accepted?.acceptedAt ?? null,
  };
}

const SAVE_OPEN = `
  UPDATE alert SET
    status = r.status, next_step_at = to_timestamp(r.next_step_at / 1000), delivered_at = to_timestamp(r.delivered_at / 1000),
    paused_until = to_timestamp(r.paused_until / 1000), route = r.route, step = r.step, asked_at = to_timestamp(r.asked_at / 1000),
    accepted_by = r.accepted_by, accepted_by_name = r.accepted_by_name, accepted_at = to_timestamp(r.accepted_at / 1000),
    version = r.version, acceptable_since = CASE WHEN r.acceptable THEN alert.acceptable_since ELSE r.version END
  FROM jsonb_to_recordset($1::jsonb) AS r(
    id uuid, status text, next_step_at float8, delivered_at float8, paused_until float8, route jsonb, step smallint, asked_at float8,
    accepted_by uuid, accepted_by_name text, accepted_at float8, version int, acceptable boolean)
  WHERE alert.id = r.id`;

const SAVE_RESOLVED = `
  UPDATE alert SET
    status = 'resolved', resolved_by = r.by, resolved_by_name = r.by_name, resolved_at = to_timestamp(r.at / 1000),
    outcome = r.outcome, note = r.note, version = alert.version + 1,
    next_step_at = NULL, route = NULL, step = NULL, asked_at = NULL, paused_until = NULL
  FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, by uuid, by_name text, at float8, outcome text, note text)
  WHERE alert.id = r.id`;

const TELL = `
  INSERT INTO alert_event (alert_id, at, kind, actor, actor_id, sentence, details)
  SELECT r.alert_id, to_timestamp($2::float8 / 1000), r.kind, r.actor, r.actor_id, r.sentence, r.details
  FROM jsonb_to_recordset($1::jsonb) AS r(alert_id uuid, kind text, actor text, actor_id uuid, sentence text, details jsonb)`;

/** Saves what became of alerts and performs the effects, with the alerts' stays locked. */
export async function saveAlarms(
  transaction: Transaction,
  changes: readonly AlarmChange[],
  now: Instant,
): Promise<void> {
  const open: object[] = [];
  const resolved: object[] = [];
  const performed: Performed[] = [];
  for (const { stored, next, effects, version: moves } of changes) {
    const { id, wardId } = stored;
    const version = moves === 'same' ? stored.version : stored.version + 1;
    if (next.status === 'resolved') {
      const { by, at, outcome, note } = next;
      resolved.push({ id, by: by.id, by_name: by.name, at, outcome, note });
    } else open.push({ id, ...alarmColumns(next), version, acceptable: moves !== 'new' });
    performed.push({ alertId: id, wardId, version, effects });
  }
  if (open.length > 0) await transaction.query(SAVE_OPEN, [JSON.stringify(open)], 'save-open-alarms');
  if (resolved.length > 0) await transaction.query(SAVE_RESOLVED, [JSON.stringify(resolved)], 'save-resolved-alarms');
  await performEffects(transaction, performed, now);
}

/** An alert as it will stand, and what is to be done because of it. */
export interface Performed {
  readonly alertId: string;
  readonly wardId: string;
  readonly version: number;
  readonly effects: readonly AlarmEffect[];
}

/** Performs what the lifecycle asked for, at this moment of the database's clock. */
export async function performEffects(
  transaction: Transaction,
  performed: readonly Performed[],
  now: Instant,
): Promise<void> {
  const told: object[] = [];
  const asked: Asked[] = [];
  for (const { alertId, wardId, version, effects } of performed) {
    for (const effect of effects) {
      switch (effect.kind) {
        case 'tell':
          told.push({
            alert_id: alertId,
            kind: effect.what,
            actor: effect.by?.name ?? null,
            actor_id: effect.by?.id ?? null,
            sentence: effect.sentence,
            details: {
              version,
              ...(effect.lateBy !== undefined && { lateByMs: effect.lateBy }),
              ...(effect.priority !== undefined && { priority: effect.priority }),
            },
          });
          break;
        case 'ask':
          asked.push({ alertId, wardId, version, ...effect });
          break;
      }
    }
  }
  if (told.length > 0) await transaction.query(TELL, [JSON.stringify(told), now], 'tell-alerts');
  await tellWhoIsAsked(transaction, asked, now);
}
