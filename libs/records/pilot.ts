import { FIRST_CAP, type Arm, type AreaTerms, type CapGrowth, type PilotView } from '#contracts';
import { v7 as newId } from 'uuid';
import type { Account } from './accounts.ts';
import { appendAudit } from './audit.ts';
import { isCheckViolation, isUniqueViolation, type Database, type Queryable, type Transaction } from './database.ts';
import { msOf } from './sql.ts';
import { appendToFeed } from './ward-feed.ts';

type Area = PilotView['areas'][number];

/** The areas of these wards, with their homes, every approved growth, and the residents who are on the ward now. */
export async function pilotOf(database: Queryable, wardIds: readonly string[]): Promise<Omit<PilotView, 'at'>> {
  const areas = await database.query<Omit<Area, 'cap'>>(
    `SELECT r.id, r.ward_id AS "wardId", w.name AS "wardName", r.name,
       coalesce((SELECT json_agg(json_build_object('id', h.id, 'name', h.name) ORDER BY h.name)
         FROM care_home h WHERE h.pilot_area_id = r.id), '[]') AS homes,
       (SELECT json_agg(json_build_object('cap', c.cap, 'approvedBy', c.approved_by, 'reason', c.reason,
           'recordedBy', c.recorded_by_name, 'at', ${msOf('c.at')}) ORDER BY c.cap DESC)
         FROM pilot_cap c WHERE c.area_id = r.id) AS caps,
       coalesce((SELECT json_agg(json_build_object('admissionId', a.id, 'name', p.given_name || ' ' || p.family_name,
           'home', h.name, 'arm', a.arm) ORDER BY h.name, p.family_name, p.given_name)
         FROM care_home h JOIN admission a ON a.care_home_id = h.id AND a.status = 'active'
         JOIN patient p ON p.id = a.patient_id WHERE h.pilot_area_id = r.id), '[]') AS residents
     FROM pilot_area r JOIN ward w ON w.id = r.ward_id WHERE r.ward_id = ANY ($1::text[]) ORDER BY r.name`,
    [wardIds],
  );
  const homesWithout = await database.query<PilotView['homesWithout'][number]>(
    `SELECT id, name, ward_id AS "wardId" FROM care_home WHERE ward_id = ANY ($1::text[]) AND pilot_area_id IS NULL ORDER BY name`,
    [wardIds],
  );
  return { areas: areas.map((area) => ({ ...area, cap: area.caps[0]?.cap ?? 0 })), homesWithout };
}

export type AreaOutcome =
  | { readonly kind: 'opened'; readonly id: string }
  | { readonly kind: 'no-such-ward' }
  | { readonly kind: 'no-such-home' }
  | { readonly kind: 'name-taken' };

/** Opens an area of a ward with homes that are in none yet, and how many residents it may begin with. */
export async function openArea(
  database: Database,
  { terms, actor, now }: { terms: AreaTerms; actor: Account; now: Date },
): Promise<AreaOutcome> {
  const { wardId, name, homeIds } = terms;
  if (!actor.wardIds.includes(wardId) || terms.cap > FIRST_CAP) return { kind: 'no-such-ward' };
  try {
    return await database.transaction(async (transaction): Promise<AreaOutcome> => {
      const homes = await transaction.query(
        'SELECT FROM care_home WHERE id = ANY ($1::text[]) AND ward_id = $2 AND pilot_area_id IS NULL FOR UPDATE',
        [homeIds, wardId],
      );
      if (homes.length < new Set(homeIds).size) return { kind: 'no-such-home' };
      const id = newId();
      await transaction.query('INSERT INTO pilot_area (id, ward_id, name, opened_at) VALUES ($1, $2, $3, $4)', [
        id,
        wardId,
        name,
        now,
      ]);
      await transaction.query('UPDATE care_home SET pilot_area_id = $1 WHERE id = ANY ($2::text[])', [id, homeIds]);
      await recordCap(transaction, { areaId: id, growth: terms, actor, now });
      await appendAudit(transaction, [
        {
          act: 'opened-pilot-area',
          actor: { kind: 'person', id: actor.id },
          ward: wardId,
          details: { area: id, cap: terms.cap },
        },
      ]);
      return { kind: 'opened', id };
    });
  } catch (error) {
    if (isUniqueViolation(error, 'pilot_area_ward_id_name_key')) return { kind: 'name-taken' };
    throw error;
  }
}

export type CapOutcome =
  { readonly kind: 'grown' } | { readonly kind: 'no-such-area' } | { readonly kind: 'no-growth'; readonly cap: number };

/** Records that an area may take more residents from now on, and who approved it. A cap is never lowered. */
export function growCap(
  database: Database,
  { areaId, growth, actor, now }: { areaId: string; growth: CapGrowth; actor: Account; now: Date },
): Promise<CapOutcome> {
  return database.transaction(async (transaction): Promise<CapOutcome> => {
    const [area] = await transaction.query<{ ward_id: string }>(
      'SELECT ward_id FROM pilot_area WHERE id = $1 AND ward_id = ANY ($2::text[]) FOR UPDATE',
      [areaId, actor.wardIds],
    );
    if (!area) return { kind: 'no-such-area' };
    const [{ cap } = { cap: 0 }] = await transaction.query<{ cap: number }>(
      'SELECT max(cap)::int AS cap FROM pilot_cap WHERE area_id = $1',
      [areaId],
    );
    if (growth.cap <= cap) return { kind: 'no-growth', cap };
    await recordCap(transaction, { areaId, growth, actor, now });
    await appendAudit(transaction, [
      {
        act: 'raised-pilot-cap',
        actor: { kind: 'person', id: actor.id },
        ward: area.ward_id,
        details: { area: areaId, cap: growth.cap },
      },
    ]);
    return { kind: 'grown' };
  });
}

async function recordCap(
  transaction: Transaction,
  { areaId, growth, actor, now }: { areaId: string; growth: CapGrowth; actor: Account; now: Date },
): Promise<void> {
  await transaction.query(
    `INSERT INTO pilot_cap (area_id, cap, approved_by, reason, at, recorded_by, recorded_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [areaId, growth.cap, growth.approvedBy, growth.reason, now, actor.id, actor.displayName],
  );
}

export type ArmOutcome =
  | { readonly kind: 'placed' }
  | { readonly kind: 'no-such-stay' }
  /** Their home is in no area of the pilot, or they live in none. */
  | { readonly kind: 'no-area' }
  /** The area has as many as were approved. */
  | { readonly kind: 'full'; readonly area: string; readonly cap: number; readonly approvedBy: string };

/** Puts a resident into an arm of the pilot, or out of it. The record itself refuses the one who is too many. */
export async function placeInArm(
  database: Database,
  { admissionId, arm, actor, now }: { admissionId: string; arm: Arm | null; actor: Account; now: Date },
): Promise<ArmOutcome> {
  try {
    return await database.transaction(async (transaction): Promise<ArmOutcome> => {
      const [stay] = await transaction.query<{ ward_id: string; care_home_id: string | null }>(
        `SELECT ward_id, care_home_id FROM admission
         WHERE id = $1 AND status = 'active' AND ward_id = ANY ($2::text[]) FOR NO KEY UPDATE`,
        [admissionId, actor.wardIds],
      );
      if (!stay) return { kind: 'no-such-stay' };
      if (stay.care_home_id === null && arm !== null) return { kind: 'no-area' };
      await transaction.query('UPDATE admission SET arm = $2 WHERE id = $1', [admissionId, arm]);
      await appendToFeed(transaction, { type: 'admission-changed', at: now, changed: [admissionId] });
      await appendAudit(transaction, [
        {
          act: 'placed-in-pilot',
          actor: { kind: 'person', id: actor.id },
          ward: stay.ward_id,
          admissions: [admissionId],
          details: { arm },
        },
      ]);
      return { kind: 'placed' };
    });
  } catch (error) {
    if (isCheckViolation(error, 'pilot_needs_an_area')) return { kind: 'no-area' };
    if (isCheckViolation(error, 'pilot_cap')) return full(database, admissionId);
    throw error;
  }
}

async function full(database: Queryable, admissionId: string): Promise<ArmOutcome> {
  const [area] = await database.query<{ area: string; cap: number; approved_by: string }>(
    `SELECT r.name AS area, c.cap, c.approved_by FROM admission a JOIN care_home h ON h.id = a.care_home_id
     JOIN pilot_area r ON r.id = h.pilot_area_id JOIN pilot_cap c ON c.area_id = r.id WHERE a.id = $1 ORDER BY c.cap DESC LIMIT 1`,
    [admissionId],
  );
  return area ? { kind: 'full', area: area.area, cap: area.cap, approvedBy: area.approved_by } : { kind: 'no-area' };
}
