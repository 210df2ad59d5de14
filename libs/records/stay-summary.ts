import { bandOf, PLAUSIBLE, type Band, type MeasuredVital, type Parameter } from '#clinical';
import type { StayAlert, StayNote } from '#contracts';
import type { Queryable } from './database.ts';
import { msOf } from './sql.ts';
import { alertsWithin } from './stay-alerts.ts';
import { notesOn } from './stay-notes.ts';
import { planOf, type KeptPlan } from './stay-plan.ts';

/** The vitals that are drawn, in the order of the chart. */
const CHARTED = [
  'respiration',
  'spo2',
  'systolic',
  'pulse',
  'temperature',
  'weight',
] as const satisfies MeasuredVital[];
type Charted = (typeof CHARTED)[number];

/** As many as a page is wide enough for. */
const POINTS = 160;

/** What a summary of a stay is made of. Times are epoch ms. */
export interface SummaryRecord {
  readonly kept: KeptPlan;
  readonly ward: string;
  readonly name: string;
  readonly nhsNumber: string;
  readonly birthDate: string;
  readonly ageYears: number;
  readonly sex: string;
  readonly bed: number | null;
  readonly careHome: string | null;
  readonly admittedAt: number;
  readonly endedAt: number | null;
  readonly scores: readonly {
    readonly at: number;
    readonly total: number;
    readonly band: Band;
    readonly scale: 1 | 2;
    readonly subScores: Readonly<Record<Parameter, number>>;
  }[];
  /** Whether an hour had more than one score: its highest is told. */
  readonly worstOfHours: boolean;
  /** By vital, the lowest and the highest believable value about each time. */
  readonly vitals: Readonly<Record<Charted, readonly { at: number; least: number; most: number }[]>>;
  readonly alerts: readonly StayAlert[];
  readonly notes: readonly StayNote[];
}

const PERSON = `
  SELECT w.name AS ward, p.given_name || ' ' || p.family_name AS name, p.nhs_number AS "nhsNumber", to_char(p.birth_date, 'YYYY-MM-DD') AS "birthDate",
    extract(year FROM age(now(), p.birth_date))::int AS "ageYears", p.sex, a.bed, h.name AS "careHome",
    ${msOf('a.admitted_at')} AS "admittedAt", ${msOf('a.ended_at')} AS "endedAt"
  FROM admission a JOIN patient p ON p.id = a.patient_id JOIN ward w ON w.id = a.ward_id LEFT JOIN care_home h ON h.id = a.care_home_id
  WHERE a.id = $1`;

const SCORES = `
  SELECT DISTINCT ON (date_trunc('hour', n.at)) ${msOf('n.at')} AS at, n.least AS total, n.scale, n.sub_scores AS "subScores",
    count(*) OVER (PARTITION BY date_trunc('hour', n.at))::int AS among
  FROM news2_score n WHERE n.admission_id = $1 AND n.complete AND n.at BETWEEN $2 AND $3
  ORDER BY date_trunc('hour', n.at) DESC, n.least DESC, n.at DESC`;

const believed = (vital: Charted): string => {
  const { min, max } = PLAUSIBLE[vital];
  const of = (extreme: string): string => `${extreme}(o.${vital}) FILTER (WHERE o.${vital} BETWEEN ${min} AND ${max})`;
  return `${of('min')} AS "${vital}Least", ${of('max')} AS "${vital}Most"`;
};

const VITALS = `
  SELECT ${msOf('min(o.effective_at)')} AS at, ${CHARTED.map(believed).join(', ')}
  FROM observation o
  WHERE o.admission_id = $1 AND NOT o.day_only AND o.effective_at BETWEEN $2 AND $3 AND o.received_at >= $2::timestamptz - interval '10 minutes'
  GROUP BY floor(extract(epoch FROM o.effective_at - $2::timestamptz) / $4::float8) ORDER BY 1`;

/** Everything that the summary of a stay of these wards is made of; null when there is no such stay. */
export async function summaryOf(
  database: Queryable,
  question: { admissionId: string; wardIds: readonly string[]; from: Date; to: Date },
): Promise<SummaryRecord | null> {
  const { admissionId, from, to } = question;
  const kept = await planOf(database, question);
  const written = await notesOn(database, question);
  const [person] = await database.query<
    Pick<
      SummaryRecord,
      'ward' | 'name' | 'nhsNumber' | 'birthDate' | 'ageYears' | 'sex' | 'bed' | 'careHome' | 'admittedAt' | 'endedAt'
    >
  >(PERSON, [admissionId]);
  if (!kept || !written || !person) return null;
  const scores = await database.query<{
    at: number;
    total: number;
    scale: 1 | 2;
    subScores: Record<Parameter, number>;
    among: number;
  }>(SCORES, [admissionId, from, to]);
  const seconds = Math.max(60, (to.getTime() - from.getTime()) / 1000 / POINTS);
  const rows = await database.query<Record<string, number | null> & { at: number }>(VITALS, [
    admissionId,
    from,
    to,
    seconds,
  ]);
  const course = (vital: Charted) =>
    rows.flatMap((row) => {
      const [least, most] = [row[`${vital}Least`], row[`${vital}Most`]];
      return typeof least === 'number' && typeof most === 'number' ? [{ at: row.at, least, most }] : [];
    });
  const vitals: SummaryRecord['vitals'] = {
    respiration: course('respiration'),
    spo2: course('spo2'),
    systolic: course('systolic'),
    pulse: course('pulse'),
    temperature: course('temperature'),
    weight: course('weight'),
  };
  return {
    kept,
    ...person,
    scores: scores.map(({ at, total, scale, subScores }) => {
      return { at, total, scale, subScores, band: bandOf(total, Object.values(subScores).includes(3)) };
    }),
    worstOfHours: scores.some(({ among }) => among > 1),
    vitals,
    alerts: await alertsWithin(database, question),
    notes: written.notes.filter(({ at }) => at >= from.getTime() && at <= to.getTime()),
  };
}
