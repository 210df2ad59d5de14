import type { Priority } from '#clinical';
import type { WebhookDelivery } from '#contracts';
import { v7 as newId } from 'uuid';
import { appendAudit } from '../audit.ts';
import type { Database, Queryable } from '../database.ts';

/** Something outside that is told of a ward's alerts. */
export interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly priorities: readonly Priority[];
  readonly secretVersion: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly endedWhy: string | null;
  readonly failingSince: Date | null;
  readonly failingWhy: string | null;
  readonly lastSuccessAt: Date | null;
  readonly lastFailure: string | null;
}

interface WebhookRow {
  id: string;
  name: string;
  url: string;
  priorities: Priority[];
  secret_version: number;
  created_by: string;
  created_at: Date;
  ended_at: Date | null;
  ended_why: string | null;
  failing_since: Date | null;
  failing_why: string | null;
  last_success_at: Date | null;
  last_failure: string | null;
}

const COLUMNS = `id, name, url, priorities, secret_version, created_by, created_at, ended_at, ended_why,
  failing_since, failing_why, last_success_at, last_failure`;

const webhookOf = (row: WebhookRow): Webhook => ({
  id: row.id,
  name: row.name,
  url: row.url,
  priorities: row.priorities,
  secretVersion: row.secret_version,
  createdBy: row.created_by,
  createdAt: row.created_at,
  endedAt: row.ended_at,
  endedWhy: row.ended_why,
  failingSince: row.failing_since,
  failingWhy: row.failing_why,
  lastSuccessAt: row.last_success_at,
  lastFailure: row.last_failure,
});

export async function webhooksOf(database: Queryable, wardId: string): Promise<Webhook[]> {
  const rows = await database.query<WebhookRow>(
    `SELECT ${COLUMNS} FROM webhook WHERE ward_id = $1 ORDER BY ended_at IS NOT NULL, created_at`,
    [wardId],
  );
  return rows.map(webhookOf);
}

const MS = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`;
const MOST_SHOWN = 50;

/** What a webhook of the ward was sent, the newest first; null when the ward has no such webhook. */
export async function webhookDeliveries(
  database: Queryable,
  { wardId, webhookId }: { wardId: string; webhookId: string },
): Promise<WebhookDelivery[] | null> {
  const [known] = await database.query('SELECT FROM webhook WHERE id = $1 AND ward_id = $2', [webhookId, wardId]);
  if (!known) return null;
  return database.query<WebhookDelivery>(
    `SELECT d.id, CASE m.kind WHEN 'test' THEN 'test' ELSE 'alert.' || m.reason END AS type, m.priority, d.state,
       ${MS('d.created_at')} AS "createdAt", ${MS('d.due_at')} AS "nextAttemptAt",
       (SELECT coalesce(json_agg(json_build_object('at', ${MS('e.at')}, 'attempt', e.attempt, 'kind', e.kind, 'detail', e.detail) ORDER BY e.id), '[]')
        FROM delivery_event e WHERE e.delivery_id = d.id) AS log
     FROM message m JOIN delivery d ON d.message_id = m.id WHERE m.webhook_id = $1 ORDER BY m.created_at DESC LIMIT $2`,
    [webhookId, MOST_SHOWN],
  );
}

interface By {
  readonly id: string;
  readonly displayName: string;
}

export async function addWebhook(
  database: Database,
  {
    wardId,
    name,
    url,
    priorities,
    by,
  }: { wardId: string; name: string; url: string; priorities: readonly Priority[]; by: By },
): Promise<Webhook> {
  return database.transaction(async (transaction) => {
    const [row] = await transaction.query<WebhookRow>(
      `INSERT INTO webhook (id, ward_id, name, url, priorities, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, now())
       RETURNING ${COLUMNS}`,
      [newId(), wardId, name, url, priorities, by.displayName],
    );
    if (!row) throw new Error('an insert that returns no row');
    await appendAudit(transaction, [
      { act: 'added-webhook', actor: { kind: 'person', id: by.id }, ward: wardId, details: { webhook: row.id } },
    ]);
    return webhookOf(row);
  });
}

/** Tells it nothing any more. False when the ward has no such webhook. */
export async function endWebhook(
  database: Database,
  { wardId, webhookId, by }: { wardId: string; webhookId: string; by: By },
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const ended = await transaction.query(
      `UPDATE webhook SET ended_at = now(), ended_why = 'Ended by ' || $3 WHERE id = $1 AND ward_id = $2 AND ended_at IS NULL RETURNING id`,
      [webhookId, wardId, by.displayName],
    );
    if (ended.length === 0) return false;
    await appendAudit(transaction, [
      { act: 'ended-webhook', actor: { kind: 'person', id: by.id }, ward: wardId, details: { webhook: webhookId } },
    ]);
    return true;
  });
}

/** The webhook itself says that it is there no more. */
export async function webhookIsGone(database: Queryable, webhookId: string): Promise<void> {
  await database.query(
    `UPDATE webhook SET ended_at = now(), ended_why = 'It answered 410: gone' WHERE id = $1 AND ended_at IS NULL`,
    [webhookId],
  );
}
