import { useEffect, useState } from 'react';
import { hub } from '../hub.ts';

const ASK_EVERY_MS = 30_000;

/** How many readings wait for somebody to say whose they are: told on every page, so that nobody forgets them. */
export function useUnmatchedCount(asked: boolean): number {
  const [readings, setReadings] = useState(0);
  useEffect(() => {
    if (!asked) return;
    let left = false;
    const look = (): void =>
      void hub.unmatchedCount().then((answer) => {
        if (!left && answer.kind === 'done') setReadings(answer.body.readings);
      });
    look();
    const timer = setInterval(look, ASK_EVERY_MS);
    return () => {
      left = true;
      clearInterval(timer);
    };
  }, [asked]);
  return readings;
}
