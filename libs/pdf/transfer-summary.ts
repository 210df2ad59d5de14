import {
  inWords,
  midnightsOf,
  NEWS2_HEADS,
  scoreRow,
  timesIn,
  type ChartedVital,
  type SummaryScore,
} from './patient-summary.ts';
import { TaggedDocument } from './tagged-document.ts';
import { chartHeight, drawVitals } from './vitals-chart.ts';

/** What goes with somebody who is handed on, on one page. Times are epoch ms. */
export interface TransferSummary {
  readonly at: number;
  readonly ward: string;
  /** IANA. */
  readonly zone: string;
  readonly by: string;
  readonly name: string;
  /** As it is shown: 943 476 5919. */
  readonly nhsNumber: string;
  /** ISO. */
  readonly birthDate: string;
  /** To whom. */
  readonly to: string;
  readonly reason: string;
  /** How long after the first alert; null where none was raised. */
  readonly sinceFirstAlert: string | null;
  /** What is said of them beside the chart, in its order: whoever takes over reads from the top. */
  readonly said: readonly { readonly name: string; readonly lines: readonly string[] }[];
  /** Newest first. */
  readonly scores: readonly SummaryScore[];
  readonly vitals: readonly ChartedVital[];
  readonly from: number;
}

/** From the usual size to the smallest that is read well on paper: as large as one page allows. In points; and how many scores beside. */
const LOOKS = [
  { size: 9.5, panel: 40, scores: 3 },
  { size: 9, panel: 34, scores: 3 },
  { size: 8.5, panel: 26, scores: 3 },
  { size: 8, panel: 22, scores: 2 },
  { size: 7.5, panel: 17, scores: 1 },
] as const;

/** SBAR and chart on one page, as an accessible PDF. Nothing is left out: what is long is written smaller. */
export async function transferSummaryPdf(transfer: TransferSummary): Promise<Buffer> {
  for (const look of LOOKS.slice(0, -1)) {
    const document = await drawn(transfer, look);
    if (document.pages === 1) return document.end();
  }
  return (await drawn(transfer, LOOKS.at(-1)!)).end();
}

async function drawn(
  transfer: TransferSummary,
  { size, panel, scores }: { size: number; panel: number; scores: number },
): Promise<TaggedDocument> {
  const { day, shortDay, clock, moment } = timesIn(transfer.zone);
  const born = day(Date.parse(`${transfer.birthDate}T12:00:00Z`));
  const document = new TaggedDocument({
    title: `Transfer summary of ${transfer.name}, NHS number ${transfer.nhsNumber}`,
    author: `Homeward, ${transfer.ward}`,
    head: { name: transfer.name, identity: `NHS number ${transfer.nhsNumber}   Born ${born}` },
    foot: `${transfer.ward}   As of ${moment(transfer.at)}, handed on by ${transfer.by}`,
    createdAt: new Date(transfer.at),
  });
  document.title(
    `Transfer to: ${transfer.to}`,
    `${moment(transfer.at)}${transfer.sinceFirstAlert === null ? ', no urgent alert before it' : `, ${transfer.sinceFirstAlert} after the first alert`}.`,
  );
  document.facts(
    transfer.said.map(({ name, lines }) => [name, lines.join('\n')] as const),
    { size, nameWidth: 80, bold: true },
  );

  const charted = transfer.vitals.filter(({ points }) => points.length > 0);
  const height = chartHeight(charted, panel);
  document.heading('Observations, the last three days', charted.length === 0 ? 20 : height, 11);
  if (charted.length === 0) document.paragraph('Nothing was measured.', { size });
  else
    document.figure(charted.map(inWords).join(' '), height, (doc, left, top) => {
      const period = { from: transfer.from, to: transfer.at };
      drawVitals(doc, [left, top], charted, { ...period, days: midnightsOf(period, shortDay), panel });
    });

  document.heading('NEWS2', 20, 11);
  if (transfer.scores.length === 0) document.paragraph('No complete set was measured.', { size });
  else
    await document.table(
      NEWS2_HEADS,
      transfer.scores.slice(0, scores).map((score) => scoreRow(score, `${shortDay(score.at)}, ${clock(score.at)}`)),
      Math.min(size, 8.5),
    );
  return document;
}
