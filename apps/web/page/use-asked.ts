import { useCallback, useEffect, useRef, useState } from 'react';
import { whyNot, type Answer } from '../hub.ts';

/** What the hub answered to a page's question, and why there is nothing (or nothing newer) to show. */
export interface Asked<T> {
  readonly body: T | null;
  readonly trouble: string | null;
  /** Asks once more: after something was changed. */
  readonly again: () => void;
}

/** Asks the hub when the page opens, and every so often where that is said. `question` must stay the same while it is about the same. */
export function useAsked<T>(
  question: () => Promise<Answer<T>>,
  { onSessionEnded, everyMs }: { onSessionEnded: () => void; everyMs?: number },
): Asked<T> {
  const [body, setBody] = useState<T | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const asks = useRef<() => void>(() => undefined);

  useEffect(() => {
    let left = false;
    const look = (): void =>
      void question().then((answer) => {
        if (left) return;
        if (answer.kind === 'signed-out') return onSessionEnded();
        setTrouble(answer.kind === 'done' ? null : whyNot(answer));
        if (answer.kind === 'done') setBody(answer.body);
      });
    asks.current = look;
    look();
    const timer = everyMs === undefined ? undefined : setInterval(look, everyMs);
    return () => {
      left = true;
      clearInterval(timer);
    };
  }, [question, onSessionEnded, everyMs]);

  return { body, trouble, again: useCallback(() => asks.current(), []) };
}
