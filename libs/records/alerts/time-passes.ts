import type { AlarmEvent } from '#clinical';
import type { Database } from '../database.ts';
import type { AlarmChange } from './alarm-rows.ts';
import { anyOpen, hangsOn, lockWards, moveAlarms, type Moved } from './move-alarms.ts';
import { OPEN } from '../sql.ts';

/** Open alerts that a sweep is about: a condition on `al`, by the database's clock. */
const DUE = `al.next_step_at <= clock_timestamp()`;

/** Whose holder may answer no more: the account is closed, moved, or has another role. */
const HOLDER_GONE = `al.status = 'accepted' AND NOT EXISTS (
  SELECT FROM account c WHERE c.id = al.accepted_by AND c.disabled_at IS NULL
    AND al.ward_id = ANY (c.ward_ids) AND c.role IN ('hub-clinician', 'lead'))`;

/** Asked or accepted after now, by more than two statements of one server could be apart. */
const CLOCK_PUT_BACK = `coalesce(al.asked_at, al.accepted_at) > clock_timestamp() + interval '1 minute'`;

interface Sweep {
  readonly condition: string;
  readonly event: AlarmEvent;
  readonly version: AlarmChange['version'];
}

/** One round: up to `limit` alerts that hang on stays that no other worker holds, and then those about no patient. */
async function sweep(database: Database, { condition, event, version }: Sweep, limit: number): Promise<Moved> {
  const which = { condition };
  const ofStays = await database.transaction(async (transaction) => {
    const stays = await transaction.query<{ id: string }>(
      `SELECT a.id FROM alert al JOIN admission a ON a.id = al.admission_id
       WHERE ${OPEN} AND ${condition} ORDER BY al.next_step_at LIMIT $1 FOR NO KEY UPDATE OF a SKIP LOCKED`,
      [limit],
    );
    const ids = [...new Set(stays.map(({ id }) => id))];
    return moveAlarms(transaction, { hold: 'stays', ids, which, event, version });
  });
  if (!(await anyOpen(database, 'wards', condition))) return ofStays;
  const ofWards = await database.transaction(async (transaction) => {
    const wards = await transaction.query<{ id: string }>(
      `SELECT DISTINCT al.ward_id AS id FROM alert al WHERE ${hangsOn('wards')} AND ${OPEN} AND ${condition}`,
    );
    const ids = wards.map(({ id }) => id);
    await lockWards(transaction, ids);
    return moveAlarms(transaction, { hold: 'wards', ids, which, event, version });
  });
  return {
    alerts: ofStays.alerts + ofWards.alerts,
    lateByMs: Math.max(ofStays.lateByMs, ofWards.lateByMs),
  };
}

/**
 * Lets what is due happen to up to `limit` patients' open alerts and to those about no patient, each step exactly once however
 * many workers do this at the same time. The database's clock decides, the caller's has no say.
 */
export function letTimePass(database: Database, limit: number): Promise<Moved> {
  return sweep(database, { condition: DUE, event: { kind: 'time' }, version: 'time' }, limit);
}

/** Puts to the ward again what is held by somebody who can answer no more. */
export function releaseFromGoneHolders(database: Database, limit: number): Promise<Moved> {
  return sweep(database, { condition: HOLDER_GONE, event: { kind: 'holder-gone' }, version: 'new' }, limit);
}

/** Mends what was written before the database's clock was put back. */
export function followClockPutBack(database: Database, limit: number): Promise<Moved> {
  return sweep(database, { condition: CLOCK_PUT_BACK, event: { kind: 'clock-put-back' }, version: 'time' }, limit);
}
