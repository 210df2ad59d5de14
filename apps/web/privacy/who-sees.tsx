import { ROLE_NAMES, type Restriction, type RestrictionView, type RestrictionWish } from '#contracts';
import { useState } from 'react';
import type { Answer } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { dateAndTime } from '../words/times.ts';

interface WhoSeesProps {
  view: RestrictionView;
  mayChange: boolean;
  send: (wish: RestrictionWish) => Promise<Answer<unknown>>;
  onDone: () => void;
  onSessionEnded: () => void;
}

/** Whether the record is restricted, to whom, and what was so before. */
export function WhoSees({ view, mayChange, send, onDone, onSessionEnded }: WhoSeesProps) {
  const { inForce, before } = view;
  const [lifting, setLifting] = useState(false);
  return (
    <section aria-labelledby="who-sees">
      <h2 className="nhsuk-heading-m" id="who-sees">
        Who sees this record
      </h2>
      {inForce === null ? (
        <p>Everybody of the hub who works on this ward.</p>
      ) : (
        <>
          <p>
            <strong>Restricted</strong> to the leads, {inForce.setBy}
            {inForce.named.length > 0 && `, ${inForce.named.map(({ name }) => name).join(', ')}`}. {inForce.setBy} said
            so at {dateAndTime(inForce.setAt)}: “{inForce.reason}”
          </p>
          <p>
            Everybody else on the ward sees bed, scores and alerts, and answers these. They open the record with a
            reason, which is reviewed.
          </p>
        </>
      )}
      {mayChange && (
        <>
          <RestrictForm view={view} send={send} onDone={onDone} onSessionEnded={onSessionEnded} />
          {inForce !== null &&
            (lifting ? (
              <ChangeForm
                className="glass-form"
                name="End the restriction"
                faults={(form) =>
                  typedInto(form, 'reason').trim() === '' ? ['Say why it is not needed any more'] : []
                }
                send={(form) =>
                  send({ restricted: false, reason: typedInto(form, 'reason').trim(), after: inForce.id })
                }
                onDone={onDone}
                onCancel={() => setLifting(false)}
                onSessionEnded={onSessionEnded}
              >
                <h3 className="nhsuk-heading-s">End it</h3>
                <Why id="lift-reason" hint="Everybody who works on the ward sees the record from then on." />
              </ChangeForm>
            ) : (
              <button type="button" className="nhsuk-button nhsuk-button--secondary" onClick={() => setLifting(true)}>
                End the restriction
              </button>
            ))}
        </>
      )}
      {before.length > 0 && (
        <>
          <h3 className="nhsuk-heading-s">Before</h3>
          <ul className="concerns">
            {before.map((one) => (
              <li key={one.id} className="concern">
                <Past restriction={one} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function RestrictForm({ view, send, onDone, onSessionEnded }: Omit<WhoSeesProps, 'mayChange'>) {
  const { inForce, staff } = view;
  const named = new Set(inForce?.named.map(({ id }) => id));
  return (
    <ChangeForm
      className="glass-form"
      name={inForce === null ? 'Restrict this record' : 'Change who is named'}
      faults={(form) => (typedInto(form, 'reason').trim() === '' ? ['Say why it is restricted'] : [])}
      send={(form) =>
        send({
          restricted: true,
          reason: typedInto(form, 'reason').trim(),
          named: form.getAll('named').filter((one) => typeof one === 'string'),
          after: inForce?.id ?? null,
        })
      }
      onDone={onDone}
      onSessionEnded={onSessionEnded}
    >
      <h3 className="nhsuk-heading-s">{inForce === null ? 'Restrict it' : 'Change who is named'}</h3>
      <div className="nhsuk-form-group">
        <fieldset className="nhsuk-fieldset">
          <legend className="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">Who looks after them</legend>
          <div className="nhsuk-hint">The leads of the ward, and you, see it as well.</div>
          <div className="nhsuk-checkboxes">
            {staff
              .filter(({ role }) => role !== 'lead')
              .map(({ id, name, role }) => (
                <div key={id} className="nhsuk-checkboxes__item">
                  <input
                    className="nhsuk-checkboxes__input"
                    type="checkbox"
                    id={`named-${id}`}
                    name="named"
                    value={id}
                    defaultChecked={named.has(id)}
                  />
                  <label className="nhsuk-label nhsuk-checkboxes__label" htmlFor={`named-${id}`}>
                    {name}, {ROLE_NAMES[role]}
                  </label>
                </div>
              ))}
          </div>
        </fieldset>
      </div>
      <Why id="restrict-reason" hint="Such as: works on this ward." />
    </ChangeForm>
  );
}

function Why({ id, hint }: { id: string; hint: string }) {
  return (
    <div className="nhsuk-form-group">
      <label className="nhsuk-label" htmlFor={id}>
        Why
      </label>
      <div className="nhsuk-hint" id={`${id}-hint`}>
        {hint}
      </div>
      <textarea
        className="nhsuk-textarea"
        id={id}
        name="reason"
        rows={2}
        maxLength={500}
        aria-describedby={`${id}-hint`}
      />
    </div>
  );
}

function Past({ restriction: { setAt, setBy, reason, named, lifted } }: { restriction: Restriction }) {
  return (
    <p>
      Restricted by {setBy} at {dateAndTime(setAt)}: “{reason}”
      {named.length > 0 && ` Named: ${named.map(({ name }) => name).join(', ')}.`}
      {lifted !== null && ` Ended by ${lifted.by} at ${dateAndTime(lifted.at)}: “${lifted.reason}”`}
    </p>
  );
}
