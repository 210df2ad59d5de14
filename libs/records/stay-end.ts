import { SUMMARY_HOLDS_HOURS, type BedChange, type StayEnd } from '#contracts';
import type { Actor } from './alerts/alerts.ts';
import { closeAlertsOfStay } from './alerts/stay-ends.ts';
import { appendAudit } from './audit.ts';
import { isUniqueViolation, type Database } from './database.ts';
import { queueBundle } from './discharge-sendings.ts';
import { OPEN } from './sql.ts';
import { appendToFeed } from './ward-feed.ts';

const LOCK_STAY = `
  SELECT id, ward_id, bed, version FROM admission WHERE id = $1 AND ward_id = ANY ($2::text[]) AND status = 'active' FOR NO KEY UPDATE`;

interface LockedStay {
  readonly id: string;
  readonly ward_id: string;
  readonly bed: number | null;
  readonly version: number;
}

export type EndOutcome =
  | { readonly kind: 'ended'; readonly bed: number | null; readonly closedAlerts: number }
  | { readonly kind: 'no-such-stay' }
  | { readonly kind: 'stale' }
  /** Nobody is sent home with an open emergency. */
  | { readonly kind: 'open-emergency' }
  /** Nor without a summary of the last day, unless somebody says why it comes later. `before`: one is written, and is older. */
  | { readonly kind: 'no-summary'; readonly before: boolean };

/** Ends a stay: the bed is free, and what was open of it is closed as ended with it. */
export function endStay(
  database: Database,
  wish: { admissionId: string; end: StayEnd; actor: Actor; now: Date; base: string },
): Promise<EndOutcome> {
  const { admissionId, end, actor, now, base } = wish;
  return database.transaction(async (transaction): Promise<EndOutcome> => {
    const [stay] = await transaction.query<LockedStay>(LOCK_STAY, [admissionId, actor.wardIds]);
    if (!stay) return { kind: 'no-such-stay' };
    if (stay.version !== end.version) return { kind: 'stale' };
    if (end.ending === 'home') {
      const [emergency] = await transaction.query(
        `SELECT al.id FROM alert al WHERE al.admission_id = $1 AND ${OPEN} AND al.priority = 'emergency' LIMIT 1`,
        [admissionId],
      );
      if (emergency) return { kind: 'open-emergency' };
      const [summary] = await transaction.query<{ holds: boolean }>(
        `SELECT at > $2::timestamptz - make_interval(hours => $3) AS holds FROM discharge_summary WHERE admission_id = $1 ORDER BY at DESC LIMIT 1`,
        [admissionId, now, SUMMARY_HOLDS_HOURS],
      );
      if (summary?.holds !== true && end.summaryLater === undefined)
        return { kind: 'no-summary', before: summary !== undefined };
      if (summary?.holds !== true)
        await transaction.query(
          'INSERT INTO summary_to_come (admission_id, reason, at, by_id, by_name) VALUES ($1, $2, $3, $4, $5)',
          [admissionId, end.summaryLater, now, actor.id, actor.displayName],
        );
    }
    const closed = await closeAlertsOfStay(transaction, admissionId, { id: actor.id, name: actor.displayName });
    await transaction.query(
      `UPDATE admission SET status = 'ended', ended_at = $2, ending = $3, ending_reason = $4, ended_by_name = $5, version = version + 1,
         next_due_at = NULL WHERE id = $1`,
      [admissionId, now, end.ending, end.reason, actor.displayName],
    );
    await queueBundle(transaction, { admissionId, base, by: actor.displayName, now });
    await appendToFeed(transaction, {
      type: 'admission-changed',
      at: now,
      changed: [],
      removed: [{ wardId: stay.ward_id, admissionId }],
    });
    await appendAudit(transaction, [
      {
        act: 'ended-stay',
        actor: { kind: 'person', id: actor.id },
        ward: stay.ward_id,
        admissions: [admissionId],
        details: { ending: end.ending, closedAlerts: closed.length, summaryLater: end.summaryLater !== undefined },
      },
    ]);
    return { kind: 'ended', bed: stay.bed, closedAlerts: closed.length };
  });
}

export type BedOutcome =
  | { readonly kind: 'changed'; readonly version: number; readonly changedWith: string | null }
  | { readonly kind: 'no-such-stay' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'no-such-bed' }
  /** Who holds no bed gets one with a level that holds one, not by changing places. */
  | { readonly kind: 'holds-no-bed' }
  | { readonly kind: 'same-bed' };

/** Puts a patient into another bed of the ward; who lies in it takes theirs. */
export async function changeBed(
  database: Database,
  { admissionId, wish, actor, now }: { admissionId: string; wish: BedChange; actor: Actor; now: Date },
): Promise<BedOutcome> {
  try {
    return await database.transaction(async (transaction): Promise<BedOutcome> => {
      // Both at once and in one order: two who change places with each other take turns.
      const stays = await transaction.query<LockedStay>(
        `SELECT o.id, o.ward_id, o.bed, o.version FROM admission a
         JOIN admission o ON o.ward_id = a.ward_id AND (o.id = a.id OR o.bed = $3) AND o.status = 'active'
         WHERE a.id = $1 AND a.ward_id = ANY ($2::text[]) AND a.status = 'active' ORDER BY o.id FOR NO KEY UPDATE OF o`,
        [admissionId, actor.wardIds, wish.bed],
      );
      const stay = stays.find(({ id }) => id === admissionId);
      if (!stay) return { kind: 'no-such-stay' };
      if (stay.version !== wish.version) return { kind: 'stale' };
      if (stay.bed === null) return { kind: 'holds-no-bed' };
      if (stay.bed === wish.bed) return { kind: 'same-bed' };
      const [bed] = await transaction.query('SELECT number FROM bed WHERE ward_id = $1 AND number = $2', [
        stay.ward_id,
        wish.bed,
      ]);
      if (!bed) return { kind: 'no-such-bed' };
      const other = stays.find((one) => one.id !== admissionId && one.bed === wish.bed);
      if (other) await transaction.query('UPDATE admission SET bed = NULL WHERE id = $1', [other.id]);
      const move = 'UPDATE admission SET bed = $2, version = version + 1 WHERE id = $1';
      await transaction.query(move, [admissionId, wish.bed]);
      if (other) await transaction.query(move, [other.id, stay.bed]);
      const moved = other ? [admissionId, other.id] : [admissionId];
      await appendToFeed(transaction, { type: 'admission-changed', at: now, changed: moved });
      await appendAudit(transaction, [
        {
          act: 'changed-bed',
          actor: { kind: 'person', id: actor.id },
          ward: stay.ward_id,
          admissions: moved,
          details: { from: stay.bed, to: wish.bed },
        },
      ]);
      return { kind: 'changed', version: stay.version + 1, changedWith: other?.id ?? null };
    });
  } catch (error) {
    // Somebody was put into the bed meanwhile.
    if (isUniqueViolation(error, 'one_active_stay_per_bed')) return { kind: 'stale' };
    throw error;
  }
}
