import type { ChartedVital } from './patient-summary.ts';
import { BLUE, INK, LINE, SOFT, WIDTH } from './tagged-document.ts';

/** Of a panel, in points. */
const PANEL = 44;
const GAP = 10;
/** Left of the panels, for names and numbers. */
const LEFT = 92;
const DAY = 86_400_000;

/** Less than this has no room for names and numbers below each other, in points. */
const TALL = 32;

const gapOf = (panel: number): number => (panel < TALL ? 6 : GAP);

export const chartHeight = (vitals: readonly ChartedVital[], panel = PANEL): number =>
  vitals.length * (panel + gapOf(panel)) + 16;

interface Period {
  readonly from: number;
  readonly to: number;
  /** Midnights within it, with what each day is called. */
  readonly days: readonly (readonly [at: number, name: string])[];
  /** How high a panel is, in points. */
  readonly panel?: number;
}

/**
 * Vitals over time as lines, one panel each, with what is usual for the person dashed and their own limits in red. Where many
 * readings fall into one point, the lowest and the highest of them are both drawn.
 */
export function drawVitals(
  doc: PDFKit.PDFDocument,
  [left, top]: readonly [left: number, top: number],
  vitals: readonly ChartedVital[],
  period: Period,
): void {
  const { panel = PANEL } = period;
  const gap = gapOf(panel);
  const [begin, width] = [left + LEFT, WIDTH - LEFT];
  const x = (at: number): number => begin + ((at - period.from) / Math.max(1, period.to - period.from)) * width;
  for (const [n, vital] of vitals.entries()) {
    const upper = top + n * (panel + gap);
    const lines = [vital.usual, vital.low, vital.high].filter((value) => value !== null);
    const values = [...vital.points.flatMap(({ least, most }) => [least, most]), ...lines];
    const [min, max] = spread(values, vital.least);
    const y = (value: number): number => upper + panel - ((value - min) / (max - min)) * panel;

    const across = (value: number, ink: string, dashed: boolean): void => {
      doc
        .moveTo(begin, y(value))
        .lineTo(begin + width, y(value))
        .lineWidth(0.7);
      if (dashed) doc.dash(3, { space: 2 });
      doc.stroke(ink).undash();
    };
    doc.rect(begin, upper, width, panel).lineWidth(0.6).stroke(LINE);
    for (const [at] of period.days)
      doc
        .moveTo(x(at), upper)
        .lineTo(x(at), upper + panel)
        .lineWidth(0.4)
        .stroke('#e3e8eb');
    doc
      .font('bold')
      .fontSize(panel < TALL ? 8 : 9)
      .fillColor(INK)
      .text(vital.name, left, upper + (panel < TALL ? -1 : 1), { width: LEFT - 22 });
    doc
      .font('regular')
      .fontSize(7.5)
      .fillColor(SOFT)
      .text(vital.unit, panel < TALL ? left + 52 : left, upper + (panel < TALL ? -0.5 : 13), { lineBreak: false });
    for (const value of [min, max]) {
      const label = String(Math.round(value * 10) / 10);
      const at = value === min ? upper + panel - 8 : upper;
      doc.fontSize(7.5).text(label, begin - 4 - doc.widthOfString(label), at, { lineBreak: false });
    }
    // In words beside the panel, where no line runs through them.
    const told = [
      ...(vital.usual === null ? [] : [`usual ${vital.usual}`]),
      ...(vital.low === null && vital.high === null
        ? []
        : [
            `alerts ${[vital.low === null ? '' : `< ${vital.low}`, vital.high === null ? '' : `> ${vital.high}`].filter(Boolean).join(', ')}`,
          ]),
    ];
    for (const [row, words] of (panel < TALL ? [told.join(', ')] : told).entries())
      doc
        .fontSize(7)
        .fillColor(words.includes('alerts') ? '#8f0c12' : SOFT)
        .text(words, left, upper + (panel < TALL ? 10 : 24) + row * 9, { lineBreak: false });
    if (vital.usual !== null) across(vital.usual, SOFT, true);
    for (const limit of [vital.low, vital.high]) if (limit !== null) across(limit, '#c4161c', false);
    drawCourse(doc, vital, x, y);
  }
  const bottom = top + vitals.length * (panel + gap) - gap + 3;
  let free = begin - 10;
  for (const [at, name] of period.days) {
    doc.font('regular').fontSize(7.5).fillColor(SOFT);
    // Of days too close together some have no name.
    if (x(at) < free || x(at) + doc.widthOfString(name) > begin + width) continue;
    doc.text(name, x(at) + 2, bottom, { lineBreak: false });
    free = x(at) + doc.widthOfString(name) + 8;
  }
}

function drawCourse(
  doc: PDFKit.PDFDocument,
  vital: ChartedVital,
  x: (at: number) => number,
  y: (value: number) => number,
): void {
  let before: ChartedVital['points'][number] | null = null;
  for (const point of vital.points) {
    const middle = (point.least + point.most) / 2;
    // Where nothing came for more than a day nothing is drawn: nobody knows what was between.
    if (before !== null && point.at - before.at <= DAY)
      doc
        .moveTo(x(before.at), y((before.least + before.most) / 2))
        .lineTo(x(point.at), y(middle))
        .lineWidth(0.9)
        .stroke(BLUE);
    if (point.most > point.least)
      doc.moveTo(x(point.at), y(point.least)).lineTo(x(point.at), y(point.most)).lineWidth(1.1).stroke(BLUE);
    before = point;
  }
  for (const { at, least, most } of vital.points)
    for (const value of most > least ? [least, most] : [least]) doc.circle(x(at), y(value), 1.3).fill(BLUE);
}

/** From the lowest to the highest, with room at both ends, and never narrower than makes small differences look large. */
function spread(values: readonly number[], least: number): readonly [min: number, max: number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max((least - (high - low)) / 2, (high - low) * 0.12);
  return [Math.floor(low - room), Math.ceil(high + room)];
}
