import type { Vital } from '#clinical';
import { clockTime, weekday } from '../../words/times.ts';
import { remarks, takenBy, type ChartColumn } from './chart-columns.ts';
import { COLUMN, ROW, TOTAL, type ChartLayout, type PlacedBlock } from './chart-layout.ts';
import type { ChartBlock } from './chart-rows.ts';

interface ChartPlotProps {
  columns: readonly ChartColumn[];
  layout: ChartLayout;
  /** Only these are drawn: from the first to before the last. */
  first: number;
  last: number;
  /** The first column that is seen whole: its day stands above it. */
  leftmost: number;
  openAt: number | null;
}

const DOT = 9;

/** The sets of a chart, drawn: dots in their bands, joined, each with its value and its sub-score. */
export function ChartPlot({ columns, layout, first, last, leftmost, openAt }: ChartPlotProps) {
  const from = first * COLUMN;
  const width = (last - first) * COLUMN;
  const drawn = columns.slice(first, last);
  return (
    <svg className="chart__drawing" width={columns.length * COLUMN} height={layout.height} aria-hidden="true">
      {layout.blocks.map(({ block, top }) =>
        block.rows.map((row, i) => (
          <rect
            key={`${block.parameter} ${row.label}`}
            x={from}
            y={top + i * ROW}
            width={width}
            height={ROW}
            className={`chart-band chart-band--${row.score}`}
          />
        )),
      )}
      {drawn.map((column, i) => (
        <Grid key={column.at} column={column} x={(first + i) * COLUMN} layout={layout} open={column.at === openAt} />
      ))}
      {layout.blocks.flatMap((placed) =>
        linesOf(placed, columns, Math.max(0, first - 1), Math.min(columns.length, last + 1)).map((points) => (
          <polyline key={`${placed.block.name} ${points}`} points={points} className="chart-line" />
        )),
      )}
      {drawn.map((column, i) => (
        <Cells
          key={column.at}
          column={column}
          x={(first + i) * COLUMN}
          layout={layout}
          day={dayAbove(columns, first + i, leftmost)}
        />
      ))}
    </svg>
  );
}

interface ColumnProps {
  column: ChartColumn;
  x: number;
  layout: ChartLayout;
}

/** What lies beneath the values: lines between columns and days, and the scale that a set does not stand on. */
function Grid({ column, x, layout, open }: ColumnProps & { open: boolean }) {
  const bottom = layout.totalTop + TOTAL;
  return (
    <g>
      {layout.blocks.map(
        ({ block, top }) =>
          block.scale !== null &&
          block.scale !== column.scale && (
            <rect
              key={block.scale}
              x={x}
              y={top}
              width={COLUMN}
              height={block.rows.length * ROW}
              className="chart-unused"
            />
          ),
      )}
      <line
        x1={x}
        x2={x}
        y1={column.newDay === null ? 22 : 0}
        y2={bottom}
        className={`chart-rule ${column.newDay === null ? '' : 'chart-rule--day'}`}
      />
      {column.scaleChanged && <line x1={x} x2={x} y1={0} y2={bottom} className="chart-rule chart-rule--scale" />}
      {open && <rect x={x + 1} y={21} width={COLUMN - 2} height={layout.height - 22} className="chart-open" />}
    </g>
  );
}

/** The values of one column, its time, its total and what is to be said of it. */
function Cells({ column, x, layout, day }: ColumnProps & { day: string | null }) {
  const { score } = column;
  return (
    <g transform={`translate(${x} 0)`}>
      {day !== null && (
        <text x={4} y={15} className="chart-text chart-text--day">
          {day}
        </text>
      )}
      <text x={COLUMN / 2} y={layout.head - 8} textAnchor="middle" className="chart-text chart-text--time">
        {clockTime(column.at)}
      </text>
      {layout.blocks.map((placed) => (
        <Cell key={`${placed.block.parameter} ${placed.block.scale}`} placed={placed} column={column} />
      ))}
      <Total column={column} top={layout.totalTop} />
      {score !== null && column.scaleChanged && (
        <text x={3} y={layout.totalTop - 8} className="chart-text chart-text--small chart-text--strong">
          scale {column.scale}
        </text>
      )}
      <text x={COLUMN / 2} y={layout.footTop + 15} textAnchor="middle" className="chart-text chart-text--small">
        {takenBy(column)}
      </text>
      {remarks(column)
        .slice(0, 2)
        .map((remark, i) => (
          <text
            key={remark}
            x={COLUMN / 2}
            y={layout.footTop + 28 + i * 13}
            textAnchor="middle"
            className="chart-text chart-text--small chart-text--strong"
          >
            {remark}
          </text>
        ))}
    </g>
  );
}

/** What each parameter is measured as: to know whether it was at the set's own moment. */
const VITAL_OF: Readonly<Record<ChartBlock['parameter'], Vital>> = {
  respiration: 'respiration',
  spo2: 'spo2',
  oxygen: 'onOxygen',
  systolic: 'systolic',
  pulse: 'pulse',
  consciousness: 'consciousness',
  temperature: 'temperature',
};

function Cell({ placed: { block, top }, column }: { placed: PlacedBlock; column: ChartColumn }) {
  if (block.scale !== null && block.scale !== column.scale) return null;
  const printed = block.print(column.vitals);
  if (printed === '') return null;
  const row = block.rowOf(column.vitals);
  const sub = column.score?.subScores[block.parameter];
  const before = column.earlier[VITAL_OF[block.parameter]] !== undefined;
  // What cannot be placed yet is written into the first row, with no dot.
  const y = top + (row ?? 0) * ROW + ROW / 2;
  return (
    <g>
      {row !== null && <circle cx={DOT} cy={y} r={3.6} className={`chart-dot ${before ? 'chart-dot--before' : ''}`} />}
      <text x={16} y={y + 4.5} className={`chart-text chart-text--value ${sub === 3 ? 'chart-text--strong' : ''}`}>
        {printed}
      </text>
      <text
        x={COLUMN - 4}
        y={y + 4.5}
        textAnchor="end"
        className={`chart-text chart-text--sub chart-text--sub-${sub ?? 'none'}`}
      >
        {sub ?? '?'}
      </text>
    </g>
  );
}

function Total({ column: { score }, top }: { column: ChartColumn; top: number }) {
  const middle = COLUMN / 2;
  if (score === null) {
    return (
      <text x={middle} y={top + 24} textAnchor="middle" className="chart-text chart-text--small">
        no score
      </text>
    );
  }
  const box = { x: 2, y: top + 2, width: COLUMN - 4, height: TOTAL - 4, rx: 3 };
  if (score.complete) {
    return (
      <g className={`chart-total chart-total--${score.band}`}>
        <rect {...box} />
        <text x={middle} y={top + 29} textAnchor="middle">
          {score.least}
        </text>
      </g>
    );
  }
  return (
    <g className={`chart-total chart-total--incomplete chart-total--${score.band}`}>
      <rect {...box} />
      <text x={middle} y={top + 18} textAnchor="middle" className="chart-total__range">
        {score.least}–{score.most}
      </text>
      <text x={middle} y={top + 32} textAnchor="middle" className="chart-text chart-text--small">
        incomplete
      </text>
    </g>
  );
}

/** The lines that join neighbouring dots of a block: broken where nothing was measured, and where the scale changes. */
function linesOf({ block, top }: PlacedBlock, columns: readonly ChartColumn[], first: number, last: number): string[] {
  const lines: string[][] = [[]];
  for (let i = first; i < last; i++) {
    const column = columns[i]!;
    const row = block.scale !== null && block.scale !== column.scale ? null : block.rowOf(column.vitals);
    if (row === null) lines.push([]);
    else lines.at(-1)!.push(`${i * COLUMN + DOT},${top + row * ROW + ROW / 2}`);
  }
  return lines.filter((line) => line.length > 1).map((line) => line.join(' '));
}

/** What stands above a column: its day, where it begins or is the first in sight; without its month where the next day follows at once. */
function dayAbove(columns: readonly ChartColumn[], place: number, leftmost: number): string | null {
  const { at, newDay } = columns[place]!;
  const day = newDay ?? (place === leftmost && !startsDayWithin(columns, leftmost, 2) ? weekday(at) : null);
  return day !== null && startsDayWithin(columns, place, 2) ? day.split(' ').slice(0, 2).join(' ') : day;
}

/** A day that begins so soon has its own name there, and no room for another. */
const startsDayWithin = (columns: readonly ChartColumn[], from: number, count: number): boolean =>
  columns.slice(from + 1, from + count).some(({ newDay }) => newDay !== null);
