import type { Tile } from '#contracts';
import { useState } from 'react';
import { hub, whyNot } from '../hub.ts';

const MINUTES = 10;

/** Asks the home of a resident for readings once more. Until one is in, the page’s head says that it is waited for. */
export function AskToRepeat({ tile }: { tile: Tile }) {
  const [why, setWhy] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const ask = async (): Promise<void> => {
    if (asking) return;
    setAsking(true);
    const answer = await hub.askToRepeat(tile.admissionId, { minutes: MINUTES });
    setAsking(false);
    setWhy(answer.kind === 'done' ? null : whyNot(answer));
  };
  return (
    <div className="patient-head__repeat">
      <button type="button" className="answer" aria-disabled={asking} onClick={() => void ask()}>
        {tile.repeat === null ? `Ask the home to repeat in ${MINUTES} min` : `Ask again, in ${MINUTES} min`}
      </button>
      {why !== null && <p role="alert">{why}</p>}
    </div>
  );
}
