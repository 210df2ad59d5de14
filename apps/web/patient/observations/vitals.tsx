import type { StayReadings } from '#contracts';
import { lazy, Suspense, useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import { Scrolled } from '../../page/scrolled.tsx';
import { dayAndTime } from '../../words/times.ts';
import { finenessInWords, withFiner, type Finer } from './finer.ts';
import { vitalPanels, type VitalPanel } from './vital-panels.ts';
import { moved, shifted, within, zoomed, type Span } from './zoom.ts';

/** The library that draws is not fetched before something is drawn. */
const VitalPlots = lazy(() => import('./vital-plots.tsx'));

interface VitalsProps {
  readings: StayReadings;
  /** More of what is zoomed into. */
  finer: Finer;
  /** Seen at first; null is everything. */
  zoom: Span | null;
  onZoom: (zoom: Span | null) => void;
}

/** The vitals over one time axis: zoomed and moved by the pointer, by buttons and by keys, and told as a table as well. */
export function Vitals({ readings, finer, zoom, onZoom }: VitalsProps) {
  const panels = useMemo(() => vitalPanels(withFiner(readings, finer.readings)), [readings, finer.readings]);
  const afterPaint = useAfterPaint();
  const whole = useMemo(() => ({ from: readings.from, to: readings.to }), [readings]);
  const act: Readonly<Record<string, () => void>> = {
    '+': () => onZoom(zoomed(zoom, whole, 0.5)),
    '=': () => onZoom(zoomed(zoom, whole, 0.5)),
    '-': () => onZoom(zoomed(zoom, whole, 2)),
    '0': () => onZoom(null),
    ArrowLeft: () => onZoom(moved(zoom, whole, -1)),
    ArrowRight: () => onZoom(moved(zoom, whole, 1)),
  };

  function pressed(event: KeyboardEvent): void {
    const does = act[event.key];
    if (does === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    does();
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys are those of the buttons within
    <section className="vitals" aria-labelledby="vitals-heading" onKeyDown={pressed}>
      <div className="vitals__head">
        <h2 className="chart__heading" id="vitals-heading">
          Vitals
        </h2>
        <div className="vitals__zoom">
          <button type="button" className="answer" onClick={act['+']}>
            Zoom in <kbd aria-hidden="true">+</kbd>
          </button>
          <button type="button" className="answer" onClick={act['-']} aria-disabled={zoom === null}>
            Zoom out <kbd aria-hidden="true">−</kbd>
          </button>
          <button type="button" className="answer" onClick={act['ArrowLeft']} aria-disabled={zoom === null}>
            Earlier <kbd aria-hidden="true">←</kbd>
          </button>
          <button type="button" className="answer" onClick={act['ArrowRight']} aria-disabled={zoom === null}>
            Later <kbd aria-hidden="true">→</kbd>
          </button>
          <button type="button" className="answer" onClick={act['0']} aria-disabled={zoom === null}>
            Show all <kbd aria-hidden="true">0</kbd>
          </button>
        </div>
        <output className="vitals__span">
          {zoom === null ? 'Drag across to zoom in, press twice to see all.' : spanInWords(readings, zoom, finer)}
        </output>
      </div>
      {afterPaint && (
        <Suspense fallback={<output className="vitals__waiting">Drawing…</output>}>
          <VitalPlots
            panels={panels}
            span={zoom ?? whole}
            onSpan={(span) => onZoom(span === null ? null : within(span, whole))}
            onShift={(ms) => onZoom(zoom === null ? null : shifted(zoom, whole, ms))}
          />
        </Suspense>
      )}
      <VitalsTable panels={panels} />
    </section>
  );
}

function spanInWords(readings: StayReadings, seen: Span, finer: Finer): string {
  const fineness = finenessInWords(readings, seen, finer);
  return `${dayAndTime(seen.from)} to ${dayAndTime(seen.to)}${fineness === null ? '' : `: ${fineness}`}`;
}

function VitalsTable({ panels }: { panels: readonly VitalPanel[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="chart__table" onToggle={(toggle) => setOpen(toggle.currentTarget.open)}>
      <summary>The vitals as a table</summary>
      {isOpen && <VitalRows panels={panels} />}
    </details>
  );
}

function VitalRows({ panels }: { panels: readonly VitalPanel[] }) {
  const values = panels.map(({ lines }) =>
    lines.map(({ at, values: all }) => new Map(at.map((one, i) => [one, all[i]]))),
  );
  const moments = [...new Set(panels.flatMap(({ lines }) => lines.flatMap(({ at }) => at)))].toSorted((a, b) => b - a);
  return (
    <Scrolled label="The vitals as a table">
      <table className="reading-table">
        <thead>
          <tr>
            <th scope="col">Measured</th>
            {panels.map(({ id, name, unit, marks }) => (
              <th key={id} scope="col">
                {name} {unit}
                {marks.map(({ words }) => (
                  <span key={words} className="reading-table__mark">
                    {words}
                  </span>
                ))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {moments.map((at) => (
            <tr key={at}>
              <th scope="row">{dayAndTime(at)}</th>
              {panels.map(({ id }, i) => (
                <td key={id}>{values[i]!.flatMap((line) => line.get(at) ?? []).join('/') || '–'}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}

/** False until what stands above has been painted: whoever opens the page sees the chart first. */
function useAfterPaint(): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setPainted(true));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return painted;
}
