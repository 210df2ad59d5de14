import { transition, type AlarmEvent } from '#clinical';
import type { Queryable, Transaction } from '../database.ts';
import { appendToFeed } from '../ward-feed.ts';
import { ALARM_COLUMNS, alarmOf, saveAlarms, type AlarmChange, type AlarmRow } from './alarm-rows.ts';
import { alarmTermsOf } from './alarm-terms.ts';
import { OPEN } from '../sql.ts';

/*
 * Whoever changes an alert first locks what it hangs on: the patient's stay or, for an alert about no patient, the ward. In
 * one transaction there is only one of the two: wards are locked in one order, and a ward's feed is the last thing locked.
 */

/** What the alerts of one transaction hang on. */
export type Hold = 'stays' | 'wards';

/** The alerts, of those that hang on what is locked, that are to be moved: a condition on `al` with parameters from $2. */
export interface Which {
  readonly condition: string;
  readonly values?: readonly unknown[];
}

export interface Moved {
  readonly alerts: number;
  /** How late the latest of them was, in ms. */
  readonly lateByMs: number;
}

/** How many alerts of a kind wait, without taking hold of them: for a sweep that mostly finds nothing. */
export async function anyOpen(database: Queryable, hold: Hold, condition: string): Promise<boolean> {
  const [row] = await database.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM alert al WHERE ${hangsOn(hold)} AND ${OPEN} AND ${condition}) AS found`,
  );
  return row?.found ?? false;
}

export const hangsOn = (hold: Hold): string => `al.admission_id IS ${hold === 'stays' ? 'NOT NULL' : 'NULL'}`;

/**
 * Puts an event to every open alert that hangs on these stays (or wards) and is meant, and writes what becomes of them, on the
 * board as well. What hangs together is locked; what is meant is looked at under that lock.
 */
export async function moveAlarms(
  transaction: Transaction,
  {
    hold,
    ids,
    which,
    event,
    version,
  }: {
    hold: Hold;
    ids: readonly string[];
    which: Which;
    event: AlarmEvent;
    version: AlarmChange['version'];
  },
): Promise<Moved> {
  const nothing = { alerts: 0, lateByMs: 0 };
  if (ids.length === 0) return nothing;
  const of = hold === 'stays' ? 'al.admission_id = ANY ($1::uuid[])' : 'al.ward_id = ANY ($1::text[])';
  const rows = await transaction.query<AlarmRow>(
    `SELECT ${ALARM_COLUMNS} FROM alert al WHERE ${of} AND ${hangsOn(hold)} AND ${OPEN} AND ${which.condition}`,
    [ids, ...(which.values ?? [])],
  );
  if (rows.length === 0) return nothing;
  const due = rows.map(alarmOf);
  const termsOf = await alarmTermsOf(
    transaction,
    due.map(({ wardId }) => wardId),
  );
  const changes: AlarmChange[] = [];
  let lateByMs = 0;
  let now = 0;
  for (const stored of due) {
    const terms = termsOf(stored.wardId);
    ({ now } = terms);
    const moved = transition(stored.alarm, event, { now, inForce: terms.routeFor(stored.alarm.priority) });
    if (typeof moved === 'string' || moved[0] === stored.alarm) continue;
    const [next, effects] = moved;
    for (const effect of effects) if (effect.kind === 'tell') lateByMs = Math.max(lateByMs, effect.lateBy ?? 0);
    changes.push({ stored, next, effects, version });
  }
  if (changes.length === 0) return nothing;
  await saveAlarms(transaction, changes, now);
  await appendToFeed(transaction, {
    type: 'alert-changed',
    at: new Date(now),
    changed: [...new Set(changes.flatMap(({ stored }) => stored.admissionId ?? []))],
    ...(hold === 'wards' && { wardAlertsOf: [...new Set(changes.map(({ stored }) => stored.wardId))] }),
  });
  return { alerts: changes.length, lateByMs };
}

/** Locks these stays, in one order, and waits for whoever holds one. */
export async function lockStays(transaction: Transaction, ids: readonly string[]): Promise<void> {
  await transaction.query('SELECT FROM admission WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [ids]);
}

/** Locks these wards, in one order, and waits for whoever holds one. */
export async function lockWards(transaction: Transaction, ids: readonly string[]): Promise<void> {
  await transaction.query('SELECT FROM ward WHERE id = ANY ($1::text[]) ORDER BY id FOR NO KEY UPDATE', [ids]);
}
