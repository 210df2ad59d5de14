import type { GlassDraft, GlassReview, GlassReviews, OpenGlass } from '#contracts';
import { v7 as newId } from 'uuid';
import { hiddenFrom, type Account } from './accounts.ts';
import { appendAudit } from './audit.ts';
import type { Database, Queryable, Transaction } from './database.ts';
import { msOf } from './sql.ts';
import { withinScope } from './wall.ts';

/** What became of a wish to open one patient beyond one's wards. */
export type GlassOutcome =
  | { kind: 'open'; glass: OpenGlass }
  | { kind: 'no-such-patient' }
  /** They are on one of the person's own wards. */
  | { kind: 'own-ward' };

/** Opens one patient to somebody beyond whose wards they are, until a moment. It is in the trail before anything is shown. */
export function breakGlass(
  database: Database,
  { actor, draft, now, until }: { actor: Account; draft: GlassDraft; now: Date; until: Date },
): Promise<GlassOutcome> {
  return database.transaction(async (transaction): Promise<GlassOutcome> => {
    const by = { kind: 'person', id: actor.id } as const;
    const [stay] = await transaction.query<{ id: string; ward_id: string; ward: string }>(
      `SELECT a.id, a.ward_id, w.name AS ward FROM patient p
       JOIN admission a ON a.patient_id = p.id AND a.status = 'active' JOIN ward w ON w.id = a.ward_id
       WHERE p.nhs_number = $1 AND p.birth_date = $2::date`,
      [draft.nhsNumber, draft.birthDate],
    );
    if (!stay) {
      await appendAudit(transaction, [{ act: 'break-glass-refused', actor: by, details: { why: draft.kind } }]);
      return { kind: 'no-such-patient' };
    }
    if (actor.wardIds.includes(stay.ward_id) && !hiddenFrom(actor).has(stay.id)) return { kind: 'own-ward' };
    return { kind: 'open', glass: await keepGlass(transaction, { stay, actor, draft, now, until }) };
  });
}

/** Keeps that somebody opened a stay, and tells the trail. Last in its transaction. */
export async function keepGlass(
  transaction: Transaction,
  {
    stay,
    actor,
    draft: { kind, reason },
    now,
    until,
  }: {
    stay: { id: string; ward_id: string; ward: string };
    actor: Account;
    draft: Pick<GlassDraft, 'kind' | 'reason'>;
    now: Date;
    until: Date;
  },
): Promise<OpenGlass> {
  const id = newId();
  await transaction.query(
    `INSERT INTO break_glass (id, admission_id, ward_id, account_id, account_name, role, kind, reason, opened_at, until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [id, stay.id, stay.ward_id, actor.id, actor.displayName, actor.role, kind, reason, now, until],
  );
  await appendAudit(transaction, [
    {
      act: 'broke-glass',
      actor: { kind: 'person', id: actor.id },
      ward: stay.ward_id,
      admissions: [stay.id],
      details: { glass: id, why: kind },
    },
  ]);
  return { id, admissionId: stay.id, ward: { id: stay.ward_id, name: stay.ward }, until: until.getTime() };
}

/** Somebody has tried too often: nothing is looked for, and that they tried again is in the trail. */
export function holdGlassBack(
  database: Queryable,
  { actor, kind }: { actor: Account; kind: GlassDraft['kind'] },
): Promise<void> {
  return appendAudit(database, [
    { act: 'break-glass-refused', actor: { kind: 'person', id: actor.id }, details: { why: kind, tooMany: true } },
  ]);
}

/** For how long it is shown that somebody tried in vain, in ms. */
const SHOWN_FOR = 30 * 86_400_000;

/** Who tried in vain of those who share a ward with whoever asks (an auditor: of all), but for themselves; the last first. */
export function triedInVainFor(
  database: Queryable,
  { asks, now }: { asks: Account; now: Date },
): Promise<GlassReviews['triedInVain']> {
  // The trail is beyond every scope: that they share a ward is asked here.
  const tried = `SELECT json_build_object('name', c.display_name, 'role', c.role) AS by,
       count(*) FILTER (WHERE NOT t.held)::int AS times, count(*) FILTER (WHERE t.held)::int AS "heldBack", ${msOf('max(t.at)')} AS "lastAt"
     FROM (SELECT content::jsonb -> 'actor' ->> 'id' AS id, (content::jsonb ->> 'at')::timestamptz AS at,
         coalesce((content::jsonb -> 'details' ->> 'tooMany')::boolean, false) AS held
       FROM audit_entry WHERE content::jsonb ->> 'act' = 'break-glass-refused') t
     JOIN account c ON c.id = t.id::uuid
     WHERE t.at > $4 AND c.id <> $3 AND ($2::boolean OR c.ward_ids && $1::text[])
     GROUP BY c.id, c.display_name, c.role ORDER BY max(t.at) DESC LIMIT 50`;
  const since = new Date(now.getTime() - SHOWN_FOR);
  return withinScope(null, () => database.query(tried, [asks.wardIds, ofEveryWard(asks), asks.id, since]));
}

/** Who is open to an account beyond its wards now. */
export function openGlassesOf(
  database: Queryable,
  { accountId, now }: { accountId: string; now: Date },
): Promise<OpenGlass[]> {
  return database.query(
    `SELECT g.id, g.admission_id AS "admissionId", json_build_object('id', w.id, 'name', w.name) AS ward, ${msOf('g.until')} AS until
     FROM break_glass g JOIN ward w ON w.id = g.ward_id WHERE g.account_id = $1 AND g.until > $2 ORDER BY g.until DESC`,
    [accountId, now],
  );
}

/** A lead reviews what was opened on their wards; an auditor on any. */
const REVIEWED_BY = `($2::boolean OR g.ward_id = ANY ($1::text[]))`;

const ofEveryWard = ({ role }: Account): boolean => role === 'auditor';

/** Those that wait for a review first, then the newest; at most 200. Told in the trail before it is given. */
export function glassReviewsFor(database: Database, { asks }: { asks: Account }): Promise<GlassReviews['glasses']> {
  return database.transaction(async (transaction) => {
    const found = await transaction.query<GlassReviews['glasses'][number]>(
      `SELECT g.id, g.admission_id AS "admissionId", json_build_object('id', w.id, 'name', w.name) AS ward,
         json_build_object('name', g.account_name, 'role', g.role, 'isYou', g.account_id = $3) AS by, g.kind, g.reason,
         EXISTS (SELECT FROM record_restriction rr JOIN admission a ON a.patient_id = rr.patient_id
           WHERE a.id = g.admission_id AND rr.set_at <= g.opened_at AND coalesce(rr.lifted_at > g.opened_at, true)) AS restricted,
         ${msOf('g.opened_at')} AS "openedAt", ${msOf('g.until')} AS until,
         coalesce((SELECT json_agg(json_build_object('act', d.act, 'times', d.times) ORDER BY d.act) FROM (
           SELECT e.content::jsonb ->> 'act' AS act, count(*)::int AS times FROM audit_entry e
           WHERE e.content::jsonb -> 'details' ->> 'glass' = g.id::text AND e.content::jsonb ->> 'act' NOT IN ('broke-glass', 'reviewed-glass')
           GROUP BY 1) d), '[]') AS did,
         CASE WHEN g.finding IS NOT NULL THEN
           json_build_object('finding', g.finding, 'note', g.note, 'by', g.reviewed_by_name, 'at', ${msOf('g.reviewed_at')}) END AS review
       FROM break_glass g JOIN ward w ON w.id = g.ward_id WHERE ${REVIEWED_BY}
       ORDER BY g.reviewed_at IS NOT NULL, g.opened_at DESC LIMIT 200`,
      [asks.wardIds, ofEveryWard(asks), asks.id],
    );
    await appendAudit(transaction, [
      {
        act: 'viewed-glass-reviews',
        actor: { kind: 'person', id: asks.id },
        admissions: [...new Set(found.map(({ admissionId }) => admissionId))],
      },
    ]);
    return found;
  });
}

/** How many wait for a review that this person may make. */
export async function countGlassesToReview(database: Queryable, asks: Account): Promise<number> {
  const [row] = await database.query<{ waiting: number }>(
    `SELECT count(*)::int AS waiting FROM break_glass g WHERE g.reviewed_at IS NULL AND g.account_id <> $3 AND ${REVIEWED_BY}`,
    [asks.wardIds, ofEveryWard(asks), asks.id],
  );
  return row?.waiting ?? 0;
}

/** Says what was found, once, of what somebody else opened. `stale` where somebody has said so before. */
export function reviewGlass(
  database: Database,
  { id, actor, review, now }: { id: string; actor: Account; review: GlassReview; now: Date },
): Promise<'reviewed' | 'stale' | 'no-such-glass'> {
  return database.transaction(async (transaction) => {
    const [glass] = await transaction.query<{ admission_id: string; ward_id: string; reviewed: boolean }>(
      `SELECT g.admission_id, g.ward_id, g.reviewed_at IS NOT NULL AS reviewed FROM break_glass g
       WHERE g.id = $3 AND g.account_id <> $4 AND ${REVIEWED_BY} FOR UPDATE`,
      [actor.wardIds, ofEveryWard(actor), id, actor.id],
    );
    if (!glass) return 'no-such-glass';
    if (glass.reviewed) return 'stale';
    await transaction.query(
      'UPDATE break_glass SET reviewed_at = $2, reviewed_by = $3, reviewed_by_name = $4, finding = $5, note = $6 WHERE id = $1',
      [id, now, actor.id, actor.displayName, review.finding, review.note],
    );
    await appendAudit(transaction, [
      {
        act: 'reviewed-glass',
        actor: { kind: 'person', id: actor.id },
        ward: glass.ward_id,
        admissions: [glass.admission_id],
        details: { glass: id, finding: review.finding },
      },
    ]);
    return 'reviewed';
  });
}
