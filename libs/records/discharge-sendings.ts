import type { DischargeEndpointDraft, DischargeEndpointView, DischargeSending } from '#contracts';
import { v7 as newId } from 'uuid';
import type { Actor } from './alerts/alerts.ts';
import { appendAudit } from './audit.ts';
import { isUniqueViolation, type Database, type Queryable, type Transaction } from './database.ts';
import { msOf } from './sql.ts';

/** A bundle is worth sending for so long; then somebody has to look. [ours] */
const GIVE_UP_AFTER = "interval '7 days'";
/** More of what a receiver says is not kept. */
const LONGEST_DETAIL = 1_000;

/** The ward's own, else that of the site. A statement of one row at most. */
const ENDPOINT_OF = (ward: string): string => `
  SELECT e.id FROM discharge_endpoint e WHERE e.ended_at IS NULL AND (e.ward_id = ${ward} OR e.ward_id IS NULL)
  ORDER BY e.ward_id IS NULL LIMIT 1`;

/**
 * Asks for the bundle of a stay that has ended to be sent, where there is an endpoint: that of the newest summary, once. Nothing while
 * the stay goes on, or while a summary of somebody at home is still to come.
 */
export async function queueBundle(
  transaction: Transaction,
  { admissionId, base, by, now }: { admissionId: string; base: string; by: string; now: Date },
): Promise<void> {
  const [made] = await transaction.query<{ id: string }>(
    `INSERT INTO discharge_sending (id, admission_id, summary_id, endpoint_id, base, queued_at, queued_by_name, due_at, give_up_at)
     SELECT $1, a.id, s.id, e.id, $3, $4, $5, $4, $4::timestamptz + ${GIVE_UP_AFTER}
     FROM admission a CROSS JOIN LATERAL (${ENDPOINT_OF('a.ward_id')}) e
     LEFT JOIN LATERAL (SELECT d.id, d.at FROM discharge_summary d WHERE d.admission_id = a.id ORDER BY d.at DESC, d.id DESC LIMIT 1) s ON true
     WHERE a.id = $2 AND a.status = 'ended' AND (a.ending <> 'home' OR s.id IS NOT NULL)
       AND NOT EXISTS (SELECT FROM summary_to_come c WHERE c.admission_id = a.id AND (s.at IS NULL OR s.at < c.at))
     ON CONFLICT DO NOTHING RETURNING id`,
    [newId(), admissionId, base, now, by],
  );
  if (!made) return;
  await transaction.query(
    `UPDATE discharge_sending SET state = 'held', due_at = NULL, settled_at = $3, detail = 'A corrected summary takes its place.'
     WHERE admission_id = $1 AND id <> $2 AND state = 'queued'`,
    [admissionId, made.id, now],
  );
}

/** One that a worker has in hand. */
export interface ClaimedSending {
  readonly id: string;
  readonly admissionId: string;
  readonly wardId: string;
  readonly attempt: number;
  readonly base: string;
  readonly document: string | null;
  readonly gaveUp: boolean;
  /** The person objects to their GP, and whoever looks after them next, being told. */
  readonly objects: boolean;
  readonly endpoint: {
    readonly id: string;
    readonly name: string;
    readonly url: string;
    readonly secretVersion: number;
  };
}

const CLAIM = `
  WITH due AS (
    SELECT s.id FROM discharge_sending s WHERE s.state = 'queued' AND s.due_at <= now() ORDER BY s.due_at LIMIT $1 FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE discharge_sending s SET due_at = now() + make_interval(secs => $2::float8 / 1000), attempts = s.attempts + 1,
      -- What has ended since takes nothing more: the ward may have another.
      endpoint_id = coalesce((SELECT n.id FROM admission a CROSS JOIN LATERAL (${ENDPOINT_OF('a.ward_id')}) n WHERE a.id = s.admission_id), s.endpoint_id)
    FROM due WHERE s.id = due.id RETURNING s.*
  ), told AS (
    INSERT INTO discharge_attempt (sending_id, admission_id, attempt, at, kind, sent_to)
    SELECT c.id, c.admission_id, c.attempts, clock_timestamp(), 'attempt', e.name FROM claimed c JOIN discharge_endpoint e ON e.id = c.endpoint_id
  )
  SELECT c.id, c.admission_id AS "admissionId", a.ward_id AS "wardId", c.attempts AS attempt, c.base, c.document, c.give_up_at <= now() AS "gaveUp",
    EXISTS (SELECT FROM (SELECT DISTINCT ON (sc.scope) sc.scope, sc.choice FROM sharing_choice sc WHERE sc.patient_id = a.patient_id
      ORDER BY sc.scope, sc.id DESC) newest WHERE newest.scope = 'gp' AND newest.choice = 'objects') AS objects,
    json_build_object('id', e.id, 'name', e.name, 'url', e.url, 'secretVersion', e.secret_version) AS endpoint
  FROM claimed c JOIN admission a ON a.id = c.admission_id JOIN discharge_endpoint e ON e.id = c.endpoint_id`;

/**
 * Takes up to `limit` due bundles that no other worker has. They are due again after `holdFor` ms: a worker that dies with one in hand
 * loses none, and what it had made of it is sent again as it was.
 */
export function claimSendings(
  database: Queryable,
  { limit, holdFor }: { limit: number; holdFor: number },
): Promise<ClaimedSending[]> {
  return database.query<ClaimedSending>(CLAIM, [limit, holdFor]);
}

/** Keeps what is about to be sent; where another worker was quicker, theirs is what is sent. */
export async function keepDocument(database: Queryable, id: string, document: string): Promise<string> {
  const [kept] = await database.query<{ document: string }>(
    'UPDATE discharge_sending SET document = coalesce(document, $2) WHERE id = $1 RETURNING document',
    [id, document],
  );
  return kept?.document ?? document;
}

export interface SendingOutcome {
  readonly kind: 'received' | 'not-now' | 'refused' | 'given-up' | 'held';
  /** Of the answer; null where none came. */
  readonly status: number | null;
  readonly detail: string | null;
  readonly bytes: number | null;
}

/** Writes down what was answered, with what follows from it. `retryAfter`: when to try again, in ms. */
export function recordSending(
  database: Database,
  { sending, outcome, retryAfter }: { sending: ClaimedSending; outcome: SendingOutcome; retryAfter: number },
): Promise<void> {
  const { kind, status, bytes } = outcome;
  const detail = outcome.detail?.slice(0, LONGEST_DETAIL) ?? null;
  return database.transaction(async (transaction) => {
    const again = kind === 'not-now';
    await transaction.query(
      `UPDATE discharge_sending SET detail = $4, state = CASE WHEN $3 THEN 'queued' ELSE $5 END,
         due_at = CASE WHEN $3 THEN least(now() + make_interval(secs => $6::float8 / 1000), give_up_at) END,
         settled_at = CASE WHEN $3 THEN NULL ELSE now() END
       WHERE id = $1 AND state = 'queued' AND attempts = $2`,
      [sending.id, sending.attempt, again, detail, kind, retryAfter],
    );
    await transaction.query(
      `INSERT INTO discharge_attempt (sending_id, admission_id, attempt, at, kind, sent_to, bytes, status, detail)
       VALUES ($1, $2, $3, clock_timestamp(), $4, $5, $6, $7, $8)`,
      [sending.id, sending.admissionId, sending.attempt, kind, sending.endpoint.name, bytes, status, detail],
    );
  });
}

/** What was sent of a stay, newest first, each with every attempt. */
export function sendingsOf(database: Queryable, admissionId: string): Promise<DischargeSending[]> {
  return database.query<DischargeSending>(
    `SELECT s.id, s.summary_id AS "summaryId", e.name AS "to", ${msOf('s.queued_at')} AS "queuedAt", s.queued_by_name AS "queuedBy", s.state,
       s.attempts, ${msOf('s.due_at')} AS "nextAttemptAt", s.detail, length(s.document) AS bytes,
       (SELECT coalesce(json_agg(json_build_object('at', ${msOf('t.at')}, 'attempt', t.attempt, 'kind', t.kind, 'to', t.sent_to, 'status', t.status,
          'bytes', t.bytes, 'detail', t.detail) ORDER BY t.id), '[]')
        FROM (SELECT * FROM discharge_attempt t WHERE t.sending_id = s.id ORDER BY t.id DESC LIMIT 60) t) AS log
     FROM discharge_sending s JOIN discharge_endpoint e ON e.id = s.endpoint_id
     WHERE s.admission_id = $1 ORDER BY s.queued_at DESC, s.id DESC LIMIT 20`,
    [admissionId],
  );
}

export type SendAgainOutcome =
  | { readonly kind: 'queued' }
  | { readonly kind: 'no-such-stay' }
  /** It goes on, or its summary is still to come. */
  | { readonly kind: 'not-ended' }
  | { readonly kind: 'objected-to' }
  | { readonly kind: 'no-endpoint' };

/**
 * Has the bundle of the newest summary sent, also once more: under the same identifier, at once. One that was refused, or never made, is
 * made anew; every other is sent as it was.
 */
export function sendBundleAgain(
  database: Database,
  { admissionId, base, actor, now }: { admissionId: string; base: string; actor: Actor; now: Date },
): Promise<SendAgainOutcome> {
  return database.transaction(async (transaction): Promise<SendAgainOutcome> => {
    const [stay] = await transaction.query<{
      ward_id: string;
      status: string;
      endpoint: string | null;
      objects: boolean;
    }>(
      `SELECT a.ward_id, a.status, (${ENDPOINT_OF('a.ward_id')}) AS endpoint,
         EXISTS (SELECT FROM (SELECT DISTINCT ON (sc.scope) sc.scope, sc.choice FROM sharing_choice sc WHERE sc.patient_id = a.patient_id
           ORDER BY sc.scope, sc.id DESC) newest WHERE newest.scope = 'gp' AND newest.choice = 'objects') AS objects
       FROM admission a WHERE a.id = $1 AND a.ward_id = ANY ($2::text[]) FOR NO KEY UPDATE OF a`,
      [admissionId, actor.wardIds],
    );
    if (!stay) return { kind: 'no-such-stay' };
    if (stay.status !== 'ended') return { kind: 'not-ended' };
    if (stay.objects) return { kind: 'objected-to' };
    if (stay.endpoint === null) return { kind: 'no-endpoint' };
    await queueBundle(transaction, { admissionId, base, by: actor.displayName, now });
    const [newest] = await transaction.query<{ id: string; attempts: number }>(
      `UPDATE discharge_sending s SET state = 'queued', due_at = $2, settled_at = NULL, give_up_at = $2::timestamptz + ${GIVE_UP_AFTER},
         endpoint_id = $3, document = CASE WHEN s.state = 'refused' THEN NULL ELSE s.document END
       WHERE s.id = (SELECT id FROM discharge_sending WHERE admission_id = $1 ORDER BY queued_at DESC, id DESC LIMIT 1)
       RETURNING s.id, s.attempts`,
      [admissionId, now, stay.endpoint],
    );
    if (!newest) return { kind: 'not-ended' };
    await transaction.query(
      `INSERT INTO discharge_attempt (sending_id, admission_id, attempt, at, kind, detail) VALUES ($1, $2, $3, clock_timestamp(), 'asked-again', $4)`,
      [newest.id, admissionId, newest.attempts, `Asked for by ${actor.displayName}`],
    );
    await appendAudit(transaction, [
      {
        act: 'sent-discharge-bundle',
        actor: { kind: 'person', id: actor.id },
        ward: stay.ward_id,
        admissions: [admissionId],
        details: { sending: newest.id },
      },
    ]);
    return { kind: 'queued' };
  });
}

const ENDPOINT = `
  SELECT e.id, e.ward_id IS NULL AS "everyWard", e.name, e.url, ${msOf('e.created_at')} AS "createdAt", e.created_by AS "createdBy", e.secret_version AS "secretVersion"
  FROM discharge_endpoint e`;

export type KeptEndpoint = DischargeEndpointView & { readonly secretVersion: number };

/** Where bundles of this ward go: its own, and that of the site. */
export function dischargeEndpointsOf(database: Queryable, wardId: string): Promise<KeptEndpoint[]> {
  return database.query<KeptEndpoint>(
    `${ENDPOINT} WHERE e.ended_at IS NULL AND (e.ward_id = $1 OR e.ward_id IS NULL) ORDER BY e.ward_id IS NULL`,
    [wardId],
  );
}

/** Null where there is one already: it is ended first. */
export async function addDischargeEndpoint(
  database: Database,
  { wardId, draft, actor, now }: { wardId: string; draft: DischargeEndpointDraft; actor: Actor; now: Date },
): Promise<KeptEndpoint | null> {
  const id = newId();
  try {
    return await database.transaction(async (transaction) => {
      await transaction.query(
        'INSERT INTO discharge_endpoint (id, ward_id, name, url, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6)',
        [id, draft.everyWard ? null : wardId, draft.name, draft.url, now, actor.displayName],
      );
      await appendAudit(transaction, [
        {
          act: 'changed-discharge-endpoint',
          actor: { kind: 'person', id: actor.id },
          ward: wardId,
          details: { endpoint: id, everyWard: draft.everyWard },
        },
      ]);
      const [kept] = await transaction.query<KeptEndpoint>(`${ENDPOINT} WHERE e.id = $1`, [id]);
      return kept ?? null;
    });
  } catch (error) {
    if (isUniqueViolation(error, 'one_discharge_endpoint')) return null;
    throw error;
  }
}

/** Sends nothing there any more. That of the site is ended by an administrator alone. False where there is none. */
export function endDischargeEndpoint(
  database: Database,
  {
    wardId,
    endpointId,
    ofSite,
    actor,
    now,
  }: { wardId: string; endpointId: string; ofSite: boolean; actor: Actor; now: Date },
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const ended = await transaction.query(
      `UPDATE discharge_endpoint SET ended_at = $4, ended_by = $5
       WHERE id = $1 AND (ward_id = $2 OR ($3 AND ward_id IS NULL)) AND ended_at IS NULL RETURNING id`,
      [endpointId, wardId, ofSite, now, actor.displayName],
    );
    if (ended.length === 0) return false;
    await appendAudit(transaction, [
      {
        act: 'changed-discharge-endpoint',
        actor: { kind: 'person', id: actor.id },
        ward: wardId,
        details: { endpoint: endpointId, ended: true },
      },
    ]);
    return true;
  });
}
