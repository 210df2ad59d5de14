import type { SharingChoice, SharingChoiceDraft, SharingScope } from '#contracts';
import type { Account } from './accounts.ts';
import { appendAudit } from './audit.ts';
import type { Database, Queryable } from './database.ts';
import { msOf } from './sql.ts';

/** What the patient `patient` objects to now: of each scope the newest word holds. A statement of one column, `scope`. */
export const objectionsOf = (patient: string): string => `
  SELECT scope FROM (
    SELECT DISTINCT ON (sc.scope) sc.scope, sc.choice FROM sharing_choice sc WHERE sc.patient_id = ${patient} ORDER BY sc.scope, sc.id DESC
  ) newest WHERE choice = 'objects'`;

const CHOICES = `
  SELECT sc.id::int, sc.scope, sc.choice, sc.said_by AS "saidBy", sc.said_how AS "saidHow", to_char(sc.said_on, 'YYYY-MM-DD') AS "saidOn",
    sc.note, ${msOf('sc.at')} AS at, sc.recorded_by_name AS "by"
  FROM sharing_choice sc WHERE sc.patient_id = $1 ORDER BY sc.id DESC`;

const STAY = 'SELECT ward_id, patient_id FROM admission WHERE id = $1 AND ward_id = ANY ($2::text[])';

/** What the person of a stay of these wards said, newest first; null when there is no such stay. */
export async function sharingChoicesOf(
  database: Queryable,
  { admissionId, wardIds }: { admissionId: string; wardIds: readonly string[] },
): Promise<{ wardId: string; choices: SharingChoice[] } | null> {
  const [stay] = await database.query<{ ward_id: string; patient_id: string }>(STAY, [admissionId, wardIds]);
  return stay
    ? { wardId: stay.ward_id, choices: await database.query<SharingChoice>(CHOICES, [stay.patient_id]) }
    : null;
}

/** What the person of a stay objects to now. */
export async function objectionsToSharing(database: Queryable, admissionId: string): Promise<SharingScope[]> {
  const rows = await database.query<{ scope: SharingScope }>(
    `${objectionsOf('(SELECT patient_id FROM admission WHERE id = $1)')} ORDER BY scope`,
    [admissionId],
  );
  return rows.map(({ scope }) => scope);
}

/** The stays among these of people who object to their care home being told. */
export async function closedToHome(database: Queryable, admissionIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await database.query<{ id: string }>(
    `SELECT a.id FROM admission a WHERE a.id = ANY ($1::uuid[]) AND 'care-home' IN (${objectionsOf('a.patient_id')})`,
    [admissionIds],
  );
  return new Set(rows.map(({ id }) => id));
}

export type SharingOutcome =
  | { readonly kind: 'kept'; readonly id: number }
  | { readonly kind: 'no-such-stay' }
  /** Somebody wrote something down since. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'in-the-future' };

/** Keeps what the person of a stay said. It holds for the person, over all stays. */
export function keepSharingChoice(
  database: Database,
  { admissionId, draft, actor, now }: { admissionId: string; draft: SharingChoiceDraft; actor: Account; now: Date },
): Promise<SharingOutcome> {
  return database.transaction(async (transaction): Promise<SharingOutcome> => {
    const [stay] = await transaction.query<{ ward_id: string; patient_id: string }>(STAY, [admissionId, actor.wardIds]);
    if (!stay) return { kind: 'no-such-stay' };
    await transaction.query('SELECT FROM patient WHERE id = $1 FOR NO KEY UPDATE', [stay.patient_id]);
    const [newest] = await transaction.query<{ id: number }>(
      'SELECT id::int FROM sharing_choice WHERE patient_id = $1 ORDER BY id DESC LIMIT 1',
      [stay.patient_id],
    );
    if ((newest?.id ?? null) !== draft.after) return { kind: 'stale' };
    if (Date.parse(draft.saidOn) > now.getTime()) return { kind: 'in-the-future' };
    const [kept] = await transaction.query<{ id: number }>(
      `INSERT INTO sharing_choice (patient_id, scope, choice, said_by, said_how, said_on, note, at, recorded_by, recorded_by_name)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id::int`,
      [
        stay.patient_id,
        draft.scope,
        draft.choice,
        draft.saidBy,
        draft.saidHow,
        draft.saidOn,
        draft.note,
        now,
        actor.id,
        actor.displayName,
      ],
    );
    if (!kept) throw new Error('a choice was not kept');
    await appendAudit(transaction, [
      {
        act: 'kept-sharing-choice',
        actor: { kind: 'person', id: actor.id },
        ward: stay.ward_id,
        admissions: [admissionId],
        details: { choice: kept.id, scope: draft.scope, what: draft.choice },
      },
    ]);
    return { kind: 'kept', id: kept.id };
  });
}
