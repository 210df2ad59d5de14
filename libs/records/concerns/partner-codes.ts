import type { PartnerCodeList } from '#contracts';
import { v7 as newId } from 'uuid';
import type { Account } from '../accounts.ts';
import { appendAudit } from '../audit.ts';
import type { Database, Queryable } from '../database.ts';
import { msOf } from '../sql.ts';

/** The codes of these wards, those in force first. */
export function partnerCodesAmong(
  database: Queryable,
  { wardIds, now }: { wardIds: readonly string[]; now: Date },
): Promise<PartnerCodeList['codes']> {
  return database.query(
    `SELECT c.id, c.ward_id AS "wardId", w.name AS "wardName", c.organisation, c.prefix, ${msOf('c.issued_at')} AS "issuedAt",
       c.issued_by_name AS "issuedBy", ${msOf('c.expires_at')} AS "expiresAt", ${msOf('c.revoked_at')} AS "revokedAt",
       c.revoked_by_name AS "revokedBy", ${msOf('c.last_used_at')} AS "lastUsedAt",
       (SELECT count(*)::int FROM concern WHERE concern.partner_code_id = c.id) AS concerns
     FROM partner_code c JOIN ward w ON w.id = c.ward_id WHERE c.ward_id = ANY ($1::text[])
     ORDER BY (c.revoked_at IS NULL AND c.expires_at > $2) DESC, c.organisation, c.issued_at DESC`,
    [wardIds, now],
  );
}

/** Gives a partner organisation a code, of which the record keeps the hash; null where the ward is not one of the actor's. */
export async function issuePartnerCode(
  database: Database,
  wish: {
    wardId: string;
    organisation: string;
    code: { hash: Buffer; prefix: string };
    expiresAt: Date;
    actor: Account;
    now: Date;
  },
): Promise<string | null> {
  const { wardId, organisation, code, expiresAt, actor, now } = wish;
  if (!actor.wardIds.includes(wardId)) return null;
  const id = newId();
  await database.transaction(async (transaction) => {
    await transaction.query(
      `INSERT INTO partner_code (id, ward_id, organisation, code_hash, prefix, issued_at, issued_by, issued_by_name, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [id, wardId, organisation, code.hash, code.prefix, now, actor.id, actor.displayName, expiresAt],
    );
    await appendAudit(transaction, [
      { act: 'gave-partner-code', actor: { kind: 'person', id: actor.id }, ward: wardId, details: { code: id } },
    ]);
  });
  return id;
}

/** Withdraws a code: from now on nothing is told with it. False where there is none on the actor's wards that is in force. */
export function revokePartnerCode(
  database: Database,
  { id, actor, now }: { id: string; actor: Account; now: Date },
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const [code] = await transaction.query<{ ward_id: string }>(
      `UPDATE partner_code SET revoked_at = $3, revoked_by_name = $4
       WHERE id = $1 AND ward_id = ANY ($2::text[]) AND revoked_at IS NULL RETURNING ward_id`,
      [id, actor.wardIds, now, actor.displayName],
    );
    if (!code) return false;
    await appendAudit(transaction, [
      {
        act: 'revoked-partner-code',
        actor: { kind: 'person', id: actor.id },
        ward: code.ward_id,
        details: { code: id },
      },
    ]);
    return true;
  });
}
