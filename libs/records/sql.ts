/** An instant as this software counts it, ms, of a `timestamptz` expression. */
export const msOf = (expression: string): string => `(extract(epoch FROM ${expression}) * 1000)::float8`;

/** An alert that somebody still has to answer. The table's alias is `al`. */
export const OPEN = `al.status IN ('raised', 'accepted')`;

/** Whether the record of the patient `p` is restricted now. */
export const RESTRICTED = `EXISTS (SELECT FROM record_restriction rr WHERE rr.patient_id = p.id AND rr.lifted_at IS NULL)`;

const WAITS_SINCE = 'coalesce(waits_since, received_at)';

/**
 * Wards with the time since which the oldest of their readings waits to be evaluated, to be grouped by `a.ward_id`. An old
 * reading that was found its patient waits since then. From an index alone, one step for each stay of which any waits: it is
 * asked for all the time, most of all when very much waits.
 */
export const WAITING_SINCE = `
  SELECT a.ward_id, min(waiting_stay.since) AS oldest FROM (
    WITH RECURSIVE waiting(admission_id, since) AS (
      (SELECT admission_id, ${WAITS_SINCE} FROM pending_evaluation ORDER BY admission_id, ${WAITS_SINCE} LIMIT 1)
      UNION ALL
      SELECT next_stay.admission_id, next_stay.since FROM waiting CROSS JOIN LATERAL (
        SELECT admission_id, ${WAITS_SINCE} AS since FROM pending_evaluation q
        WHERE q.admission_id > waiting.admission_id ORDER BY admission_id, ${WAITS_SINCE} LIMIT 1
      ) next_stay
    )
    SELECT admission_id, since FROM waiting
  ) waiting_stay JOIN admission a ON a.id = waiting_stay.admission_id`;

/** The same of one ward, by its stays: `ward` is an expression of its id. Readings of stays that have ended alert nobody. */
export const waitingSinceOn = (ward: string): string => `
  SELECT min(waiting.since) FROM admission a CROSS JOIN LATERAL (
    SELECT ${WAITS_SINCE} AS since FROM pending_evaluation q WHERE q.admission_id = a.id ORDER BY ${WAITS_SINCE} LIMIT 1
  ) waiting WHERE a.ward_id = ${ward} AND a.status = 'active'`;

/** The scale of SpO2 in force on the stay `a`: every order that is stored has been made, and holds from its own time. */
export const SCALE_IN_FORCE = `coalesce((
    SELECT so.scale FROM spo2_scale_order so WHERE so.admission_id = a.id ORDER BY so.in_force_from DESC, so.id DESC LIMIT 1
  ), 1)::smallint`;

/** All orders of a scale of SpO2 for a stay, as the rules take them. */
export const ordersOfScales = (admissionId: string): string => `coalesce((
    SELECT json_agg(json_build_object('scale', so.scale, 'from', ${msOf('so.in_force_from')}, 'authorisedBy', so.authorised_by,
      'role', so.role, 'reason', so.reason) ORDER BY so.in_force_from, so.id)
    FROM spo2_scale_order so WHERE so.admission_id = ${admissionId}
  ), '[]')`;
