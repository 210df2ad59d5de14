import { SENDING_STATES, type DischargeSending, type DischargeSummaryView } from '#contracts';
import { useState } from 'react';
import { whyNot, type Answer } from '../hub.ts';
import { dateAndTime } from '../words/times.ts';

interface SendingsProps {
  view: DischargeSummaryView;
  send: () => Promise<Answer<DischargeSummaryView>>;
  onSent: () => void;
  onSessionEnded: () => void;
}

const KINDS: Readonly<Record<DischargeSending['log'][number]['kind'], string>> = {
  attempt: 'Sent',
  received: 'Received',
  'not-now': 'Not taken yet',
  refused: 'Refused',
  'given-up': 'Given up',
  held: 'Held back',
  'asked-again': 'Asked for once more',
};

/** What was sent of the stay to another system, with its receipts, and sending it once more. */
export function Sendings({ view, send, onSent, onSessionEnded }: SendingsProps) {
  const { sendings, endpoint, ending, objectsToGp } = view;
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);

  async function press(): Promise<void> {
    if (busy) return;
    setBusy(true);
    const answer = await send();
    setBusy(false);
    if (answer.kind === 'signed-out') return onSessionEnded();
    setTrouble(answer.kind === 'done' ? null : whyNot(answer));
    if (answer.kind === 'done') onSent();
  }

  return (
    <section className="discharge__sendings" aria-labelledby="sendings-title">
      <h2 className="nhsuk-heading-m" id="sendings-title">
        Sent to other systems
      </h2>
      {endpoint === null && (
        <p>
          Bundles of this ward are sent nowhere by themselves: no endpoint is set up under Channels. The stay as FHIR
          can be downloaded from the plan.
        </p>
      )}
      {endpoint !== null && ending === null && (
        <p>The whole stay goes to {endpoint} when it has ended and the summary is written.</p>
      )}
      {sendings.map((sending) => (
        <Sending key={sending.id} sending={sending} />
      ))}
      {ending !== null && endpoint !== null && sendings.length === 0 && <p>Nothing was sent yet.</p>}
      {trouble !== null && <p role="alert">{trouble}</p>}
      {ending !== null && endpoint !== null && !objectsToGp && (
        <button
          type="button"
          className="nhsuk-button nhsuk-button--secondary"
          aria-disabled={busy}
          onClick={() => void press()}
        >
          {sendings.length === 0 ? 'Send the bundle' : 'Send again'}
        </button>
      )}
    </section>
  );
}

function Sending({ sending }: { sending: DischargeSending }) {
  const { id, to, queuedAt, queuedBy, state, attempts, nextAttemptAt, detail, bytes, log } = sending;
  return (
    <article className={`discharge__sending discharge__sending--${state}`}>
      <p>
        <strong>{SENDING_STATES[state]}</strong>, to {to}. Asked for at {dateAndTime(queuedAt)} by {queuedBy}.
        {bytes !== null && ` ${Math.ceil(bytes / 1_024).toLocaleString('en-GB')} kB.`}
      </p>
      {detail !== null && <p>{detail}</p>}
      {state === 'queued' && attempts > 0 && nextAttemptAt !== null && (
        <p>
          {attempts === 1 ? '1 attempt' : `${attempts} attempts`} so far. It is tried again at{' '}
          {dateAndTime(nextAttemptAt)}.
        </p>
      )}
      <details className="nhsuk-details">
        <summary className="nhsuk-details__summary">
          <span className="nhsuk-details__summary-text">Receipts</span>
        </summary>
        <div className="nhsuk-details__text">
          <p>Identifier {id}: the same however often it is sent.</p>
          <ol>
            {log.map(({ at, attempt, kind, to: sentTo, status, detail: said }, n) => (
              // oxlint-disable-next-line react/no-array-index-key -- only ever added to
              <li key={n}>
                {dateAndTime(at)}: {KINDS[kind]}
                {kind === 'attempt' && sentTo !== null ? ` to ${sentTo}, attempt ${attempt}` : ''}
                {said === null ? (status === null ? '' : ` (${status})`) : `. ${said}`}
              </li>
            ))}
          </ol>
        </div>
      </details>
    </article>
  );
}
