import { useEffect, useRef, type RefObject } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { clockTime, dayAndTime, weekday } from '../../words/times.ts';
import type { Mark, VitalPanel } from './vital-panels.ts';
import type { Span } from './zoom.ts';

interface VitalPlotsProps {
  panels: readonly VitalPanel[];
  span: Span;
  /** Somebody dragged across a part of it; null: pressed twice to see all. */
  onSpan: (span: Span | null) => void;
  /** Somebody scrolled it sideways, ms; less than 0 is earlier. */
  onShift: (ms: number) => void;
}

const HEIGHT = 128;
const LAST_HEIGHT = 156;
/** Room for the numbers at the left, so that all panels have the same time axis. */
const LEFT = 52;
const INK = '#212b32';
const GRID = '#dde3e6';
const LINE = '#005eb8';
const SECOND_LINE = '#7c2855';
const USUAL = '#00562a';
const LIMIT = '#8f0c12';
/** What is aimed at is a whole line, what is usual a dashed one, a limit a dotted one. */
const DASHES: Readonly<Record<Mark['kind'], readonly number[]>> = { target: [], usual: [7, 5], limit: [2, 3] };
const FONT = '12px Arial, "Liberation Sans", sans-serif';

/** The panels, one beneath the other, with one cursor and one stretch of time. The only file that knows who draws. */
export default function VitalPlots({ panels, ...shared }: VitalPlotsProps) {
  return (
    <div className="vitals__plots">
      {panels.map((panel, i) => (
        <Plot key={panel.id} panel={panel} last={i === panels.length - 1} {...shared} />
      ))}
    </div>
  );
}

type PlotProps = Omit<VitalPlotsProps, 'panels'> & { panel: VitalPanel; last: boolean };

function Plot({ panel, span, onSpan, onShift, last }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const read = useRef<HTMLSpanElement>(null);
  const plot = useRef<UPlot | null>(null);
  const latest = useRef<Shown>({ panel, span, onSpan, onShift });
  useEffect(() => {
    latest.current = { panel, span, onSpan, onShift };
  });

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const height = last ? LAST_HEIGHT : HEIGHT;
    const drawn = new UPlot(
      optionsOf(latest, { width: element.clientWidth, height, last, read }),
      dataOf(latest.current.panel),
      element,
    );
    plot.current = drawn;
    const resized = new ResizeObserver(() => drawn.setSize({ width: element.clientWidth, height }));
    resized.observe(element);
    const scrolled = (event: WheelEvent): void => {
      const aside = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (Math.abs(aside) <= Math.abs(event.shiftKey ? 0 : event.deltaY)) return;
      event.preventDefault();
      const { from, to } = latest.current.span;
      latest.current.onShift((aside / element.clientWidth) * (to - from));
    };
    // Not passive: what moves the time moves nothing else.
    element.addEventListener('wheel', scrolled, { passive: false });
    return () => {
      element.removeEventListener('wheel', scrolled);
      resized.disconnect();
      drawn.destroy();
      plot.current = null;
    };
  }, [last]);

  useEffect(() => {
    // The stretch that is seen stays, and so does the cursor.
    plot.current?.setData(dataOf(panel), false);
    plot.current?.setScale('x', { min: span.from / 1_000, max: span.to / 1_000 });
  }, [panel, span.from, span.to]);

  return (
    <div className="vitals__panel">
      <h3 className="vitals__name">
        {panel.name} <span className="vitals__unit">{panel.unit}</span>
        {panel.marks.map((mark) => (
          <span key={mark.words} className={`vitals__mark vitals__mark--${mark.kind}`}>
            {mark.words}
          </span>
        ))}
        <span className="vitals__value" ref={read} />
      </h3>
      <div className="vitals__plot" ref={place} aria-hidden="true" />
    </div>
  );
}

/** Moments in s, as uPlot counts them; several lines on the moments of all of them. */
function dataOf({ lines }: VitalPanel): UPlot.AlignedData {
  const tables = lines.map(({ at, values }): UPlot.AlignedData => [at.map((one) => one / 1_000), [...values]]);
  return tables.length === 1 ? tables[0]! : UPlot.join(tables);
}

type Shown = Pick<PlotProps, 'panel' | 'span' | 'onSpan' | 'onShift'>;

interface Measures {
  width: number;
  height: number;
  last: boolean;
  /** Where the value under the cursor is told. */
  read: RefObject<HTMLSpanElement | null>;
}

function optionsOf(latest: RefObject<Shown>, { width, height, last, read }: Measures): UPlot.Options {
  const { lines } = latest.current.panel;
  const [systolic, diastolic] = [1, 2];
  return {
    width,
    height,
    tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1_000), 'Europe/London'),
    legend: { show: false },
    cursor: {
      sync: { key: 'vitals' },
      drag: { x: true, y: false, setScale: false },
      y: false,
      points: { size: 9 },
      bind: {
        dblclick: () => () => {
          latest.current.onSpan(null);
          return null;
        },
      },
    },
    scales: {
      x: { time: true, range: () => [latest.current.span.from / 1_000, latest.current.span.to / 1_000] },
      y: { range: (_, low, high) => rangeOf(latest.current.panel, low, high) },
    },
    axes: [
      {
        show: true,
        size: last ? 44 : 8,
        stroke: INK,
        font: FONT,
        grid: { stroke: GRID, width: 1 },
        ticks: { show: last, stroke: GRID },
        space: 74,
        values: (_, splits) => (last ? timesOf(splits) : splits.map(() => '')),
      },
      { size: LEFT, stroke: INK, font: FONT, grid: { stroke: GRID, width: 1 }, ticks: { show: false }, space: 26 },
    ],
    series: [
      {},
      ...lines.map((_, i): UPlot.Series => ({
        stroke: i === 0 ? LINE : SECOND_LINE,
        width: 1.6,
        spanGaps: true,
        points: { show: (drawn) => isSparse(drawn), size: 6, fill: i === 0 ? LINE : SECOND_LINE },
      })),
    ],
    ...(lines.length === 2 && { bands: [{ series: [systolic, diastolic], fill: 'rgba(0, 94, 184, 0.10)' }] }),
    hooks: {
      drawAxes: [(drawn) => drawMarks(drawn, latest.current.panel.marks)],
      setSelect: [
        (drawn) => {
          if (drawn.select.width < 4) return;
          const at = (left: number): number => drawn.posToVal(left, 'x') * 1_000;
          const { left, width: chosen } = drawn.select;
          drawn.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          latest.current.onSpan({ from: at(left), to: at(left + chosen) });
        },
      ],
      setCursor: [
        (drawn) => {
          if (read.current) read.current.textContent = readingAt(drawn);
        },
      ],
    },
  };
}

/** Points are marked while there is room for them. */
const isSparse = (drawn: UPlot): boolean => {
  const [from = 0, to = 0] = drawn.series[0]?.idxs ?? [];
  return to - from < drawn.width / 9;
};

function rangeOf({ least, marks }: VitalPanel, low: number | null, high: number | null): UPlot.Range.MinMax {
  const ends = marks.flatMap(({ value, to }) => [value, to ?? value]);
  const from = Math.min(least[0], low ?? Infinity, ...ends);
  const to = Math.max(least[1], high ?? -Infinity, ...ends);
  const room = Math.max((to - from) * 0.06, 0.3);
  return Number.isFinite(from) && Number.isFinite(to) ? [from - room, to + room] : [0, 1];
}

/** The day stands under its first time. */
function timesOf(splits: readonly number[]): string[] {
  let before = '';
  return splits.map((seconds) => {
    const day = weekday(seconds * 1_000);
    const words = day === before ? clockTime(seconds * 1_000) : `${clockTime(seconds * 1_000)}\n${day}`;
    before = day;
    return words;
  });
}

/** Beneath the lines: what is aimed at as a band, limits and what is usual as lines of their own kinds. */
function drawMarks(drawn: UPlot, marks: readonly Mark[]): void {
  const { ctx, bbox } = drawn;
  const y = (value: number): number => drawn.valToPos(value, 'y', true);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const { kind, value, to } of marks) {
    if (kind === 'target' && to !== undefined && to > value) {
      ctx.fillStyle = 'rgba(0, 127, 59, 0.13)';
      ctx.fillRect(bbox.left, y(to), bbox.width, y(value) - y(to));
      continue;
    }
    ctx.strokeStyle = kind === 'limit' ? LIMIT : USUAL;
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.setLineDash(DASHES[kind].map((length) => length * devicePixelRatio));
    ctx.beginPath();
    ctx.moveTo(bbox.left, y(value));
    ctx.lineTo(bbox.left + bbox.width, y(value));
    ctx.stroke();
  }
  ctx.restore();
}

/** What lies under the cursor, in words; nothing where nothing does. */
function readingAt(drawn: UPlot): string {
  const { idx } = drawn.cursor;
  const at = typeof idx === 'number' ? drawn.data[0][idx] : undefined;
  if (typeof idx !== 'number' || at === undefined) return '';
  const values = drawn.data.slice(1).flatMap((line) => line[idx] ?? []);
  return values.length === 0 ? '' : `${values.join('/')} at ${dayAndTime(at * 1_000)}`;
}
