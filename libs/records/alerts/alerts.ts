import { transition, type AlarmAction, type AlarmEvent, type NotPossible } from '#clinical';
import type { AuditedAct, WardEventType } from '#contracts';
import { appendAudit } from '../audit.ts';
import type { Database, Transaction } from '../database.ts';
import { appendToFeed } from '../ward-feed.ts';
import { ALARM_COLUMNS, alarmOf, saveAlarms, type AlarmRow } from './alarm-rows.ts';
import { alarmTermsOf } from './alarm-terms.ts';

/** Why a person's change to an alert was refused. */
export type AlertRefusal =
  | { kind: 'no-such-alert' }
  /** Somebody or something changed it since the person looked. */
  | { kind: 'stale'; version: number; status: string; by: string | null }
  | { kind: 'not-possible'; why: NotPossible };

export type AlertChange = { kind: 'changed'; version: number } | AlertRefusal;

/** `wardIds`: an alert outside them does not exist for this person. */
export interface Actor {
  id: string;
  displayName: string;
  wardIds: readonly string[];
}

type FoundRow = Omit<AlarmRow, 'status'> & {
  status: string;
  resolved_by_name: string | null;
  acceptable_since: number;
};

/** A person does something to an alert as they saw it. */
export function actOnAlert(
  database: Database,
  { alertId, version, actor, action }: { alertId: string; version: number; actor: Actor; action: AlarmAction },
): Promise<AlertChange> {
  return database.transaction(async (transaction): Promise<AlertChange> => {
    const row = await lockAlert(transaction, alertId, actor.wardIds);
    if (!row) return { kind: 'no-such-alert' };
    const oldest = action.kind === 'accept' ? row.acceptable_since : row.version;
    if (version < oldest || version > row.version || !isOpen(row))
      return {
        kind: 'stale',
        version: row.version,
        status: row.status,
        by: row.resolved_by_name ?? row.accepted_by_name,
      };
    const stored = alarmOf(row);
    const terms = (await alarmTermsOf(transaction, [stored.wardId]))(stored.wardId);
    const { now } = terms;
    const event: AlarmEvent = { kind: 'by-person', person: { id: actor.id, name: actor.displayName }, action };
    const outcome = transition(stored.alarm, event, { now, inForce: terms.routeFor(stored.alarm.priority) });
    if (typeof outcome === 'string') return { kind: 'not-possible', why: outcome };
    const [next, effects] = outcome;
    await saveAlarms(transaction, [{ stored, next, effects, version: 'new' }], now);
    const admissions = stored.admissionId === null ? [] : [stored.admissionId];
    await appendToFeed(transaction, {
      type: FEED_TYPES[action.kind],
      at: new Date(now),
      changed: admissions,
    });
    await appendAudit(transaction, [
      { act: ACTS[action.kind], actor: { kind: 'person', id: actor.id }, alert: alertId, admissions },
    ]);
    return { kind: 'changed', version: row.version + 1 };
  });
}

const FEED_TYPES: Readonly<Record<AlarmAction['kind'], WardEventType>> = {
  accept: 'alert-accepted',
  reject: 'alert-changed',
  pause: 'alert-changed',
  'hand-over': 'alert-changed',
  'take-over': 'alert-accepted',
  resolve: 'alert-resolved',
};

const ACTS: Readonly<Record<AlarmAction['kind'], AuditedAct>> = {
  accept: 'accepted-alert',
  reject: 'rejected-alert',
  pause: 'paused-alert',
  'hand-over': 'handed-over-alert',
  'take-over': 'took-over-alert',
  resolve: 'resolved-alert',
};

function isOpen(row: FoundRow): row is FoundRow & AlarmRow {
  return row.status === 'raised' || row.status === 'accepted';
}

/** The alert with what it hangs on locked: its stay, as the rules worker locks it, so that a person and an evaluation take turns. */
async function lockAlert(
  transaction: Transaction,
  alertId: string,
  wardIds: readonly string[],
): Promise<FoundRow | null> {
  await transaction.query(
    `SELECT FROM admission a WHERE a.id = (SELECT admission_id FROM alert WHERE id = $1 AND ward_id = ANY ($2))
     FOR NO KEY UPDATE OF a`,
    [alertId, wardIds],
  );
  const [row] = await transaction.query<FoundRow>(
    `SELECT ${ALARM_COLUMNS}, al.resolved_by_name, al.acceptable_since FROM alert al WHERE al.id = $1 AND al.ward_id = ANY ($2) FOR NO KEY UPDATE OF al`,
    [alertId, wardIds],
  );
  return row ?? null;
}
