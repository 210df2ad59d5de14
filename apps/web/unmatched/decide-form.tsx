import { showNhsNumber, type StayIdentity, type UnmatchedGroup } from '#contracts';
import { useState, type SubmitEvent } from 'react';
import { hub, whyNot } from '../hub.ts';
import { typedInto } from '../page/form-text.ts';
import { dayInWords } from './unmatched-words.ts';

interface DecideFormProps {
  group: UnmatchedGroup;
  stays: readonly StayIdentity[];
  onDecided: (sentence: string) => void;
  onCancel: () => void;
  onSessionEnded: () => void;
}

/** Two steps: who it is, and then that name, birth date and NHS number are theirs. Or nobody's, with a reason. */
export function DecideForm({ group, stays, onDecided, onCancel, onSessionEnded }: DecideFormProps) {
  const [chosen, setChosen] = useState<string>(group.onWard?.admissionId ?? '');
  const [fault, setFault] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const stay = stays.find((one) => one.admissionId === chosen) ?? null;
  const id = (what: string): string => `${what}-${group.group}`;
  const { group: about, upTo } = group;

  async function decide(submit: SubmitEvent<HTMLFormElement>): Promise<void> {
    submit.preventDefault();
    if (sending) return;
    const form = new FormData(submit.currentTarget);
    const reason = typedInto(form, 'reason').trim();
    if (chosen === '') return setFault('Choose whose the readings are');
    const unconfirmed = ['name', 'birthDate', 'nhsNumber'].some((what) => !form.has(what));
    if (chosen !== 'nobody' && (stay === null || unconfirmed)) {
      return setFault('Confirm the name, the date of birth and the NHS number');
    }
    if (reason === '') return setFault('Give the reason');
    setFault(null);
    setSending(true);
    const answer =
      stay === null
        ? await hub.dismissReadings({ group: about, upTo, reason })
        : await hub.attachReadings({
            group: about,
            upTo,
            reason,
            admissionId: stay.admissionId,
            confirmed: { name: stay.name, birthDate: stay.birthDate, nhsNumber: stay.nhsNumber },
            fromNowOn: form.has('fromNowOn'),
          });
    setSending(false);
    if (answer.kind === 'signed-out') return onSessionEnded();
    if (answer.kind !== 'done') return setFault(whyNot(answer));
    const { readings, history } = answer.body;
    const count = `${readings} ${readings === 1 ? 'reading' : 'readings'}`;
    if (stay === null) return onDecided(`${count} dismissed.`);
    onDecided(`${count} attached to ${stay.name}${history > 0 ? `, ${history} of them as history` : ''}.`);
  }

  const confirmations: [string, string][] =
    stay === null
      ? []
      : [
          ['name', `Name: ${stay.name}`],
          ['birthDate', `Date of birth: ${dayInWords(stay.birthDate)}`],
          ['nhsNumber', `NHS number: ${showNhsNumber(stay.nhsNumber)}`],
        ];
  return (
    <form className="unmatched__decide" onSubmit={(submit) => void decide(submit)} noValidate>
      {fault !== null && (
        <p className="nhsuk-error-message" role="alert">
          <span className="nhsuk-u-visually-hidden">Error:</span> {fault}
        </p>
      )}
      <div className="nhsuk-form-group">
        <label className="nhsuk-label" htmlFor={id('whose')}>
          Whose are they?
        </label>
        <select
          className="nhsuk-select"
          id={id('whose')}
          value={chosen}
          onChange={(change) => setChosen(change.target.value)}
        >
          <option value="">Choose a patient</option>
          <option value="nobody">Nobody’s here: dismiss them</option>
          {stays.map((one) => (
            <option key={one.admissionId} value={one.admissionId}>
              {one.name}, {showNhsNumber(one.nhsNumber)}
              {one.bed === null ? '' : `, bed ${one.bed}`}
            </option>
          ))}
        </select>
      </div>
      {stay !== null && (
        <fieldset className="nhsuk-fieldset nhsuk-form-group" key={stay.admissionId}>
          <legend className="nhsuk-fieldset__legend">Confirm with the sender that this is the patient</legend>
          {stay.nhsNumber !== group.nhsNumber && (
            <p>
              <strong>The NHS number that was sent, {showNhsNumber(group.nhsNumber)}, is not this patient’s.</strong>
            </p>
          )}
          <div className="nhsuk-checkboxes nhsuk-checkboxes--small">
            {[
              ...confirmations,
              ...(stay.nhsNumber === group.nhsNumber
                ? ([
                    ['fromNowOn', 'Also take what this source sends next in the same words as this patient’s'],
                  ] as const)
                : []),
            ].map(([what, words]) => (
              <div className="nhsuk-checkboxes__item" key={what}>
                <input className="nhsuk-checkboxes__input" id={id(what)} name={what} type="checkbox" />
                <label className="nhsuk-label nhsuk-checkboxes__label" htmlFor={id(what)}>
                  {words}
                </label>
              </div>
            ))}
          </div>
        </fieldset>
      )}
      <div className="nhsuk-form-group">
        <label className="nhsuk-label" htmlFor={id('reason')}>
          Reason
        </label>
        <textarea className="nhsuk-textarea" id={id('reason')} name="reason" rows={2} maxLength={1000} />
      </div>
      <button type="submit" className="nhsuk-button nhsuk-button--small" aria-disabled={sending}>
        {sending ? 'Saving…' : chosen === 'nobody' ? 'Dismiss the readings' : 'Attach the readings'}
      </button>{' '}
      <button type="button" className="nhsuk-button nhsuk-button--small nhsuk-button--secondary" onClick={onCancel}>
        Cancel
      </button>
    </form>
  );
}
