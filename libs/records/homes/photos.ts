import type { Photo, PhotoSent } from '#contracts';
import { createHash } from 'node:crypto';
import type { Actor } from '../alerts/alerts.ts';
import { appendAudit } from '../audit.ts';
import type { Database, Queryable } from '../database.ts';
import { msOf } from '../sql.ts';
import { wardOfStay } from '../stay-notes.ts';
import { appendToFeed } from '../ward-feed.ts';

const PHOTO = `
  SELECT f.id, f.subject AS "of", ${msOf('f.taken_at')} AS at, ${msOf('f.received_at')} AS "receivedAt", f.taken_by_name AS "by",
    h.name AS home, f.width, f.height
  FROM photo f JOIN care_home h ON h.id = f.care_home_id`;

/** A tablet without a network may hold a photo for so long after the stay ended. */
const AFTER_THE_STAY = `interval '7 days'`;

export type PhotoOutcome =
  | { readonly kind: 'stored' | 'stored-before'; readonly photo: Photo }
  | { readonly kind: 'no-such-resident' }
  /** Under this id there is another picture. */
  | { readonly kind: 'another' };

/** Stores a photo once; `picture` is the JPEG as it is kept. */
export function keepPhoto(
  database: Database,
  wish: {
    careHomeId: string;
    sent: Omit<PhotoSent, 'jpeg'>;
    picture: { readonly bytes: Buffer; readonly width: number; readonly height: number };
    actor: Pick<Actor, 'id' | 'displayName'>;
    /** Whose PIN it was, on a shared tablet. */
    carer: { readonly id: string; readonly name: string } | null;
    now: Date;
  },
): Promise<PhotoOutcome> {
  const { careHomeId, sent, picture, actor, carer, now } = wish;
  const { admissionId } = sent;
  const digest = createHash('sha256').update(picture.bytes).digest();
  return database.transaction(async (transaction): Promise<PhotoOutcome> => {
    const [stay] = await transaction.query<{ ward_id: string }>(
      `SELECT a.ward_id FROM admission a
       WHERE a.id = $1 AND a.care_home_id = $2 AND (a.status = 'active' OR a.ended_at > $3::timestamptz - ${AFTER_THE_STAY})
       FOR NO KEY UPDATE`,
      [admissionId, careHomeId, now],
    );
    if (!stay) return { kind: 'no-such-resident' };
    const [written] = await transaction.query(
      `INSERT INTO photo (id, admission_id, care_home_id, subject, taken_at, received_at, taken_by, taken_by_name, width, height, digest)
       VALUES ($1, $2, $3, $4, least($5::timestamptz, $6::timestamptz), $6, $7, $8, $9, $10, $11)
       ON CONFLICT DO NOTHING RETURNING id`,
      [
        sent.id,
        admissionId,
        careHomeId,
        sent.of,
        new Date(sent.takenAt),
        now,
        actor.id,
        carer?.name ?? actor.displayName,
        picture.width,
        picture.height,
        digest,
      ],
    );
    const [kept] = await transaction.query<Photo>(
      `${PHOTO} WHERE f.id = $1 AND f.admission_id = $2 AND f.care_home_id = $3 AND f.digest = $4`,
      [sent.id, admissionId, careHomeId, digest],
    );
    if (!kept) return { kind: 'another' };
    if (!written) return { kind: 'stored-before', photo: kept };
    await transaction.query('INSERT INTO photo_picture (photo_id, jpeg) VALUES ($1, $2)', [sent.id, picture.bytes]);
    await appendToFeed(transaction, { type: 'admission-changed', at: now, changed: [admissionId] });
    await appendAudit(transaction, [
      {
        act: 'sent-photo',
        actor: { kind: 'person', id: actor.id },
        ward: stay.ward_id,
        careHome: careHomeId,
        admissions: [admissionId],
        details: { photo: sent.id, ...(carer && { carer: carer.id }) },
      },
    ]);
    return { kind: 'stored', photo: kept };
  });
}

/** Those of a stay of these wards, newest first; null when there is no such stay. */
export async function photosOfStay(
  database: Queryable,
  question: { admissionId: string; wardIds: readonly string[] },
): Promise<{ wardId: string; photos: Photo[] } | null> {
  const wardId = await wardOfStay(database, question);
  if (wardId === null) return null;
  const photos = await database.query<Photo>(
    `${PHOTO} WHERE f.admission_id = $1 ORDER BY f.taken_at DESC, f.id LIMIT 100`,
    [question.admissionId],
  );
  return { wardId, photos };
}

/** One picture of a stay of these wards; null when there is none. */
export async function pictureOf(
  database: Queryable,
  { photoId, admissionId, wardIds }: { photoId: string; admissionId: string; wardIds: readonly string[] },
): Promise<{ wardId: string; jpeg: Buffer } | null> {
  const [row] = await database.query<{ ward_id: string; jpeg: Buffer }>(
    `SELECT a.ward_id, c.jpeg FROM photo f JOIN admission a ON a.id = f.admission_id JOIN photo_picture c ON c.photo_id = f.id
     WHERE f.id = $1 AND a.id = $2 AND a.ward_id = ANY ($3::text[])`,
    [photoId, admissionId, wardIds],
  );
  return row ? { wardId: row.ward_id, jpeg: row.jpeg } : null;
}
