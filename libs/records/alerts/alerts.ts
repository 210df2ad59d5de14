import {
  transition,
  type AlarmAction,
  type AlarmEvent,
  type HistoryKind,
  type NotPossible,
  type Person,
} from '#clinical';
import type { AlertHistory, AuditedAct, WardEventType } from '#contracts';
import { appendAudit } from '../audit.ts';
import type { Database, Queryable, Transaction } from '../database.ts';
import { appendToFeed } from '../ward-feed.ts';
import { ALARM_COLUMNS, alarmOf, performEffects, saveAlarms, type AlarmChange, type AlarmRow } from './alarm-rows.ts';
import { alarmTermsOf } from './alarm-terms.ts';
import { OPEN_ALERT } from './alert-view.ts';
import { lockStays, lockWards } from './move-alarms.ts';
import { OPEN } from '../sql.ts';

/** An alert as a person saw it. */
export interface SeenAlert {
  readonly id: string;
  readonly version: number;
}

/** `wardIds`: an alert outside them does not exist for this person. */
export interface Actor {
  readonly id: string;
  readonly displayName: string;
  readonly wardIds: readonly string[];
}

/** What a person may do; a colleague is named by their account. */
export type AlertAction =
  Exclude<AlarmAction, { kind: 'hand-over' }> | { readonly kind: 'hand-over'; readonly to: string };

/** One thing that happened to an alert since a person looked. */
export interface Meanwhile {
  readonly kind: HistoryKind;
  readonly by: string | null;
  readonly sentence: string | null;
}

export type AlertChange =
  | { readonly kind: 'changed'; readonly version: number }
  | { readonly kind: 'no-such-alert' }
  | { readonly kind: 'no-such-colleague' }
  /** The alerts are not all of one patient. */
  | { readonly kind: 'not-together' }
  /** Somebody or something changed one of them since the person looked. */
  | { readonly kind: 'stale'; readonly meanwhile: readonly Meanwhile[] }
  | { readonly kind: 'not-possible'; readonly why: NotPossible; readonly holder: string | null };

type FoundRow = Omit<AlarmRow, 'status'> & { status: string; acceptable_since: number };

const ACTS: Readonly<Record<AlarmAction['kind'], readonly [act: AuditedAct, told: WardEventType]>> = {
  accept: ['accepted-alert', 'alert-accepted'],
  reject: ['rejected-alert', 'alert-changed'],
  pause: ['paused-alert', 'alert-changed'],
  'hand-over': ['handed-over-alert', 'alert-changed'],
  'take-over': ['took-over-alert', 'alert-accepted'],
  resolve: ['resolved-alert', 'alert-resolved'],
};

/**
 * A person does something to an alert as they saw it and, in the same breath, to others of the same patient that they saw
 * with it: to all of them or to none.
 */
export function actOnAlerts(
  database: Database,
  { seen, actor, action }: { seen: readonly [SeenAlert, ...SeenAlert[]]; actor: Actor; action: AlertAction },
): Promise<AlertChange> {
  return database.transaction(async (transaction): Promise<AlertChange> => {
    const rows = await lockAlerts(transaction, seen, actor.wardIds);
    const [first] = rows;
    if (!first || rows.length < seen.length) return { kind: 'no-such-alert' };
    const { ward_id: wardId, admission_id: admissionId } = first;
    if (rows.some((row) => row.ward_id !== wardId || row.admission_id !== admissionId)) return { kind: 'not-together' };
    const versions = new Map(seen.map(({ id, version }) => [id, version]));
    const stale = rows.filter((row) => !isAsSeen(row, versions.get(row.id) ?? 0, action));
    if (stale.length > 0) return { kind: 'stale', meanwhile: await whatHappened(transaction, stale, versions) };

    const person: Person = { id: actor.id, name: actor.displayName };
    const does = await namingColleague(transaction, action, wardId);
    if (does === null) return { kind: 'no-such-colleague' };
    const terms = (await alarmTermsOf(transaction, [wardId]))(wardId);
    const { now } = terms;
    const event: AlarmEvent = { kind: 'by-person', person, action: does };
    const changes: AlarmChange[] = [];
    for (const row of rows) {
      const stored = alarmOf(row);
      const moved = transition(stored.alarm, event, { now, inForce: terms.routeFor(stored.alarm.priority) });
      if (typeof moved === 'string') return { kind: 'not-possible', why: moved, holder: row.accepted_by_name };
      changes.push({ stored, next: moved[0], effects: moved[1], version: 'new' });
    }
    await saveAlarms(transaction, changes, now);
    const [act, type] = ACTS[action.kind];
    await tellWard(transaction, { type, now, wardId, admissionId });
    const admissions = admissionId === null ? {} : { admissions: [admissionId] };
    await appendAudit(
      transaction,
      rows.map(({ id }) => ({ act, actor: { kind: 'person', id: actor.id }, ward: wardId, alert: id, ...admissions })),
    );
    const changed = rows.find(({ id }) => id === seen[0].id) ?? first;
    return { kind: 'changed', version: changed.version + 1 };
  });
}

/** A person writes something to an open alert. It changes nothing that anybody has to have seen. */
export function commentOnAlert(
  database: Database,
  { alertId, actor, text }: { alertId: string; actor: Actor; text: string },
): Promise<AlertChange> {
  return database.transaction(async (transaction): Promise<AlertChange> => {
    const [row] = await lockAlerts(transaction, [{ id: alertId }], actor.wardIds);
    if (!row) return { kind: 'no-such-alert' };
    const { version, ward_id: wardId, admission_id: admissionId } = row;
    if (!isOpen(row)) return { kind: 'not-possible', why: 'closed', holder: null };
    const { now } = (await alarmTermsOf(transaction, [wardId]))(wardId);
    const by = { id: actor.id, name: actor.displayName };
    const told = { kind: 'tell', what: 'commented', by, sentence: text } as const;
    await performEffects(transaction, [{ alertId, wardId, version, effects: [told] }], now);
    await tellWard(transaction, { type: 'alert-changed', now, wardId, admissionId });
    const admissions = admissionId === null ? {} : { admissions: [admissionId] };
    await appendAudit(transaction, [
      { act: 'commented-alert', actor: { kind: 'person', id: actor.id }, ward: wardId, alert: alertId, ...admissions },
    ]);
    return { kind: 'changed', version };
  });
}

function tellWard(
  transaction: Transaction,
  { type, now, wardId, admissionId }: { type: WardEventType; now: number; wardId: string; admissionId: string | null },
): Promise<void> {
  return appendToFeed(transaction, {
    type,
    at: new Date(now),
    changed: admissionId === null ? [] : [admissionId],
    ...(admissionId === null && { wardAlertsOf: [wardId] }),
  });
}

function isOpen(row: FoundRow): row is FoundRow & AlarmRow {
  return row.status === 'raised' || row.status === 'accepted';
}

/** Time that passed takes nothing from whoever accepts: they wanted it, and somebody has to. */
function isAsSeen(row: FoundRow, version: number, action: AlertAction): row is FoundRow & AlarmRow {
  const oldest = action.kind === 'accept' ? row.acceptable_since : row.version;
  return isOpen(row) && version >= oldest && version <= row.version;
}

/** The alerts with what they hang on locked, so that persons, evaluations and sweeps take turns. */
async function lockAlerts(
  transaction: Transaction,
  seen: readonly { readonly id: string }[],
  wardIds: readonly string[],
): Promise<(FoundRow & AlarmRow)[]> {
  const ids = seen.map(({ id }) => id);
  const hang = await transaction.query<{ ward_id: string; admission_id: string | null }>(
    'SELECT DISTINCT ward_id, admission_id FROM alert WHERE id = ANY ($1::uuid[]) AND ward_id = ANY ($2::text[])',
    [ids, wardIds],
  );
  const stays = hang.flatMap((row) => row.admission_id ?? []);
  if (stays.length > 0) await lockStays(transaction, stays);
  else await lockWards(transaction, [...new Set(hang.map((row) => row.ward_id))]);
  return transaction.query(
    `SELECT ${ALARM_COLUMNS}, al.acceptable_since FROM alert al WHERE al.id = ANY ($1::uuid[]) AND al.ward_id = ANY ($2::text[]) ORDER BY al.id`,
    [ids, wardIds],
  );
}

const ANSWERS = `c.disabled_at IS NULL AND c.role IN ('hub-clinician', 'lead') AND c.ward_ids @> ARRAY[$1::text]`;

async function namingColleague(
  transaction: Transaction,
  action: AlertAction,
  wardId: string,
): Promise<AlarmAction | null> {
  if (action.kind !== 'hand-over') return action;
  const [to] = await transaction.query<Person>(
    `SELECT c.id, c.display_name AS name FROM account c WHERE ${ANSWERS} AND c.id = $2`,
    [wardId, action.to],
  );
  return to ? { kind: 'hand-over', to } : null;
}

/** Everybody who may answer for the ward's alerts, by name. */
export function colleaguesOf(database: Queryable, wardId: string): Promise<(Person & { role: string })[]> {
  return database.query(
    `SELECT c.id, c.display_name AS name, c.role FROM account c WHERE ${ANSWERS} ORDER BY c.display_name, c.id`,
    [wardId],
  );
}

async function whatHappened(
  transaction: Transaction,
  rows: readonly FoundRow[],
  versions: ReadonlyMap<string, number>,
): Promise<Meanwhile[]> {
  return transaction.query<Meanwhile & { id: string }>(
    `SELECT e.id, e.kind, e.actor AS by, e.sentence
     FROM unnest($1::uuid[], $2::int[]) AS seen(alert_id, version)
     JOIN alert_event e ON e.alert_id = seen.alert_id AND (e.details ->> 'version')::int > seen.version
     ORDER BY e.id`,
    [rows.map(({ id }) => id), rows.map(({ id }) => versions.get(id) ?? 0)],
  );
}

/** Everything that happened to an alert, oldest first; null when there is none on these wards. */
export async function alertHistory(
  database: Queryable,
  { alertId, wardIds }: { alertId: string; wardIds: readonly string[] },
): Promise<(AlertHistory & { wardId: string; admissionId: string | null }) | null> {
  const [row] = await database.query<AlertHistory & { wardId: string; admissionId: string | null }>(
    `SELECT al.ward_id AS "wardId", al.admission_id AS "admissionId", al.status,
       CASE WHEN ${OPEN} THEN ${OPEN_ALERT} END AS alert,
       (SELECT coalesce(json_agg(json_build_object('at', (extract(epoch FROM e.at) * 1000)::bigint, 'kind', e.kind, 'by', e.actor,
            'sentence', e.sentence, 'lateByMs', (e.details ->> 'lateByMs')::float8) ORDER BY e.id), '[]')
        FROM alert_event e WHERE e.alert_id = al.id) AS events
     FROM alert al WHERE al.id = $1 AND al.ward_id = ANY ($2::text[])`,
    [alertId, wardIds],
  );
  return row ?? null;
}
