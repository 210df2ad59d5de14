/** An instant as this software counts it, ms, of a `timestamptz` expression. */
export const msOf = (expression: string): string => `(extract(epoch FROM ${expression}) * 1000)::float8`;

/** An alert that somebody still has to answer. The table's alias is `al`. */
export const OPEN = `al.status IN ('raised', 'accepted')`;

/** Wards with the time since which the oldest of their readings waits to be evaluated. An old reading that was found its patient waits since then. */
export const WAITING_SINCE = `
  SELECT a.ward_id, min(coalesce(q.waits_since, q.received_at)) AS oldest
  FROM pending_evaluation q JOIN admission a ON a.id = q.admission_id`;

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
