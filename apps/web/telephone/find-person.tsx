import { showNhsNumber, type StayIdentity } from '#contracts';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { dayInWords } from '../unmatched/unmatched-words.ts';
import { matching } from './matching.ts';

const MOST_SHOWN = 8;

/** Who is calling: by a part of the name or of the NHS number. Enter takes the one who is left. */
export function FindPerson({
  stays,
  onChosen,
}: {
  stays: readonly StayIdentity[];
  onChosen: (admissionId: string) => void;
}) {
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const box = useRef<HTMLInputElement>(null);
  const found = matching(stays, typed);
  useEffect(() => box.current?.focus(), []);

  function take(submit: SubmitEvent<HTMLFormElement>): void {
    submit.preventDefault();
    const [only] = found;
    if (found.length === 1 && only) return onChosen(only.admissionId);
    setFault(
      typed.trim() === ''
        ? 'Type a part of the name or of the NHS number'
        : found.length === 0
          ? 'Nobody on your wards has that name or number. Ask for the NHS number, and tell a hub clinician who called'
          : `${found.length} people fit. Type more, or choose one of them`,
    );
  }

  return (
    <form className="find-person" onSubmit={take} noValidate>
      <div className={`nhsuk-form-group${fault === null ? '' : ' nhsuk-form-group--error'}`}>
        <label className="nhsuk-label nhsuk-label--m" htmlFor="find-person">
          Who is it about?
        </label>
        <div className="nhsuk-hint" id="find-person-hint">
          A part of the name, or of the NHS number. Enter opens the form when one person is left.
        </div>
        {fault !== null && (
          <p className="nhsuk-error-message" id="find-person-fault" role="alert">
            <span className="nhsuk-u-visually-hidden">Error:</span> {fault}
          </p>
        )}
        <input
          ref={box}
          id="find-person"
          className="nhsuk-input nhsuk-input--width-20"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          aria-describedby={fault === null ? 'find-person-hint' : 'find-person-hint find-person-fault'}
          onChange={(change) => {
            setTyped(change.target.value);
            setFault(null);
          }}
        />
      </div>
      <p aria-live="polite" className="find-person__count">
        {typed.trim() === '' ? '' : found.length === 1 ? 'One person fits.' : `${found.length} people fit.`}
      </p>
      <ul className="find-person__found">
        {found.slice(0, MOST_SHOWN).map((stay) => (
          <li key={stay.admissionId}>
            <button type="button" onClick={() => onChosen(stay.admissionId)}>
              <strong>{stay.name}</strong> born {dayInWords(stay.birthDate)}, NHS {showNhsNumber(stay.nhsNumber)}
            </button>
          </li>
        ))}
      </ul>
    </form>
  );
}
