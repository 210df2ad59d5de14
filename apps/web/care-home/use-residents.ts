import type { Residents } from '#contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { keep, kept } from '../bedside/shelf.ts';
import { thisMoment, type Moment } from '../clock.ts';
import { hub, whyNot } from '../hub.ts';

const ASK_EVERY_MS = 30_000;

export interface KnownResidents {
  readonly residents: Residents;
  /** Epoch ms of the hub's clock. */
  readonly at: number;
  readonly moment: Moment;
}

/** Under which name the list lies on the tablet. */
const KEPT = 'residents';

/** What was heard last, while the page is open: a form that is opened without a network knows whom it is for. */
let last: KnownResidents | null = null;

/** As it was kept on the tablet when it was heard: nothing of this app's life before this start is known. */
function readKept(value: unknown, homeId: string): KnownResidents | null {
  if (typeof value !== 'object' || value === null) return null;
  const { residents, heardAt } = value as { residents: Residents; heardAt: number };
  // Of an app before this one it may say less.
  if (residents?.home?.id !== homeId || residents.hub === undefined) return null;
  const now = thisMoment();
  const moment = { wall: heardAt, monotonic: now.monotonic - Math.max(0, now.wall - heardAt) };
  return { residents, at: residents.at, moment };
}

/**
 * A home's residents, asked for every half minute, and those that were heard last on this tablet until the hub answers.
 * `trouble`: why they could not be just now.
 */
export function useResidents(
  homeId: string,
  accountId: string,
  onSessionEnded: () => void,
): { known: KnownResidents | null; trouble: string | null; askNow: () => void } {
  const [known, setKnown] = useState(last?.residents.home.id === homeId ? last : null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const ask = useRef<() => void>(() => undefined);

  useEffect(() => {
    let left = false;
    if (last?.residents.home.id !== homeId) {
      void kept(accountId, KEPT).then((value) => {
        const found = readKept(value, homeId);
        if (left || found === null || last?.residents.home.id === homeId) return;
        last = found;
        setKnown(found);
      });
    }
    const look = async (): Promise<void> => {
      const answer = await hub.residents(homeId);
      if (left) return;
      if (answer.kind === 'signed-out') return onSessionEnded();
      if (answer.kind !== 'done') return setTrouble(whyNot(answer));
      setTrouble(null);
      last = { residents: answer.body, at: answer.body.at, moment: thisMoment() };
      setKnown(last);
      // A tablet that is full shows what it has heard all the same.
      keep(accountId, KEPT, { residents: answer.body, heardAt: last.moment.wall }).catch(() => undefined);
    };
    ask.current = () => void look();
    void look();
    const timer = setInterval(() => void look(), ASK_EVERY_MS);
    return () => {
      left = true;
      clearInterval(timer);
    };
  }, [homeId, accountId, onSessionEnded]);

  /** After something was changed here. */
  const askNow = useCallback(() => ask.current(), []);
  return { known, trouble, askNow };
}

/** As the home wrote it; null where it did not. */
export const roomOf = ({ rooms }: Residents, admissionId: string): string | null =>
  rooms?.find((one) => one.admissionId === admissionId)?.room ?? null;

/** At sign-out: the next person on this tablet sees nobody. */
export function forgetResidents(): void {
  last = null;
}
