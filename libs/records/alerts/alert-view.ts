import type { OpenAlertView } from '#contracts';
import type { Queryable } from '../database.ts';
import { OPEN } from '../sql.ts';

const MS = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::bigint`;

/** An open alert as everybody sees it, as JSON. Boards, the feed and histories take it from here, so they cannot differ. The alias is `al`. */
export const OPEN_ALERT = `json_build_object(
  'id', al.id, 'version', al.version, 'ruleId', al.rule_id, 'subject', al.subject, 'priority', al.priority, 'sentence', al.sentence,
  'status', al.status, 'raisedAt', ${MS('al.raised_at')}, 'effectiveAt', ${MS('al.effective_at')}, 'count', al.count,
  'conditionPresent', al.condition_present,
  'responsible', CASE WHEN al.status = 'accepted'
    THEN jsonb_build_object('kind', 'person', 'id', al.accepted_by, 'name', al.accepted_by_name)
    ELSE al.route -> 'steps' -> al.step::integer END,
  'asksNext', coalesce(al.route -> 'steps' -> (al.step + 1), CASE WHEN al.route ->> 'id' NOT IN ('hand-over', 'outcome') THEN al.route -> 'steps' -> -1 END),
  'step', CASE WHEN al.route ->> 'id' IN ('hand-over', 'outcome') THEN 0 ELSE al.step + 1 END,
  'routeId', al.route ->> 'id', 'askedAt', ${MS('al.asked_at')}, 'nextStepAt', ${MS('al.next_step_at')}, 'acceptBy', ${MS('al.accept_by')},
  'deliveredAt', ${MS('al.delivered_at')}, 'pausedUntil', ${MS('al.paused_until')},
  'acceptedBy', al.accepted_by_name, 'acceptedAt', ${MS('al.accepted_at')}, 'groupedUnder', al.grouped_under,
  'comments', (SELECT count(*)::integer FROM alert_event e WHERE e.alert_id = al.id AND e.kind = 'commented'))`;

/** A ward's open alerts that are about no patient. */
export const WARD_ALERTS = `
  SELECT json_agg(${OPEN_ALERT} ORDER BY al.raised_at, al.id) FROM alert al
  WHERE al.ward_id = w.id AND al.admission_id IS NULL AND ${OPEN}`;

/** The alerts about no patient of each of these wards, with the wards locked: what others change is seen before or waits. */
export async function wardAlertsOf(
  database: Queryable,
  wardIds: readonly string[],
): Promise<Map<string, OpenAlertView[]>> {
  const rows = await database.query<{ id: string; alerts: OpenAlertView[] | null }>(
    `SELECT w.id, (${WARD_ALERTS}) AS alerts FROM ward w WHERE w.id = ANY ($1::text[])`,
    [wardIds],
    'ward-alerts',
  );
  return new Map(rows.map(({ id, alerts }) => [id, alerts ?? []]));
}
