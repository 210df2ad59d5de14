import type { DischargeEndpoints, DischargeEndpointSecret } from '#contracts';
import { useState } from 'react';
import { hub, whyNot } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { Field, Ticks } from '../sources/fields.tsx';
import { dateAndTime } from '../words/times.ts';
import { addressFaults, SecretOnce } from './other-system.tsx';

interface PanelProps {
  wardId: string;
  view: DischargeEndpoints;
  /** Whether they may say where bundles of every ward go. */
  mayEveryWard: boolean;
  onChanged: () => void;
  onSessionEnded: () => void;
}

/** Where the bundles of stays that have ended are sent. */
export function DischargeEndpointsPanel({ wardId, view, mayEveryWard, onChanged, onSessionEnded }: PanelProps) {
  const [adding, setAdding] = useState(false);
  const [added, setAdded] = useState<DischargeEndpointSecret | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);

  async function end(id: string): Promise<void> {
    const answer = await hub.endDischargeEndpoint(wardId, id);
    if (answer.kind === 'signed-out') return onSessionEnded();
    setTrouble(answer.kind === 'done' ? null : whyNot(answer));
    if (answer.kind === 'done') onChanged();
  }

  return (
    <section aria-labelledby="discharge-endpoints">
      <h2 className="nhsuk-heading-m" id="discharge-endpoints">
        Where discharge bundles go
      </h2>
      <p>
        When a stay has ended, all of it is sent there as FHIR, with the summary and the letters. It is tried for a
        week; what is not received is listed under Beds and referrals.
      </p>
      {added !== null && <SecretOnce of={added} onCopied={() => setAdded(null)} />}
      {view.endpoints.length === 0 && <p>Nowhere: bundles are downloaded by hand.</p>}
      <ul className="webhooks">
        {view.endpoints.map(({ id, name, url, everyWard, createdBy, createdAt }) => (
          <li key={id} className="channels__channel">
            <strong>{name}</strong> {url}
            <span>
              {everyWard ? 'Of every ward that has none of its own.' : 'Of this ward.'} Set up by {createdBy} at{' '}
              {dateAndTime(createdAt)}.
            </span>
            {(mayEveryWard || !everyWard) && (
              <button
                type="button"
                className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
                onClick={() => void end(id)}
              >
                Send nothing there any more<span className="nhsuk-u-visually-hidden">: {name}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {!view.canSign ? (
        <p>Nothing can be sent from this Homeward: it has no key to sign with.</p>
      ) : adding ? (
        <ChangeForm
          name="Send bundles there"
          faults={addressFaults}
          send={(form) =>
            hub.addDischargeEndpoint(wardId, {
              name: typedInto(form, 'name').trim(),
              url: typedInto(form, 'url').trim(),
              everyWard: form.getAll('scope').includes('everyWard'),
            })
          }
          onDone={(body) => {
            setAdded(body);
            setAdding(false);
            onChanged();
          }}
          onCancel={() => setAdding(false)}
          onSessionEnded={onSessionEnded}
        >
          <Field label="Name of the other system" name="name" width={20} />
          <Field label="Its address" name="url" />
          {mayEveryWard && (
            <Ticks
              legend="For whom"
              name="scope"
              among={[{ id: 'everyWard', name: 'Every ward that has none of its own' }]}
              ticked={[]}
            />
          )}
        </ChangeForm>
      ) : (
        <button
          type="button"
          className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
          onClick={() => setAdding(true)}
        >
          Set up an endpoint
        </button>
      )}
    </section>
  );
}
