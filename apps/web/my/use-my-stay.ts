import { useCallback, useEffect, useRef, useState } from 'react';
import { thisMoment } from '../clock.ts';
import { hub } from '../hub.ts';
import { keepStay, keptStay, type HeardStay } from './kept-mine.ts';

const ASK_EVERY_MS = 30_000;

interface KnownStay {
  /** What was heard last, also before this start of the app; null when nothing is known. */
  readonly heard: HeardStay | null;
  /** The hub could not be asked just now. */
  readonly old: boolean;
  readonly again: () => void;
}

/** One's own stay, asked for every half minute, and as it was heard last until the hub answers. */
export function useMyStay(accountId: string, onSessionEnded: () => void): KnownStay {
  const [heard, setHeard] = useState<HeardStay | null>(null);
  const [old, setOld] = useState(false);
  const asks = useRef<() => void>(() => undefined);

  useEffect(() => {
    let left = false;
    void keptStay(accountId).then((found) => {
      if (!left && found !== null) setHeard((newer) => newer ?? found);
    });
    const look = (): void =>
      void hub.myStay().then((answer) => {
        if (left) return;
        if (answer.kind === 'signed-out') return onSessionEnded();
        setOld(answer.kind !== 'done');
        if (answer.kind !== 'done') return;
        const now = { stay: answer.body, heardAt: thisMoment().wall };
        setHeard(now);
        keepStay(accountId, now);
      });
    asks.current = look;
    look();
    const timer = setInterval(look, ASK_EVERY_MS);
    return () => {
      left = true;
      clearInterval(timer);
    };
  }, [accountId, onSessionEnded]);

  return { heard, old, again: useCallback(() => asks.current(), []) };
}
