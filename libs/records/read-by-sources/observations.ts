import type { Vitals } from '#clinical';
import type { Queryable } from '../database.ts';
import { withinReadersReach, type Reader } from '../reach.ts';
import { keptUnder } from '../reading-keys.ts';
import type { ReadingDetails } from '../readings.ts';
import { Parameters } from './parameters.ts';
import { bounds, compareTime, type TimeCondition } from './times.ts';

/** What of a stored reading is told by itself: a panel of pressures is one, oxygen and its flow are one. */
export const READING_KINDS = [
  'respiration',
  'spo2',
  'oxygen',
  'blood-pressure',
  'pulse',
  'consciousness',
  'temperature',
  'weight',
  'height',
  'bmi',
  'glucose',
  'stated-news2',
] as const;
export type ReadingKind = (typeof READING_KINDS)[number];

const number = (column: string, vital = column): string =>
  `(o.${column} IS NOT NULL OR coalesce(o.details -> 'quarantined' ? '${vital}', false))`;

/** Whether a row holds this kind, quarantined values included: they are told, as what they are. */
const HOLDS: Readonly<Record<ReadingKind, string>> = {
  respiration: number('respiration'),
  spo2: number('spo2'),
  oxygen: `(o.on_oxygen IS NOT NULL OR ${number('oxygen_flow', 'oxygenFlow')})`,
  'blood-pressure': `(${number('systolic')} OR ${number('diastolic')})`,
  pulse: number('pulse'),
  consciousness: 'o.consciousness IS NOT NULL',
  temperature: number('temperature'),
  weight: number('weight'),
  height: number('height'),
  bmi: number('bmi'),
  glucose: number('glucose'),
  'stated-news2': 'o.stated_news2 IS NOT NULL',
};

/** What has to be so of a row, so that a kind of it is wanted. */
export type RowCondition =
  | 'on-air'
  | 'on-oxygen'
  | 'flow-known'
  /** The sender gave it a code of its own, in its code or its category. */
  | { sent: 'code' | 'category'; system: string | null; code: string };

/** A kind that is wanted where one of each group of conditions is so; no group is no condition. */
export interface WantedKind {
  kind: ReadingKind;
  where: readonly (readonly RowCondition[])[];
}

export interface ObservationSearch {
  kinds: readonly WantedKind[];
  /** Of these patients only, and of nobody else's within the reach; null is everybody within it. */
  patients: { ids: readonly string[]; nhsNumbers: readonly string[] } | null;
  /** Only these rows. */
  ids: readonly string[] | null;
  /** Only what was sent under one of these references, by whatever source. */
  references: readonly string[] | null;
  measured: readonly TimeCondition[];
  received: readonly TimeCondition[];
}

export interface Order {
  by: 'measured' | 'received';
  newestFirst: boolean;
}

/** The last row of the page before: the next begins behind it, or with it where some of its kinds are still to be told. */
export interface RowPosition {
  at: number;
  id: string;
  inclusive: boolean;
}

/** A stored reading as its reader may see it. Times are epoch ms. */
export interface ShownReading {
  id: string;
  receivedAt: number;
  effectiveAt: number;
  dayOnly: boolean;
  sourceRef: string;
  nhsNumber: string;
  /** Null while nobody with its NHS number is known: only its own source sees it then. */
  patientId: string | null;
  admissionId: string | null;
  vitals: Vitals;
  statedNews2: number | null;
  details: ReadingDetails | null;
  /** Which of its kinds were asked for. */
  kinds: ReadingKind[];
}

const FIELDS = `o.id, (extract(epoch FROM o.received_at) * 1000)::float8 AS "receivedAt",
  (extract(epoch FROM o.effective_at) * 1000)::float8 AS "effectiveAt", o.day_only AS "dayOnly", o.source_ref AS "sourceRef",
  coalesce(p.nhs_number, o.unmatched_nhs_number) AS "nhsNumber", o.patient_id AS "patientId", o.admission_id AS "admissionId",
  json_strip_nulls(json_build_object('respiration', o.respiration, 'spo2', o.spo2, 'onOxygen', o.on_oxygen,
    'oxygenFlow', o.oxygen_flow, 'systolic', o.systolic, 'diastolic', o.diastolic, 'pulse', o.pulse,
    'consciousness', o.consciousness, 'temperature', o.temperature, 'weight', o.weight, 'height', o.height,
    'bmi', o.bmi, 'glucose', o.glucose)) AS vitals,
  o.stated_news2 AS "statedNews2", o.details`;

const TIMES = {
  moment: 'o.effective_at',
  since: `coalesce((o.details #>> '{fhir,effectivePeriod,start}')::timestamptz, o.effective_at)`,
  lastsADay: 'o.day_only',
};
const ARRIVAL = { moment: 'o.received_at', since: 'o.received_at', lastsADay: 'false' };

/** The ids are made in the order of arrival (UUID version 7), a little before it is written down. */
const ID_SLACK = 60_000;
const idFrom = (ms: number): string => {
  const hex = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
};

class Statement {
  readonly parameters = new Parameters();
  private readonly reach: string;
  private readonly own: string;
  private readonly kinds: string;
  readonly count: string;
  private readonly conditions: string;
  private readonly ofPatients: { ids: string; nhsNumbers: string } | null;

  constructor(
    reader: Reader,
    private readonly search: ObservationSearch,
  ) {
    const { parameters } = this;
    this.reach = withinReadersReach({
      wardIds: `${parameters.of(reader.reach.wardIds)}::text[]`,
      careHomeIds: `${parameters.of(reader.reach.careHomeIds)}::text[]`,
      nhsNumbers: `${parameters.of(reader.reach.nhsNumbers)}::text[]`,
    });
    this.own = `(o.admission_id IS NULL AND o.source_id = ${parameters.of(reader.sourceId)})`;
    const wanted = search.kinds.map(({ kind, where }) => ({ kind, is: this.isWanted(kind, where) }));
    const each = wanted.map(({ kind, is }) => `CASE WHEN ${is} THEN '${kind}' END`);
    this.kinds = `array_remove(ARRAY[${each.join(', ')}]::text[], NULL)`;
    this.count = `coalesce(sum(${wanted.map(({ is }) => `(${is})::int`).join(' + ') || '0'}), 0)::int`;
    this.conditions = [
      `(${wanted.map(({ is }) => is).join(' OR ') || 'false'})`,
      ...search.measured.map((condition) => compareTime(condition, TIMES, parameters)),
      ...search.received.map((condition) => compareTime(condition, ARRIVAL, parameters)),
      ...this.indexBounds(),
      ...(search.ids === null ? [] : [`o.id = ANY (${parameters.of(search.ids)}::uuid[])`]),
    ].join(' AND ');
    this.ofPatients = search.patients && {
      ids: `${parameters.of(search.patients.ids)}::uuid[]`,
      nhsNumbers: `${parameters.of(search.patients.nhsNumbers)}::text[]`,
    };
  }

  /**
   * Everything that fits, once. By stay, where the stays are few or their times are the order: each with its index, and each
   * cut to the page by itself (`ofStay`). Else row by row in the order of arrival.
   */
  from(select: string, { byStay, ofStay = '', of = '' }: { byStay: boolean; ofStay?: string; of?: string }): string {
    const { search, conditions, ofPatients } = this;
    if (byStay) {
      const whose = ofPatients ? ` AND a.patient_id = ANY (${ofPatients.ids})` : '';
      const whoseOwn = ofPatients ? ` AND o.unmatched_nhs_number = ANY (${ofPatients.nhsNumbers})` : '';
      return `SELECT ${select} FROM (
        (SELECT found.* FROM admission a JOIN patient p ON p.id = a.patient_id CROSS JOIN LATERAL (
          SELECT o.* FROM observation o WHERE o.admission_id = a.id AND ${conditions} ${ofStay}
        ) found WHERE ${this.reach}${whose})
        UNION ALL
        (SELECT o.* FROM observation o WHERE ${this.own}${whoseOwn} AND ${conditions} ${ofStay})
      ) o LEFT JOIN patient p ON p.id = o.patient_id`;
    }
    const observation =
      search.references === null
        ? 'observation o'
        : `source s CROSS JOIN (SELECT DISTINCT unnest(${this.parameters.of(search.references)}::text[]) AS source_ref) asked
           CROSS JOIN ${keptUnder('s.id', 'asked.source_ref')} k
           JOIN observation o ON o.id = k.observation_id AND o.received_at = k.received_at`;
    const whose = ofPatients
      ? ` AND (o.patient_id = ANY (${ofPatients.ids}) OR (o.patient_id IS NULL AND o.unmatched_nhs_number = ANY (${ofPatients.nhsNumbers})))`
      : '';
    return `SELECT ${select} FROM ${observation}
      LEFT JOIN admission a ON a.id = o.admission_id LEFT JOIN patient p ON p.id = o.patient_id
      WHERE (${this.reach} OR ${this.own}) AND ${conditions}${whose} ${of}`;
  }

  /** ORDER BY and LIMIT of a page that begins behind a position. */
  page({ by, newestFirst }: Order, limit: number): string {
    const direction = newestFirst ? 'DESC' : 'ASC';
    const key = by === 'measured' ? `o.effective_at ${direction}, o.id ${direction}` : `o.id ${direction}`;
    return `ORDER BY ${key} LIMIT ${this.parameters.of(limit)}::int`;
  }

  behind({ by, newestFirst }: Order, { at, id, inclusive }: RowPosition): string {
    const is = `${newestFirst ? '<' : '>'}${inclusive ? '=' : ''}`;
    const row = `${this.parameters.of(id)}::uuid`;
    if (by === 'received') return `o.id ${is} ${row}`;
    return `(o.effective_at, o.id) ${is} (to_timestamp(${this.parameters.of(at)}::float8 / 1000), ${row})`;
  }

  select(): string {
    return `${FIELDS}, ${this.kinds} AS kinds`;
  }

  private isWanted(kind: ReadingKind, where: WantedKind['where']): string {
    const groups = where.map((group) => `(${group.map((one) => this.condition(one)).join(' OR ') || 'false'})`);
    return `(${[HOLDS[kind], ...groups].join(' AND ')})`;
  }

  private condition(condition: RowCondition): string {
    if (condition === 'on-air') return 'o.on_oxygen IS FALSE';
    if (condition === 'on-oxygen') return 'o.on_oxygen IS TRUE';
    if (condition === 'flow-known') return number('oxygen_flow', 'oxygenFlow');
    const { sent, system, code } = condition;
    const coding = JSON.stringify([{ ...(system === null ? {} : { system }), code }]);
    const holds = `${this.parameters.of(coding)}::jsonb`;
    return sent === 'code'
      ? `coalesce(o.details #> '{fhir,code,coding}' @> ${holds}, false)`
      : `coalesce(jsonb_path_query_array(o.details, '$.fhir.category[*].coding[*]') @> ${holds}, false)`;
  }

  private indexBounds(): string[] {
    const measured = bounds(this.search.measured);
    const received = bounds(this.search.received);
    const time = (ms: number): string => `to_timestamp(${this.parameters.of(ms)}::float8 / 1000)`;
    return [
      // What was measured at a time arrived after that: partitions before it are ruled out.
      ...(measured.from === null
        ? []
        : [
            `o.effective_at >= ${time(measured.from)}`,
            `o.received_at >= ${time(measured.from)} - interval '10 minutes'`,
          ]),
      ...(measured.to === null ? [] : [`o.effective_at < ${time(measured.to)}`]),
      ...(received.from === null ? [] : [`o.id >= ${this.parameters.of(idFrom(received.from - ID_SLACK))}::uuid`]),
      ...(received.to === null ? [] : [`o.id < ${this.parameters.of(idFrom(received.to + ID_SLACK))}::uuid`]),
    ];
  }
}

/** Whether the stays are gone through one by one: not for rows that are named, nor for everybody's in the order of arrival. */
const goesByStay = (search: ObservationSearch, by: Order['by']): boolean =>
  search.ids === null && search.references === null && (search.patients !== null || by === 'measured');

/** One page of what a reader may see, in order. What it may not see is not there. */
export async function searchReadings(
  database: Queryable,
  reader: Reader,
  search: ObservationSearch,
  { order, after, limit }: { order: Order; after: RowPosition | null; limit: number },
): Promise<ShownReading[]> {
  const statement = new Statement(reader, search);
  const byStay = goesByStay(search, order.by);
  const behind = after === null ? '' : `AND ${statement.behind(order, after)}`;
  const page = statement.page(order, limit);
  const parts = byStay ? { byStay, ofStay: `${behind} ${page}` } : { byStay, of: behind };
  return database.query<ShownReading>(
    `${statement.from(statement.select(), parts)} ${page}`,
    statement.parameters.values,
  );
}

/** How many Observations a search has, each kind of each reading counted by itself. */
export async function countReadings(database: Queryable, reader: Reader, search: ObservationSearch): Promise<number> {
  const statement = new Statement(reader, search);
  const byStay = goesByStay(search, search.received.length === 0 ? 'measured' : 'received');
  const [row] = await database.query<{ count: number }>(
    statement.from(`${statement.count} AS count`, { byStay }),
    statement.parameters.values,
  );
  return row?.count ?? 0;
}
