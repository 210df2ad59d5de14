import { LEVELS, transition, type MonitoringLevel } from '#clinical';
import type { WardTransfer } from '#contracts';
import type { Actor } from './alerts/alerts.ts';
import { ALARM_COLUMNS, alarmOf, saveAlarms, type AlarmRow } from './alerts/alarm-rows.ts';
import { alarmTermsOf } from './alerts/alarm-terms.ts';
import { appendAudit } from './audit.ts';
import type { Database, Transaction } from './database.ts';
import { lockBeds } from './free-beds.ts';
import { OPEN } from './sql.ts';
import { appendToFeed } from './ward-feed.ts';

export type TransferOutcome =
  | { readonly kind: 'moved'; readonly version: number; readonly bed: number | null; readonly alerts: number }
  | { readonly kind: 'no-such-stay' }
  | { readonly kind: 'no-such-ward' }
  | { readonly kind: 'same-ward' }
  | { readonly kind: 'stale' }
  /** They live in a home that this ward looks after. */
  | { readonly kind: 'of-a-home'; readonly home: string }
  | { readonly kind: 'no-bed'; readonly capacity: number; readonly offered: number };

const LOCK_STAY = `
  SELECT a.ward_id, a.bed, a.level, a.version, h.name AS home FROM admission a LEFT JOIN care_home h ON h.id = a.care_home_id
  WHERE a.id = $1 AND a.ward_id = ANY ($2::text[]) AND a.status = 'active' FOR NO KEY UPDATE OF a`;

/**
 * Moves a stay to another ward that the person may work on: its readings, plan and history stay with it. Both wards are held, in one
 * order everywhere, so that two transfers across each other take turns. Alerts go along: those that wait for somebody ask the people of
 * the new ward.
 */
export function transferStay(
  database: Database,
  { admissionId, wish, actor, now }: { admissionId: string; wish: WardTransfer; actor: Actor; now: Date },
): Promise<TransferOutcome> {
  return database.transaction(async (transaction): Promise<TransferOutcome> => {
    const [stay] = await transaction.query<{
      ward_id: string;
      bed: number | null;
      level: MonitoringLevel;
      version: number;
      home: string | null;
    }>(LOCK_STAY, [admissionId, actor.wardIds]);
    if (!stay) return { kind: 'no-such-stay' };
    if (stay.version !== wish.version) return { kind: 'stale' };
    const { ward_id: from } = stay;
    const { wardId: to } = wish;
    if (from === to) return { kind: 'same-ward' };
    if (!actor.wardIds.includes(to)) return { kind: 'no-such-ward' };
    if (stay.home !== null) return { kind: 'of-a-home', home: stay.home };
    await transaction.query('SELECT FROM ward WHERE id = ANY ($1::text[]) ORDER BY id FOR UPDATE', [[from, to]]);
    const { capacity, free } = await lockBeds(transaction, to);
    const [{ offered } = { offered: 0 }] = await transaction.query<{ offered: number }>(
      `SELECT count(*)::int AS offered FROM referral WHERE ward_id = $1 AND state = 'offered' AND offered_until > $2`,
      [to, now],
    );
    const holdsBed = LEVELS[stay.level].holdsBed;
    if (holdsBed && free.length <= offered) return { kind: 'no-bed', capacity, offered };
    const bed = holdsBed ? free[0]! : null;
    const [moved] = await transaction.query<{ version: number }>(
      'UPDATE admission SET ward_id = $2, bed = $3, version = version + 1 WHERE id = $1 RETURNING version',
      [admissionId, to, bed],
    );
    await transaction.query(
      `INSERT INTO ward_transfer (admission_id, from_ward_id, to_ward_id, bed_before, bed_after, reason, at, by_id, by_name)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [admissionId, from, to, stay.bed, bed, wish.reason, now, actor.id, actor.displayName],
    );
    const alerts = await takeAlertsAlong(transaction, admissionId, to);
    await appendToFeed(transaction, {
      type: 'admission-changed',
      at: now,
      changed: [admissionId],
      removed: [{ wardId: from, admissionId }],
    });
    // Both wards' trails say it.
    await appendAudit(
      transaction,
      [from, to].map((ward) => ({
        act: 'transferred-ward' as const,
        actor: { kind: 'person' as const, id: actor.id },
        ward,
        admissions: [admissionId],
        details: { from, to },
      })),
    );
    return { kind: 'moved', version: moved!.version, bed, alerts };
  });
}

async function takeAlertsAlong(transaction: Transaction, admissionId: string, wardId: string): Promise<number> {
  await transaction.query(`UPDATE alert al SET ward_id = $2 WHERE al.admission_id = $1 AND ${OPEN}`, [
    admissionId,
    wardId,
  ]);
  const rows = await transaction.query<AlarmRow>(
    `SELECT ${ALARM_COLUMNS} FROM alert al WHERE al.admission_id = $1 AND ${OPEN}`,
    [admissionId],
  );
  if (rows.length === 0) return 0;
  const terms = (await alarmTermsOf(transaction, [wardId]))(wardId);
  const changes = rows.map(alarmOf).flatMap((stored) => {
    const moved = transition(
      stored.alarm,
      { kind: 'ward-changed' },
      { now: terms.now, inForce: terms.routeFor(stored.alarm.priority) },
    );
    return typeof moved === 'string' ? [] : [{ stored, next: moved[0], effects: moved[1], version: 'new' as const }];
  });
  await saveAlarms(transaction, changes, terms.now);
  return rows.length;
}
