import { DEFAULT_WAYS, type ContactChange, type WaysByPriority } from '#contracts';
import { v7 as newId } from 'uuid';
import { appendAudit } from '../audit.ts';
import type { Database, Queryable } from '../database.ts';

/** How somebody wants to be told. Version 0: they never chose. */
export interface Contact {
  readonly version: number;
  readonly mobile: string | null;
  readonly email: string | null;
  readonly ways: WaysByPriority;
  /** Minutes after midnight. */
  readonly quietHours: { readonly from: number; readonly to: number } | null;
}

interface ContactRow {
  version: number;
  mobile: string | null;
  email: string | null;
  channels: WaysByPriority;
  quiet_from: number | null;
  quiet_to: number | null;
}

const NEVER_CHOSE: Contact = { version: 0, mobile: null, email: null, ways: DEFAULT_WAYS, quietHours: null };

function contactOf(row: ContactRow | undefined): Contact {
  if (!row) return NEVER_CHOSE;
  const { version, mobile, email, channels: ways, quiet_from: from, quiet_to: to } = row;
  return { version, mobile, email, ways, quietHours: from === null || to === null ? null : { from, to } };
}

export async function contactOfAccount(database: Queryable, accountId: string): Promise<Contact> {
  const [row] = await database.query<ContactRow>(
    'SELECT version, mobile, email, channels, quiet_from, quiet_to FROM contact WHERE account_id = $1',
    [accountId],
  );
  return contactOf(row);
}

export type ContactChanged = { kind: 'changed' } | { kind: 'stale' };

/** Changes somebody's own contact; `stale` when it was changed since they looked. The audit trail is told that, and not what. */
export async function changeContact(
  database: Database,
  accountId: string,
  { version, mobile, email, ways, quietHours }: ContactChange,
): Promise<ContactChanged> {
  return database.transaction(async (transaction): Promise<ContactChanged> => {
    const values = [
      accountId,
      version,
      mobile,
      email,
      JSON.stringify(ways),
      quietHours?.from ?? null,
      quietHours?.to ?? null,
    ];
    const changed = await transaction.query(
      version === 0
        ? `INSERT INTO contact (account_id, version, mobile, email, channels, quiet_from, quiet_to, changed_at)
           VALUES ($1, $2::integer + 1, $3, $4, $5, $6, $7, now()) ON CONFLICT (account_id) DO NOTHING RETURNING version`
        : `UPDATE contact SET version = version + 1, mobile = $3, email = $4, channels = $5, quiet_from = $6, quiet_to = $7, changed_at = now()
           WHERE account_id = $1 AND version = $2 RETURNING version`,
      values,
    );
    if (changed.length === 0) return { kind: 'stale' };
    await appendAudit(transaction, [{ act: 'changed-contact', actor: { kind: 'person', id: accountId } }]);
    return { kind: 'changed' };
  });
}

export interface PushDevice {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

export async function pushDevicesOf(database: Queryable, accountId: string): Promise<PushDevice[]> {
  const rows = await database.query<{ id: string; name: string; created_at: Date }>(
    'SELECT id, name, created_at FROM push_device WHERE account_id = $1 ORDER BY created_at',
    [accountId],
  );
  return rows.map(({ id, name, created_at: createdAt }) => ({ id, name, createdAt }));
}

/** A person has no more browsers than this; the one that was switched on first goes. */
const MOST_DEVICES = 10;

/** Switches a browser on for somebody; one that was somebody else's becomes theirs, since whoever signs in on it is told there. */
export async function addPushDevice(
  database: Database,
  device: { accountId: string; endpoint: string; p256dh: string; auth: string; vapidKey: string | null; name: string },
): Promise<string> {
  return database.transaction(async (transaction) => {
    const { accountId, endpoint, p256dh, auth, vapidKey, name } = device;
    const [row] = await transaction.query<{ id: string }>(
      `INSERT INTO push_device (id, account_id, endpoint, p256dh, auth, vapid_key, name, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, now())
       ON CONFLICT (endpoint) DO UPDATE SET
         account_id = excluded.account_id, p256dh = excluded.p256dh, auth = excluded.auth, vapid_key = excluded.vapid_key,
         name = excluded.name, created_at = now()
       RETURNING id`,
      [newId(), accountId, endpoint, p256dh, auth, vapidKey, name],
    );
    if (!row) throw new Error('an upsert that returns no row');
    await transaction.query(
      `DELETE FROM push_device WHERE id IN (SELECT id FROM push_device WHERE account_id = $1 ORDER BY created_at DESC OFFSET $2)`,
      [accountId, MOST_DEVICES],
    );
    await appendAudit(transaction, [
      { act: 'added-device', actor: { kind: 'person', id: accountId }, details: { device: row.id } },
    ]);
    return row.id;
  });
}

/** False when it is not one of theirs. */
export async function removePushDevice(database: Database, accountId: string, deviceId: string): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const removed = await transaction.query('DELETE FROM push_device WHERE id = $1 AND account_id = $2 RETURNING id', [
      deviceId,
      accountId,
    ]);
    if (removed.length === 0) return false;
    await appendAudit(transaction, [
      { act: 'removed-device', actor: { kind: 'person', id: accountId }, details: { device: deviceId } },
    ]);
    return true;
  });
}
