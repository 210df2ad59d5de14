/** An instant as this software counts it, ms, of a `timestamptz` expression. */
export const msOf = (expression: string): string => `(extract(epoch FROM ${expression}) * 1000)::float8`;

/** An alert that somebody still has to answer. The table's alias is `al`. */
export const OPEN = `al.status IN ('raised', 'accepted')`;

/** Wards with the time since which the oldest of their readings waits to be evaluated. An old reading that was found its patient waits since then. */
export const WAITING_SINCE = `
  SELECT a.ward_id, min(coalesce(q.waits_since, q.received_at)) AS oldest
  FROM pending_evaluation q JOIN admission a ON a.id = q.admission_id`;
