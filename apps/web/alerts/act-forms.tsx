import { LONGEST_PAUSE, MINUTE } from '#clinical';
import { ALERT_OUTCOMES, ROLE_NAMES, ROLES, type AlertOutcome, type Colleague, type SignedIn } from '#contracts';
import { useEffect, useState } from 'react';
import { whyNot } from '../hub.ts';
import { typedInto } from '../page/form-text.ts';
import { redirectsTo } from '../words/alerts.ts';
import type { AlertAct } from './acts.ts';
import type { ActedOn, AlertAnswers } from './answers.ts';
import { Field, FormShell } from './form-shell.tsx';

interface ActFormProps {
  /** All that it is about, as they stood on the screen. */
  alerts: ActedOn;
  who: SignedIn;
  answers: AlertAnswers;
  act: (act: AlertAct) => Promise<boolean>;
  onDone: () => void;
  onCancel: () => void;
}

/** What needs more than a press. */
export type FormKind = Exclude<AlertAct['kind'], 'accept' | 'take-over'>;

/** The form of one act. */
export function ActForm({ kind, ...props }: ActFormProps & { kind: FormKind }) {
  switch (kind) {
    case 'reject':
    case 'give-back':
      return <ReasonForm kind={kind} {...props} />;
    case 'pause':
      return <PauseForm {...props} />;
    case 'hand-over':
      return <HandOverForm {...props} />;
    case 'comment':
      return <CommentForm {...props} />;
    case 'resolve':
      return <ResolveForm {...props} />;
  }
}

const these = ({ length }: ActedOn): string => (length === 1 ? 'this alert' : `these ${length} alerts`);

function ReasonForm({ kind, alerts, act, onDone, onCancel }: ActFormProps & { kind: 'reject' | 'give-back' }) {
  const verb = kind === 'reject' ? 'Turn down' : 'Give back';
  return (
    <FormShell
      heading={`${verb} ${these(alerts)}`}
      hint={<p>{redirectsTo(alerts[0])}</p>}
      button={verb}
      buttonWhile="Sending…"
      submit={(form) => {
        const reason = typedInto(form, 'reason').trim();
        return reason === ''
          ? { field: 'reason', sentence: 'Say why somebody else has to take it' }
          : act({ kind, reason });
      }}
      onDone={onDone}
      onCancel={onCancel}
    >
      {(fault) => (
        <Field name="reason" label="Why can you not take it?" fault={fault}>
          {({ faulty, ...field }) => (
            <input
              {...field}
              className={`nhsuk-input ${faulty ? 'nhsuk-input--error' : ''}`}
              name="reason"
              maxLength={500}
              autoComplete="off"
            />
          )}
        </Field>
      )}
    </FormShell>
  );
}

const MOST_MINUTES = LONGEST_PAUSE / MINUTE;
const PAUSES = [5, 10, MOST_MINUTES];

function PauseForm({ alerts, act, onDone, onCancel }: ActFormProps) {
  return (
    <FormShell
      heading={`Pause ${these(alerts)}`}
      hint={
        <p>
          Its sound and its colour are held back, for {MOST_MINUTES} minutes at most. Whoever is asked is asked on:
          accept it if you have it.
        </p>
      }
      button="Pause"
      buttonWhile="Pausing…"
      submit={(form) => act({ kind: 'pause', minutes: Number(typedInto(form, 'minutes')) })}
      onDone={onDone}
      onCancel={onCancel}
    >
      {() => (
        <fieldset className="nhsuk-fieldset act__choices">
          <legend className="nhsuk-label">For how long?</legend>
          {PAUSES.map((minutes, index) => (
            <label key={minutes} className="act__choice">
              <input type="radio" name="minutes" value={minutes} defaultChecked={index === 0} /> {minutes} minutes
            </label>
          ))}
        </fieldset>
      )}
    </FormShell>
  );
}

type Colleagues =
  | { readonly kind: 'asking' }
  | { readonly kind: 'known'; readonly colleagues: readonly Colleague[] }
  | { readonly kind: 'unknown'; readonly why: string };

function HandOverForm({ alerts, who, answers, act, onDone, onCancel }: ActFormProps) {
  const [known, setKnown] = useState<Colleagues>({ kind: 'asking' });
  useEffect(() => {
    let left = false;
    void answers.colleagues().then((answer) => {
      if (left) return;
      if (answer.kind === 'done')
        setKnown({ kind: 'known', colleagues: answer.body.filter(({ id }) => id !== who.id) });
      else setKnown({ kind: 'unknown', why: whyNot(answer) });
    });
    return () => {
      left = true;
    };
  }, [answers, who.id]);

  if (known.kind !== 'known' || known.colleagues.length === 0) {
    const words =
      known.kind === 'asking'
        ? 'Looking for your colleagues…'
        : known.kind === 'unknown'
          ? known.why
          : 'Nobody else may answer for the alerts of this ward.';
    return (
      <div className="act">
        <output className="notice">{words}</output>
        <div className="act__buttons">
          <button type="button" className="answer act__cancel" onClick={onCancel}>
            Cancel
          </button>
        </div>
      </div>
    );
  }
  return (
    <FormShell
      heading={`Hand over ${these(alerts)}`}
      hint={<p>Your colleague has to accept. If they do not in time, it comes back to you.</p>}
      button="Hand over"
      buttonWhile="Handing over…"
      submit={(form) => {
        const to = typedInto(form, 'to');
        return to === '' ? { field: 'to', sentence: 'Choose a colleague' } : act({ kind: 'hand-over', to });
      }}
      onDone={onDone}
      onCancel={onCancel}
    >
      {(fault) => (
        <Field name="to" label="To whom?" fault={fault}>
          {({ faulty, ...field }) => (
            <select
              {...field}
              className={`nhsuk-select ${faulty ? 'nhsuk-select--error' : ''}`}
              name="to"
              defaultValue=""
            >
              <option value="">Choose a colleague</option>
              {known.colleagues.map(({ id, name, role }) => (
                <option key={id} value={id}>
                  {name} ({roleName(role)})
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </FormShell>
  );
}

function roleName(role: string): string {
  const known = ROLES.find((one) => one === role);
  return known === undefined ? role : ROLE_NAMES[known].toLowerCase();
}

function CommentForm({ act, onDone, onCancel }: ActFormProps) {
  return (
    <FormShell
      heading="Comment on this alert"
      button="Add comment"
      buttonWhile="Adding…"
      submit={(form) => {
        const text = typedInto(form, 'text').trim();
        return text === '' ? { field: 'text', sentence: 'Write your comment' } : act({ kind: 'comment', text });
      }}
      onDone={onDone}
      onCancel={onCancel}
    >
      {(fault) => (
        <Field name="text" label="Comment" fault={fault}>
          {({ faulty, ...field }) => (
            <textarea
              {...field}
              className={`nhsuk-textarea ${faulty ? 'nhsuk-textarea--error' : ''}`}
              name="text"
              rows={2}
              maxLength={2000}
            />
          )}
        </Field>
      )}
    </FormShell>
  );
}

const OUTCOMES = Object.entries(ALERT_OUTCOMES) as [AlertOutcome, string][];
const isOutcome = (text: string): text is AlertOutcome => text in ALERT_OUTCOMES;

/** Ends alerts. It needs an outcome, so that each rule's precision can be shown. */
function ResolveForm({ alerts, act, onDone, onCancel }: ActFormProps) {
  return (
    <FormShell
      heading={`Resolve ${these(alerts)}`}
      hint={
        alerts.length > 1 && (
          <p>One outcome for all of them. If they ended differently, resolve each by itself under “and more”.</p>
        )
      }
      button={alerts.length === 1 ? 'Resolve alert' : `Resolve ${alerts.length} alerts`}
      buttonWhile="Resolving…"
      submit={(form) => {
        const outcome = typedInto(form, 'outcome');
        if (!isOutcome(outcome)) return { field: 'outcome', sentence: 'Choose how it ended' };
        return act({ kind: 'resolve', outcome, note: typedInto(form, 'note').trim() });
      }}
      onDone={onDone}
      onCancel={onCancel}
    >
      {(fault) => (
        <>
          <Field name="outcome" label="How did it end?" fault={fault}>
            {({ faulty, ...field }) => (
              <select
                {...field}
                className={`nhsuk-select ${faulty ? 'nhsuk-select--error' : ''}`}
                name="outcome"
                defaultValue=""
              >
                <option value="">Choose an outcome</option>
                {OUTCOMES.map(([outcome, name]) => (
                  <option key={outcome} value={outcome}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field name="note" label="Note (optional)" fault={fault}>
            {({ id }) => <textarea id={id} className="nhsuk-textarea" name="note" rows={2} maxLength={2000} />}
          </Field>
        </>
      )}
    </FormShell>
  );
}
