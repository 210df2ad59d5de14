import type { HomeCarers } from '#contracts';
import { useEffect, useState } from 'react';
import { keep, kept } from '../bedside/shelf.ts';
import { hub } from '../hub.ts';

const KEPT = 'carers';
const ASK_EVERY_MS = 60_000;

/** Who shares this tablet: as the hub says, or as it said last. Null until one of them is known. */
export function useCarers(accountId: string, homeId: string, onSessionEnded: () => void): HomeCarers | null {
  const [carers, setCarers] = useState<HomeCarers | null>(null);
  useEffect(() => {
    let left = false;
    const look = async (): Promise<void> => {
      const answer = await hub.carers(homeId);
      if (left) return;
      if (answer.kind === 'signed-out') return onSessionEnded();
      // Whoever cannot be asked changes nothing; where nothing was ever heard, nothing is locked.
      if (answer.kind !== 'done') return setCarers((known) => known ?? { carers: [], lockAfterMinutes: 2 });
      setCarers(answer.body);
      keep(accountId, KEPT, answer.body).catch(() => undefined);
    };
    void kept(accountId, KEPT).then((found) => {
      if (left) return;
      if (found !== null) setCarers((heard) => heard ?? (found as HomeCarers));
      void look();
    });
    const timer = setInterval(() => void look(), ASK_EVERY_MS);
    return () => {
      left = true;
      clearInterval(timer);
    };
  }, [accountId, homeId, onSessionEnded]);
  return carers;
}
