import { PARAMETERS } from '#clinical';
import type { StayEnding } from '#contracts';
import type { Queryable } from './database.ts';
import type { Reader } from './reach.ts';
import { READING_KINDS, searchReadings, type ShownReading } from './read-by-sources/observations.ts';
import { patientsWithin, type ShownPatient } from './read-by-sources/patients.ts';
import { SCORE_KINDS, searchScores, type ShownScore } from './read-by-sources/scores.ts';
import { msOf } from './sql.ts';

/** What leaves with somebody who leaves: the person, the stay, what was measured and how it was scored. Times are epoch ms. */
export interface DischargeRecord {
  readonly admissionId: string;
  readonly patient: ShownPatient;
  readonly ward: { readonly id: string; readonly name: string };
  readonly admittedAt: number;
  /** Null while the stay goes on. */
  readonly endedAt: number | null;
  readonly ending: StayEnding | null;
  readonly endingReason: string | null;
  /** Oldest first. */
  readonly readings: readonly ShownReading[];
  /** Oldest first; every reading that one was scored from is among the readings. */
  readonly scores: readonly ShownScore[];
  /** True where the stay has more readings than a document holds: these are the newest. */
  readonly isCut: boolean;
}

/** Of a stay that is measured every minute the newest: a document that a GP's system can open. */
const MOST_READINGS = 1_500;

const STAY = `
  SELECT p.nhs_number, w.id AS ward_id, w.name AS ward_name, ${msOf('a.admitted_at')} AS admitted_at, ${msOf('a.ended_at')} AS ended_at,
    a.ending, a.ending_reason
  FROM admission a JOIN patient p ON p.id = a.patient_id JOIN ward w ON w.id = a.ward_id
  WHERE a.id = $1 AND a.ward_id = ANY ($2::text[])`;

/** The record of one stay of these wards as it goes to others; null when there is no such stay. */
export async function dischargeRecordOf(
  database: Queryable,
  { admissionId, wardIds }: { admissionId: string; wardIds: readonly string[] },
): Promise<DischargeRecord | null> {
  const [stay] = await database.query<{
    nhs_number: string;
    ward_id: string;
    ward_name: string;
    admitted_at: number;
    ended_at: number | null;
    ending: StayEnding | null;
    ending_reason: string | null;
  }>(STAY, [admissionId, wardIds]);
  if (!stay) return null;
  // Not a source: whoever asks sees the whole stay, and nothing that is nobody's.
  const reader: Reader = {
    right: 'read',
    sourceId: -1,
    keyId: null,
    reach: { wardIds, careHomeIds: null, nhsNumbers: [stay.nhs_number] },
  };
  const [patient] = await patientsWithin(database, reader.reach, { ids: [], nhsNumbers: [stay.nhs_number] });
  if (!patient) return null;
  const page = { order: { by: 'measured', newestFirst: true }, after: null, limit: MOST_READINGS } as const;
  const found = await searchReadings(
    database,
    reader,
    {
      kinds: READING_KINDS.map((kind) => ({ kind, where: [] })),
      patients: { ids: [patient.id], nhsNumbers: [] },
      ids: null,
      references: null,
      measured: [],
      received: [],
    },
    page,
  );
  const readings = found.filter((reading) => reading.admissionId === admissionId).toReversed();
  const known = new Set(readings.map(({ id }) => id));
  const scores = await searchScores(
    database,
    reader,
    {
      kinds: SCORE_KINDS.map((kind) => ({ kind, scale: null })),
      patientIds: [patient.id],
      moments: null,
      at: [],
      scored: [],
    },
    page,
  );
  return {
    admissionId,
    patient,
    ward: { id: stay.ward_id, name: stay.ward_name },
    admittedAt: stay.admitted_at,
    endedAt: stay.ended_at,
    ending: stay.ending,
    endingReason: stay.ending_reason,
    readings,
    scores: scores
      .filter(
        (score) =>
          score.admissionId === admissionId &&
          PARAMETERS.every((parameter) => {
            const from = score.readings[parameter];
            return from === undefined || known.has(from);
          }),
      )
      .toReversed(),
    isCut: found.length === MOST_READINGS,
  };
}
