import { VITALS, type Answers, type NotTaken, type Vitals } from '#clinical';
import { isDeepStrictEqual } from 'node:util';
import type { Database, Queryable } from './database.ts';
import { withinReach, type Reach, type Sender } from './reach.ts';
import { keptUnder } from './reading-keys.ts';
import { saysTheSame, type StatedIdentity } from './stated-identity.ts';

/** What is stored of a reading besides its vitals. Values in quarantine are here and not among the vitals: nothing scores them. */
export interface ReadingDetails {
  answers?: Answers;
  notTaken?: NotTaken;
  method?: string;
  recordedBy?: string;
  /** Of a pressure that is the middle of several: each of them, in mmHg. */
  bloodPressures?: readonly { systolic: number; diastolic: number }[];
  /** `reference`: what a FHIR sender calls it. */
  device?: { model?: string; serial?: string; reference?: string };
  /** The times as they were sent, where the measuring time was put right by them: the device's own time of the measurement, and what its clock showed at `transferredAt`. */
  deviceClock?: { measuredAt: string; atTransfer: string; transferredAt: string };
  note?: string;
  quarantined?: Record<string, number>;
  /** What a FHIR sender sent beside the reading, so that it can be handed on: elements of its Observation, as they were. */
  fhir?: Readonly<Record<string, unknown>>;
}

/** A checked reading on its way into the record. Times are epoch milliseconds. */
export interface NewReading {
  id: string;
  /** Outside its reach the patient counts as unknown. */
  source: Sender;
  sourceRef: string;
  nhsNumber: string;
  /** What else the sender says of the person. Where the record says otherwise, the reading is nobody's until a person decides. */
  stated?: StatedIdentity;
  effectiveAt: number;
  receivedAt: number;
  vitals: Vitals;
  statedNews2?: number;
  /** Only the day of the measurement is known: kept as history and never scored. */
  dayOnly?: boolean;
  details?: ReadingDetails;
}

export interface KeptReading {
  id: string;
  outcome: 'stored' | 'repeat';
  matched: boolean;
  /** Of a repeat: in what it is not what is stored. Absent when it is the same. */
  differs?: string[];
}

/** Each key of a batch has its place in the arrays of reaches; null is no limit. */
const limitOf = (reaches: string): string => `string_to_array(${reaches}[r.reach], E'\\x1f')`;
const OF_KEY = withinReach({
  wardIds: limitOf('($24::text[])'),
  careHomeIds: limitOf('($25::text[])'),
  nhsNumbers: limitOf('($26::text[])'),
});

const STATED = {
  familyName: `r.stated::jsonb ->> 'familyName'`,
  displayName: `(r.stated::jsonb ->> 'displayName')`,
  birthDate: `r.stated::jsonb ->> 'birthDate'`,
};

const STORE = `
  WITH incoming AS (
    SELECT * FROM unnest(
      $1::uuid[], $2::int[], $3::text[], $4::text[], $5::int[], $6::float8[], $7::float8[],
      $8::float8[], $9::float8[], $10::boolean[], $11::float8[], $12::float8[], $13::float8[], $14::float8[],
      $15::text[], $16::float8[], $17::float8[], $18::float8[], $19::float8[], $20::text[], $21::boolean[], $22::text[],
      $27::float8[], $28::float8[]
    ) AS r(
      id, source_id, source_ref, nhs_number, reach, effective_ms, received_ms,
      respiration, spo2, on_oxygen, oxygen_flow, systolic, diastolic, pulse,
      consciousness, temperature, weight, glucose, stated_news2, details, day_only, stated, height, bmi
    )
  ), taken AS (
    -- In one order everywhere, so that two batches with the same references in them wait for each other and never deadlock.
    INSERT INTO reading_key (source_id, source_ref, observation_id, received_at)
    SELECT source_id, source_ref, id, to_timestamp(received_ms / 1000) FROM incoming i
    WHERE NOT EXISTS (SELECT FROM reading_key_past p WHERE p.source_id = i.source_id AND p.source_ref = i.source_ref)
    ORDER BY source_id, source_ref
    ON CONFLICT DO NOTHING
    RETURNING observation_id
  ), stored AS (
    INSERT INTO observation (
      id, received_at, effective_at, source_id, source_key_id, source_ref, patient_id, admission_id, unmatched_nhs_number,
      respiration, spo2, on_oxygen, oxygen_flow, systolic, diastolic, pulse, consciousness, temperature, weight, glucose,
      stated_news2, details, day_only, height, bmi
    )
    SELECT
      r.id, to_timestamp(r.received_ms / 1000), to_timestamp(r.effective_ms / 1000), r.source_id, ($23::int[])[r.reach], r.source_ref,
      stay.patient_id, stay.id, CASE WHEN stay.id IS NULL THEN r.nhs_number END,
      r.respiration, r.spo2, r.on_oxygen, r.oxygen_flow, r.systolic, r.diastolic, r.pulse, r.consciousness, r.temperature,
      r.weight, r.glucose, r.stated_news2, r.details::jsonb, r.day_only, r.height, r.bmi
    FROM incoming r
    JOIN taken ON taken.observation_id = r.id
    LEFT JOIN LATERAL (
      SELECT a.id, a.patient_id
      FROM patient p JOIN admission a ON a.patient_id = p.id AND a.status = 'active'
      WHERE p.nhs_number = r.nhs_number AND ${OF_KEY}
        AND (r.stated IS NULL OR ${saysTheSame(STATED)})
    ) stay ON true
    RETURNING id, admission_id, received_at, day_only
  ), parked AS (
    INSERT INTO unmatched_reading (
      observation_id, received_at, effective_at, source_id, source_key_id, nhs_number,
      stated_family_name, stated_display_name, stated_birth_date
    )
    SELECT r.id, stored.received_at, to_timestamp(r.effective_ms / 1000), r.source_id, ($23::int[])[r.reach], r.nhs_number,
      ${STATED.familyName}, ${STATED.displayName}, ${STATED.birthDate}
    FROM stored JOIN incoming r ON r.id = stored.id WHERE stored.admission_id IS NULL
  ), outbox AS (
    INSERT INTO pending_evaluation (admission_id, observation_id, received_at)
    SELECT admission_id, id, received_at FROM stored WHERE admission_id IS NOT NULL AND NOT day_only
  )
  SELECT id, admission_id IS NOT NULL AS matched FROM stored`;

const ALREADY_KEPT = `
  SELECT asked.source_id, asked.source_ref, k.observation_id AS id,
    -- As it was answered the first time: what a person decided since is not the sender's to know.
    o.unmatched_nhs_number IS NULL AS matched,
    coalesce(o.unmatched_nhs_number, p.nhs_number) AS nhs_number, (extract(epoch FROM o.effective_at) * 1000)::float8 AS effective_ms,
    o.respiration, o.spo2, o.on_oxygen AS "onOxygen", o.oxygen_flow AS "oxygenFlow", o.systolic, o.diastolic, o.pulse, o.consciousness,
    o.temperature, o.weight, o.height, o.bmi, o.glucose, o.stated_news2, o.details, o.day_only
  FROM unnest($1::int[], $2::text[]) AS asked(source_id, source_ref)
  CROSS JOIN ${keptUnder('asked.source_id', 'asked.source_ref')} k
  JOIN observation o ON o.id = k.observation_id AND o.received_at = k.received_at
  LEFT JOIN patient p ON p.id = o.patient_id`;

interface FirstOne extends Record<(typeof VITALS)[number], unknown> {
  source_id: number;
  source_ref: string;
  id: string;
  matched: boolean;
  nhs_number: string;
  effective_ms: number;
  stated_news2: number | null;
  details: ReadingDetails | null;
  day_only: boolean;
}

/**
 * Stores readings in one statement, which is one transaction: each observation, its identity and its place in the outbox.
 * A reading whose (source, reference) is known already is not stored again: its answer is the first one's id.
 * Resolves after the commit, with one answer per reading in the order given; rejects when nothing was stored, or when
 * nobody can know (a connection that broke during the commit): sending it all again is always safe.
 */
export async function storeReadings(database: Queryable, readings: readonly NewReading[]): Promise<KeptReading[]> {
  const column = <T>(value: (reading: NewReading) => T): T[] => readings.map(value);
  /** As the array's own text: the driver would escape every number of every reading. For what needs no quotation marks. */
  const bare = (value: (reading: NewReading) => number | boolean | string | undefined): string =>
    `{${readings.map((reading) => value(reading) ?? 'NULL').join(',')}}`;
  const keys = [...new Set(readings.map((reading) => reading.source))];
  const placeOf = new Map(keys.map((key, i) => [key, i + 1]));
  const limits = (of: (reach: Reach) => readonly string[] | null): (string | null)[] =>
    keys.map(({ reach }) => of(reach)?.join('\u001F') ?? null);
  const rows = await database.query<{ id: string; matched: boolean }>(
    STORE,
    [
      bare((r) => r.id),
      bare((r) => r.source.sourceId),
      column((r) => r.sourceRef),
      column((r) => r.nhsNumber),
      bare((r) => placeOf.get(r.source)),
      bare((r) => r.effectiveAt),
      bare((r) => r.receivedAt),
      bare((r) => r.vitals.respiration),
      bare((r) => r.vitals.spo2),
      bare((r) => r.vitals.onOxygen),
      bare((r) => r.vitals.oxygenFlow),
      bare((r) => r.vitals.systolic),
      bare((r) => r.vitals.diastolic),
      bare((r) => r.vitals.pulse),
      column((r) => r.vitals.consciousness),
      bare((r) => r.vitals.temperature),
      bare((r) => r.vitals.weight),
      bare((r) => r.vitals.glucose),
      bare((r) => r.statedNews2),
      column((r) => (r.details === undefined ? null : JSON.stringify(r.details))),
      bare((r) => r.dayOnly ?? false),
      column((r) => (r.stated === undefined ? null : JSON.stringify(r.stated))),
      keys.map((key) => key.keyId),
      limits((reach) => reach.wardIds),
      limits((reach) => reach.careHomeIds),
      limits((reach) => reach.nhsNumbers),
      bare((r) => r.vitals.height),
      bare((r) => r.vitals.bmi),
    ],
    'store-readings',
  );
  const matchedById = new Map(rows.map((row) => [row.id, row.matched]));
  const repeats = readings.filter((reading) => !matchedById.has(reading.id));
  const firsts = repeats.length === 0 ? new Map<string, FirstOne>() : await firstOnesOf(database, repeats);
  return readings.map((reading): KeptReading => {
    const matched = matchedById.get(reading.id);
    if (matched !== undefined) return { id: reading.id, outcome: 'stored', matched };
    const first = firsts.get(identityOf(reading.source.sourceId, reading.sourceRef));
    // Only a retention job that ran between the two statements could bring this about; the sender's retry settles it.
    if (!first) throw new Error('a reading was neither stored nor found');
    return repeatOf(first, reading);
  });
}

function repeatOf(first: FirstOne, again: NewReading): KeptReading {
  const differs = differences(first, again);
  return { id: first.id, outcome: 'repeat', matched: first.matched, ...(differs.length === 0 ? {} : { differs }) };
}

/** What came of readings that are not stored by this, if they were before; null for those that would be new. */
export async function keptBefore(
  database: Queryable,
  readings: readonly NewReading[],
): Promise<(KeptReading | null)[]> {
  const firsts = await firstOnesOf(database, readings);
  return readings.map((reading) => {
    const first = firsts.get(identityOf(reading.source.sourceId, reading.sourceRef));
    return first ? repeatOf(first, reading) : null;
  });
}

const identityOf = (sourceId: number, sourceRef: string): string => `${sourceId}\u0000${sourceRef}`;

async function firstOnesOf(database: Queryable, repeats: readonly NewReading[]): Promise<Map<string, FirstOne>> {
  const rows = await database.query<FirstOne>(ALREADY_KEPT, [
    repeats.map((reading) => reading.source.sourceId),
    repeats.map((reading) => reading.sourceRef),
  ]);
  return new Map(rows.map((row) => [identityOf(row.source_id, row.source_ref), row]));
}

/** The details that say what was measured, by whom and how. The device's clock is not among them: it may have been corrected. */
const COMPARED_DETAILS = [
  'answers',
  'notTaken',
  'method',
  'recordedBy',
  'bloodPressures',
  'device',
  'note',
] as const satisfies (keyof ReadingDetails)[];

/** In what a reading that came again is not the one that is stored, in the contract's words. */
function differences(first: FirstOne, again: NewReading): string[] {
  const kept = first.details ?? {};
  const sent = again.details ?? {};
  const keptMeasuredAt = kept.deviceClock === undefined ? first.effective_ms : Date.parse(kept.deviceClock.measuredAt);
  const sentMeasuredAt = sent.deviceClock === undefined ? again.effectiveAt : Date.parse(sent.deviceClock.measuredAt);
  return [
    ...(first.nhs_number === again.nhsNumber ? [] : ['patient']),
    ...(Math.round(keptMeasuredAt) === sentMeasuredAt && first.day_only === (again.dayOnly ?? false)
      ? []
      : ['effectiveAt']),
    ...VITALS.filter((vital) => {
      const before = first[vital] ?? (kept.quarantined ?? {})[vital] ?? null;
      const now = again.vitals[vital] ?? (sent.quarantined ?? {})[vital] ?? null;
      return before !== now;
    }),
    ...(first.stated_news2 === (again.statedNews2 ?? null) ? [] : ['statedNews2']),
    ...COMPARED_DETAILS.filter((name) => !isDeepStrictEqual(kept[name], sent[name])),
  ];
}

/**
 * Opens the partitions for the month of `now` and the two after it. Running it again does nothing. Readings that came while
 * there was no partition for their month lie in the one for the rest, and are moved: nothing that was acknowledged may stand
 * in the way of the months to come.
 */
export async function openObservationPartitions(database: Database, now: Date): Promise<void> {
  for (let ahead = 0; ahead < 3; ahead++) {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1)).toISOString();
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 1)).toISOString();
    const name = `observation_${from.slice(0, 7).replace('-', '_')}`;
    const isOpen = async (connection: Queryable): Promise<boolean> => {
      const [{ open } = { open: false }] = await connection.query<{ open: boolean }>(
        'SELECT to_regclass($1) IS NOT NULL AS open',
        [name],
      );
      return open;
    };
    if (await isOpen(database)) continue;
    await database.transaction(async (transaction) => {
      // Whoever stores waits, and sees the month open: else more would come into the rest while it is emptied.
      await transaction.query('LOCK TABLE ONLY observation IN ACCESS EXCLUSIVE MODE');
      if (await isOpen(transaction)) return;
      await transaction.query(`CREATE TABLE ${name} (LIKE observation INCLUDING ALL)`);
      await transaction.query(
        `WITH late AS (DELETE FROM observation_rest WHERE received_at >= '${from}' AND received_at < '${to}' RETURNING *)
         INSERT INTO ${name} SELECT * FROM late`,
      );
      await transaction.query(
        `ALTER TABLE observation ATTACH PARTITION ${name} FOR VALUES FROM ('${from}') TO ('${to}')`,
      );
    });
  }
}
