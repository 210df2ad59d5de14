import type { StayReadings } from '#contracts';
import { useContext, useEffect, useRef, useState } from 'react';
import { whyNot, type Answer } from '../../hub.ts';
import { WardClockContext } from '../../page/ward-clock.ts';
import { boundsOf, type Period } from './periods.ts';

/** Asks for what was measured from one moment to another; without an end up to now. */
export type AskReadings = (bounds: { from: number; to: number | null }) => Promise<Answer<StayReadings>>;

export interface ReadReadings {
  readonly readings: StayReadings | null;
  readonly trouble: string | null;
}

/** Whoever is measured every second is not asked about every second. */
const NOT_AGAIN_WITHIN_MS = 1_000;

/**
 * The readings of a period, asked for anew whenever the feed says something of this patient (`news` is another object then).
 * What was there stays until the answer comes. One question at a time: what is said meanwhile is asked for in one more.
 */
export function useReadings(
  ask: AskReadings,
  {
    period,
    admittedAt,
    news,
    onSessionEnded,
  }: { period: Period; admittedAt: number; news: unknown; onSessionEnded: () => void },
): ReadReadings {
  const clock = useContext(WardClockContext);
  const [read, setRead] = useState<ReadReadings>({ readings: null, trouble: null });
  const asked = useRef<(() => void) | null>(null);
  const name = JSON.stringify(period);

  useEffect(() => {
    let left = false;
    let asking = false;
    let wanted = false;
    let pause: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      if (asking) {
        wanted = true;
        return;
      }
      asking = true;
      wanted = false;
      const answer = await ask(boundsOf(JSON.parse(name) as Period, { now: clock.now(), admittedAt }));
      if (left) return;
      if (answer.kind === 'signed-out') return onSessionEnded();
      setRead((before) =>
        answer.kind === 'done' ? { readings: answer.body, trouble: null } : { ...before, trouble: whyNot(answer) },
      );
      pause = setTimeout(() => {
        asking = false;
        if (wanted) void look();
      }, NOT_AGAIN_WITHIN_MS);
    };
    asked.current = () => void look();
    void look();
    return () => {
      left = true;
      clearTimeout(pause);
    };
  }, [ask, name, admittedAt, clock, onSessionEnded]);

  const first = useRef(news);
  useEffect(() => {
    if (first.current === news) return;
    first.current = news;
    asked.current?.();
  }, [news]);
  return read;
}
