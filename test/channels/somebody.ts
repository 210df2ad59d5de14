import type { WaysByPriority } from '#contracts';
import { askToNotify, type Database, type NotificationReason } from '#records';
import type { TestDatabase } from '../harness/index.ts';
import { anAccount } from '../ward/fixtures.ts';
import type { Subscription } from './push-service.ts';

let count = 0;

interface Reached {
  readonly wardIds: readonly string[];
  readonly mobile?: string | null;
  readonly email?: string | null;
  readonly ways?: Partial<WaysByPriority>;
  readonly devices?: readonly Subscription[];
  readonly quiet?: readonly [from: number, to: number];
}

const BY_NOTHING: WaysByPriority = { emergency: [], urgent: [], routine: [], technical: [] };

/** Somebody on the ward who can be told in these ways, and in no other. */
export async function somebody(database: TestDatabase, reached: Reached): Promise<string> {
  const { wardIds, mobile = null, email = null, ways = {}, devices = [], quiet = [null, null] } = reached;
  const id = await anAccount(database, { wardIds });
  await database.query(
    `INSERT INTO contact (account_id, mobile, email, channels, quiet_from, quiet_to, changed_at) VALUES ($1, $2, $3, $4, $5, $6, now())`,
    [id, mobile, email, JSON.stringify({ ...BY_NOTHING, ...ways }), ...quiet],
  );
  for (const { endpoint, keys, vapidKey } of devices) {
    await database.query(
      `INSERT INTO push_device (id, account_id, endpoint, p256dh, auth, vapid_key, name, created_at) VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, 'A phone', now())`,
      [id, endpoint, keys.p256dh, keys.auth, vapidKey],
    );
  }
  return id;
}

/** A UK number that is nobody's. Source: Ofcom, numbers for drama. */
export const aMobile = (): string => `+44770090${String(++count % 10_000).padStart(4, '0')}`;
export const anEmail = (): string => `person-${++count}@nhs.example`;

/** Asks for somebody to be told, as a raise does. `company`: how long ago it was asked, in s; long enough to have gathered company. */
export async function tell(
  database: Database,
  {
    alertIds,
    accountId,
    reason = 'raised',
    version = 1,
    company = 60,
  }: {
    alertIds: readonly string[];
    accountId: string;
    reason?: NotificationReason;
    version?: number;
    company?: number;
  },
): Promise<void> {
  const asked = new Date(Date.now() - company * 1_000);
  await database.transaction((transaction) =>
    askToNotify(
      transaction,
      alertIds.map((alertId) => ({ alertId, accountId, reason, step: 1, alertVersion: version })),
      asked,
    ),
  );
}

export interface DeliveryRow {
  readonly id: string;
  readonly channel: string;
  readonly state: string;
  readonly attempts: number;
  readonly receipt: string | null;
  readonly receipt_key: string;
  readonly detail: string | null;
}

/** What was sent to somebody, oldest first. */
export function deliveriesTo(database: TestDatabase, accountId: string): Promise<DeliveryRow[]> {
  return database.query<DeliveryRow>(
    `SELECT d.id, d.channel, d.state, d.attempts, d.receipt, d.receipt_key, d.detail
     FROM delivery d JOIN message m ON m.id = d.message_id WHERE m.account_id = $1 ORDER BY d.created_at, d.channel`,
    [accountId],
  );
}

/** The log of one delivery, in words. */
export async function logOf(database: TestDatabase, deliveryId: string): Promise<string[]> {
  const rows = await database.query<{ kind: string }>(
    'SELECT kind FROM delivery_event WHERE delivery_id = $1 ORDER BY id',
    [deliveryId],
  );
  return rows.map(({ kind }) => kind);
}

/** Nobody waits in a test for what is put off: it is due now. What a worker has in hand is left to it. */
export async function dueNow(database: TestDatabase): Promise<void> {
  await database.query(
    `UPDATE delivery d SET due_at = now() WHERE state = 'queued'
       AND (SELECT e.kind FROM delivery_event e WHERE e.delivery_id = d.id ORDER BY e.id DESC LIMIT 1) <> 'attempt'`,
  );
  await database.query('UPDATE delivery SET ask_at = now() WHERE ask_at IS NOT NULL');
}
