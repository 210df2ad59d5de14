import type { OpenAlertView, Tile } from '#contracts';
import { useState } from 'react';
import { thisMoment } from '../clock.ts';
import type { AlertAnswers } from './answers.ts';

/** A press so soon after the button came was meant for what stood there before, such as the patient's previous alert. */
const TOO_SOON_MS = 500;

/** Takes an alert on by name. Sends the version that is on the screen, so that nobody accepts what they did not see. */
export function AcceptButton({ tile, alert, answers }: { tile: Tile; alert: OpenAlertView; answers: AlertAnswers }) {
  const [sentVersion, setSentVersion] = useState<number | null>(null);
  const [cameAt] = useState(() => thisMoment().monotonic);
  const sending = sentVersion === alert.version;

  async function accept(): Promise<void> {
    if (sending || thisMoment().monotonic - cameAt < TOO_SOON_MS) return;
    setSentVersion(alert.version);
    if (!(await answers.accept(tile, alert))) setSentVersion(null);
  }

  return (
    <button type="button" className="answer answer--accept" aria-disabled={sending} onClick={() => void accept()}>
      {sending ? 'Accepting…' : 'Accept'}
      <span className="nhsuk-u-visually-hidden"> the alert of {tile.patient.name}</span>
    </button>
  );
}
