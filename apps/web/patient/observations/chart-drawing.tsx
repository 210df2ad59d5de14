import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { ChartColumn } from './chart-columns.ts';
import { ChartLabels, WIDTHS } from './chart-labels.tsx';
import { COLUMN, layoutOf } from './chart-layout.ts';
import { ChartPlot } from './chart-plot.tsx';
import type { ChartBlock } from './chart-rows.ts';
import { columnInWords } from './column-words.ts';

interface ChartDrawingProps {
  columns: readonly ChartColumn[];
  blocks: readonly ChartBlock[];
  openAt: number | null;
  onOpen: (at: number | null) => void;
}

/** So many columns are drawn beyond each side of what can be seen: thousands of them cost as much as a screen of them. */
const BEYOND = 12;
/** Below this width the names give way to the columns. */
const NARROW = 620;

/** The drawn chart, scrolled by itself, newest in sight. Each column is a button; arrows go from one to the next. */
export function ChartDrawing({ columns, blocks, openAt, onOpen }: ChartDrawingProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const layout = useMemo(() => layoutOf(blocks), [blocks]);
  const [seen, setSeen] = useState({ left: Infinity, width: 1_200 });
  const labels = seen.width < NARROW ? 'narrow' : 'wide';
  const whole = columns.length * COLUMN;
  const left = Math.max(0, Math.min(seen.left, whole + WIDTHS[labels].whole - seen.width));
  const first = Math.max(0, Math.floor(left / COLUMN) - BEYOND);
  const last = Math.min(columns.length, Math.ceil((left + seen.width) / COLUMN) + BEYOND);
  const [currentAt, setCurrentAt] = useState<number | null>(null);
  const current = Math.max(
    columns.findIndex(({ at }) => at === currentAt),
    currentAt === null ? columns.length - 1 : 0,
  );
  const focusOn = useRef<number | null>(null);

  usePlaceKept(scroll, columns);

  useEffect(() => {
    const element = scroll.current;
    if (!element) return;
    const look = (): void => setSeen({ left: element.scrollLeft, width: element.clientWidth });
    look();
    element.addEventListener('scroll', look, { passive: true });
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, []);

  useEffect(() => {
    if (focusOn.current === null) return;
    focusOn.current = null;
    const button = scroll.current?.querySelector<HTMLElement>('.chart__column[tabindex="0"]');
    button?.focus({ preventScroll: true });
  });

  /** The column is brought into sight first: only what is in sight is there to take the focus. */
  function goTo(index: number): void {
    const element = scroll.current;
    const column = columns[Math.max(0, Math.min(columns.length - 1, index))];
    if (!element || !column) return;
    const start = columns.indexOf(column) * COLUMN;
    const room = element.clientWidth - WIDTHS[labels].whole;
    if (start < element.scrollLeft) element.scrollTo({ left: start });
    else if (start + COLUMN > element.scrollLeft + room) element.scrollTo({ left: start + COLUMN - room });
    setSeen({ left: element.scrollLeft, width: element.clientWidth });
    focusOn.current = column.at;
    setCurrentAt(column.at);
  }

  function pressed(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: current - 1,
      ArrowRight: current + 1,
      Home: 0,
      End: columns.length - 1,
      PageUp: current - 12,
      PageDown: current + 12,
    };
    const to = steps[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    goTo(to);
  }

  return (
    <div className="chart__scroll" ref={scroll}>
      <div className="chart__inside">
        <ChartLabels layout={layout} width={labels} />
        {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys are those of the buttons within */}
        <div className="chart__plot" style={{ width: whole, height: layout.height }} onKeyDown={pressed}>
          <ChartPlot
            columns={columns}
            layout={layout}
            first={first}
            last={last}
            leftmost={Math.ceil(left / COLUMN)}
            openAt={openAt}
          />
          {columns.map(
            (column, i) =>
              ((i >= first && i < last) || i === current) && (
                <button
                  key={column.at}
                  type="button"
                  className="chart__column"
                  style={{ left: i * COLUMN, width: COLUMN, height: layout.height - 21 }}
                  tabIndex={i === current ? 0 : -1}
                  aria-expanded={column.at === openAt}
                  onFocus={() => setCurrentAt(column.at)}
                  onClick={() => onOpen(column.at === openAt ? null : column.at)}
                >
                  <span className="nhsuk-u-visually-hidden">{columnInWords(column, blocks)}</span>
                </button>
              ),
          )}
        </div>
      </div>
    </div>
  );
}

/** Keeps in sight what was in sight when columns come or go; who looked at the newest goes on looking at the newest. */
function usePlaceKept(scroll: RefObject<HTMLElement | null>, columns: readonly ChartColumn[]): void {
  const before = useRef<{ columns: readonly ChartColumn[]; left: number; atEnd: boolean } | null>(null);
  useLayoutEffect(() => {
    const element = scroll.current;
    if (!element) return;
    const known = before.current;
    if (known === null || known.atEnd) element.scrollTo({ left: element.scrollWidth });
    else if (known.columns !== columns) {
      const place = Math.floor(known.left / COLUMN);
      const now = columns.findIndex(({ at }) => at >= (known.columns[place]?.at ?? Infinity));
      if (now !== -1) element.scrollTo({ left: now * COLUMN + (known.left % COLUMN) });
    }
    const remember = (): void => {
      const { scrollLeft, clientWidth, scrollWidth } = element;
      before.current = { columns, left: scrollLeft, atEnd: scrollLeft + clientWidth >= scrollWidth - COLUMN / 2 };
    };
    remember();
    element.addEventListener('scroll', remember, { passive: true });
    return () => element.removeEventListener('scroll', remember);
  }, [scroll, columns]);
}
