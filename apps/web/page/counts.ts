import { useEffect, useState } from 'react';
import { hub, type Answer } from '../hub.ts';

const ASK_EVERY_MS = 30_000;

/** How many readings wait for somebody to say whose they are: told on every page, so that nobody forgets them. */
export const useUnmatchedCount = (asked: boolean): number => useCount(asked, unmatched);

/** How many patients somebody opened beyond their wards that wait for a review: told on every page of those who make it. */
export const useGlassesToReview = (asked: boolean): number => useCount(asked, glasses);

const unmatched = async (): Promise<number | null> => told(await hub.unmatchedCount(), ({ readings }) => readings);
const glasses = async (): Promise<number | null> => told(await hub.glassesToReview(), ({ waiting }) => waiting);

const told = <T>(answer: Answer<T>, count: (body: T) => number): number | null =>
  answer.kind === 'done' ? count(answer.body) : null;

function useCount(asked: boolean, question: () => Promise<number | null>): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (!asked) return;
    let left = false;
    const look = (): void =>
      void question().then((answer) => {
        if (!left && answer !== null) setCount(answer);
      });
    look();
    const timer = setInterval(look, ASK_EVERY_MS);
    return () => {
      left = true;
      clearInterval(timer);
    };
  }, [asked, question]);
  return count;
}
