import type { Plan, Reading, SpO2ScaleOrder, Stay } from '#clinical';
import type { Queryable } from './database.ts';
import type { ReadingDetails } from './readings.ts';
import { msOf, ordersOfScales } from './sql.ts';

/** A stay as the rules know it, and the ward that it is on. */
export type KnownStay = Stay & { readonly wardId: string };

const STAY = `
  SELECT a.id, a.ward_id, a.pathway, a.level, a.plan, p.pregnant, ${msOf('a.admitted_at')} AS admitted_at,
    extract(year FROM age(now(), p.birth_date))::int AS age_years, ${ordersOfScales('a.id')} AS scale_orders
  FROM admission a JOIN patient p ON p.id = a.patient_id WHERE a.id = $1 AND a.ward_id = ANY ($2::text[])`;

/** One stay of these wards, also when it is over; null when there is no such stay. */
export async function knownStay(
  database: Queryable,
  { admissionId, wardIds }: { admissionId: string; wardIds: readonly string[] },
): Promise<KnownStay | null> {
  const [row] = await database.query<{
    id: string;
    ward_id: string;
    pathway: Stay['pathway'];
    level: Stay['level'];
    plan: Plan;
    pregnant: boolean;
    admitted_at: number;
    age_years: number;
    scale_orders: SpO2ScaleOrder[];
  }>(STAY, [admissionId, wardIds], 'known-stay');
  if (!row) return null;
  return {
    id: row.id,
    wardId: row.ward_id,
    pathway: row.pathway,
    level: row.level,
    ageYears: row.age_years,
    pregnant: row.pregnant,
    admittedAt: row.admitted_at,
    plan: { ...row.plan, spo2ScaleOrders: row.scale_orders },
  };
}

/** What is measured in almost every set: told as a column, a cell for each reading. */
const DENSE_COLUMNS = ['respiration', 'spo2', 'systolic', 'diastolic', 'pulse', 'temperature'] as const;
/** What is measured now and then: told with the keys of the readings that have it. */
const SPARSE_COLUMNS = { oxygenFlow: 'oxygen_flow', weight: 'weight', glucose: 'glucose' } as const;

type Column<T> = readonly (T | null)[];
type DenseColumn = (typeof DENSE_COLUMNS)[number];
type SparseColumn = keyof typeof SPARSE_COLUMNS;

/** All readings of a stretch of a stay, oldest first, as columns: thousands of rows cost as much as their numbers. */
export interface ReadingColumns {
  /** What finds a row again: µs, as the record has it. */
  readonly key: readonly number[];
  readonly values: Readonly<Record<DenseColumn, Column<number>>>;
  /** By key. */
  readonly sparse: Readonly<Record<SparseColumn, readonly (readonly [key: number, value: number])[]>>;
  readonly onOxygen: readonly number[];
  /** All that was not Alert. */
  readonly consciousness: readonly (readonly [key: number, level: string])[];
  readonly answered: readonly number[];
}

/** All kept scores of the same stretch, oldest first; what most of them are not, by the keys of those that are. */
export interface ScoreColumns {
  readonly key: readonly number[];
  readonly least: readonly number[];
  readonly incomplete: readonly number[];
  /** In which some single parameter scores 3. */
  readonly anyThree: readonly number[];
  readonly scaleTwo: readonly number[];
}

const microseconds = (column: string): string => `(extract(epoch FROM ${column}) * 1000000)::int8`;
/** The same as a double, which holds a µs of every year that matters exactly: numerics would cost as much as all the rest. */
const asDouble = (column: string): string => `round(date_part('epoch', ${column}) * 1000000)`;

const pairs = (column: string, where: string): string =>
  `json_agg(json_build_array(t.key, t.${column})) FILTER (WHERE ${where})`;

/** Numbers of one row after the other, eight bytes each, NaN where there is none: a third of what they cost written out. */
const packed = (numbers: readonly string[]): string =>
  `string_agg(${numbers.map((one) => `float8send(coalesce(${one}, 'NaN'::float8))`).join(' || ')}, '')`;

/**
 * Arrival bounds measuring time from below (within 5 min), so that a stretch of measuring times prunes partitions. Ordered by the index,
 * within the aggregates' own scan.
 */
const READING_COLUMNS = `
  SELECT ${packed(['t.key', ...DENSE_COLUMNS.map((name) => `t.${name}`)])} AS dense,
    json_build_object('sparse', json_build_object(${Object.entries(SPARSE_COLUMNS)
      .map(([name, column]) => `'${name}', ${pairs(column, `t.${column} IS NOT NULL`)}`)
      .join(', ')}),
      'onOxygen', json_agg(t.key) FILTER (WHERE t.on_oxygen), 'consciousness', ${pairs('consciousness', `t.consciousness <> 'A'`)},
      'answered', json_agg(t.key) FILTER (WHERE t.answered)) AS rare
  FROM (
    SELECT ${asDouble('o.effective_at')} AS key, o.on_oxygen, o.consciousness, o.details ?| '{answers,notTaken}' AS answered,
      ${[...DENSE_COLUMNS, ...Object.values(SPARSE_COLUMNS)].map((name) => `o.${name}`).join(', ')}
    FROM observation o
    WHERE o.admission_id = $1 AND NOT o.day_only AND o.effective_at >= $2 AND o.effective_at < $3
      AND o.received_at >= $2::timestamptz - interval '10 minutes'
    ORDER BY o.effective_at
  ) t`;

/** A sum with a 3 in it is 3 at the least: only then are its parts looked at, which costs more than all the rest. */
const SCORE_COLUMNS = `
  SELECT ${packed(['n.key', 'n.least'])} AS dense, json_build_object(
      'incomplete', json_agg(n.key) FILTER (WHERE NOT n.complete), 'scaleTwo', json_agg(n.key) FILTER (WHERE n.scale = 2),
      'anyThree', json_agg(n.key) FILTER (WHERE n.least >= 3 AND n.sub_scores @? '$.* ? (@ == 3)')) AS rare
  FROM (
    SELECT ${asDouble('n.at')} AS key, n.least, n.complete, n.sub_scores, n.scale
    FROM news2_score n WHERE n.admission_id = $1 AND n.at >= $2 AND n.at < $3 ORDER BY n.at
  ) n`;

interface PackedRow<Rare> {
  dense: Buffer | null;
  rare: Rare;
}

type WithNulls<T> = { [Name in keyof T]: T[Name] | null };

/** What was measured in [from, to) of a stay, and how it was scored. Times are epoch ms. What has only a day is not in it. */
export async function readingColumns(
  database: Queryable,
  { admissionId, from, to }: { admissionId: string; from: number; to: number },
): Promise<{ readings: ReadingColumns; scores: ScoreColumns }> {
  const asked = [admissionId, new Date(from), new Date(to)];
  // Two connections where there are: each statement keeps a processor busy for as long as somebody waits.
  const [[measured], [scored]] = await Promise.all([
    database.query<PackedRow<WithNulls<Omit<ReadingColumns, 'key' | 'values'>>>>(
      READING_COLUMNS,
      asked,
      'reading-columns',
    ),
    database.query<PackedRow<WithNulls<Omit<ScoreColumns, 'key' | 'least'>>>>(SCORE_COLUMNS, asked, 'score-columns'),
  ]);
  const [key, ...values] = unpacked(measured!.dense, 1 + DENSE_COLUMNS.length);
  const [scoreKey, least] = unpacked(scored!.dense, 2);
  const { sparse, ...rare } = measured!.rare;
  const readings = {
    key,
    values: Object.fromEntries(DENSE_COLUMNS.map((name, i) => [name, values[i]])),
    sparse: columnsOf(sparse!),
    ...columnsOf(rare),
  };
  const scores = { key: scoreKey, least, ...columnsOf(scored!.rare) };
  return { readings: readings as unknown as ReadingColumns, scores: scores as unknown as ScoreColumns };
}

/** The columns of packed rows; null where there was no number. */
function unpacked(rows: Buffer | null, width: number): Column<number>[] {
  const { buffer, byteOffset, byteLength } = rows ?? Buffer.alloc(0);
  const numbers = new DataView(buffer, byteOffset, byteLength);
  const columns = Array.from({ length: width }, (): (number | null)[] => []);
  for (const [place, column] of columns.entries()) {
    for (let at = place * 8; at < byteLength; at += width * 8) {
      const value = numbers.getFloat64(at);
      column.push(Number.isNaN(value) ? null : value);
    }
  }
  return columns;
}

/** An aggregate over no rows is null: no rows is columns of none. */
const columnsOf = (columns: object): object =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, (column as unknown) ?? []]));

/** A stored reading with all that is known of where it came from. Times are epoch ms. */
export interface TracedReading extends Reading {
  readonly key: number;
  readonly source: string;
  readonly dayOnly: boolean;
  readonly details: Pick<
    ReadingDetails,
    'answers' | 'notTaken' | 'method' | 'recordedBy' | 'device' | 'note' | 'quarantined'
  >;
}

/** A score as it was kept. */
export interface StoredScore {
  readonly key: number;
  readonly complete: boolean;
  readonly least: number;
  readonly most: number;
  readonly scale: 1 | 2;
  readonly subScores: Readonly<Record<string, number>>;
  readonly statedTotal: number | null;
}

/**
 * The readings at these moments with their scores, the readings of the half hours before that the scores were made of, and
 * all of a stretch of which only the day is known, which are kept at its midnight.
 */
const TRACED = `
  WITH kept AS (
    SELECT to_timestamp(key / 1000000.0) AS at FROM unnest($2::float8[]) AS key
  ), scored AS (
    SELECT n.* FROM news2_score n WHERE n.admission_id = $1 AND n.at = ANY (ARRAY(SELECT at FROM kept))
  ), wanted AS (
    SELECT o.* FROM observation o WHERE o.admission_id = $1 AND o.effective_at = ANY (ARRAY(SELECT at FROM kept)) AND NOT o.day_only
      AND o.received_at >= $3::timestamptz - interval '10 minutes'
    UNION ALL
    SELECT o.* FROM observation o WHERE o.admission_id = $1 AND o.day_only
      AND o.effective_at = ANY (ARRAY(SELECT generate_series(date_trunc('day', $3::timestamptz), $4::timestamptz, interval '1 day')))
      AND o.effective_at >= $3 AND o.effective_at < $4
      AND o.received_at >= $3::timestamptz - interval '10 minutes'
  ), part AS (
    SELECT r.id, min(scored.at) AS at FROM scored CROSS JOIN LATERAL unnest(scored.reading_ids) AS r(id)
    WHERE NOT EXISTS (SELECT FROM wanted WHERE wanted.id = r.id) GROUP BY r.id
  ), traced AS (
    SELECT * FROM wanted
    UNION ALL
    SELECT o.* FROM part JOIN observation o ON o.admission_id = $1 AND o.id = part.id
      AND o.effective_at > part.at - interval '30 minutes' AND o.effective_at <= part.at
  )
  SELECT (
    SELECT json_agg(json_strip_nulls(json_build_object('id', o.id, 'key', ${microseconds('o.effective_at')},
      'effectiveAt', ${msOf('o.effective_at')}, 'receivedAt', ${msOf('o.received_at')}, 'respiration', o.respiration, 'spo2', o.spo2,
      'onOxygen', o.on_oxygen, 'oxygenFlow', o.oxygen_flow, 'systolic', o.systolic, 'diastolic', o.diastolic, 'pulse', o.pulse,
      'consciousness', o.consciousness, 'temperature', o.temperature, 'weight', o.weight, 'height', o.height, 'bmi', o.bmi,
      'glucose', o.glucose, 'dayOnly', o.day_only, 'source', s.name, 'details', coalesce(o.details - 'fhir', '{}')))
      ORDER BY o.effective_at, o.received_at, o.id)
    FROM traced o JOIN source s ON s.id = o.source_id
  ) AS readings, (
    SELECT json_agg(json_build_object('key', ${microseconds('n.at')}, 'complete', n.complete, 'least', n.least, 'most', n.most,
      'scale', n.scale, 'subScores', n.sub_scores, 'statedTotal', n.stated_total) ORDER BY n.at)
    FROM scored n
  ) AS scores`;

/** The readings of a stay at these keys, and what else the scores there were made of; with those of [from, to) that have only a day. */
export async function tracedReadings(
  database: Queryable,
  { admissionId, keys, from, to }: { admissionId: string; keys: readonly number[]; from: number; to: number },
): Promise<{ readings: TracedReading[]; scores: StoredScore[] }> {
  const [row] = await database.query<{ readings: TracedReading[] | null; scores: StoredScore[] | null }>(
    TRACED,
    [admissionId, keys, new Date(from), new Date(to)],
    'traced-readings',
  );
  return { readings: row?.readings ?? [], scores: row?.scores ?? [] };
}
