import { ALERT_OUTCOMES, type AlertOutcome, type OpenAlertView, type Tile } from '#contracts';
import { useState, type SubmitEvent } from 'react';
import { typedInto } from '../page/form-text.ts';
import type { AlertAnswers } from './answers.ts';

const OUTCOMES = Object.entries(ALERT_OUTCOMES) as [AlertOutcome, string][];
const isOutcome = (text: string): text is AlertOutcome => text in ALERT_OUTCOMES;

interface ResolveFormProps {
  tile: Tile;
  alert: OpenAlertView;
  answers: AlertAnswers;
  onDone: () => void;
}

/** Ends an alert. It needs an outcome, so that each rule's precision can be shown. */
export function ResolveForm({ tile, alert, answers, onDone }: ResolveFormProps) {
  const [fault, setFault] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const outcomeId = `outcome-${alert.id}`;
  const noteId = `note-${alert.id}`;

  async function resolve(submit: SubmitEvent<HTMLFormElement>): Promise<void> {
    submit.preventDefault();
    if (sending) return;
    const form = new FormData(submit.currentTarget);
    const outcome = typedInto(form, 'outcome');
    if (!isOutcome(outcome)) {
      setFault('Choose how it ended');
      document.getElementById(outcomeId)?.focus();
      return;
    }
    setFault(null);
    setSending(true);
    const done = await answers.resolve(tile, alert, outcome, typedInto(form, 'note').trim());
    setSending(false);
    if (done) onDone();
  }

  return (
    <form className="resolve" onSubmit={(submit) => void resolve(submit)} noValidate>
      <div className={`nhsuk-form-group ${fault ? 'nhsuk-form-group--error' : ''}`}>
        <label className="nhsuk-label" htmlFor={outcomeId}>
          How did it end?
        </label>
        {fault && (
          <span className="nhsuk-error-message" id={`${outcomeId}-error`} role="alert">
            <span className="nhsuk-u-visually-hidden">Error:</span> {fault}
          </span>
        )}
        <select
          className={`nhsuk-select ${fault ? 'nhsuk-select--error' : ''}`}
          id={outcomeId}
          name="outcome"
          defaultValue=""
          aria-describedby={fault ? `${outcomeId}-error` : undefined}
        >
          <option value="">Choose an outcome</option>
          {OUTCOMES.map(([outcome, name]) => (
            <option key={outcome} value={outcome}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div className="nhsuk-form-group">
        <label className="nhsuk-label" htmlFor={noteId}>
          Note (optional)
        </label>
        <textarea className="nhsuk-textarea" id={noteId} name="note" rows={2} maxLength={2000} />
      </div>
      <button type="submit" className="nhsuk-button nhsuk-button--small" aria-disabled={sending}>
        {sending ? 'Resolving…' : 'Resolve alert'}
      </button>
    </form>
  );
}
