import { ROW, TOTAL, type ChartLayout } from './chart-layout.ts';

/** What stands at the left of the chart: parameters, bands and what each scores. */
export function ChartLabels({ layout, width }: { layout: ChartLayout; width: LabelWidth }) {
  const { whole, name, band } = WIDTHS[width];
  return (
    <svg className="chart__labels" width={whole} height={layout.height} aria-hidden="true">
      <text x={6} y={layout.head - 10} className="chart-text chart-text--soft">
        {width === 'wide' ? 'Day and time' : 'Time'}
      </text>
      {layout.blocks.map(({ block, top }) => (
        <g key={`${block.parameter} ${block.scale}`}>
          <text x={6} y={top + 14} className="chart-text chart-text--name">
            {width === 'wide'
              ? inLines(block.name).map((line, i) => (
                  <tspan key={line} x={6} dy={i === 0 ? 0 : 14}>
                    {line}
                  </tspan>
                ))
              : block.short}
          </text>
          {block.rows.length > 2 && (
            <text
              x={6}
              y={top + 14 + 14 * (width === 'wide' ? inLines(block.name).length : 1)}
              className="chart-text chart-text--soft"
            >
              {[width === 'wide' ? block.letter : '', block.unit].filter((part) => part !== '').join('  ')}
            </text>
          )}
          {block.rows.map((row, i) => (
            <g key={row.label} transform={`translate(0 ${top + i * ROW})`}>
              <rect x={name} width={whole - name} height={ROW} className={`chart-band chart-band--${row.score}`} />
              <text x={name + band - 6} y={13} textAnchor="end" className="chart-text">
                {row.label}
              </text>
              <text x={whole - 9} y={13} textAnchor="middle" className="chart-text chart-text--sub">
                {row.score}
              </text>
            </g>
          ))}
        </g>
      ))}
      <text x={6} y={layout.totalTop + 18} className="chart-text chart-text--name">
        NEWS2
      </text>
      <text x={6} y={layout.totalTop + 33} className="chart-text chart-text--soft">
        total
      </text>
      <text x={6} y={layout.totalTop + TOTAL + 15} className="chart-text chart-text--soft">
        Taken by
      </text>
    </svg>
  );
}

export type LabelWidth = 'wide' | 'narrow';
export const WIDTHS: Readonly<Record<LabelWidth, { whole: number; name: number; band: number }>> = {
  wide: { whole: 232, name: 124, band: 88 },
  narrow: { whole: 158, name: 52, band: 88 },
};

/** What is longer than this has two lines. */
const ONE_LINE = 14;

function inLines(name: string): string[] {
  const words = name.split(' ');
  return words.length <= 2 || name.length <= ONE_LINE
    ? [name]
    : [words.slice(0, 2).join(' '), words.slice(2).join(' ')];
}
