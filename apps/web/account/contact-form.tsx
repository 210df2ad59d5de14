import { WAY_NAMES, WAYS, type ContactView, type Way, type WaysByPriority } from '#contracts';
import { useState } from 'react';
import { hub } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { GRAVEST_FIRST, PRIORITY_NAMES } from '../words/alerts.ts';

interface ContactFormProps {
  contact: ContactView;
  onSaved: () => void;
  onSessionEnded: () => void;
}

/** A person's number, address, choices and quiet hours. */
export function ContactForm({ contact, onSaved, onSessionEnded }: ContactFormProps) {
  const { version, mobile, email, ways, quietHours, available } = contact;
  const [quiet, setQuiet] = useState(quietHours !== null);
  return (
    <section aria-labelledby="contact">
      <h2 className="nhsuk-heading-m" id="contact">
        How you are told
      </h2>
      <ChangeForm
        name="Save"
        faults={(form) =>
          GRAVEST_FIRST.every((priority) => form.getAll(priority).length === 0)
            ? ['Choose at least one way, or you are told on the board only']
            : []
        }
        send={(form) =>
          hub.changeContact({
            version,
            mobile: typedInto(form, 'mobile').trim() || null,
            email: typedInto(form, 'email').trim() || null,
            ways: chosenIn(form),
            quietHours: quiet ? { from: typedInto(form, 'quietFrom'), to: typedInto(form, 'quietTo') } : null,
          })
        }
        onDone={onSaved}
        onSessionEnded={onSessionEnded}
      >
        <div className="nhsuk-form-group">
          <label className="nhsuk-label" htmlFor="mobile">
            Mobile number
          </label>
          <input
            className="nhsuk-input nhsuk-input--width-20"
            id="mobile"
            name="mobile"
            type="tel"
            autoComplete="tel"
            defaultValue={mobile ?? ''}
          />
        </div>
        <div className="nhsuk-form-group">
          <label className="nhsuk-label" htmlFor="email">
            Email address
          </label>
          <input
            className="nhsuk-input nhsuk-input--width-20"
            id="email"
            name="email"
            type="email"
            autoComplete="email"
            defaultValue={email ?? ''}
          />
        </div>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard */}
        <section className="ways" tabIndex={0} aria-label="Ways, by how much an alert presses">
          <table className="nhsuk-table">
            <caption className="nhsuk-table__caption nhsuk-table__caption--s">Which alerts come which way</caption>
            <thead>
              <tr>
                <th scope="col">Alert</th>
                {WAYS.map((way) => (
                  <th key={way} scope="col">
                    {WAY_NAMES[way]}
                    {!available.includes(way) && <span className="ways__none"> (not set up here)</span>}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {GRAVEST_FIRST.map((priority) => (
                <tr key={priority}>
                  <th scope="row">{PRIORITY_NAMES[priority]}</th>
                  {WAYS.map((way) => (
                    // oxlint-disable-next-line jsx-a11y/control-has-associated-label -- its label is in it, deeper than the rule looks
                    <td key={way}>
                      <div className="nhsuk-checkboxes nhsuk-checkboxes--small">
                        <div className="nhsuk-checkboxes__item">
                          <input
                            className="nhsuk-checkboxes__input"
                            type="checkbox"
                            id={`${priority}-${way}`}
                            name={priority}
                            value={way}
                            defaultChecked={ways[priority].includes(way)}
                          />
                          <label className="nhsuk-label nhsuk-checkboxes__label" htmlFor={`${priority}-${way}`}>
                            <span className="nhsuk-u-visually-hidden">
                              {PRIORITY_NAMES[priority]}: {WAY_NAMES[way]}
                            </span>
                          </label>
                        </div>
                      </div>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <div className="nhsuk-checkboxes nhsuk-form-group">
          <div className="nhsuk-checkboxes__item">
            <input
              className="nhsuk-checkboxes__input"
              type="checkbox"
              id="quiet"
              checked={quiet}
              onChange={({ target }) => setQuiet(target.checked)}
            />
            <label className="nhsuk-label nhsuk-checkboxes__label" htmlFor="quiet">
              Keep quiet hours: nothing but emergencies comes in them
            </label>
          </div>
        </div>
        {quiet && (
          <div className="quiet-hours">
            <div className="nhsuk-form-group">
              <label className="nhsuk-label" htmlFor="quietFrom">
                Quiet from
              </label>
              <input
                className="nhsuk-input"
                type="time"
                id="quietFrom"
                name="quietFrom"
                defaultValue={quietHours?.from ?? '22:00'}
              />
            </div>
            <div className="nhsuk-form-group">
              <label className="nhsuk-label" htmlFor="quietTo">
                Until
              </label>
              <input
                className="nhsuk-input"
                type="time"
                id="quietTo"
                name="quietTo"
                defaultValue={quietHours?.to ?? '07:00'}
              />
            </div>
          </div>
        )}
      </ChangeForm>
    </section>
  );
}

function chosenIn(form: FormData): WaysByPriority {
  const of = (priority: string): Way[] => WAYS.filter((way) => form.getAll(priority).includes(way));
  return { emergency: of('emergency'), urgent: of('urgent'), routine: of('routine'), technical: of('technical') };
}
