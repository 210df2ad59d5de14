import type { OpenAlertView } from '#contracts';
import { useWardTime } from '../page/ward-clock.ts';
import { whoHasIt } from '../words/alerts.ts';
import type { Refusal } from './answers.ts';

interface RefusalNoteProps {
  refusal: Refusal;
  /** The open alerts of its place as they are now. */
  alerts: readonly OpenAlertView[];
  onPutAway: (refusal: Refusal) => void;
}

/** Why something was not done, where it was asked for: who was quicker, and what is so now. */
export function RefusalNote({ refusal, alerts, onPutAway }: RefusalNoteProps) {
  const alert = alerts.find(({ id }) => id === refusal.alertId);
  const now = useWardTime((at) => (alert === undefined ? 'it is no longer open' : whoHasIt(alert, at)));
  return (
    <div className="refused" role="alert">
      <p>
        <strong>{refusal.sentence}</strong> <span aria-hidden="true">Now: {now}.</span>
      </p>
      <button type="button" className="answer" onClick={() => onPutAway(refusal)}>
        Put away
        <span className="nhsuk-u-visually-hidden"> what was not done</span>
      </button>
    </div>
  );
}
