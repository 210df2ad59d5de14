import type { RuleSetDocument } from '#clinical';
import { isUniqueViolation, type Queryable } from './database.ts';

/** A rule document as it is kept: who approved it, and since when it is in force. */
export interface StoredRuleSet {
  seq: number;
  document: unknown;
  approver: string;
  installedAt: Date;
}

/** The document in force: the newest one. Null when none was ever stored. */
export async function ruleSetInForce(database: Queryable): Promise<StoredRuleSet | null> {
  const [row] = await database.query<{ seq: number; document: unknown; approver: string; installed_at: Date }>(
    'SELECT seq, document, approver, installed_at FROM rule_set ORDER BY seq DESC LIMIT 1',
  );
  return row ? { seq: row.seq, document: row.document, approver: row.approver, installedAt: row.installed_at } : null;
}

/** Puts a document in force from now on. A version that was stored before is not stored again: `known`. It must have been checked. */
export async function installRuleSet(
  database: Queryable,
  { document, approver, now }: { document: RuleSetDocument; approver: string; now: Date },
): Promise<'installed' | 'known'> {
  try {
    await database.query(
      'INSERT INTO rule_set (id, version, document, approver, installed_at) VALUES ($1, $2, $3, $4, $5)',
      [document.id, document.version, JSON.stringify(document), approver, now],
    );
    return 'installed';
  } catch (error) {
    if (isUniqueViolation(error, 'rule_set_id_version_key')) return 'known';
    throw error;
  }
}
