import { MINUTES_TO_ACCEPT, type AcceptTimesView } from '#contracts';
import { useState } from 'react';
import { hub } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { PRIORITY_NAMES } from '../words/alerts.ts';
import { dateAndTime } from '../words/times.ts';
import { minutesOf, waitInWords } from './who-is-asked.ts';

interface AcceptTimesProps {
  wardId: string;
  times: AcceptTimesView;
  onSaved: (sentence: string) => void;
  onSessionEnded: () => void;
}

/** How soon each alert of the ward is to be accepted, with the bounds that no ward may pass. */
export function AcceptTimes({ wardId, times, onSaved, onSessionEnded }: AcceptTimesProps) {
  const [editing, setEditing] = useState(false);
  const { bounds, changes } = times;
  return (
    <section aria-labelledby="accept-times">
      <h2 className="nhsuk-heading-m" id="accept-times">
        How soon an alert is to be accepted
      </h2>
      <p>
        Later counts as late. Where the ward has no route of its own, the first step is asked for as long, and then the
        next.
      </p>
      {editing ? (
        <ChangeForm
          name="Set these times"
          faults={(form) => faultsIn(form, times)}
          send={(form) =>
            hub.changeAcceptTimes(wardId, {
              version: times.version,
              emergency: Number(typedInto(form, 'emergency')),
              urgent: Number(typedInto(form, 'urgent')),
              technical: Number(typedInto(form, 'technical')),
              routineBy: typedInto(form, 'routineBy'),
              why: typedInto(form, 'why').trim(),
            })
          }
          onDone={() => onSaved('The times hold for alerts that are raised from now on.')}
          onCancel={() => setEditing(false)}
          onSessionEnded={onSessionEnded}
        >
          {MINUTES_TO_ACCEPT.map((priority) => (
            <div className="nhsuk-form-group" key={priority}>
              <label className="nhsuk-label" htmlFor={`accept-${priority}`}>
                {PRIORITY_NAMES[priority]}, within minutes
              </label>
              <div className="nhsuk-hint" id={`accept-${priority}-hint`}>
                {bounds[priority][0]} to {bounds[priority][1]}
              </div>
              <input
                className="nhsuk-input nhsuk-input--width-4"
                type="number"
                id={`accept-${priority}`}
                name={priority}
                min={bounds[priority][0]}
                max={bounds[priority][1]}
                defaultValue={times[priority]}
                aria-describedby={`accept-${priority}-hint`}
              />
            </div>
          ))}
          <div className="nhsuk-form-group">
            <label className="nhsuk-label" htmlFor="accept-routine">
              Routine, the same day by
            </label>
            <div className="nhsuk-hint" id="accept-routine-hint">
              {bounds.routineBy[0]} to {bounds.routineBy[1]}
            </div>
            <input
              className="nhsuk-input nhsuk-input--width-5"
              type="time"
              id="accept-routine"
              name="routineBy"
              defaultValue={times.routineBy}
              aria-describedby="accept-routine-hint"
            />
          </div>
          <div className="nhsuk-form-group">
            <label className="nhsuk-label" htmlFor="accept-why">
              Why are they changed?
            </label>
            <input className="nhsuk-input" id="accept-why" name="why" maxLength={500} />
          </div>
        </ChangeForm>
      ) : (
        <>
          <dl className="nhsuk-summary-list">
            {MINUTES_TO_ACCEPT.map((priority) => (
              <div className="nhsuk-summary-list__row" key={priority}>
                <dt className="nhsuk-summary-list__key">{PRIORITY_NAMES[priority]}</dt>
                <dd className="nhsuk-summary-list__value">
                  within {waitInWords(times[priority])} (a ward may set {waitInWords(bounds[priority][0])} to{' '}
                  {waitInWords(bounds[priority][1])})
                </dd>
              </div>
            ))}
            <div className="nhsuk-summary-list__row">
              <dt className="nhsuk-summary-list__key">Routine</dt>
              <dd className="nhsuk-summary-list__value">
                the same day, by {times.routineBy} (a ward may set {bounds.routineBy[0]} to {bounds.routineBy[1]})
              </dd>
            </div>
          </dl>
          {times.mayChange && (
            <button type="button" className="nhsuk-button nhsuk-button--secondary" onClick={() => setEditing(true)}>
              Change these times
            </button>
          )}
        </>
      )}
      {changes.length > 0 && (
        <details className="nhsuk-details">
          <summary className="nhsuk-details__summary">
            <span className="nhsuk-details__summary-text">Who changed these times</span>
          </summary>
          <ul className="nhsuk-details__text">
            {changes.map((change) => (
              <li key={change.version}>
                <strong>
                  {dateAndTime(change.changedAt)}, {change.changedBy}
                </strong>
                : {change.why}. Emergency {waitInWords(change.emergency)}, urgent {waitInWords(change.urgent)},
                technical {waitInWords(change.technical)}, routine by {change.routineBy}.
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function faultsIn(form: FormData, { bounds }: AcceptTimesView): string[] {
  const outside = MINUTES_TO_ACCEPT.filter((priority) => {
    const minutes = Number(typedInto(form, priority));
    const [least, most] = bounds[priority];
    return !Number.isInteger(minutes) || minutes < least || minutes > most;
  }).map((priority) => `${PRIORITY_NAMES[priority]}: enter ${bounds[priority][0]} to ${bounds[priority][1]} minutes`);
  const by = minutesOf(typedInto(form, 'routineBy'));
  const [earliest, latest] = bounds.routineBy;
  return [
    ...outside,
    ...(by >= minutesOf(earliest) && by <= minutesOf(latest)
      ? []
      : [`Routine: enter a time from ${earliest} to ${latest}`]),
    ...(typedInto(form, 'why').trim() === '' ? ['Say why they are changed'] : []),
  ];
}
