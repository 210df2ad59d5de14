import type { Finding, Implausibility, Instant, Pathway } from '#clinical';
import { easeSystemAlert, raiseSystemAlert } from './alerts/system-alerts.ts';
import type { Database, Queryable } from './database.ts';
import { msOf, OPEN } from './sql.ts';

/** What came from one device since the last time this was written. */
export interface DeviceHeard {
  readonly sourceId: number;
  /** Its serial number, or what its source calls it. */
  readonly identifier: string;
  readonly model: string | null;
  readonly nhsNumber: string;
  readonly heardAt: Date;
  /** Readings with an implausible value, one after the other, up to the last. */
  readonly implausibleInARow: number;
  /** A reading without one was among them: what was counted before is over. */
  readonly interrupted: boolean;
  readonly lastImplausible: Implausibility | null;
}

/** What comes within ten minutes is one round. */
const NEW_ROUND = `excluded.last_heard_at >= d.round_began_at + interval '10 minutes'`;
const GAP = 'excluded.last_heard_at - d.round_began_at';

/** In one order everywhere, so that processes that write for the same devices take turns. */
const RECORD = `
  INSERT INTO device AS d (
    admission_id, source_id, identifier, model, last_heard_at, round_began_at, implausible_in_a_row, last_implausible)
  SELECT a.id, h."sourceId", h.identifier, h.model, h."heardAt", h."heardAt",
    h."implausibleInARow" + CASE WHEN h.interrupted THEN 0 ELSE coalesce(before.implausible_in_a_row, 0) END, h."lastImplausible"
  FROM jsonb_to_recordset($1::jsonb) AS h("sourceId" integer, identifier text, model text, "nhsNumber" text, "heardAt" timestamptz,
    "implausibleInARow" integer, interrupted boolean, "lastImplausible" jsonb)
  JOIN patient p ON p.nhs_number = h."nhsNumber"
  JOIN admission a ON a.patient_id = p.id AND a.status = 'active'
  LEFT JOIN device before ON before.admission_id = a.id AND before.source_id = h."sourceId" AND before.identifier = h.identifier
  ORDER BY a.id, h."sourceId", h.identifier
  ON CONFLICT (admission_id, source_id, identifier) DO UPDATE SET
    model = coalesce(excluded.model, d.model),
    last_heard_at = greatest(d.last_heard_at, excluded.last_heard_at),
    round_began_at = CASE WHEN ${NEW_ROUND} THEN excluded.last_heard_at ELSE d.round_began_at END,
    rounds = d.rounds + CASE WHEN ${NEW_ROUND} THEN 1 ELSE 0 END,
    usual_gap = CASE WHEN ${NEW_ROUND} THEN coalesce(0.7 * d.usual_gap + 0.3 * (${GAP}), ${GAP}) ELSE d.usual_gap END,
    implausible_in_a_row = excluded.implausible_in_a_row,
    last_implausible = coalesce(excluded.last_implausible, d.last_implausible)`;

/** Adds to what is known of the devices of patients who are on a ward. What failed to be written may be given again. */
export async function recordDevices(database: Queryable, heard: readonly DeviceHeard[]): Promise<void> {
  if (heard.length > 0) await database.query(RECORD, [JSON.stringify(heard)], 'record-devices');
}

/** A device with which something may be wrong. Times are of the database's clock, ms. */
export interface DoubtfulDevice {
  readonly admissionId: string;
  readonly wardId: string;
  readonly pathway: Pathway;
  readonly identifier: string;
  readonly model: string | null;
  readonly lastHeardAt: Instant;
  /** Of the patient, from whatever device; null when none came. */
  readonly lastReadingAt: Instant | null;
  readonly rounds: number;
  /** Between its rounds, ms; null after the first. */
  readonly usualGap: number | null;
  readonly implausibleInARow: number;
  readonly lastImplausible: Implausibility | null;
  readonly now: Instant;
}

const DOUBTFUL = `
  SELECT d.admission_id AS "admissionId", a.ward_id AS "wardId", a.pathway, d.identifier, d.model, ${msOf('d.last_heard_at')} AS "lastHeardAt",
    ${msOf('a.last_reading_at')} AS "lastReadingAt", d.rounds, ${msOf('d.usual_gap')} AS "usualGap",
    d.implausible_in_a_row AS "implausibleInARow", d.last_implausible AS "lastImplausible", ${msOf('clock_timestamp()')} AS now
  FROM device d JOIN admission a ON a.id = d.admission_id AND a.status = 'active'
  WHERE d.last_heard_at < clock_timestamp() - make_interval(secs => $1::float8 / 1000) OR d.implausible_in_a_row > 1
  ORDER BY d.last_heard_at`;

/** Devices of patients on a ward that have been silent for so long (ms), or sent implausible values again and again. */
export function doubtfulDevices(database: Queryable, silentFor: number): Promise<DoubtfulDevice[]> {
  return database.query<DoubtfulDevice>(DOUBTFUL, [silentFor]);
}

/** Something that is wrong with a device of a stay. */
interface DeviceTrouble {
  readonly admissionId: string;
  readonly finding: Finding;
}

/**
 * Raises an alert for each stay and rule that has none, and eases those of these rules whose trouble is over: whoever watches
 * may do it as often as they like, and several at once.
 */
export async function alertOfDevices(
  database: Database,
  { ruleIds, troubles, at }: { ruleIds: readonly string[]; troubles: readonly DeviceTrouble[]; at: Instant },
): Promise<void> {
  const open = await database.query<{ admissionId: string; ruleId: string }>(
    `SELECT al.admission_id AS "admissionId", al.rule_id AS "ruleId" FROM alert al
     WHERE al.admission_id IS NOT NULL AND al.rule_id = ANY ($1) AND ${OPEN} AND al.condition_present`,
    [ruleIds],
  );
  const key = (admissionId: string, ruleId: string): string => `${admissionId} ${ruleId}`;
  const told = new Set(open.map((one) => key(one.admissionId, one.ruleId)));
  const present = new Set(troubles.map(({ admissionId, finding }) => key(admissionId, finding.ruleId)));
  for (const { admissionId, finding } of troubles) {
    const one = key(admissionId, finding.ruleId);
    if (told.has(one)) continue;
    told.add(one);
    await raiseSystemAlert(database, { about: { admissionId }, finding });
  }
  for (const { admissionId, ruleId } of open) {
    if (present.has(key(admissionId, ruleId))) continue;
    await easeSystemAlert(database, { about: { admissionId }, ruleId, at, sentence: 'It works again.' });
  }
}

/** Forgets the devices of stays that have ended. */
export async function forgetDevicesOfEnded(database: Queryable): Promise<void> {
  await database.query(`DELETE FROM device d USING admission a WHERE a.id = d.admission_id AND a.status = 'ended'`);
}
