import type { ChartColumn } from './chart-columns.ts';
import { ChartLabels, WIDTHS } from './chart-labels.tsx';
import { COLUMN, layoutOf } from './chart-layout.ts';
import { ChartPlot } from './chart-plot.tsx';
import type { ChartBlock } from './chart-rows.ts';

/** So many columns stand on a page of A4 across, at a size that can be read. */
const COLUMNS_A_PAGE = 21;

/** The chart on paper: as many pages as it needs, each with all of its rows. */
export function PrintedChart({ columns, blocks }: { columns: readonly ChartColumn[]; blocks: readonly ChartBlock[] }) {
  const layout = layoutOf(blocks);
  const labels = WIDTHS.wide.whole;
  const pages = Array.from({ length: Math.ceil(columns.length / COLUMNS_A_PAGE) }, (_, page) =>
    columns.slice(page * COLUMNS_A_PAGE, (page + 1) * COLUMNS_A_PAGE),
  );
  return (
    <div className="printed-chart">
      {pages.map((page) => (
        <svg
          key={page[0]?.at}
          className="printed-chart__page"
          viewBox={`0 0 ${labels + COLUMNS_A_PAGE * COLUMN} ${layout.height}`}
          aria-hidden="true"
        >
          <ChartLabels layout={layout} width="wide" />
          <svg x={labels}>
            <ChartPlot columns={page} layout={layout} first={0} last={page.length} leftmost={0} openAt={null} />
          </svg>
        </svg>
      ))}
    </div>
  );
}
