import { PARAMETERS, type Parameter } from '#clinical';
import type { Queryable } from '../database.ts';
import { withinReadersReach, type Reader } from '../reach.ts';
import type { Order } from './observations.ts';
import { Parameters } from './parameters.ts';
import { compareTime, type TimeCondition } from './times.ts';

/** A NEWS2 is told as its total and, each by itself, the sub-scores that are known. */
export const SCORE_KINDS = ['total', ...PARAMETERS] as const;
export type ScoreKind = 'total' | Parameter;

/** `scale`: an SpO2 sub-score has another code on each scale. */
export interface WantedScore {
  kind: ScoreKind;
  scale: 1 | 2 | null;
}

export interface ScoreSearch {
  kinds: readonly WantedScore[];
  patientIds: readonly string[] | null;
  /** Only these, each by its stay and its moment. */
  moments: readonly { admissionId: string; at: number }[] | null;
  at: readonly TimeCondition[];
  scored: readonly TimeCondition[];
}

export interface ScorePosition {
  /** Epoch ms: its moment, or when it was scored, as the order is. */
  at: number;
  admissionId: string;
  moment: number;
  inclusive: boolean;
}

/** A stored NEWS2 as its reader may see it. Times are epoch ms. */
export interface ShownScore {
  admissionId: string;
  at: number;
  scoredAt: number;
  patientId: string;
  nhsNumber: string;
  complete: boolean;
  least: number;
  most: number;
  scale: 1 | 2;
  subScores: Partial<Record<Parameter, number>>;
  /** The reading that each parameter was taken from. */
  readings: Partial<Record<Parameter, string>>;
  kinds: ScoreKind[];
}

const COLUMNS: Readonly<Record<Parameter, string>> = {
  respiration: 'o.respiration',
  spo2: 'o.spo2',
  oxygen: 'coalesce(o.on_oxygen, o.oxygen_flow > 0)',
  systolic: 'o.systolic',
  pulse: 'o.pulse',
  consciousness: 'o.consciousness',
  temperature: 'o.temperature',
};

/** The newest reading of the set that has a parameter: the one that counts (libs/clinical, `byTime`). */
const newestWith = (parameter: Parameter): string =>
  `(SELECT o.id FROM unnest(n.reading_ids) AS r(id) JOIN observation o ON o.id = r.id WHERE ${COLUMNS[parameter]} IS NOT NULL
    ORDER BY o.effective_at DESC, o.received_at DESC, o.id DESC LIMIT 1)`;

const FIELDS = `n.admission_id AS "admissionId", (extract(epoch FROM n.at) * 1000)::float8 AS at,
  (extract(epoch FROM n.scored_at) * 1000)::float8 AS "scoredAt", p.id AS "patientId", p.nhs_number AS "nhsNumber",
  n.complete, n.least, n.most, n.scale, n.sub_scores AS "subScores",
  json_strip_nulls(json_build_object(${PARAMETERS.map((one) => `'${one}', ${newestWith(one)}`).join(', ')})) AS readings`;

function isWanted({ kind, scale }: WantedScore): string {
  const is = kind === 'total' ? 'true' : `n.sub_scores ? '${kind}'`;
  return scale === null ? `(${is})` : `(${is} AND n.scale = ${scale})`;
}

const moment = (column: string) => ({ moment: column, since: column, lastsADay: 'false' });

function statement(reader: Reader, search: ScoreSearch) {
  const parameters = new Parameters();
  const reach = withinReadersReach({
    wardIds: `${parameters.of(reader.reach.wardIds)}::text[]`,
    careHomeIds: `${parameters.of(reader.reach.careHomeIds)}::text[]`,
    nhsNumbers: `${parameters.of(reader.reach.nhsNumbers)}::text[]`,
  });
  const whose =
    search.patientIds === null ? '' : ` AND a.patient_id = ANY (${parameters.of(search.patientIds)}::uuid[])`;
  const moments = search.moments && {
    stays: parameters.of(search.moments.map(({ admissionId }) => admissionId)),
    times: parameters.of(search.moments.map(({ at }) => at)),
  };
  const conditions = [
    `(${search.kinds.map(isWanted).join(' OR ') || 'false'})`,
    ...search.at.map((condition) => compareTime(condition, moment('n.at'), parameters)),
    ...search.scored.map((condition) => compareTime(condition, moment('n.scored_at'), parameters)),
    ...(moments
      ? [
          `(n.admission_id, n.at) IN (SELECT m.stay, to_timestamp(m.at / 1000) FROM unnest(${moments.stays}::uuid[], ${moments.times}::float8[]) AS m(stay, at))`,
        ]
      : []),
  ].join(' AND ');
  const people = `admission a JOIN patient p ON p.id = a.patient_id`;
  return { parameters, reach: `${reach}${whose}`, conditions, people };
}

/** One page of the scores that a reader may see, in order. */
export async function searchScores(
  database: Queryable,
  reader: Reader,
  search: ScoreSearch,
  { order, after, limit }: { order: Order; after: ScorePosition | null; limit: number },
): Promise<ShownScore[]> {
  const { parameters, reach, conditions, people } = statement(reader, search);
  const direction = order.newestFirst ? 'DESC' : 'ASC';
  const key = order.by === 'measured' ? ['n.at', 'n.admission_id'] : ['n.scored_at', 'n.admission_id', 'n.at'];
  const page = `ORDER BY ${key.map((one) => `${one} ${direction}`).join(', ')} LIMIT ${parameters.of(limit)}::int`;
  const time = (ms: number): string => `to_timestamp(${parameters.of(ms)}::float8 / 1000)`;
  const position = (from: ScorePosition): string =>
    [
      time(from.at),
      `${parameters.of(from.admissionId)}::uuid`,
      ...(order.by === 'measured' ? [] : [time(from.moment)]),
    ].join(', ');
  const is = `${order.newestFirst ? '<' : '>'}${after?.inclusive ? '=' : ''}`;
  const behind = after === null ? '' : ` AND (${key.join(', ')}) ${is} (${position(after)})`;
  const kinds = `array_remove(ARRAY[${search.kinds.map((one) => `CASE WHEN ${isWanted(one)} THEN '${one.kind}' END`).join(', ')}]::text[], NULL) AS kinds`;
  return database.query<ShownScore>(
    `SELECT ${FIELDS}, ${kinds} FROM (
       SELECT found.* FROM ${people} CROSS JOIN LATERAL (
         SELECT n.* FROM news2_score n WHERE n.admission_id = a.id AND ${conditions}${behind} ${page}
       ) found WHERE ${reach}
     ) n JOIN admission a ON a.id = n.admission_id JOIN patient p ON p.id = a.patient_id ${page}`,
    parameters.values,
  );
}

/** How many Observations the scores of a search make, totals and sub-scores. */
export async function countScores(database: Queryable, reader: Reader, search: ScoreSearch): Promise<number> {
  const { parameters, reach, conditions, people } = statement(reader, search);
  const each = search.kinds.map((one) => `${isWanted(one)}::int`).join(' + ') || '0';
  const [row] = await database.query<{ count: number }>(
    `SELECT coalesce(sum(${each}), 0)::int AS count FROM ${people} JOIN news2_score n ON n.admission_id = a.id
     WHERE ${reach} AND ${conditions}`,
    parameters.values,
  );
  return row?.count ?? 0;
}
