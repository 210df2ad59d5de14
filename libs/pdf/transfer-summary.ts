import { TaggedDocument } from './tagged-document.ts';
import {
  inWords,
  midnightsOf,
  NEWS2_HEADS,
  scoreRow,
  timesIn,
  type ChartedVital,
  type SummaryScore,
} from './patient-summary.ts';
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
  readonly situation: readonly string[];
  readonly background: readonly string[];
  readonly assessment: readonly string[];
  /** Newest first. */
  readonly scores: readonly SummaryScore[];
  readonly vitals: readonly ChartedVital[];
  readonly from: number;
}

/**
 * What fits beside the chart, in lines of print: of more the first stand here, and the summary of the stay has all. The reason and the
 * background, in which the escalation plan stands, are never cut: sooner there is a second page.
 */
const MOST_LINES = 6;
const CHARACTERS_A_LINE = 105;
const MOST_SCORES = 3;
/** In points: lower than in the summary of the stay. */
const PANEL = 30;

/** SBAR and chart on one page, as an accessible PDF. */
export async function transferSummaryPdf(transfer: TransferSummary): Promise<Buffer> {
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
    `${moment(transfer.at)}${transfer.sinceFirstAlert === null ? '' : `, ${transfer.sinceFirstAlert} after the first alert`}.`,
  );
  const said = (name: string, lines: readonly string[]): void => {
    document.heading(name, 20);
    for (const line of lines) document.paragraph(line, { size: 9, after: 1 });
  };
  said('Situation', [transfer.reason, ...whatFits(transfer.situation)]);
  said('Background', transfer.background);
  said('Assessment', whatFits(transfer.assessment));

  const charted = transfer.vitals.filter(({ points }) => points.length > 0);
  const height = chartHeight(charted, PANEL);
  document.heading('Vital signs, the last three days', charted.length === 0 ? 20 : height);
  if (charted.length === 0) document.paragraph('Nothing was measured.');
  else
    document.figure(charted.map(inWords).join(' '), height, (doc, left, top) => {
      const period = { from: transfer.from, to: transfer.at };
      drawVitals(doc, [left, top], charted, { ...period, days: midnightsOf(period, shortDay), panel: PANEL });
    });

  document.heading('NEWS2', 20);
  if (transfer.scores.length === 0) document.paragraph('No complete set was measured.');
  else
    await document.table(
      NEWS2_HEADS,
      transfer.scores
        .slice(0, MOST_SCORES)
        .map((score) => scoreRow(score, `${shortDay(score.at)}, ${clock(score.at)}`)),
    );
  return document.end();
}

function whatFits(lines: readonly string[]): string[] {
  let left = MOST_LINES;
  const fitting: string[] = [];
  for (const line of lines) {
    left -= Math.ceil(line.length / CHARACTERS_A_LINE);
    if (left < 0) break;
    fitting.push(line);
  }
  const others = lines.length - fitting.length;
  return others === 0 ? fitting : [...fitting, `And ${others} more, in the summary of the stay.`];
}
