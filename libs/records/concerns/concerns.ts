import { WELFARE_CHECK_WITHIN, type AlertOutcome } from '#clinical';
import {
  CONCERN_OUTCOMES,
  NOTICED,
  type ConcernList,
  type ConcernOutcome,
  type ConcernSent,
  type ConcernView,
  type Noticed,
} from '#contracts';
import { v7 as newId } from 'uuid';
import type { Account } from '../accounts.ts';
import { actOnAlerts } from '../alerts/alerts.ts';
import { appendAudit } from '../audit.ts';
import type { Database, Queryable, Transaction } from '../database.ts';
import { msOf } from '../sql.ts';
import { appendToFeed } from '../ward-feed.ts';
import { alarmOfConcern } from './welfare-checks.ts';

/**
 * Keeps what a partner told, with a welfare check due. Nobody is looked for here, so that it is the same work whoever it is
 * about. False when the code is none, has expired or was withdrawn; that is told as well.
 */
export function receiveConcern(
  database: Database,
  { sent, codeHash, now }: { sent: Omit<ConcernSent, 'code'>; codeHash: Buffer; now: Date },
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const [code] = await transaction.query<{ id: string; ward_id: string; organisation: string }>(
      `UPDATE partner_code SET last_used_at = $2
       WHERE code_hash = $1 AND revoked_at IS NULL AND expires_at > $2 RETURNING id, ward_id, organisation`,
      [codeHash, now],
    );
    if (!code) {
      await appendAudit(transaction, [{ act: 'concern-refused', actor: { kind: 'partner', id: null } }]);
      return false;
    }
    const id = newId();
    const dueAt = new Date(now.getTime() + WELFARE_CHECK_WITHIN);
    const [kept] = await transaction.query(
      `INSERT INTO concern (id, ward_id, partner_code_id, organisation, reference, name, address, noticed, received_at, due_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (partner_code_id, reference) DO NOTHING RETURNING id`,
      [id, code.ward_id, code.id, code.organisation, sent.reference, sent.name, sent.address, sent.noticed, now, dueAt],
    );
    if (kept) {
      await appendAudit(transaction, [
        { act: 'told-concern', actor: { kind: 'partner', id: code.id }, ward: code.ward_id, details: { concern: id } },
      ]);
    }
    return true;
  });
}

const VIEW = `
  SELECT c.id, c.version, c.ward_id AS "wardId", c.organisation, c.name, c.address, c.noticed,
    ${msOf('c.received_at')} AS "receivedAt", ${msOf('c.due_at')} AS "dueAt",
    CASE WHEN c.matched_at IS NOT NULL THEN json_build_object('name', c.matched_by_name, 'at', ${msOf('c.matched_at')}, 'stay',
      CASE WHEN a.id IS NOT NULL THEN json_build_object('admissionId', a.id, 'wardId', a.ward_id,
        'name', p.given_name || ' ' || p.family_name, 'level', a.level) END) END AS matched,
    CASE WHEN c.taken_at IS NOT NULL THEN json_build_object('name', c.taken_by_name, 'at', ${msOf('c.taken_at')},
      'byYou', c.taken_by = $2::uuid) END AS taken,
    CASE WHEN c.closed_at IS NOT NULL THEN json_build_object('name', c.closed_by_name, 'at', ${msOf('c.closed_at')},
      'outcome', c.outcome, 'note', c.outcome_note) END AS closed
  FROM concern c LEFT JOIN admission a ON a.id = c.admission_id LEFT JOIN patient p ON p.id = a.patient_id`;

/** The concerns of a person's wards: all that are open, and those closed in the last seven days. */
export async function concernsAmong(
  database: Queryable,
  { wardIds, id }: Account,
  now: Date,
): Promise<Omit<ConcernList, 'at'>> {
  const [open, closed] = await Promise.all([
    database.query<ConcernView>(
      `${VIEW} WHERE c.ward_id = ANY ($1::text[]) AND c.closed_at IS NULL ORDER BY c.due_at, c.id`,
      [wardIds, id],
    ),
    database.query<ConcernView>(
      `${VIEW} WHERE c.ward_id = ANY ($1::text[]) AND c.closed_at > $3::timestamptz - interval '7 days'
       ORDER BY c.closed_at DESC, c.id LIMIT 50`,
      [wardIds, id, now],
    ),
  ]);
  return { open, closed };
}

export type ConcernChange =
  | { readonly kind: 'changed'; readonly version: number }
  | { readonly kind: 'no-such-concern' }
  | { readonly kind: 'no-such-stay' }
  /** Somebody changed it since, or it is closed. */
  | { readonly kind: 'stale' };

interface ConcernRow {
  id: string;
  version: number;
  ward_id: string;
  organisation: string;
  noticed: Noticed[];
  admission_id: string | null;
  closed: boolean;
}

interface Wish {
  readonly id: string;
  readonly version: number;
  readonly actor: Account;
  readonly now: Date;
}

/** The concern as it was seen, held; or why not. */
async function asSeen(
  transaction: Transaction,
  { id, version, actor }: Wish,
): Promise<{ kind: 'held'; row: ConcernRow } | ConcernChange> {
  const [row] = await transaction.query<ConcernRow>(
    `SELECT id, version, ward_id, organisation, noticed, admission_id, closed_at IS NOT NULL AS closed FROM concern
     WHERE id = $1 AND ward_id = ANY ($2::text[]) FOR UPDATE`,
    [id, actor.wardIds],
  );
  if (!row) return { kind: 'no-such-concern' };
  return row.version !== version || row.closed ? { kind: 'stale' } : { kind: 'held', row };
}

const person = ({ id }: Account) => ({ kind: 'person', id }) as const;

/** Somebody sees to it, by name, or takes it over from somebody. The ward's alarm about it is theirs as well, where there is one. */
export async function takeConcern(database: Database, wish: Wish): Promise<ConcernChange> {
  const { actor, now } = wish;
  const change = await database.transaction(async (transaction): Promise<ConcernChange> => {
    const seen = await asSeen(transaction, wish);
    if (seen.kind !== 'held') return seen;
    const { row } = seen;
    await transaction.query(
      `UPDATE concern SET taken_by = $2, taken_by_name = $3, taken_at = $4, version = version + 1 WHERE id = $1`,
      [row.id, actor.id, actor.displayName, now],
    );
    await appendAudit(transaction, [
      {
        act: 'took-concern',
        actor: person(actor),
        ward: row.ward_id,
        admissions: row.admission_id === null ? [] : [row.admission_id],
        details: { concern: row.id },
      },
    ]);
    return { kind: 'changed', version: row.version + 1 };
  });
  if (change.kind === 'changed') {
    const alarm = await alarmOfConcern(database, wish.id);
    const action = { kind: alarm?.status === 'accepted' ? 'take-over' : 'accept' } as const;
    // Whoever answers the alarm itself at this very moment has it, which the alarm's own history says.
    if (alarm && alarm.holder !== actor.id) await actOnAlerts(database, { seen: [alarm], actor, action });
  }
  return change;
}

const noticedInWords = (noticed: readonly Noticed[]): string =>
  noticed.map((one) => NOTICED[one].toLowerCase()).join('; ');

/**
 * Says whom it is about: a stay of the person's wards, whose notes tell of it from then on, or nobody of ours. Until it is
 * closed this can be put right.
 */
export function matchConcern(
  database: Database,
  wish: Wish & { readonly admissionId: string | null },
): Promise<ConcernChange> {
  const { actor, now, admissionId } = wish;
  return database.transaction(async (transaction): Promise<ConcernChange> => {
    // The stay first, as everybody does who changes it.
    if (admissionId !== null) {
      const [stay] = await transaction.query(
        `SELECT FROM admission WHERE id = $1 AND status = 'active' AND ward_id = ANY ($2::text[]) FOR NO KEY UPDATE`,
        [admissionId, actor.wardIds],
      );
      if (!stay) return { kind: 'no-such-stay' };
    }
    const seen = await asSeen(transaction, wish);
    if (seen.kind !== 'held') return seen;
    const { row } = seen;
    await transaction.query(
      `UPDATE concern SET admission_id = $2, matched_at = $3, matched_by_name = $4, version = version + 1 WHERE id = $1`,
      [row.id, admissionId, now, actor.displayName],
    );
    if (admissionId !== null && admissionId !== row.admission_id) {
      await noteOnStay(transaction, {
        admissionId,
        text: `Community concern from ${row.organisation}: ${noticedInWords(row.noticed)}.`,
        actor,
        now,
      });
    }
    await appendAudit(transaction, [
      {
        act: 'matched-concern',
        actor: person(actor),
        ward: row.ward_id,
        admissions: [row.admission_id, admissionId].flatMap((one) => one ?? []),
        details: { concern: row.id, ours: admissionId !== null },
      },
    ]);
    return { kind: 'changed', version: row.version + 1 };
  });
}

const ALERT_OUTCOME_OF: Readonly<Record<ConcernOutcome, AlertOutcome>> = {
  'seen-well': 'no-action',
  'help-arranged': 'visit',
  ambulance: 'stepped-up',
  'passed-on': 'advice',
  'not-found': 'advice',
};

/** What came of the welfare check. Whoever says so has it from then on, and the ward's alarm about it is closed with it. */
export async function closeConcern(
  database: Database,
  wish: Wish & { readonly outcome: ConcernOutcome; readonly note: string | null },
): Promise<ConcernChange> {
  const { actor, now, outcome, note } = wish;
  const change = await database.transaction(async (transaction): Promise<ConcernChange> => {
    const seen = await asSeen(transaction, wish);
    if (seen.kind !== 'held') return seen;
    const { row } = seen;
    await transaction.query(
      `UPDATE concern SET outcome = $2, outcome_note = $3, closed_at = $4, closed_by_name = $5,
         taken_by = coalesce(taken_by, $6), taken_by_name = coalesce(taken_by_name, $5), taken_at = coalesce(taken_at, $4),
         version = version + 1
       WHERE id = $1`,
      [row.id, outcome, note, now, actor.displayName, actor.id],
    );
    if (row.admission_id !== null) {
      const words = `Community concern from ${row.organisation}: ${CONCERN_OUTCOMES[outcome].toLowerCase()}.`;
      const text = note === null ? words : `${words} ${note}`;
      await noteOnStay(transaction, { admissionId: row.admission_id, text, actor, now });
    }
    await appendAudit(transaction, [
      {
        act: 'closed-concern',
        actor: person(actor),
        ward: row.ward_id,
        admissions: row.admission_id === null ? [] : [row.admission_id],
        details: { concern: row.id, outcome },
      },
    ]);
    return { kind: 'changed', version: row.version + 1 };
  });
  const alarm = change.kind === 'changed' ? await alarmOfConcern(database, wish.id) : null;
  if (alarm) {
    const action = { kind: 'resolve', outcome: ALERT_OUTCOME_OF[outcome], note } as const;
    await actOnAlerts(database, { seen: [alarm], actor, action });
  }
  return change;
}

/** Stands among the notes of the stay, for whoever reads them there. */
async function noteOnStay(
  transaction: Transaction,
  { admissionId, text, actor, now }: { admissionId: string; text: string; actor: Account; now: Date },
): Promise<void> {
  await transaction.query(
    `INSERT INTO stay_note (id, admission_id, at, written_by, written_by_name, text) VALUES ($1, $2, $3, $4, $5, $6)`,
    [newId(), admissionId, now, actor.id, actor.displayName, text],
  );
  await appendToFeed(transaction, { type: 'admission-changed', at: now, changed: [admissionId] });
}
