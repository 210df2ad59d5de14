import { useCallback, useMemo, useState } from 'react';
import { AnswersList } from './observations/answers-list.tsx';
import { DayOnly } from './observations/day-only.tsx';
import { useFiner } from './observations/finer.ts';
import { News2Chart } from './observations/news2-chart.tsx';
import { PeriodChoice } from './observations/period-choice.tsx';
import { periodOf } from './observations/periods.ts';
import { ThinnedNote } from './observations/thinned-note.tsx';
import { useReadings, type AskReadings } from './observations/use-readings.ts';
import { Vitals } from './observations/vitals.tsx';
import { Weights } from './observations/weights.tsx';
import type { Span } from './observations/zoom.ts';
import type { ViewProps } from './view-props.ts';

/** What was measured and answered over time. Goes on with the feed: whoever looks keeps their place and their zoom. */
export function ObservationsView({ head, tile, asks, search, onSessionEnded }: ViewProps) {
  const { admissionId } = tile;
  const ask = useCallback<AskReadings>((bounds) => asks.readings(admissionId, bounds), [asks, admissionId]);
  const period = useMemo(() => periodOf(search), [search]);
  const { readings, trouble } = useReadings(ask, { period, admittedAt: head.admittedAt, news: tile, onSessionEnded });
  const [zoom, setZoom] = useState<Span | null>(null);
  const finer = useFiner(ask, { whole: readings, zoom, onSessionEnded });
  return (
    <div className="observations">
      <PeriodChoice period={period} search={search} />
      {trouble !== null && (
        <p className="patient-page__trouble" role="alert">
          {trouble} What is shown may not be all.
        </p>
      )}
      {readings === null ? (
        trouble === null && <output className="notice observations__waiting">Fetching the readings…</output>
      ) : readings.stored === 0 && readings.readings.length === 0 ? (
        <p className="observations__none">Nothing was measured in this time. Choose a longer one above.</p>
      ) : (
        <>
          <ThinnedNote readings={readings} />
          <News2Chart readings={readings} />
          <Vitals readings={readings} finer={finer} zoom={zoom} onZoom={setZoom} />
          <div className="observations__lists">
            <AnswersList readings={readings} />
            <Weights readings={readings} />
            <DayOnly readings={readings} />
          </div>
        </>
      )}
    </div>
  );
}
