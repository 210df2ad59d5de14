import type { StayReadings } from '#contracts';
import { useEffect, useState } from 'react';
import { whyNot } from '../../hub.ts';
import { lengthOfTime } from '../../words/times.ts';
import type { AskReadings } from './use-readings.ts';
import { around, type Span } from './zoom.ts';

/** Whoever zooms step by step is not asked about at every step. */
const AFTER_MS = 250;

export interface Finer {
  /** The readings of the part that is seen and what lies beside it; null while there are none. */
  readonly readings: StayReadings | null;
  readonly trouble: string | null;
}

/**
 * More of the readings of a part that is looked at, where the whole is thinned: asked for anew when the part or the whole changes.
 * What was there stays until the answer comes.
 */
export function useFiner(
  ask: AskReadings,
  { whole, zoom, onSessionEnded }: { whole: StayReadings | null; zoom: Span | null; onSessionEnded: () => void },
): Finer {
  const [finer, setFiner] = useState<Finer>({ readings: null, trouble: null });
  useEffect(() => {
    if (whole === null || whole.stretchMs === null || zoom === null) return;
    let left = false;
    const waiting = setTimeout(
      () =>
        void ask(around(zoom, whole)).then((answer) => {
          if (left) return;
          if (answer.kind === 'signed-out') return onSessionEnded();
          setFiner((before) =>
            answer.kind === 'done' ? { readings: answer.body, trouble: null } : { ...before, trouble: whyNot(answer) },
          );
        }),
      AFTER_MS,
    );
    return () => {
      left = true;
      clearTimeout(waiting);
    };
  }, [ask, whole, zoom, onSessionEnded]);
  return whole?.stretchMs === null || zoom === null ? { readings: null, trouble: null } : finer;
}

/** The whole, and in its place all that is known of a part of it: nothing that stands there twice, nothing left out beside it. */
export function withFiner(whole: StayReadings, finer: StayReadings | null): StayReadings {
  if (finer === null) return whole;
  const before = whole.sets.filter(({ at }) => at < finer.from);
  const after = whole.sets.filter(({ at }) => at >= finer.to);
  return { ...whole, sets: [...before, ...finer.sets, ...after] };
}

/** How much of a part stands there; null where everything does anyway. */
export function finenessInWords(whole: StayReadings, seen: Span, { readings, trouble }: Finer): string | null {
  if (whole.stretchMs === null) return null;
  if (trouble !== null) return `${trouble} Only some of its readings are shown.`;
  if (readings === null || readings.from > seen.from || readings.to < seen.to) return 'fetching more of it…';
  const { stretchMs } = readings;
  if (stretchMs === null) return 'every reading';
  return `the lowest and the highest of every ${lengthOfTime(stretchMs).replace(/^1 /, '')}`;
}
