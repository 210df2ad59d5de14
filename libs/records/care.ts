import {
  RESTRICTED_NAME,
  type CareChange,
  type CareDraft,
  type CareEntry,
  type CareOfStay,
  type WardTasks,
} from '#contracts';
import { v7 as newId } from 'uuid';
import { hiddenFrom, type Account } from './accounts.ts';
import type { Actor } from './alerts/alerts.ts';
import { appendAudit } from './audit.ts';
import type { Database, Queryable, Transaction } from './database.ts';
import { msOf } from './sql.ts';
import { appendToFeed } from './ward-feed.ts';

/** An entry `e` with the version `c` of it, as JSON. */
const ENTRY = `json_build_object('id', e.id, 'kind', e.kind, 'version', c.version, 'at', ${msOf('c.at')}, 'by', c.by_name, 'content', c.content,
  'owner', (SELECT acc.display_name FROM account acc WHERE acc.id = (c.content ->> 'ownerId')::uuid))`;

const NEWEST = `
  SELECT ${ENTRY} AS entry FROM care_entry e JOIN care_entry_change c ON c.entry_id = e.id AND c.version = e.version
  WHERE e.admission_id = $1 ORDER BY c.at DESC, c.id DESC`;

/** Who of the hub works on the ward `$1`. */
const COLLEAGUES = `
  SELECT c.id, c.display_name AS name FROM account c
  WHERE c.role IN ('hub-clinician', 'coordinator', 'lead') AND c.disabled_at IS NULL AND $1 = ANY (c.ward_ids) ORDER BY c.display_name, c.id`;

/** Everything around a stay of these wards, also when it is over; null when there is no such stay. */
export async function careOf(
  database: Queryable,
  { admissionId, wardIds, now }: { admissionId: string; wardIds: readonly string[]; now: Date },
): Promise<(CareOfStay & { wardId: string }) | null> {
  const [stay] = await database.query<{ ward_id: string; active: boolean }>(
    `SELECT ward_id, status = 'active' AS active FROM admission WHERE id = $1 AND ward_id = ANY ($2::text[])`,
    [admissionId, wardIds],
  );
  if (!stay) return null;
  const rows = await database.query<{ entry: CareEntry }>(NEWEST, [admissionId]);
  return {
    wardId: stay.ward_id,
    at: now.getTime(),
    admissionId,
    active: stay.active,
    entries: rows.map(({ entry }) => entry),
    colleagues: await database.query<CareOfStay['colleagues'][number]>(COLLEAGUES, [stay.ward_id]),
  };
}

/** What stood around a stay at a moment: of each entry the version of then. */
export async function careAsKnown(database: Queryable, admissionId: string, at: Date): Promise<CareEntry[]> {
  const rows = await database.query<{ entry: CareEntry }>(
    `SELECT ${ENTRY} AS entry FROM care_entry e CROSS JOIN LATERAL (
       SELECT * FROM care_entry_change v WHERE v.entry_id = e.id AND v.at <= $2 ORDER BY v.version DESC LIMIT 1
     ) c WHERE e.admission_id = $1 ORDER BY c.at DESC, c.id DESC`,
    [admissionId, at],
  );
  return rows.map(({ entry }) => entry);
}

const TASKS = `
  SELECT e.admission_id AS "admissionId", p.given_name || ' ' || p.family_name AS name, coalesce(e.owner_id = $2, false) AS mine,
    coalesce(e.due_at <= $3, false) AS overdue, ${ENTRY} AS entry
  FROM admission a JOIN patient p ON p.id = a.patient_id JOIN care_entry e ON e.admission_id = a.id AND e.kind = 'task' AND e.open
  JOIN care_entry_change c ON c.entry_id = e.id AND c.version = e.version
  WHERE a.ward_id = $1 AND a.status = 'active' ORDER BY e.due_at NULLS LAST, c.id`;

/** What is to be done on a ward; null when there is no such ward. */
export async function tasksOfWard(
  database: Queryable,
  { wardId, asks, now }: { wardId: string; asks: Account; now: Date },
): Promise<WardTasks | null> {
  const [ward] = await database.query<WardTasks['ward']>('SELECT id, name FROM ward WHERE id = $1', [wardId]);
  if (!ward) return null;
  const hidden = hiddenFrom(asks);
  const tasks = await database.query<WardTasks['tasks'][number]>(TASKS, [wardId, asks.id, now]);
  return {
    at: now.getTime(),
    ward,
    // What is written of somebody whose record is restricted is not for everybody.
    tasks: tasks
      .filter(({ admissionId, mine }) => mine || !hidden.has(admissionId))
      .map((task) => (hidden.has(task.admissionId) ? { ...task, name: RESTRICTED_NAME } : task)),
    colleagues: await database.query<WardTasks['colleagues'][number]>(COLLEAGUES, [wardId]),
  };
}

export type CareOutcome =
  | { readonly kind: 'kept'; readonly id: string; readonly version: number }
  /** Not on one of this person's wards, or over. */
  | { readonly kind: 'no-such-stay' }
  | { readonly kind: 'no-such-entry' }
  /** Somebody changed it since the person looked. */
  | { readonly kind: 'stale'; readonly by: string }
  /** A task is for somebody of the hub on this ward. */
  | { readonly kind: 'no-such-colleague' };

interface CareWish {
  readonly admissionId: string;
  readonly actor: Actor;
  readonly now: Date;
}

async function lockStay(transaction: Transaction, { admissionId, actor }: CareWish): Promise<string | null> {
  const [stay] = await transaction.query<{ ward_id: string }>(
    `SELECT ward_id FROM admission WHERE id = $1 AND ward_id = ANY ($2::text[]) AND status = 'active' FOR NO KEY UPDATE`,
    [admissionId, actor.wardIds],
  );
  return stay?.ward_id ?? null;
}

async function mayHave(transaction: Transaction, wardId: string, { kind, content }: CareDraft): Promise<boolean> {
  if (kind !== 'task' || content.ownerId === null) return true;
  const colleagues = await transaction.query<{ id: string }>(COLLEAGUES, [wardId]);
  return colleagues.some(({ id }) => id === content.ownerId);
}

interface Version {
  readonly id: string;
  readonly version: number;
  readonly wardId: string;
  readonly draft: CareDraft;
}

async function keepVersion(
  transaction: Transaction,
  { id, version, wardId, draft }: Version,
  wish: CareWish,
): Promise<void> {
  const { admissionId, actor, now } = wish;
  await transaction.query(
    `INSERT INTO care_entry_change (entry_id, admission_id, version, content, at, by_id, by_name) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [id, admissionId, version, JSON.stringify(draft.content), now, actor.id, actor.displayName],
  );
  await appendToFeed(transaction, { type: 'admission-changed', at: now, changed: [admissionId] });
  await appendAudit(transaction, [
    {
      act: 'changed-care',
      actor: { kind: 'person', id: actor.id },
      ward: wardId,
      admissions: [admissionId],
      details: { entry: id, kind: draft.kind, version, state: draft.content.state },
    },
  ]);
}

/** Writes down something new around a stay that goes on. */
export function addCare(database: Database, wish: CareWish & { draft: CareDraft }): Promise<CareOutcome> {
  const { admissionId, draft } = wish;
  return database.transaction(async (transaction): Promise<CareOutcome> => {
    const wardId = await lockStay(transaction, wish);
    if (wardId === null) return { kind: 'no-such-stay' };
    if (!(await mayHave(transaction, wardId, draft))) return { kind: 'no-such-colleague' };
    const id = newId();
    await transaction.query('INSERT INTO care_entry (id, admission_id, kind, content) VALUES ($1, $2, $3, $4)', [
      id,
      admissionId,
      draft.kind,
      JSON.stringify(draft.content),
    ]);
    await keepVersion(transaction, { id, version: 1, wardId, draft }, wish);
    return { kind: 'kept', id, version: 1 };
  });
}

/** Puts a whole entry in the place of the version that was seen. What was to be done by another time is reminded of anew. */
export function changeCare(
  database: Database,
  wish: CareWish & { entryId: string; change: CareChange },
): Promise<CareOutcome> {
  const { admissionId, entryId: id, change } = wish;
  const { version: seen, ...draft } = change;
  return database.transaction(async (transaction): Promise<CareOutcome> => {
    const wardId = await lockStay(transaction, wish);
    if (wardId === null) return { kind: 'no-such-stay' };
    const [entry] = await transaction.query<{ version: number; by: string }>(
      `SELECT e.version, c.by_name AS by FROM care_entry e JOIN care_entry_change c ON c.entry_id = e.id AND c.version = e.version
       WHERE e.id = $1 AND e.admission_id = $2 AND e.kind = $3 FOR UPDATE OF e`,
      [id, admissionId, draft.kind],
    );
    if (!entry) return { kind: 'no-such-entry' };
    if (entry.version !== seen) return { kind: 'stale', by: entry.by };
    if (!(await mayHave(transaction, wardId, draft))) return { kind: 'no-such-colleague' };
    const version = seen + 1;
    await transaction.query(
      `UPDATE care_entry SET version = $2, content = $3::jsonb, reminded_at = CASE
         WHEN content -> 'dueAt' IS DISTINCT FROM $3::jsonb -> 'dueAt' OR content -> 'ownerId' IS DISTINCT FROM $3::jsonb -> 'ownerId' THEN NULL
         ELSE reminded_at END
       WHERE id = $1`,
      [id, version, JSON.stringify(draft.content)],
    );
    await keepVersion(transaction, { id, version, wardId, draft }, wish);
    return { kind: 'kept', id, version };
  });
}
