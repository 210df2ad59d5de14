import type pg from 'pg';
import { v7 as newId } from 'uuid';
import type { ReadingSetInput } from '#contracts';

/** Who an NHS number is, looked up once at the start: the limit does no look-up a reading. */
export type Stays = ReadonlyMap<string, { patientId: string; admissionId: string }>;

export async function staysIn(client: pg.Pool): Promise<Stays> {
  const { rows } = await client.query<{ nhs_number: string; patient_id: string; admission_id: string }>(
    `SELECT p.nhs_number, p.id AS patient_id, a.id AS admission_id FROM patient p JOIN admission a ON a.patient_id = p.id`,
  );
  return new Map(rows.map((row) => [row.nhs_number, { patientId: row.patient_id, admissionId: row.admission_id }]));
}

const COLUMNS = [
  'id, received_at, effective_at, source_id, source_ref, patient_id, admission_id, respiration, spo2, on_oxygen',
  'systolic, diastolic, pulse, consciousness, temperature, weight, details',
].join(', ');
const WIDTH = 17;

const texts = new Map<number, string>();

/** The fastest way known here to write that many rows of `observation`, and nothing else: one multi-row INSERT. */
export function insertOf(count: number): string {
  let text = texts.get(count);
  if (text === undefined) {
    const row = (n: number) => `(${Array.from({ length: WIDTH }, (_, i) => `$${n * WIDTH + i + 1}`).join(',')})`;
    text = `INSERT INTO observation (${COLUMNS}) VALUES ${Array.from({ length: count }, (_, n) => row(n)).join(',')}`;
    texts.set(count, text);
  }
  return text;
}

export interface RowToWrite {
  readonly id: string;
  readonly set: ReadingSetInput;
}

export function rowOf(set: ReadingSetInput): RowToWrite {
  return { id: newId(), set };
}

export function valuesOf(rows: readonly RowToWrite[], stays: Stays): unknown[] {
  const receivedAt = new Date();
  return rows.flatMap(({ id, set }) => {
    const stay = stays.get(set.patient.nhsNumber);
    return [
      id,
      receivedAt,
      set.effectiveAt,
      1,
      set.sourceRef,
      stay?.patientId,
      stay?.admissionId,
      set.respiration,
      set.spo2,
      set.onOxygen,
      set.systolic,
      set.diastolic,
      set.pulse,
      set.consciousness,
      set.temperature,
      set.weight,
      '{"method": "device"}',
    ];
  });
}
