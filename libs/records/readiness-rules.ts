import { readReadinessRules, SHIPPED_READINESS, type ReadinessDocument, type ReadinessRules } from '#clinical';
import { isUniqueViolation, type Queryable } from './database.ts';

/** A document of the criteria as it is kept: who approved it, and since when it is in force. */
export interface StoredReadinessRules {
  readonly document: unknown;
  readonly approver: string;
  readonly installedAt: Date;
}

/** The newest document up to a moment; null when none had been stored. */
export async function storedReadinessRules(database: Queryable, at: Date): Promise<StoredReadinessRules | null> {
  const [row] = await database.query<{ document: unknown; approver: string; installed_at: Date }>(
    'SELECT document, approver, installed_at FROM readiness_rules WHERE installed_at <= $1 ORDER BY seq DESC LIMIT 1',
    [at],
  );
  return row ? { document: row.document, approver: row.approver, installedAt: row.installed_at } : null;
}

/** The criteria that are in force at a moment: those that are shipped where nothing was stored, or where it is within its bounds no more. */
export async function readinessRulesAt(database: Queryable, at: Date): Promise<ReadinessRules> {
  const stored = await storedReadinessRules(database, at);
  const read = stored === null ? null : readReadinessRules(stored.document);
  return read?.kind === 'accepted' ? read.rules : SHIPPED_READINESS;
}

/** Puts a document in force from now on. A version that was stored before is not stored again: `known`. It must have been checked. */
export async function installReadinessRules(
  database: Queryable,
  { document, approver, now }: { document: ReadinessDocument; approver: string; now: Date },
): Promise<'installed' | 'known'> {
  try {
    await database.query(
      'INSERT INTO readiness_rules (id, version, document, approver, installed_at) VALUES ($1, $2, $3, $4, $5)',
      [document.id, document.version, JSON.stringify(document), approver, now],
    );
    return 'installed';
  } catch (error) {
    if (isUniqueViolation(error, 'readiness_rules_id_version_key')) return 'known';
    throw error;
  }
}
