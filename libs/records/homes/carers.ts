import type { HomeCarers } from '#contracts';
import { appendAudit } from '../audit.ts';
import type { Database, Queryable } from '../database.ts';

/** What the tablets of a home keep things under, and what is sealed on them for the hub. */
export interface HomeTablet {
  readonly keptUnder: Buffer;
  /** A private JWK. */
  readonly envelopeKey: string;
}

/** Who shares the tablets of a home, by name, without those who left. */
export async function carersOfHome(database: Queryable, careHomeId: string): Promise<HomeCarers> {
  const carers = await database.query<HomeCarers['carers'][number]>(
    `SELECT id, name, pin_version AS "pinVersion" FROM home_carer WHERE care_home_id = $1 AND left_at IS NULL ORDER BY lower(name)`,
    [careHomeId],
  );
  const [tablet] = await database.query<{ minutes: number }>(
    'SELECT lock_after_minutes AS minutes FROM home_tablet WHERE care_home_id = $1',
    [careHomeId],
  );
  return { carers, lockAfterMinutes: tablet?.minutes ?? UNTIL_IT_IS_SET };
}

const UNTIL_IT_IS_SET = 2;

interface ByWhom {
  readonly careHomeId: string;
  readonly actorId: string;
  readonly now: Date;
}

/** Tells it in the same transaction. */
async function changed(transaction: Queryable, by: ByWhom, details: Record<string, string | number>): Promise<void> {
  const [home] = await transaction.query<{ ward_id: string }>('SELECT ward_id FROM care_home WHERE id = $1', [
    by.careHomeId,
  ]);
  await appendAudit(transaction, [
    {
      act: 'changed-carers',
      actor: { kind: 'person', id: by.actorId },
      ...(home && { ward: home.ward_id }),
      careHome: by.careHomeId,
      details,
    },
  ]);
}

/** False where another carer of the home has that name. */
export function addCarer(
  database: Database,
  wish: ByWhom & { carer: { id: string; name: string; pinHash: string }; tablet: HomeTablet },
): Promise<boolean> {
  const { careHomeId, carer, tablet, now } = wish;
  return database.transaction(async (transaction) => {
    await transaction.query(
      'INSERT INTO home_tablet (care_home_id, kept_under, envelope_key) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [careHomeId, tablet.keptUnder, tablet.envelopeKey],
    );
    const added = await transaction.query(
      `INSERT INTO home_carer (id, care_home_id, name, pin_hash, added_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (care_home_id, lower(name)) WHERE left_at IS NULL DO NOTHING RETURNING id`,
      [carer.id, careHomeId, carer.name, carer.pinHash, now],
    );
    if (added.length === 0) return false;
    await changed(transaction, wish, { carer: carer.id, what: 'added' });
    return true;
  });
}

/** A new PIN, or that they have left; false where there is no such carer of the home. */
export function changeCarer(
  database: Database,
  wish: ByWhom & { carerId: string; change: { pinHash: string } | 'left' },
): Promise<boolean> {
  const { careHomeId, carerId, change, now } = wish;
  return database.transaction(async (transaction) => {
    const found =
      change === 'left'
        ? await transaction.query(
            `UPDATE home_carer SET left_at = $3 WHERE id = $1 AND care_home_id = $2 AND left_at IS NULL RETURNING id`,
            [carerId, careHomeId, now],
          )
        : await transaction.query(
            `UPDATE home_carer SET pin_hash = $3, pin_version = pin_version + 1
             WHERE id = $1 AND care_home_id = $2 AND left_at IS NULL RETURNING id`,
            [carerId, careHomeId, change.pinHash],
          );
    if (found.length === 0) return false;
    await changed(transaction, wish, { carer: carerId, what: change === 'left' ? 'left' : 'new-pin' });
    return true;
  });
}

/** A carer's own new PIN; the version that it has, or null where theirs has been changed since it was looked at, or they left. */
export function changeOwnPin(
  database: Database,
  wish: ByWhom & { carerId: string; pinHash: string; pinVersion: number },
): Promise<number | null> {
  const { careHomeId, carerId, pinHash, pinVersion } = wish;
  return database.transaction(async (transaction) => {
    const [changedTo] = await transaction.query<{ version: number }>(
      `WITH changed AS (
         UPDATE home_carer SET pin_hash = $3, pin_version = pin_version + 1
         WHERE id = $1 AND care_home_id = $2 AND left_at IS NULL AND pin_version = $4 RETURNING pin_version)
       SELECT pin_version AS version FROM changed`,
      [carerId, careHomeId, pinHash, pinVersion],
    );
    if (!changedTo) return null;
    await changed(transaction, wish, { carer: carerId, what: 'own-pin' });
    return changedTo.version;
  });
}

/** False where the home has no carers with PINs yet. */
export function changeTabletLock(database: Database, wish: ByWhom & { minutes: number }): Promise<boolean> {
  const { careHomeId, minutes } = wish;
  return database.transaction(async (transaction) => {
    const found = await transaction.query(
      'UPDATE home_tablet SET lock_after_minutes = $2 WHERE care_home_id = $1 RETURNING care_home_id',
      [careHomeId, minutes],
    );
    if (found.length === 0) return false;
    await changed(transaction, wish, { what: 'lock', minutes });
    return true;
  });
}

/** What a PIN is compared with, and what a right one is given; null where there is no such carer of the home. */
export async function carerToUnlock(
  database: Queryable,
  { careHomeId, carerId }: { careHomeId: string; carerId: string },
): Promise<{ pinHash: string; pinVersion: number; tablet: HomeTablet; envelopeMadeAt: Date } | null> {
  const [row] = await database.query<{
    pin_hash: string;
    pin_version: number;
    kept_under: Buffer;
    envelope_key: string;
    envelope_key_made_at: Date;
  }>(
    `SELECT c.pin_hash, c.pin_version, t.kept_under, t.envelope_key, t.envelope_key_made_at
     FROM home_carer c JOIN home_tablet t ON t.care_home_id = c.care_home_id
     WHERE c.id = $1 AND c.care_home_id = $2 AND c.left_at IS NULL`,
    [carerId, careHomeId],
  );
  if (!row) return null;
  const { pin_hash: pinHash, pin_version: pinVersion, kept_under: keptUnder, envelope_key: envelopeKey } = row;
  return { pinHash, pinVersion, tablet: { keptUnder, envelopeKey }, envelopeMadeAt: row.envelope_key_made_at };
}

export async function tellUnlock(
  database: Queryable,
  { careHomeId, carerId, actorId, right }: { careHomeId: string; carerId: string; actorId: string; right: boolean },
): Promise<void> {
  await appendAudit(database, [
    {
      act: right ? 'unlocked-tablet' : 'tablet-unlock-refused',
      actor: { kind: 'person', id: actorId },
      careHome: careHomeId,
      details: { carer: carerId },
    },
  ]);
}

export async function keepCarerProof(
  database: Queryable,
  { tokenHash, carerId, now }: { tokenHash: Buffer; carerId: string; now: Date },
): Promise<void> {
  await database.query('INSERT INTO carer_proof (token_hash, carer_id, given_at) VALUES ($1, $2, $3)', [
    tokenHash,
    carerId,
    now,
  ]);
}

/** What a home's tablets sealed is sealed for one of these: the key of now, and the one before it. Empty where it has none. */
export async function envelopeKeysOf(database: Queryable, careHomeId: string): Promise<string[]> {
  const [row] = await database.query<{ keys: string[] }>(
    `SELECT array_remove(ARRAY[envelope_key, envelope_key_before], NULL) AS keys FROM home_tablet WHERE care_home_id = $1`,
    [careHomeId],
  );
  return row?.keys ?? [];
}

/** Puts this key in the place of a home's that was made before a moment, once for all who ask; that one goes on opening. */
export async function changeEnvelopeKey(
  database: Queryable,
  {
    careHomeId,
    envelopeKey,
    madeBefore,
    now,
  }: { careHomeId: string; envelopeKey: string; madeBefore: Date; now: Date },
): Promise<void> {
  await database.query(
    `UPDATE home_tablet SET envelope_key_before = envelope_key, envelope_key = $2, envelope_key_made_at = $4
     WHERE care_home_id = $1 AND envelope_key_made_at < $3`,
    [careHomeId, envelopeKey, madeBefore, now],
  );
}

/** Whose proof it is, of a carer who was of this home when it was measured; null when it is nobody's. */
export async function carerOfProof(
  database: Queryable,
  { tokenHash, careHomeId, at }: { tokenHash: Buffer; careHomeId: string; at: Date },
): Promise<{ id: string; name: string } | null> {
  const [row] = await database.query<{ id: string; name: string }>(
    `SELECT c.id, c.name FROM carer_proof p JOIN home_carer c ON c.id = p.carer_id
     WHERE p.token_hash = $1 AND c.care_home_id = $2 AND (c.left_at IS NULL OR c.left_at > $3)`,
    [tokenHash, careHomeId, at],
  );
  return row ?? null;
}
