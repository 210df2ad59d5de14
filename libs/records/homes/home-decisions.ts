import type { HomeDecision, HomePhones, Residents } from '#contracts';
import { offsetOf } from '../alerts/alarm-terms.ts';
import { partOfRoute, storedRouteOf, type StoredRoute } from '../alerts/ward-route.ts';
import type { Actor } from '../alerts/alerts.ts';
import { appendAudit } from '../audit.ts';
import type { Database, Queryable } from '../database.ts';
import { msOf } from '../sql.ts';

/** What the hub decided about a home's residents since then, newest first; 100 at most. */
export function decisionsFor(
  database: Queryable,
  { admissionIds, since }: { admissionIds: readonly string[]; since: Date },
): Promise<HomeDecision[]> {
  return database.query<HomeDecision>(
    `SELECT d.* FROM (
       SELECT al.admission_id AS "admissionId", ${msOf('al.resolved_at')} AS at, al.resolved_by_name AS "by", al.sentence AS about,
         al.priority, al.outcome AS decided, al.note
       FROM alert al WHERE al.admission_id = ANY ($1::uuid[]) AND al.status = 'resolved' AND al.resolved_at >= $2 AND al.priority <> 'technical'
       UNION ALL
       SELECT w.admission_id, ${msOf('w.decided_at')}, w.decided_by_name, w.recommendation, NULL, w.decision, NULL
       FROM sbard w WHERE w.admission_id = ANY ($1::uuid[]) AND w.decided_at >= $2
     ) d ORDER BY d.at DESC LIMIT 100`,
    [admissionIds, since],
  );
}

interface LineRow {
  id: string;
  time_zone: string;
  home_phone: string | null;
  closed_whom: string;
  closed_phone: string;
  route: StoredRoute | null;
}

const LINE = `
  SELECT ward.id, ward.time_zone, ward.home_phone, ward.closed_whom, ward.closed_phone, ${storedRouteOf('ward.id')} AS route FROM ward`;

/** Whether the hub of a home is open at this moment, and whom to ring. */
export async function hubOfHome(database: Queryable, careHomeId: string, now: Date): Promise<Residents['hub']> {
  const [row] = await database.query<LineRow>(`${LINE} JOIN care_home h ON h.ward_id = ward.id WHERE h.id = $1`, [
    careHomeId,
  ]);
  if (!row) throw new Error('a home is of a ward');
  const { part, until } = partOfRoute(row.route, now.getTime(), offsetOf(row.time_zone));
  return { open: part === 'hub-hours', changesAt: until, ...phonesOf(row) };
}

const phonesOf = (row: LineRow): { phones: HomePhones } => ({
  phones: { open: row.home_phone, closedWhom: row.closed_whom, closed: row.closed_phone },
});

/** Whom the staff of a ward's care homes ring; null where the ward is not one of these. */
export async function homePhonesOf(
  database: Queryable,
  { wardId, wardIds }: { wardId: string; wardIds: readonly string[] },
): Promise<HomePhones | null> {
  const [row] = await database.query<LineRow>(`${LINE} WHERE ward.id = $1 AND ward.id = ANY ($2::text[])`, [
    wardId,
    wardIds,
  ]);
  return row ? phonesOf(row).phones : null;
}

/** False where the ward is not one of the actor's. */
export function changeHomePhones(
  database: Database,
  { wardId, phones, actor }: { wardId: string; phones: HomePhones; actor: Actor },
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const [ward] = await transaction.query(
      `UPDATE ward SET home_phone = $2, closed_whom = $3, closed_phone = $4
       WHERE id = $1 AND id = ANY ($5::text[]) RETURNING id`,
      [wardId, phones.open, phones.closedWhom, phones.closed, actor.wardIds],
    );
    if (!ward) return false;
    await appendAudit(transaction, [
      { act: 'changed-home-phones', actor: { kind: 'person', id: actor.id }, ward: wardId },
    ]);
    return true;
  });
}
