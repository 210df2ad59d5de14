import { useState } from 'react';
import { thisMoment } from '../clock.ts';
import { ACTS } from './acts.ts';
import type { ActedOn, AlertAnswers, AlertPlace } from './answers.ts';

/** A press so soon after the button came was meant for what stood there before, such as the patient's previous alert. */
const TOO_SOON_MS = 500;

interface AcceptButtonProps {
  place: AlertPlace;
  /** All that one press takes on. */
  alerts: ActedOn;
  /** Some of their group are somebody's already. */
  rest?: boolean;
  answers: AlertAnswers;
}

/**
 * Takes alerts on by name. Sends the versions that are on the screen, so that nobody accepts what they did not see. Keyed by
 * its caller with the alert and its raising: another alert's button is another button.
 */
export function AcceptButton({ place, alerts, rest = false, answers }: AcceptButtonProps) {
  const [sent, setSent] = useState<string | null>(null);
  const [cameAt] = useState(() => thisMoment().monotonic);
  const seen = alerts.map(({ id, version }) => `${id} ${version}`).join();
  const sending = sent === seen;

  async function accept(): Promise<void> {
    if (sending || thisMoment().monotonic - cameAt < TOO_SOON_MS) return;
    setSent(seen);
    if (!(await answers.act(place, alerts, { kind: 'accept' }))) setSent(null);
  }

  return (
    <button
      type="button"
      className="answer answer--accept"
      aria-disabled={sending}
      aria-keyshortcuts={ACTS.accept.key}
      onClick={() => void accept()}
    >
      {sending ? 'Accepting…' : rest ? 'Accept the rest' : 'Accept'}
      <span className="nhsuk-u-visually-hidden"> {aboutWhat(alerts, place)}</span>
    </button>
  );
}

/** "the alert of Ada", "the 3 alerts of Ada". */
export const aboutWhat = ({ length }: { readonly length: number }, { name }: AlertPlace): string =>
  length === 1 ? `the alert of ${name}` : `the ${length} alerts of ${name}`;
