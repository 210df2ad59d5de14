import type { AuditEntry } from '#contracts';
import { createHash } from 'node:crypto';
import type { Queryable } from './database.ts';
import { withinScope } from './wall.ts';

/**
 * Adds to the audit trail. Within a transaction it comes last, after the ward's feed: the end of the chain is held until
 * the commit, and everybody who appends waits for it.
 */
export async function appendAudit(database: Queryable, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const told = [JSON.stringify(entries)];
  await withinScope(null, () => database.query('SELECT append_audit($1::jsonb)', told, 'append-audit'));
}

export interface AuditLink {
  seq: number;
  /** The entry as it was hashed: JSON with `at`. */
  content: string;
  /** Hex. */
  hash: string;
}

/** The end of the chain, to be kept elsewhere: a chain that was cut short or written anew does not have it. */
export interface AuditAnchor {
  seq: number;
  /** Hex. */
  hash: string;
}

export async function auditHead(database: Queryable): Promise<AuditAnchor> {
  const [row] = await database.query<{ seq: string; hash: string }>(
    `SELECT seq, encode(hash, 'hex') AS hash FROM audit_head`,
  );
  if (!row) throw new Error('the end of the audit trail is missing');
  return { seq: Number(row.seq), hash: row.hash };
}

export type AuditVerdict =
  | { kind: 'whole'; entries: number; head: AuditAnchor }
  | { kind: 'broken'; seq: number; why: 'missing' | 'changed' | 'not the one of the anchor' };

const PAGE = 5_000;

/**
 * Follows the chain from its first link and names the first that is missing or is not what was written. `anchors` are ends
 * of the chain that were kept elsewhere: with them a chain that was cut short or rewritten as a whole is found as well.
 */
export async function verifyAudit(database: Queryable, anchors: readonly AuditAnchor[] = []): Promise<AuditVerdict> {
  const kept = new Map(anchors.map(({ seq, hash }) => [seq, hash]));
  // Before the links: what is appended while we read is beyond it.
  const head = await auditHead(database);
  let before = Buffer.alloc(0);
  let seq = 0;
  while (seq < head.seq) {
    const page = await database.query<{ seq: string; content: string; hash: Buffer }>(
      'SELECT seq, content, hash FROM audit_entry WHERE seq > $1 ORDER BY seq LIMIT $2',
      [seq, PAGE],
    );
    if (page.length === 0) return { kind: 'broken', seq: seq + 1, why: 'missing' };
    for (const link of page) {
      seq += 1;
      if (Number(link.seq) !== seq) return { kind: 'broken', seq, why: 'missing' };
      if (!hashOf(before, seq, link.content).equals(link.hash)) return { kind: 'broken', seq, why: 'changed' };
      const anchor = kept.get(seq);
      if (anchor !== undefined && anchor !== link.hash.toString('hex')) {
        return { kind: 'broken', seq, why: 'not the one of the anchor' };
      }
      before = Buffer.from(link.hash);
      if (seq === head.seq) break;
    }
  }
  if (before.toString('hex') !== head.hash) return { kind: 'broken', seq: head.seq, why: 'changed' };
  const beyond = [...kept.keys()].filter((one) => one > head.seq);
  if (beyond.length > 0) return { kind: 'broken', seq: head.seq + 1, why: 'missing' };
  return { kind: 'whole', entries: head.seq, head };
}

function hashOf(before: Buffer, seq: number, content: string): Buffer {
  return createHash('sha256').update(before).update(`${seq}\n${content}`, 'utf8').digest();
}

/** The newest entries first, about a stay, by an account, or all. */
export async function auditEntries(
  database: Queryable,
  about: { admissionId?: string; actorId?: string; limit: number },
): Promise<AuditLink[]> {
  const rows = await database.query<{ seq: string; content: string; hash: string }>(
    `SELECT seq, content, encode(hash, 'hex') AS hash FROM audit_entry
     WHERE ($1::text IS NULL OR content::jsonb -> 'admissions' @> to_jsonb($1::text))
       AND ($2::text IS NULL OR content::jsonb -> 'actor' ->> 'id' = $2)
     ORDER BY seq DESC LIMIT $3`,
    [about.admissionId ?? null, about.actorId ?? null, about.limit],
  );
  return rows.map((row) => ({ seq: Number(row.seq), content: row.content, hash: row.hash }));
}
