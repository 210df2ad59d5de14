import type { ResidentRoom, RoomsChange } from '#contracts';
import { appendAudit } from '../audit.ts';
import type { Database, Queryable } from '../database.ts';

/** Of those of whom it was written: in which room of their home they are. */
export function roomsOf(database: Queryable, admissionIds: readonly string[]): Promise<ResidentRoom[]> {
  return database.query<ResidentRoom>(
    `SELECT id AS "admissionId", room FROM admission WHERE id = ANY ($1::uuid[]) AND room IS NOT NULL`,
    [admissionIds],
  );
}

/** All of them or none: false where one is no resident of this home on the ward now. What stood so before is not told again. */
export function changeRooms(
  database: Database,
  { careHomeId, rooms, actorId }: { careHomeId: string; rooms: RoomsChange['rooms']; actorId: string },
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const theirs = await transaction.query<{ id: string; wardId: string; room: string | null }>(
      `SELECT id, ward_id AS "wardId", room FROM admission
       WHERE id = ANY ($1::uuid[]) AND care_home_id = $2 AND status = 'active' ORDER BY id FOR NO KEY UPDATE`,
      [rooms.map(({ admissionId }) => admissionId), careHomeId],
    );
    if (theirs.length !== rooms.length) return false;
    const before = new Map(theirs.map((stay) => [stay.id, stay]));
    const changed = rooms.filter(({ admissionId, room }) => before.get(admissionId)?.room !== room);
    await transaction.query(
      `UPDATE admission a SET room = c.room
       FROM jsonb_to_recordset($1::jsonb) AS c("admissionId" uuid, room text) WHERE a.id = c."admissionId"`,
      [JSON.stringify(changed)],
    );
    await appendAudit(
      transaction,
      changed.map(({ admissionId }) => ({
        act: 'changed-room',
        actor: { kind: 'person', id: actorId },
        ward: before.get(admissionId)?.wardId ?? '',
        careHome: careHomeId,
        admissions: [admissionId],
      })),
    );
    return true;
  });
}
