import { pressing, type StayAlert, type StayAlerts } from '#contracts';
import { OPEN_ALERT } from './alerts/alert-view.ts';
import type { Queryable } from './database.ts';
import { msOf, OPEN } from './sql.ts';
import { wardOfStay } from './stay-notes.ts';

/** Closed alerts on a page. */
const PAGE = 50;

/** With the finding that it was raised, or last updated, by: of the alert's rule and of its own time. */
const ALERTS = `
  SELECT al.id, al.rule_id AS "ruleId", al.priority, al.status, al.sentence, ${msOf('al.raised_at')} AS "raisedAt",
    ${msOf('al.effective_at')} AS "effectiveAt", al.count, CASE WHEN ${OPEN} THEN ${OPEN_ALERT} END AS open,
    al.accepted_by_name AS "acceptedBy",
    CASE WHEN al.status = 'resolved' THEN json_build_object('by', al.resolved_by_name, 'at', ${msOf('al.resolved_at')},
      'outcome', al.outcome, 'note', al.note) END AS closed,
    (SELECT json_build_object('ruleVersion', f.rule_version, 'ruleSetVersion', f.rule_set_version, 'evidence', f.evidence, 'source', f.source)
     FROM finding f WHERE f.admission_id = al.admission_id AND f.effective_at = al.effective_at AND f.rule_id = al.rule_id
     ORDER BY f.recorded_at DESC, f.id DESC LIMIT 1) AS why
  FROM alert al WHERE al.admission_id = $1`;

/** Those that are open, and those that were raised in this time, newest first; 200 at most. */
export function alertsWithin(
  database: Queryable,
  { admissionId, from, to }: { admissionId: string; from: Date; to: Date },
): Promise<StayAlert[]> {
  return database.query<StayAlert>(
    `${ALERTS} AND (${OPEN} OR al.raised_at BETWEEN $2 AND $3) ORDER BY al.id DESC LIMIT 200`,
    [admissionId, from, to],
  );
}

/** The alerts of a stay of these wards: on the first page those that are open, and then the others; null when there is no such stay. */
export async function alertsOfStay(
  database: Queryable,
  { admissionId, wardIds, before }: { admissionId: string; wardIds: readonly string[]; before: string | null },
): Promise<(StayAlerts & { wardId: string }) | null> {
  const wardId = await wardOfStay(database, { admissionId, wardIds });
  if (wardId === null) return null;
  const open =
    before === null ? await database.query<StayAlert>(`${ALERTS} AND ${OPEN} ORDER BY al.id DESC`, [admissionId]) : [];
  const others = await database.query<StayAlert>(
    `${ALERTS} AND NOT ${OPEN} AND ($2::uuid IS NULL OR al.id < $2::uuid) ORDER BY al.id DESC LIMIT ${PAGE + 1}`,
    [admissionId, before],
  );
  const page = others.slice(0, PAGE);
  return {
    wardId,
    alerts: [...open.toSorted((a, b) => (b.open && a.open ? pressing(b.open) - pressing(a.open) : 0)), ...page],
    next: others.length > PAGE ? (page.at(-1)?.id ?? null) : null,
  };
}
