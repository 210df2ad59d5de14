import type { Band, Parameter } from '#clinical';
import { TaggedDocument, type Cell, type Column } from './tagged-document.ts';
import { chartHeight, drawVitals } from './vitals-chart.ts';

/** A vital over the period: each point is a time with the lowest and the highest value about it. */
export interface ChartedVital {
  readonly name: string;
  readonly unit: string;
  readonly points: readonly { readonly at: number; readonly least: number; readonly most: number }[];
  readonly usual: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** The panel spans this much at least. */
  readonly least: number;
}

/** A NEWS2 of the period. */
export interface SummaryScore {
  readonly at: number;
  readonly total: number;
  readonly band: Band;
  readonly scale: 1 | 2;
  readonly subScores: Readonly<Record<Parameter, number>>;
}

export interface SummaryAlert {
  readonly at: number;
  readonly priority: string;
  readonly sentence: string;
  /** Who has it and what was done, in words. */
  readonly standing: string;
}

/** What stands in the summary of a stay. Times are epoch ms. */
export interface PatientSummary {
  readonly asOf: number;
  readonly from: number;
  readonly to: number;
  readonly ward: string;
  /** IANA. */
  readonly zone: string;
  readonly by: string;
  readonly name: string;
  /** As it is shown: 943 476 5919. */
  readonly nhsNumber: string;
  /** ISO. */
  readonly birthDate: string;
  readonly stay: readonly (readonly [name: string, value: string])[];
  readonly escalation: string | null;
  readonly plan: readonly (readonly [name: string, value: string])[];
  /** Newest first. */
  readonly scores: readonly SummaryScore[];
  /** Whether of each hour only the highest score is told. */
  readonly worstOfHours: boolean;
  readonly vitals: readonly ChartedVital[];
  readonly openAlerts: readonly SummaryAlert[];
  readonly closedAlerts: readonly SummaryAlert[];
  readonly notes: readonly {
    readonly at: number;
    readonly by: string;
    readonly text: string;
    readonly struckBy: string | null;
  }[];
}

/** The chart's order, and the published colours of its scores: never without their number. */
const COLUMNS = [
  ['respiration', 'Resp.'],
  ['spo2', 'SpO2'],
  ['oxygen', 'O2'],
  ['systolic', 'BP'],
  ['pulse', 'Pulse'],
  ['consciousness', 'ACVPU'],
  ['temperature', 'Temp.'],
] as const satisfies readonly (readonly [Parameter, string])[];
const FILLS: Readonly<Record<number, string>> = { 1: '#fff4b3', 2: '#fbd3a1', 3: '#f6b3b5' };
const BAND_FILLS: Readonly<Record<Band, string>> = {
  low: '#d9efdf',
  'low-medium': '#ffe14d',
  medium: '#f8bd6c',
  high: '#f08a8d',
};
const BAND_WORDS: Readonly<Record<Band, string>> = {
  low: 'low',
  'low-medium': 'low-medium',
  medium: 'medium',
  high: 'high',
};

/** Instants in the words of a zone. */
export function timesIn(zone: string) {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatted = new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options });
    return (at: number): string => formatted.format(at);
  };
  const day = format({ day: 'numeric', month: 'short', year: 'numeric' });
  const shortDay = format({ weekday: 'short', day: 'numeric', month: 'short' });
  const clock = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const moment = (at: number): string => `${clock(at)} on ${day(at)}`;
  return { day, shortDay, clock, moment };
}

/** The summary of a stay as an accessible PDF. */
export async function patientSummaryPdf(summary: PatientSummary): Promise<Buffer> {
  const { day, shortDay, clock, moment } = timesIn(summary.zone);
  const born = day(Date.parse(`${summary.birthDate}T12:00:00Z`));

  const document = new TaggedDocument({
    title: `Summary of ${summary.name}, NHS number ${summary.nhsNumber}`,
    author: `Homeward, ${summary.ward}`,
    head: { name: summary.name, identity: `NHS number ${summary.nhsNumber}   Born ${born}` },
    foot: `${summary.ward}   As of ${moment(summary.asOf)}, made by ${summary.by}`,
    createdAt: new Date(summary.asOf),
  });
  document.title(
    'Summary of the stay',
    `${moment(summary.from)} to ${moment(summary.to)}. As of ${moment(summary.asOf)}.`,
  );
  document.facts(summary.stay);

  document.heading('Escalation plan', 20);
  document.paragraph(summary.escalation ?? 'No escalation plan is stated.', {
    size: 11,
    bold: summary.escalation !== null,
  });

  document.heading('Plan');
  document.facts(summary.plan);

  document.heading('Open alerts');
  await alerts(summary.openAlerts, 'Nothing is open.');

  const charted = summary.vitals.filter(({ points }) => points.length > 0);
  const height = chartHeight(charted);
  document.heading('Vital signs', charted.length === 0 ? 20 : height);
  if (charted.length === 0) document.paragraph('Nothing was measured in this period.');
  else
    document.figure(charted.map(inWords).join(' '), height, (doc, left, top) =>
      drawVitals(doc, [left, top], charted, {
        from: summary.from,
        to: summary.to,
        days: midnightsOf(summary, shortDay),
      }),
    );

  document.heading('NEWS2');
  if (summary.worstOfHours)
    document.paragraph('There is more than one score in an hour: the highest of each hour is told.');
  if (summary.scores.length === 0) document.paragraph('No complete set was measured in this period.');
  else
    await document.table(
      NEWS2_HEADS,
      summary.scores.map((score) => scoreRow(score, `${shortDay(score.at)}, ${clock(score.at)}`)),
    );

  document.heading('Closed alerts');
  await alerts(summary.closedAlerts, 'None in this period.');

  document.heading('Notes');
  if (summary.notes.length === 0) document.paragraph('None in this period.');
  for (const { at, by, text, struckBy } of summary.notes) {
    document.paragraph(`${moment(at)}, ${by}${struckBy === null ? '' : ` (struck by ${struckBy})`}`, {
      ink: '#4c6272',
      after: 0,
    });
    document.paragraph(struckBy === null ? text : `Struck: ${text}`, { after: 6 });
  }
  return document.end();

  async function alerts(some: readonly SummaryAlert[], none: string): Promise<void> {
    if (some.length === 0) return document.paragraph(none);
    await document.table(
      [
        { title: 'When', width: 74 },
        { title: 'Priority', width: 62 },
        { title: 'What was found' },
        { title: 'What was done', width: 168 },
      ],
      some.map(({ at, priority, sentence, standing }): Cell[] => [
        { text: `${clock(at)}\n${day(at)}` },
        { text: priority, bold: true },
        { text: sentence },
        { text: standing },
      ]),
    );
  }
}

export const NEWS2_HEADS: readonly Column[] = [
  { title: 'When', width: 96 },
  ...COLUMNS.map(([, title]) => ({ title, align: 'center' as const })),
  { title: 'Scale', width: 38, align: 'center' },
  { title: 'NEWS2', width: 86 },
];

export function scoreRow({ total, band, scale, subScores }: SummaryScore, when: string): Cell[] {
  return [
    { text: when },
    ...COLUMNS.map(([parameter]): Cell => {
      const score = subScores[parameter];
      const fill = FILLS[score];
      return { text: String(score), bold: score > 0, ...(fill !== undefined && { fill }) };
    }),
    { text: String(scale) },
    { text: `${total}  ${BAND_WORDS[band]}`, bold: true, fill: BAND_FILLS[band] },
  ];
}

/** What a panel shows, for those who do not see it. */
export function inWords({ name, unit, points, usual }: ChartedVital): string {
  const least = Math.min(...points.map((point) => point.least));
  const most = Math.max(...points.map((point) => point.most));
  const last = points.at(-1);
  const range = least === most ? `always ${least}` : `between ${least} and ${most}`;
  return `${name}: ${range} ${unit}, last ${last?.most ?? most}${usual === null ? '' : `, usual ${usual}`}.`;
}

const HOUR = 3_600_000;

/** The first moment of each day of the period, by the hour. */
export function midnightsOf(
  { from, to }: { from: number; to: number },
  name: (at: number) => string,
): [number, string][] {
  const days: [number, string][] = [];
  for (let at = Math.ceil(from / HOUR) * HOUR, before = name(from); at < to; at += HOUR) {
    if (name(at) === before) continue;
    before = name(at);
    days.push([at, before]);
  }
  return days;
}
