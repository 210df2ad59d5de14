import { alarmBurden, type AlertCourse, type Instant } from '#clinical';
import type { ThresholdReview, WardBurden } from '#contracts';
import type { Queryable } from './database.ts';

/** A ward's alerts of a period: from the first raise or, when a graver tier raised it again, from that. */
const COURSES = `
  SELECT al.id, al.rule_id AS "ruleId", al.admission_id AS "admissionId", al.priority,
    (extract(epoch FROM al.raised_at) * 1000)::float8 AS "raisedAt",
    (extract(epoch FROM al.accept_by) * 1000)::float8 AS "acceptBy",
    (extract(epoch FROM (
      SELECT min(e.at) FROM alert_event e
      WHERE e.alert_id = al.id AND e.at >= al.raised_at AND e.kind IN ('accepted', 'taken-over', 'resolved') AND e.actor_id IS NOT NULL
    )) * 1000)::float8 AS "answeredAt",
    al.outcome
  FROM alert al
  WHERE al.ward_id = $1 AND al.raised_at >= $2 AND al.raised_at < $3 AND al.status <> 'historic'`;

/** Days that patients were on the ward within a period, summed. */
const PATIENT_DAYS = `
  SELECT coalesce(sum(extract(epoch FROM least(coalesce(a.ended_at, $3), $3) - greatest(a.admitted_at, $2))), 0)::float8 / 86400 AS days
  FROM admission a
  WHERE a.ward_id = $1 AND a.admitted_at < $3 AND (a.ended_at IS NULL OR a.ended_at > $2)`;

/** What a review of a threshold looks at. */
const REVIEWS = `
  SELECT p.given_name || ' ' || p.family_name AS patient, a.bed,
    ARRAY(SELECT al.sentence FROM alert al WHERE al.admission_id = a.id AND al.rule_id = c.rule_id AND al.status <> 'historic'
      ORDER BY al.raised_at DESC LIMIT 5) AS sentences,
    coalesce((SELECT f.evidence -> 'thresholds' FROM finding f WHERE f.admission_id = a.id AND f.rule_id = c.rule_id
      ORDER BY f.effective_at DESC LIMIT 1), '{}') AS thresholds
  FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS c(admission_id, rule_id, place)
  JOIN admission a ON a.id = c.admission_id JOIN patient p ON p.id = a.patient_id
  ORDER BY c.place`;

/** What the alerts raised on a ward in a period cost, and what they were worth. Null when there is no such ward. */
export async function burdenOf(
  database: Queryable,
  { wardId, from, to }: { wardId: string; from: Instant; to: Instant },
): Promise<WardBurden | null> {
  const [ward] = await database.query<{ id: string; name: string }>('SELECT id, name FROM ward WHERE id = $1', [
    wardId,
  ]);
  if (!ward) return null;
  const period = [wardId, new Date(from), new Date(to)];
  const [courses, [stays]] = await Promise.all([
    database.query<AlertCourse>(COURSES, period),
    database.query<{ days: number }>(PATIENT_DAYS, period),
  ]);
  const { chronic, ...burden } = alarmBurden(courses, stays?.days ?? 0, to);
  const found = await database.query<Pick<ThresholdReview, 'patient' | 'bed' | 'sentences' | 'thresholds'>>(REVIEWS, [
    chronic.map((one) => one.admissionId),
    chronic.map((one) => one.ruleId),
  ]);
  return { ward, from, to, burden, reviews: chronic.map((one, i) => ({ ...one, ...found[i]! })) };
}
