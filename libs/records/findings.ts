import type { Finding } from '#clinical';
import { v7 as newId } from 'uuid';
import type { Transaction } from './database.ts';

/** A finding that no reading brought about, and the alert that it belongs to. */
export interface KeptFinding {
  readonly admissionId: string;
  readonly alertId: string | null;
  readonly finding: Finding;
}

/** Keeps why: each finding with its rule, the version that was in force, and the thresholds that it used. */
export async function keepFindings(
  transaction: Transaction,
  kept: readonly KeptFinding[],
  recordedAt: Date,
): Promise<void> {
  if (kept.length === 0) return;
  const rows = kept.map(({ admissionId, alertId, finding }) => ({
    id: newId(),
    admission_id: admissionId,
    alert_id: alertId,
    rule_id: finding.ruleId,
    rule_version: String(finding.ruleVersion),
    rule_set_version: finding.ruleSetVersion,
    priority: finding.priority,
    effective_at: finding.at,
    sentence: finding.sentence,
    evidence: finding.evidence,
    source: finding.source,
  }));
  await transaction.query(
    `INSERT INTO finding (
       id, admission_id, alert_id, rule_id, rule_version, rule_set_version, priority, effective_at, recorded_at, sentence, evidence, source)
     SELECT r.id, r.admission_id, r.alert_id, r.rule_id, r.rule_version, r.rule_set_version, r.priority, to_timestamp(r.effective_at / 1000), $2,
       r.sentence, r.evidence, r.source
     FROM jsonb_to_recordset($1::jsonb) AS r(
       id uuid, admission_id uuid, alert_id uuid, rule_id text, rule_version text, rule_set_version text, priority text, effective_at float8,
       sentence text, evidence jsonb, source jsonb)`,
    [JSON.stringify(rows), recordedAt],
  );
}
