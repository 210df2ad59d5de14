import { msOf } from '../sql.ts';

/* What a home and the hub wait for of each other, as parts of a query. */

/** The first reading of any vital of NEWS2 that was measured after it was asked for; nothing else answers it. */
export const answeredAt = (request: string): string => `(
  SELECT min(o.effective_at) FROM observation o
  WHERE o.admission_id = ${request}.admission_id AND o.effective_at > ${request}.asked_at AND NOT o.day_only
    AND o.received_at >= ${request}.asked_at - interval '10 minutes'
    AND num_nonnulls(o.respiration, o.spo2, o.systolic, o.pulse, o.consciousness, o.temperature) > 0)`;

/** After that the ladder of late readings has taken over. */
const WAITS = `interval '12 hours'`;

/** What is still waited for of a stay, as JSON; null when nothing is. */
export const repeatOf = (admission: string): string => `(
  SELECT json_build_object('askedAt', ${msOf('q.asked_at')}, 'dueAt', ${msOf('q.due_at')}, 'by', q.asked_by_name, 'note', q.note)
  FROM (
    SELECT r.* FROM repeat_request r WHERE r.admission_id = ${admission}.id ORDER BY r.id DESC LIMIT 1
  ) q WHERE q.asked_at > now() - ${WAITS} AND ${answeredAt('q')} IS NULL)`;

/** The newest of a stay that the hub has not decided on, as JSON; null when none waits. */
export const undecidedSbardOf = (admission: string): string => `(
  SELECT json_build_object('id', w.id, 'at', ${msOf('w.written_at')}, 'by', w.written_by_name)
  FROM sbard w WHERE w.admission_id = ${admission}.id AND w.decision IS NULL ORDER BY w.written_at DESC LIMIT 1)`;
