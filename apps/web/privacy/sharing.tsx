import {
  SAID_BY,
  SAID_HOW,
  SHARING_CHOICES,
  SHARING_MEANS,
  SHARING_SCOPES,
  type SharingChoice,
  type SharingChoiceDraft,
  type SharingChoices,
  type SharingScope,
} from '#contracts';
import { useState } from 'react';
import type { Answer } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { dateAndTime, day } from '../words/times.ts';

interface SharingProps {
  choices: SharingChoices;
  /** Today as the ward has it, YYYY-MM-DD. */
  today: string;
  send: (draft: SharingChoiceDraft) => Promise<Answer<unknown>>;
  onDone: () => void;
  onSessionEnded: () => void;
}

const SCOPES = Object.keys(SHARING_SCOPES) as SharingScope[];

/** With whom a person's record is shared, as they want it, and what they said before. */
export function Sharing({ choices: { choices }, today, send, onDone, onSessionEnded }: SharingProps) {
  const [scope, setScope] = useState<SharingScope | null>(null);
  return (
    <section aria-labelledby="sharing">
      <h2 className="nhsuk-heading-m" id="sharing">
        Sharing with others
      </h2>
      <p>
        Care that cannot wait is never held up by an objection: 999 and a hospital ward are told what they need, and
        that the person objects.
      </p>
      <ul className="concerns">
        {SCOPES.map((one) => {
          const newest = choices.find((choice) => choice.scope === one);
          return (
            <li key={one} className="concern">
              <h3 className="concern__who">{SHARING_SCOPES[one]}</h3>
              <p>
                {newest === undefined || newest.choice === 'withdrawn' ? 'Nothing said.' : <Said choice={newest} />}
              </p>
              {newest?.choice === 'objects' && <p>{SHARING_MEANS[one]}</p>}
              {scope !== one && (
                <button
                  type="button"
                  className="nhsuk-button nhsuk-button--small nhsuk-button--secondary"
                  onClick={() => setScope(one)}
                >
                  Write down<span className="nhsuk-u-visually-hidden">{` what they say: ${SHARING_SCOPES[one]}`}</span>
                </button>
              )}
              {scope === one && (
                <ChoiceForm
                  scope={one}
                  after={choices[0]?.id ?? null}
                  today={today}
                  send={send}
                  onDone={() => {
                    setScope(null);
                    onDone();
                  }}
                  onCancel={() => setScope(null)}
                  onSessionEnded={onSessionEnded}
                />
              )}
            </li>
          );
        })}
      </ul>
      {choices.length > 0 && (
        <>
          <h3 className="nhsuk-heading-s">Everything that was said</h3>
          <ul className="concerns">
            {choices.map((choice) => (
              <li key={choice.id} className="concern">
                <p>
                  {SHARING_SCOPES[choice.scope]}: <Said choice={choice} />
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Said({ choice: { choice, saidBy, saidHow, saidOn, note, at, by } }: { choice: SharingChoice }) {
  return (
    <>
      <strong>{SHARING_CHOICES[choice]}.</strong> {SAID_BY[saidBy]}, {SAID_HOW[saidHow].toLowerCase()}, on{' '}
      {day(Date.parse(saidOn))}.{note !== null && ` “${note}”`} Written down by {by} at {dateAndTime(at)}.
    </>
  );
}

interface ChoiceFormProps extends Omit<SharingProps, 'choices'> {
  scope: SharingScope;
  after: number | null;
  onCancel: () => void;
}

function ChoiceForm({ scope, after, today, send, onDone, onCancel, onSessionEnded }: ChoiceFormProps) {
  const offered = Object.entries(SHARING_CHOICES).filter(
    ([choice]) => scope !== 'national-data-opt-out' || choice !== 'consents',
  );
  return (
    <ChangeForm
      className="glass-form"
      name="Write it down"
      faults={(form) => [
        ...(typedInto(form, 'choice') === '' ? ['Choose what they said'] : []),
        ...(typedInto(form, 'saidBy') === '' ? ['Choose whose word it is'] : []),
        ...(typedInto(form, 'saidHow') === '' ? ['Choose how it was said'] : []),
        ...(typedInto(form, 'saidOn') === '' ? ['Enter the day on which it was said'] : []),
      ]}
      send={(form) => {
        const note = typedInto(form, 'note').trim();
        return send({
          scope,
          choice: typedInto(form, 'choice') as SharingChoiceDraft['choice'],
          saidBy: typedInto(form, 'saidBy') as SharingChoiceDraft['saidBy'],
          saidHow: typedInto(form, 'saidHow') as SharingChoiceDraft['saidHow'],
          saidOn: typedInto(form, 'saidOn'),
          note: note === '' ? null : note,
          after,
        });
      }}
      onDone={onDone}
      onCancel={onCancel}
      onSessionEnded={onSessionEnded}
    >
      <p>If they object: {SHARING_MEANS[scope]}</p>
      <Choice legend="What they said" name="choice" of={offered} />
      <Choice legend="Whose word it is" name="saidBy" of={Object.entries(SAID_BY)} />
      <Choice legend="How" name="saidHow" of={Object.entries(SAID_HOW)} />
      <div className="nhsuk-form-group">
        <label className="nhsuk-label" htmlFor="said-on">
          On
        </label>
        <input
          className="nhsuk-input nhsuk-input--width-10"
          id="said-on"
          name="saidOn"
          type="date"
          defaultValue={today}
          max={today}
        />
      </div>
      <div className="nhsuk-form-group">
        <label className="nhsuk-label" htmlFor="said-note">
          What else was said, if anything
        </label>
        <textarea className="nhsuk-textarea" id="said-note" name="note" rows={2} maxLength={500} />
      </div>
    </ChangeForm>
  );
}

function Choice({ legend, name, of }: { legend: string; name: string; of: readonly (readonly [string, string])[] }) {
  return (
    <div className="nhsuk-form-group">
      <fieldset className="nhsuk-fieldset">
        <legend className="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">{legend}</legend>
        <div className="nhsuk-radios nhsuk-radios--small">
          {of.map(([value, words]) => (
            <div key={value} className="nhsuk-radios__item">
              <input className="nhsuk-radios__input" type="radio" id={`${name}-${value}`} name={name} value={value} />
              <label className="nhsuk-label nhsuk-radios__label" htmlFor={`${name}-${value}`}>
                {words}
              </label>
            </div>
          ))}
        </div>
      </fieldset>
    </div>
  );
}
