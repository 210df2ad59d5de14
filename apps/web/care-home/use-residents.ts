import type { Residents } from '#contracts';
import { useEffect, useState } from 'react';
import { thisMoment, type Moment } from '../clock.ts';
import { hub, whyNot } from '../hub.ts';

const ASK_EVERY_MS = 30_000;

export interface KnownResidents {
  readonly residents: Residents;
  /** Epoch ms of the hub's clock. */
  readonly at: number;
  readonly moment: Moment;
}

/** What was heard last, while the page is open: a form that is opened without a network knows whom it is for. */
let last: KnownResidents | null = null;

/** A home's residents, asked for every half minute. `trouble`: why they could not be just now. */
export function useResidents(
  homeId: string,
  onSessionEnded: () => void,
): { known: KnownResidents | null; trouble: string | null } {
  const [known, setKnown] = useState(last?.residents.home.id === homeId ? last : null);
  const [trouble, setTrouble] = useState<string | null>(null);

  useEffect(() => {
    let left = false;
    const look = async (): Promise<void> => {
      const answer = await hub.residents(homeId);
      if (left) return;
      if (answer.kind === 'signed-out') return onSessionEnded();
      if (answer.kind !== 'done') return setTrouble(whyNot(answer));
      setTrouble(null);
      last = { residents: answer.body, at: answer.body.at, moment: thisMoment() };
      setKnown(last);
    };
    void look();
    const timer = setInterval(() => void look(), ASK_EVERY_MS);
    return () => {
      left = true;
      clearInterval(timer);
    };
  }, [homeId, onSessionEnded]);

  return { known, trouble };
}

/** At sign-out: the next person on this tablet sees nobody. */
export function forgetResidents(): void {
  last = null;
}
