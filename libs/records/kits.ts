import { lowStock, mayKitBecome, RESTRICTED_NAME } from '#contracts';
import { hiddenFrom, type Account } from './accounts.ts';
import type { KitDraft, KitMove, KitView, WardKits } from '#contracts';
import { v7 as newId } from 'uuid';
import type { Actor } from './alerts/alerts.ts';
import { appendAudit } from './audit.ts';
import { isUniqueViolation, type Database, type Queryable } from './database.ts';
import { msOf } from './sql.ts';

const KITS = `
  SELECT k.id, k.kind, k.serial, k.battery, k.version, CASE WHEN l.id IS NULL THEN k.state ELSE 'out' END AS state,
    CASE WHEN l.id IS NOT NULL THEN json_build_object('admissionId', a.id, 'name', p.given_name || ' ' || p.family_name,
      'since', ${msOf('l.lent_at')}, 'by', l.lent_by_name, 'isHere', a.status = 'active' AND a.ward_id = k.ward_id) END AS loan
  FROM kit k LEFT JOIN kit_loan l ON l.kit_id = k.id AND l.ended_at IS NULL
  LEFT JOIN admission a ON a.id = l.admission_id LEFT JOIN patient p ON p.id = a.patient_id
  WHERE k.ward_id = $1 ORDER BY k.kind, k.serial`;

/** What a ward lends, where each is, and to whom it may be lent; null when there is no such ward. */
export async function kitsOf(database: Queryable, wardId: string, asks: Account): Promise<Omit<WardKits, 'at'> | null> {
  const [ward] = await database.query<WardKits['ward']>('SELECT id, name FROM ward WHERE id = $1', [wardId]);
  if (!ward) return null;
  const kits = await database.query<KitView>(KITS, [wardId]);
  const stays = await database.query<WardKits['stays'][number]>(
    `SELECT a.id AS "admissionId", p.given_name || ' ' || p.family_name AS name FROM admission a JOIN patient p ON p.id = a.patient_id
     WHERE a.ward_id = $1 AND a.status = 'active' ORDER BY p.family_name, p.given_name`,
    [wardId],
  );
  const hidden = hiddenFrom(asks);
  const named = <One extends { admissionId: string; name: string }>(one: One): One =>
    hidden.has(one.admissionId) ? { ...one, name: RESTRICTED_NAME } : one;
  return {
    ward,
    kits: kits.map((kit) => ({ ...kit, loan: kit.loan && named(kit.loan) })),
    low: lowStock(kits),
    stays: stays.map(named),
  };
}

export type KitAdded =
  { readonly kind: 'added'; readonly id: string } | { readonly kind: 'known' } | { readonly kind: 'no-such-ward' };

/** Puts a new kit into a ward's stock. */
export async function addKit(
  database: Database,
  { wardId, draft, actor, now }: { wardId: string; draft: KitDraft; actor: Actor; now: Date },
): Promise<KitAdded> {
  if (!actor.wardIds.includes(wardId)) return { kind: 'no-such-ward' };
  const id = newId();
  try {
    return await database.transaction(async (transaction): Promise<KitAdded> => {
      await transaction.query(
        `INSERT INTO kit (id, ward_id, kind, serial, battery, state, added_at) VALUES ($1, $2, $3, $4, $5, 'in-stock', $6)`,
        [id, wardId, draft.kind, draft.serial, draft.battery, now],
      );
      await appendAudit(transaction, [
        {
          act: 'changed-kit',
          actor: { kind: 'person', id: actor.id },
          ward: wardId,
          details: { kit: id, to: 'in-stock' },
        },
      ]);
      return { kind: 'added', id };
    });
  } catch (error) {
    if (isUniqueViolation(error, 'one_kit_of_a_serial')) return { kind: 'known' };
    throw error;
  }
}

export type KitMoved =
  | { readonly kind: 'moved'; readonly version: number }
  | { readonly kind: 'no-such-kit' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'not-from-here'; readonly state: KitView['state'] }
  | { readonly kind: 'no-such-stay' };

/** Lends a kit, takes it back, or says that it is clean, lost or broken. */
export function moveKit(
  database: Database,
  { kitId, move, actor, now }: { kitId: string; move: KitMove; actor: Actor; now: Date },
): Promise<KitMoved> {
  return database.transaction(async (transaction): Promise<KitMoved> => {
    // One at a time: of two who lend the same kit the second finds it out.
    const [kit] = await transaction.query<{
      ward_id: string;
      version: number;
      state: KitView['state'];
      loan: string | null;
      admission_id: string | null;
    }>(
      `SELECT k.ward_id, k.version, k.state, l.id AS loan, l.admission_id FROM kit k
       LEFT JOIN kit_loan l ON l.kit_id = k.id AND l.ended_at IS NULL
       WHERE k.id = $1 AND k.ward_id = ANY ($2::text[]) FOR UPDATE OF k`,
      [kitId, actor.wardIds],
    );
    if (!kit) return { kind: 'no-such-kit' };
    if (kit.version !== move.version) return { kind: 'stale' };
    const state = kit.loan === null ? kit.state : 'out';
    if (!mayKitBecome(state, move.to)) return { kind: 'not-from-here', state };
    let { admission_id: admissionId } = kit;
    if (move.to === 'out') {
      const [stay] = await transaction.query<{ id: string }>(
        `SELECT id FROM admission WHERE id = $1 AND ward_id = $2 AND status = 'active' FOR SHARE`,
        [move.admissionId, kit.ward_id],
      );
      if (!stay) return { kind: 'no-such-stay' };
      admissionId = stay.id;
      await transaction.query(
        'INSERT INTO kit_loan (kit_id, admission_id, lent_at, lent_by, lent_by_name) VALUES ($1, $2, $3, $4, $5)',
        [kitId, stay.id, now, actor.id, actor.displayName],
      );
    } else if (kit.loan !== null) {
      await transaction.query('UPDATE kit_loan SET ended_at = $2, ended_by_name = $3, ended_as = $4 WHERE id = $1', [
        kit.loan,
        now,
        actor.displayName,
        move.to,
      ]);
    }
    await transaction.query(
      `UPDATE kit SET version = version + 1, battery = coalesce($2::smallint, battery), state = CASE WHEN $3 = 'out' THEN state ELSE $3 END
       WHERE id = $1`,
      [kitId, move.battery, move.to],
    );
    await appendAudit(transaction, [
      {
        act: 'changed-kit',
        actor: { kind: 'person', id: actor.id },
        ward: kit.ward_id,
        ...(admissionId !== null && { admissions: [admissionId] }),
        details: { kit: kitId, from: state, to: move.to },
      },
    ]);
    return { kind: 'moved', version: kit.version + 1 };
  });
}
