import type { OpenGlass, Restriction, RestrictedGlassDraft, RestrictionView, RestrictionWish } from '#contracts';
import { v7 as newId } from 'uuid';
import { hiddenFrom, type Account } from './accounts.ts';
import { appendAudit } from './audit.ts';
import { keepGlass } from './break-glass.ts';
import type { Database, Queryable } from './database.ts';
import { msOf } from './sql.ts';
import { appendToFeed, forgetFeedOf, tellAccessChanged } from './ward-feed.ts';

const RESTRICTIONS = `
  SELECT r.id, ${msOf('r.set_at')} AS "setAt", r.set_by_name AS "setBy", r.reason,
    (SELECT coalesce(json_agg(json_build_object('id', c.id, 'name', c.display_name) ORDER BY c.display_name), '[]')
     FROM account c WHERE c.id = ANY (r.named)) AS named,
    CASE WHEN r.lifted_at IS NOT NULL THEN
      json_build_object('at', ${msOf('r.lifted_at')}, 'by', r.lifted_by_name, 'reason', r.lifted_reason) END AS lifted
  FROM record_restriction r WHERE r.patient_id = $1 ORDER BY r.set_at DESC, r.id DESC`;

/** Who of the hub works on the ward in `$1`. */
const STAFF = `
  SELECT c.id, c.display_name AS name, c.role FROM account c
  WHERE c.disabled_at IS NULL AND c.ward_ids @> ARRAY[$1] AND c.role IN ('hub-clinician', 'coordinator', 'lead')
  ORDER BY c.display_name, c.id`;

/** Whether the record of a stay of these wards is restricted, and to whom; null when there is no such stay. */
export async function restrictionOf(
  database: Queryable,
  { admissionId, wardIds }: { admissionId: string; wardIds: readonly string[] },
): Promise<(RestrictionView & { wardId: string }) | null> {
  const [stay] = await database.query<{ ward_id: string; patient_id: string }>(
    'SELECT ward_id, patient_id FROM admission WHERE id = $1 AND ward_id = ANY ($2::text[])',
    [admissionId, wardIds],
  );
  if (!stay) return null;
  const all = await database.query<Restriction>(RESTRICTIONS, [stay.patient_id]);
  const staff = await database.query<RestrictionView['staff'][number]>(STAFF, [stay.ward_id]);
  return {
    wardId: stay.ward_id,
    inForce: all.find(({ lifted }) => lifted === null) ?? null,
    before: all.filter(({ lifted }) => lifted !== null),
    staff,
  };
}

export type RestrictionOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'no-such-stay' }
  /** Somebody changed it since, or there is nothing to end. */
  | { readonly kind: 'stale' }
  /** Somebody named does not work on the ward. */
  | { readonly kind: 'no-such-person'; readonly id: string };

/**
 * Restricts the record of the person of a stay to those named, or ends that. What the wards' boards were told before is
 * forgotten, so that nobody who is not named reads it again by joining late.
 */
export function restrict(
  database: Database,
  { admissionId, wish, actor, now }: { admissionId: string; wish: RestrictionWish; actor: Account; now: Date },
): Promise<RestrictionOutcome> {
  return database.transaction(async (transaction): Promise<RestrictionOutcome> => {
    const [stay] = await transaction.query<{ ward_id: string; patient_id: string }>(
      `SELECT a.ward_id, a.patient_id FROM admission a JOIN patient p ON p.id = a.patient_id
       WHERE a.id = $1 AND a.ward_id = ANY ($2::text[]) FOR NO KEY UPDATE OF p`,
      [admissionId, actor.wardIds],
    );
    if (!stay) return { kind: 'no-such-stay' };
    const [inForce] = await transaction.query<{ id: string }>(
      'SELECT id FROM record_restriction WHERE patient_id = $1 AND lifted_at IS NULL',
      [stay.patient_id],
    );
    if ((inForce?.id ?? null) !== wish.after || (!wish.restricted && !inForce)) return { kind: 'stale' };
    if (wish.restricted) {
      const staff = new Set((await transaction.query<{ id: string }>(STAFF, [stay.ward_id])).map(({ id }) => id));
      const stranger = wish.named.find((one) => !staff.has(one));
      if (stranger !== undefined) return { kind: 'no-such-person', id: stranger };
    }
    if (inForce) {
      await transaction.query(
        'UPDATE record_restriction SET lifted_at = $2, lifted_by = $3, lifted_by_name = $4, lifted_reason = $5 WHERE id = $1',
        [inForce.id, now, actor.id, actor.displayName, wish.reason],
      );
    }
    const id = newId();
    if (wish.restricted) {
      await transaction.query(
        `INSERT INTO record_restriction (id, patient_id, set_at, set_by, set_by_name, reason, named)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [id, stay.patient_id, now, actor.id, actor.displayName, wish.reason, [...new Set(wish.named)]],
      );
    }
    const stays = await transaction.query<{ id: string; ward_id: string }>(
      `SELECT id, ward_id FROM admission WHERE patient_id = $1 AND status = 'active'`,
      [stay.patient_id],
    );
    if (wish.restricted) await forgetFeedOf(transaction, [...new Set(stays.map((one) => one.ward_id))]);
    await tellAccessChanged(transaction);
    await appendToFeed(transaction, { type: 'admission-changed', at: now, changed: stays.map((one) => one.id) });
    await appendAudit(transaction, [
      {
        act: wish.restricted ? 'restricted-record' : 'lifted-restriction',
        actor: { kind: 'person', id: actor.id },
        ward: stay.ward_id,
        admissions: [admissionId],
        details: wish.restricted
          ? { restriction: id, named: wish.named.join(' ') }
          : { restriction: inForce?.id ?? null },
      },
    ]);
    return { kind: 'done' };
  });
}

/** Opens a restricted record of somebody's own ward to them, until a moment; null when it is none that is closed to them. */
export function openRestricted(
  database: Database,
  {
    admissionId,
    draft,
    actor,
    now,
    until,
  }: { admissionId: string; draft: RestrictedGlassDraft; actor: Account; now: Date; until: Date },
): Promise<OpenGlass | null> {
  return database.transaction(async (transaction) => {
    if (!hiddenFrom(actor).has(admissionId)) return null;
    const [stay] = await transaction.query<{ id: string; ward_id: string; ward: string }>(
      `SELECT a.id, a.ward_id, w.name AS ward FROM admission a JOIN ward w ON w.id = a.ward_id
       WHERE a.id = $1 AND a.ward_id = ANY ($2::text[])`,
      [admissionId, actor.wardIds],
    );
    return stay ? keepGlass(transaction, { stay, actor, draft, now, until }) : null;
  });
}
