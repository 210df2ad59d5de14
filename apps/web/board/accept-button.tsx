import type { OpenAlertView, Tile } from '#contracts';
import { useState } from 'react';
import type { AlertAnswers } from './answers.ts';

/** Takes an alert on by name. Sends the version that is on the screen, so that nobody accepts what they did not see. */
export function AcceptButton({ tile, alert, answers }: { tile: Tile; alert: OpenAlertView; answers: AlertAnswers }) {
  const [sentVersion, setSentVersion] = useState<number | null>(null);
  const sending = sentVersion === alert.version;

  async function accept(): Promise<void> {
    if (sending) return;
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
