import type { AlertOutcome, OpenAlertView } from '#contracts';
import type { Database, Transaction } from './database.ts';
import { appendAudit } from './audit.ts';
import { appendToFeed } from './ward-feed.ts';

/** Why a person's change to an alert was refused. */
export type AlertRefusal =
  | { kind: 'no-such-alert' }
  /** Somebody or something changed it since the person looked. */
  | { kind: 'stale'; version: number; status: string; by: string | null };

export type AlertChange = { kind: 'changed'; version: number } | AlertRefusal;

interface AlertRow {
  id: string;
  admission_id: string;
  status: string;
  version: number;
  accepted_by: string | null;
  resolved_by: string | null;
}

/** `wardIds`: an alert outside them does not exist for this person. */
interface Actor {
  id: string;
  displayName: string;
  wardIds: readonly string[];
}

async function change(
  database: Database,
  { alertId, version, actor }: { alertId: string; version: number; actor: Actor },
  write: (transaction: Transaction, alert: AlertRow) => Promise<'alert-accepted' | 'alert-resolved'>,
  mayFrom: readonly OpenAlertView['status'][],
  now: Date,
): Promise<AlertChange> {
  return database.transaction(async (transaction): Promise<AlertChange> => {
    // The stay first, as the rules worker does: a person and an evaluation take turns.
    const [stay] = await transaction.query<{ id: string }>(
      `SELECT a.id FROM admission a WHERE a.id = (SELECT admission_id FROM alert WHERE id = $1 AND ward_id = ANY ($2))
       FOR NO KEY UPDATE OF a`,
      [alertId, actor.wardIds],
    );
    if (!stay) return { kind: 'no-such-alert' };
    const [alert] = await transaction.query<AlertRow>(
      'SELECT id, admission_id, status, version, accepted_by, resolved_by FROM alert WHERE id = $1',
      [alertId],
    );
    if (!alert) return { kind: 'no-such-alert' };
    if (alert.version !== version || !mayFrom.some((status) => status === alert.status)) {
      return {
        kind: 'stale',
        version: alert.version,
        status: alert.status,
        by: alert.resolved_by ?? alert.accepted_by,
      };
    }
    const type = await write(transaction, alert);
    await appendToFeed(transaction, { type, at: now, changed: [alert.admission_id] });
    await appendAudit(transaction, [
      {
        act: type === 'alert-accepted' ? 'accepted-alert' : 'resolved-alert',
        actor: { kind: 'person', id: actor.id },
        alert: alertId,
        admissions: [alert.admission_id],
      },
    ]);
    return { kind: 'changed', version: version + 1 };
  });
}

/** A named person takes an alert on. */
export function acceptAlert(
  database: Database,
  request: { alertId: string; version: number; actor: Actor; now: Date },
): Promise<AlertChange> {
  const { alertId, actor, now } = request;
  return change(
    database,
    request,
    async (transaction) => {
      await transaction.query(
        `UPDATE alert SET status = 'accepted', accepted_by = $2, accepted_at = $3, version = version + 1 WHERE id = $1`,
        [alertId, actor.displayName, now],
      );
      await transaction.query(`INSERT INTO alert_event (alert_id, at, kind, actor) VALUES ($1, $2, 'accepted', $3)`, [
        alertId,
        now,
        actor.displayName,
      ]);
      return 'alert-accepted';
    },
    ['raised'],
    now,
  );
}

/** A named person closes an alert with what came of it. */
export function resolveAlert(
  database: Database,
  request: { alertId: string; version: number; actor: Actor; outcome: AlertOutcome; note: string | null; now: Date },
): Promise<AlertChange> {
  const { alertId, actor, outcome, note, now } = request;
  return change(
    database,
    request,
    async (transaction) => {
      await transaction.query(
        `UPDATE alert SET status = 'resolved', resolved_by = $2, resolved_at = $3, outcome = $4, note = $5, version = version + 1 WHERE id = $1`,
        [alertId, actor.displayName, now, outcome, note],
      );
      await transaction.query(
        `INSERT INTO alert_event (alert_id, at, kind, actor, sentence) VALUES ($1, $2, 'resolved', $3, $4)`,
        [alertId, now, actor.displayName, outcome],
      );
      return 'alert-resolved';
    },
    ['raised', 'accepted'],
    now,
  );
}
