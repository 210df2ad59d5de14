import type { AtHomeRole, StayAccess } from '#contracts';
import { v7 as newId } from 'uuid';
import type { Account } from '../accounts.ts';
import { appendAudit } from '../audit.ts';
import type { Database, Queryable } from '../database.ts';
import { msOf } from '../sql.ts';

/** No password has this hash: whoever it belongs to signs in by a code. */
const NO_PASSWORD = 'none';
const TRIES = 5;

/**
 * Gives a patient, or a carer of theirs, a code for one stay: an account that reaches that stay alone. Null where there is no
 * such stay on the actor's wards, or it is over.
 */
export function giveAccess(
  database: Database,
  wish: {
    admissionId: string;
    who: AtHomeRole;
    /** A carer's; the patient's is on the record. */
    name: string | null;
    code: { locator: string; secretHash: string };
    expiresAt: Date;
    actor: Account;
    now: Date;
  },
): Promise<string | null> {
  const { admissionId, who, name, code, expiresAt, actor, now } = wish;
  return database.transaction(async (transaction) => {
    const [stay] = await transaction.query<{ ward_id: string; patient: string }>(
      `SELECT a.ward_id, p.given_name || ' ' || p.family_name AS patient FROM admission a JOIN patient p ON p.id = a.patient_id
       WHERE a.id = $1 AND a.status = 'active' AND a.ward_id = ANY ($2::text[]) FOR KEY SHARE OF a`,
      [admissionId, actor.wardIds],
    );
    if (!stay) return null;
    const accountId = newId();
    await transaction.query(
      `INSERT INTO account (id, username, display_name, role, password_hash, ward_ids, admission_id) VALUES ($1, $2, $3, $4, $5, '{}', $6)`,
      [accountId, `${who}-${accountId}`, name ?? stay.patient, who, NO_PASSWORD, admissionId],
    );
    await transaction.query(
      `INSERT INTO sign_in_code (id, account_id, locator, secret_hash, issued_at, issued_by, issued_by_name, expires_at, tries_left)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, ${TRIES})`,
      [newId(), accountId, code.locator, code.secretHash, now, actor.id, actor.displayName, expiresAt],
    );
    await appendAudit(transaction, [
      {
        act: 'gave-access',
        actor: { kind: 'person', id: actor.id },
        ward: stay.ward_id,
        admissions: [admissionId],
        details: { access: accountId, who },
      },
    ]);
    return accountId;
  });
}

/** Takes it back: the code, where it was not used, and every session that came of it. False where there is none in force. */
export function revokeAccess(
  database: Database,
  { admissionId, accessId, actor, now }: { admissionId: string; accessId: string; actor: Account; now: Date },
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const [account] = await transaction.query<{ ward_id: string }>(
      `UPDATE account c SET disabled_at = $4 FROM admission a
       WHERE c.id = $1 AND c.admission_id = $2 AND a.id = $2 AND a.ward_id = ANY ($3::text[]) AND c.disabled_at IS NULL
       RETURNING a.ward_id`,
      [accessId, admissionId, actor.wardIds, now],
    );
    if (!account) return false;
    await transaction.query('UPDATE sign_in_code SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL', [
      accessId,
      now,
    ]);
    await transaction.query('DELETE FROM session WHERE account_id = $1', [accessId]);
    await appendAudit(transaction, [
      {
        act: 'revoked-access',
        actor: { kind: 'person', id: actor.id },
        ward: account.ward_id,
        admissions: [admissionId],
        details: { access: accessId },
      },
    ]);
    return true;
  });
}

/** A code that may be tried, with how its secret is hashed. */
export interface CodeToTry {
  readonly id: string;
  readonly accountId: string;
  readonly secretHash: string;
}

/**
 * The code of this locator, with one of its tries taken from it before it is known whether the secret is right: however many come
 * at once, there are no more. Null when there is none that may be tried: used, run out, withdrawn, or of a stay that is over.
 */
export async function tryCode(database: Queryable, locator: string, now: Date): Promise<CodeToTry | null> {
  const [code] = await database.query<{ id: string; account_id: string; secret_hash: string }>(
    `UPDATE sign_in_code s SET tries_left = tries_left - 1 FROM account c JOIN admission a ON a.id = c.admission_id
     WHERE s.locator = $1 AND s.account_id = c.id AND s.tries_left > 0 AND s.used_at IS NULL AND s.revoked_at IS NULL AND s.expires_at > $2
       AND c.disabled_at IS NULL AND a.status = 'active'
     RETURNING s.id, s.account_id, s.secret_hash`,
    [locator, now],
  );
  return code ? { id: code.id, accountId: code.account_id, secretHash: code.secret_hash } : null;
}

/** Uses a code up. False when somebody else did at this moment. */
export async function useCode(database: Queryable, { id, now }: { id: string; now: Date }): Promise<boolean> {
  const used = await database.query(
    'UPDATE sign_in_code SET used_at = $2 WHERE id = $1 AND used_at IS NULL RETURNING id',
    [id, now],
  );
  return used.length === 1;
}

/** Who may sign in for a stay of these wards, and what the hub wrote to them; null when there is no such stay. */
export async function accessToStay(
  database: Queryable,
  { admissionId, wardIds }: { admissionId: string; wardIds: readonly string[] },
): Promise<(StayAccess & { wardId: string }) | null> {
  const [stay] = await database.query<{ ward_id: string; phone: string | null }>(
    `SELECT a.ward_id, w.patient_phone AS phone FROM admission a JOIN ward w ON w.id = a.ward_id
     WHERE a.id = $1 AND a.ward_id = ANY ($2::text[])`,
    [admissionId, wardIds],
  );
  if (!stay) return null;
  const accesses = await database.query<StayAccess['accesses'][number]>(
    `SELECT c.id, c.role AS who, c.display_name AS name, ${msOf('s.issued_at')} AS "issuedAt", s.issued_by_name AS "issuedBy",
       ${msOf('s.expires_at')} AS "codeExpiresAt", s.tries_left AS "triesLeft", ${msOf('s.used_at')} AS "signedInAt",
       (SELECT ${msOf('max(e.last_seen_at)')} FROM session e WHERE e.account_id = c.id) AS "lastSeenAt",
       ${msOf('c.disabled_at')} AS "revokedAt"
     FROM account c JOIN sign_in_code s ON s.account_id = c.id WHERE c.admission_id = $1 ORDER BY s.issued_at DESC`,
    [admissionId],
  );
  const messages = await database.query<StayAccess['messages'][number]>(
    `SELECT id, ${msOf('at')} AS at, written_by_name AS "by", text, ${msOf('seen_at')} AS "seenAt"
     FROM patient_message WHERE admission_id = $1 ORDER BY at DESC LIMIT 100`,
    [admissionId],
  );
  return { wardId: stay.ward_id, phone: stay.phone, accesses, messages };
}

/** The hub writes to a patient. False where there is no such stay on the actor's wards, or it is over. */
export function writeToPatient(
  database: Database,
  { admissionId, text, actor, now }: { admissionId: string; text: string; actor: Account; now: Date },
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const [stay] = await transaction.query<{ ward_id: string }>(
      `SELECT ward_id FROM admission WHERE id = $1 AND status = 'active' AND ward_id = ANY ($2::text[]) FOR KEY SHARE`,
      [admissionId, actor.wardIds],
    );
    if (!stay) return false;
    const id = newId();
    await transaction.query(
      `INSERT INTO patient_message (id, admission_id, at, written_by, written_by_name, text) VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, admissionId, now, actor.id, actor.displayName, text],
    );
    await appendAudit(transaction, [
      {
        act: 'wrote-to-patient',
        actor: { kind: 'person', id: actor.id },
        ward: stay.ward_id,
        admissions: [admissionId],
        details: { message: id },
      },
    ]);
    return true;
  });
}

/** The number that patients of a ward ring. False where the ward is not one of the actor's. */
export function changePatientPhone(
  database: Database,
  { wardId, phone, actor }: { wardId: string; phone: string; actor: Account },
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const [ward] = await transaction.query(
      'UPDATE ward SET patient_phone = $2 WHERE id = $1 AND id = ANY ($3::text[]) RETURNING id',
      [wardId, phone, actor.wardIds],
    );
    if (!ward) return false;
    await appendAudit(transaction, [
      { act: 'changed-patient-phone', actor: { kind: 'person', id: actor.id }, ward: wardId },
    ]);
    return true;
  });
}
