import type { StayTimeline, TimelineEntry, TimelineKind } from '#contracts';
import type { Queryable } from './database.ts';
import { answeredAt } from './homes/waiting.ts';
import { msOf } from './sql.ts';
import { wardOfStay } from './stay-notes.ts';

/** Entries on a page. */
const PAGE = 60;

/**
 * Readings that are looked at for one page. A stay that is measured every minute has 60 in an hour, and 60 hours on a page; of one
 * that is measured more often the page is shorter, and ends where whole hours end.
 */
const MOST_READINGS = 4_000;

/** An instant that keeps the record's own precision, so that no two entries stand at the same place. */
const PLACE = (expression: string): string => `(extract(epoch FROM ${expression}) * 1000000)::bigint`;

/** What stands before the place `$2`, `$3`: older, or of the same instant and later in the order of keys. */
const BEFORE = (at: string, key: string): string =>
  `($2::bigint IS NULL OR (${PLACE(at)}, (${key}) COLLATE "C") < ($2::bigint, $3::text))`;

/** Each kind as rows (place, at, key, entry). `$1` is the stay, `$4` how many. */
const KINDS: Readonly<Record<Exclude<TimelineKind, 'readings' | 'late'>, string>> = {
  alerts: `
    SELECT ${PLACE('e.at')} AS place, e.at, 'alert:' || lpad(e.id::text, 20, '0') AS key, json_build_object('alertId', al.id, 'ruleId', al.rule_id,
      'priority', al.priority, 'what', e.kind, 'by', e.actor, 'sentence', e.sentence) AS entry
    FROM alert al JOIN alert_event e ON e.alert_id = al.id
    WHERE al.admission_id = $1 AND ${BEFORE('e.at', `'alert:' || lpad(e.id::text, 20, '0')`)}`,
  plan: `
    SELECT ${PLACE('c.at')} AS place, c.at, 'plan:' || lpad(c.id::text, 20, '0') AS key, json_build_object('by', c.changed_by_name, 'reason', c.reason,
      'before', c.before, 'after', c.after) AS entry
    FROM plan_change c WHERE c.admission_id = $1 AND ${BEFORE('c.at', `'plan:' || lpad(c.id::text, 20, '0')`)}`,
  scale: `
    SELECT ${PLACE('so.in_force_from')} AS place, so.in_force_from AS at, 'scale:' || lpad(so.id::text, 20, '0') AS key, json_build_object('scale', so.scale,
      'authorisedBy', so.authorised_by, 'role', so.role, 'reason', so.reason, 'by', acc.display_name) AS entry
    FROM spo2_scale_order so LEFT JOIN account acc ON acc.id = so.ordered_by
    WHERE so.admission_id = $1 AND ${BEFORE('so.in_force_from', `'scale:' || lpad(so.id::text, 20, '0')`)}`,
  level: `
    SELECT ${PLACE('lc.at')} AS place, lc.at, 'level:' || lpad(lc.id::text, 20, '0') AS key, json_build_object('from', lc.from_level,
      'to', lc.to_level, 'reason', lc.reason, 'by', lc.changed_by_name, 'overridden', cardinality(lc.overridden),
      'bedBefore', lc.bed_before, 'bedAfter', lc.bed_after) AS entry
    FROM level_change lc WHERE lc.admission_id = $1 AND ${BEFORE('lc.at', `'level:' || lpad(lc.id::text, 20, '0')`)}`,
  home: `
    SELECT h.place, h.at, h.key, h.entry FROM (
      SELECT ${PLACE('q.asked_at')} AS place, q.asked_at AS at, 'home:repeat-' || lpad(q.id::text, 20, '0') AS key, json_build_object(
        'what', 'repeat', 'by', q.asked_by_name, 'text', q.note, 'answeredAt', ${msOf(answeredAt('q'))}) AS entry
      FROM repeat_request q WHERE q.admission_id = $1
      UNION ALL
      SELECT ${PLACE('w.written_at')}, w.written_at, 'home:sbard-' || w.id, json_build_object(
        'what', 'sbard', 'by', w.written_by_name, 'text', w.recommendation, 'answeredAt', ${msOf('w.decided_at')})
      FROM sbard w WHERE w.admission_id = $1
      UNION ALL
      SELECT ${PLACE('w.decided_at')}, w.decided_at, 'home:sbard-decided-' || w.id, json_build_object(
        'what', 'decision', 'by', w.decided_by_name, 'text', w.decision, 'answeredAt', NULL)
      FROM sbard w WHERE w.admission_id = $1 AND w.decided_at IS NOT NULL
      UNION ALL
      SELECT ${PLACE('f.taken_at')}, f.taken_at, 'home:photo-' || f.id, json_build_object(
        'what', 'photo', 'by', f.taken_by_name, 'text', f.subject, 'answeredAt', NULL)
      FROM photo f WHERE f.admission_id = $1
    ) h WHERE ${BEFORE('h.at', 'h.key')}`,
  notes: `
    SELECT ${PLACE('n.at')} AS place, n.at, 'note:' || n.id AS key, json_build_object('noteId', n.id, 'by', n.written_by_name,
      'text', n.text, 'strikes', n.strikes, 'struckBy', s.written_by_name) AS entry
    FROM stay_note n LEFT JOIN stay_note s ON s.strikes = n.id
    WHERE n.admission_id = $1 AND ${BEFORE('n.at', `'note:' || n.id`)}`,
  stay: `
    SELECT ${PLACE('m.at')} AS place, m.at, m.key, json_build_object('what', m.what, 'bed', m.bed, 'to', m.to, 'by', m.by,
      'reason', m.reason) AS entry
    FROM (
      SELECT e.at, 'stay:' || e.what AS key, e.what, a.bed, NULL AS to, e.by, e.reason
      FROM admission a CROSS JOIN LATERAL (VALUES ('admitted', a.admitted_at, NULL, NULL),
        ('ended', a.ended_at, a.ended_by_name, a.ending_reason)) AS e(what, at, by, reason)
      WHERE a.id = $1 AND e.at IS NOT NULL
      UNION ALL
      SELECT t.at, 'stay:handed-on-' || t.id, 'handed-on', NULL, t.transferred_to, t.transferred_by_name, t.reason
      FROM onward_transfer t WHERE t.admission_id = $1
    ) m WHERE ${BEFORE('m.at', 'm.key')}`,
  messages: `
    SELECT ${PLACE('d.created_at')} AS place, d.created_at AS at, 'message:' || d.id AS key, json_build_object('alertId', al.id,
      'to', coalesce(acc.display_name, h.name), 'channel', d.channel, 'state', d.state) AS entry
    FROM alert al JOIN message_alert ma ON ma.alert_id = al.id JOIN message m ON m.id = ma.message_id JOIN delivery d ON d.message_id = m.id
    LEFT JOIN account acc ON acc.id = m.account_id LEFT JOIN webhook h ON h.id = m.webhook_id
    WHERE al.admission_id = $1 AND ${BEFORE('d.created_at', `'message:' || d.id`)}`,
};

/**
 * Readings by the hour in which they were measured, at the last of them, with the scores of that hour. Whole hours are looked
 * at: one that began before the place and ended after it stands on the page before.
 */
const READINGS = `
  WITH looked_at AS (
    SELECT o.effective_at, o.source_id FROM observation o
    WHERE o.admission_id = $1
      AND ($2::bigint IS NULL OR o.effective_at < date_trunc('hour', to_timestamp($2::bigint / 1000000.0)) + interval '1 hour')
    ORDER BY o.effective_at DESC LIMIT ${MOST_READINGS}
  ), hours AS (
    SELECT date_trunc('hour', effective_at) AS hour, min(effective_at) AS first, max(effective_at) AS last, count(*)::int AS count,
      array_agg(DISTINCT source_id) AS sources
    FROM looked_at GROUP BY 1
  ), whole AS (
    -- Of the oldest hour there may be more.
    SELECT hours.*, 'readings:' || (extract(epoch FROM hour))::bigint AS key FROM hours
    WHERE (SELECT count(*) FROM looked_at) < ${MOST_READINGS} OR hour > (SELECT min(hour) FROM hours)
  )
  SELECT ${PLACE('w.last')} AS place, w.last AS at, w.key, json_build_object('from', ${msOf('w.first')}, 'count', w.count,
    'sources', (SELECT coalesce(json_agg(s.name ORDER BY s.name), '[]') FROM source s WHERE s.id = ANY (w.sources)),
    'complete', coalesce(scored.complete, 0), 'incomplete', coalesce(scored.incomplete, 0), 'least', scored.least, 'worst', scored.worst) AS entry
  FROM whole w LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE n.complete)::int AS complete, count(*) FILTER (WHERE NOT n.complete)::int AS incomplete,
      min(n.least) FILTER (WHERE n.complete) AS least,
      (array_agg(json_build_object('at', ${msOf('n.at')}, 'total', n.least, 'scale', n.scale) ORDER BY n.least DESC, n.at DESC)
        FILTER (WHERE n.complete))[1] AS worst
    FROM news2_score n WHERE n.admission_id = $1 AND n.at >= w.hour AND n.at < w.hour + interval '1 hour'
  ) scored ON true
  WHERE ${BEFORE('w.last', 'w.key')}`;

/** Readings that came an hour or more after they were measured, by the minute in which they came. */
const LATE = `
  SELECT ${PLACE('l.at')} AS place, l.at, l.key, json_build_object('count', l.count, 'measuredFrom', ${msOf('l.first')},
    'measuredTo', ${msOf('l.last')},
    'sources', (SELECT coalesce(json_agg(s.name ORDER BY s.name), '[]') FROM source s WHERE s.id = ANY (l.sources))) AS entry
  FROM (
    SELECT date_trunc('minute', o.received_at) AS at, 'late:' || (extract(epoch FROM date_trunc('minute', o.received_at)))::bigint AS key,
      count(*)::int AS count, min(o.effective_at) AS first, max(o.effective_at) AS last, array_agg(DISTINCT o.source_id) AS sources
    FROM observation o WHERE o.admission_id = $1 AND o.received_at - o.effective_at >= interval '1 hour'
    GROUP BY date_trunc('minute', o.received_at)
  ) l
  WHERE ${BEFORE('l.at', 'l.key')}`;

interface Row {
  place: string;
  at_ms: number;
  key: string;
  entry: object;
}

const newestFirst = (sql: string): string => `
  SELECT t.place::text, ${msOf('t.at')} AS at_ms, t.key, t.entry FROM (${sql}) t ORDER BY t.place DESC, t.key COLLATE "C" DESC LIMIT $4`;

/** How far back the readings that were looked at for a page reach, when there are more; null when these are all. */
const READINGS_REACH = `
  SELECT ${PLACE(`date_trunc('hour', min(o.effective_at)) + interval '1 hour'`)}::text AS place FROM (
    SELECT effective_at FROM observation WHERE admission_id = $1
      AND ($2::bigint IS NULL OR effective_at < date_trunc('hour', to_timestamp($2::bigint / 1000000.0)) + interval '1 hour')
    ORDER BY effective_at DESC LIMIT ${MOST_READINGS}
  ) o HAVING count(*) = ${MOST_READINGS}`;

/** One page of everything about a stay of these wards, newest first; null when there is no such stay. `before` is a place that a page ended at. */
export async function timelineOf(
  database: Queryable,
  question: {
    admissionId: string;
    wardIds: readonly string[];
    kinds: readonly TimelineKind[];
    before: string | null;
  },
): Promise<(StayTimeline & { wardId: string }) | null> {
  const { admissionId, wardIds, kinds, before } = question;
  const wardId = await wardOfStay(database, { admissionId, wardIds });
  if (wardId === null) return null;
  const cut = before?.indexOf('~') ?? -1;
  const [place, key] = before === null ? [null, null] : [before.slice(0, cut), before.slice(cut + 1)];

  const found: (Row & { kind: TimelineKind })[] = [];
  for (const kind of new Set(kinds)) {
    const sql = kind === 'readings' ? READINGS : kind === 'late' ? LATE : KINDS[kind];
    const rows = await database.query<Row>(newestFirst(sql), [admissionId, place, key, PAGE + 1]);
    found.push(...rows.map((row) => ({ ...row, kind })));
  }
  found.sort((a, b) => comparePlaces(b, a));
  const [reach] = kinds.includes('readings')
    ? await database.query<{ place: string }>(READINGS_REACH, [admissionId, place])
    : [];
  const inReach = reach ? found.filter((row) => BigInt(row.place) >= BigInt(reach.place)) : found;
  const page = inReach.slice(0, PAGE);
  const last = page.at(-1);
  const more = inReach.length > PAGE || reach !== undefined;
  return {
    wardId,
    entries: page.map(({ kind, key: its, at_ms: at, entry }) => ({ key: its, at, kind, ...entry }) as TimelineEntry),
    next: more && last ? `${last.place}~${last.key}` : null,
  };
}

function comparePlaces(a: Row, b: Row): number {
  const [x, y] = [BigInt(a.place), BigInt(b.place)];
  if (x !== y) return x < y ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
