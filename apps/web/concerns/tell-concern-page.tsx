import { NOTICED, NOTICED_999, type Noticed } from '#contracts';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { hub, type Answer } from '../hub.ts';
import { typedInto } from '../page/form-text.ts';
import { Masthead } from '../page/masthead.tsx';

type Field = 'code' | 'name' | 'noticed' | 'form';
interface Fault {
  readonly field: Field;
  readonly sentence: string;
}

const NOTICED_IDS = Object.keys(NOTICED) as Noticed[];

/** A code may come with the link, behind the #, which no server and no log ever sees. */
const codeOfLink = (): string => decodeURIComponent(location.hash.slice(1));

/** For police, fire, post and neighbours: who or which address, what was noticed, and nothing else. Says nothing of anybody. */
export default function TellConcernPage() {
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [noticed, setNoticed] = useState<ReadonlySet<Noticed>>(new Set());
  const [sending, setSending] = useState(false);
  const [sent, setSent] = useState(false);
  const [code, setCode] = useState(codeOfLink);
  // Sent again after a lost connection, it is the same concern.
  const [reference, setReference] = useState(() => crypto.randomUUID());
  const summary = useRef<HTMLDivElement>(null);
  const done = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.title = `${faults.length > 0 ? 'Error: ' : ''}Tell us about someone – Homeward`;
    if (faults.length > 0) summary.current?.focus();
  }, [faults]);
  useEffect(() => {
    if (!sent) return;
    window.scrollTo(0, 0);
    done.current?.focus();
  }, [sent]);

  async function tell(submit: SubmitEvent<HTMLFormElement>): Promise<void> {
    submit.preventDefault();
    if (sending) return;
    const form = new FormData(submit.currentTarget);
    const text = (field: string): string | null => typedInto(form, field).trim() || null;
    const [name, address] = [text('name'), text('address')];
    const found: Fault[] = [
      ...(code.trim() === '' ? [{ field: 'code' as const, sentence: 'Enter your code' }] : []),
      ...(name === null && address === null
        ? [{ field: 'name' as const, sentence: 'Say who it is, or which address' }]
        : []),
      ...(noticed.size === 0 ? [{ field: 'noticed' as const, sentence: 'Tick what you noticed' }] : []),
    ];
    setFaults(found);
    if (found.length > 0) return;
    setSending(true);
    const answer = await hub.tellConcern({ code: code.trim(), reference, name, address, noticed: [...noticed] });
    setSending(false);
    if (answer.kind === 'done') setSent(true);
    else setFaults([faultOf(answer)]);
  }

  const another = (): void => {
    setReference(crypto.randomUUID());
    setNoticed(new Set());
    setSent(false);
  };

  const faultIn = (field: Field): string | undefined => faults.find((fault) => fault.field === field)?.sentence;
  const dangerous = NOTICED_999.some((one) => noticed.has(one));

  return (
    <>
      <Masthead title="Community concern" />
      <main className="nhsuk-width-container tell-concern" id="main">
        {sent ? (
          <>
            <h2 className="nhsuk-heading-l" ref={done} tabIndex={-1}>
              Thank you. The virtual ward has it
            </h2>
            <p>Someone from the ward will see to it within 2 hours. We cannot tell you anything about the person.</p>
            <p>
              If someone is in danger now, <a href="tel:999">call 999</a>.
            </p>
            <button type="button" className="nhsuk-button nhsuk-button--secondary" onClick={another}>
              Tell us about someone else
            </button>
          </>
        ) : (
          <form onSubmit={(submit) => void tell(submit)} noValidate>
            <p className="tell-concern__danger">
              If someone is in danger now, <a href="tel:999">call 999</a> first.
            </p>
            {faults.length > 0 && (
              <div className="nhsuk-error-summary" ref={summary} tabIndex={-1}>
                <div role="alert">
                  <h2 className="nhsuk-error-summary__heading">There is a problem</h2>
                  <ul className="nhsuk-list nhsuk-error-summary__list">
                    {faults.map(({ field, sentence }) => (
                      <li key={sentence}>
                        {field === 'form' ? sentence : <a href={`#concern-${field}`}>{sentence}</a>}
                      </li>
                    ))}
                  </ul>
                </div>
              </div>
            )}
            <TextField
              name="code"
              label="Your organisation’s code"
              hint="For example A1B2-C3D4-E5F6-G7H8"
              fault={faultIn('code')}
              value={code}
              onChange={setCode}
            />
            <TextField name="name" label="Who is it?" hint="The name, as far as you know it" fault={faultIn('name')} />
            <TextField name="address" label="Which address?" hint="House, street and town" />
            <fieldset
              className={`nhsuk-fieldset nhsuk-form-group${faultIn('noticed') === undefined ? '' : ' nhsuk-form-group--error'}`}
              aria-describedby={faultIn('noticed') === undefined ? undefined : 'noticed-error'}
            >
              <legend className="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">What did you notice?</legend>
              {faultIn('noticed') !== undefined && (
                <p className="nhsuk-error-message" id="noticed-error">
                  <span className="nhsuk-u-visually-hidden">Error:</span> {faultIn('noticed')}
                </p>
              )}
              <div className="nhsuk-checkboxes">
                {NOTICED_IDS.map((one, i) => (
                  <div className="nhsuk-checkboxes__item" key={one}>
                    <input
                      className="nhsuk-checkboxes__input"
                      id={i === 0 ? 'concern-noticed' : `concern-noticed-${one}`}
                      type="checkbox"
                      checked={noticed.has(one)}
                      onChange={() => {
                        const now = new Set(noticed);
                        if (!now.delete(one)) now.add(one);
                        setNoticed(now);
                      }}
                    />
                    <label
                      className="nhsuk-label nhsuk-checkboxes__label"
                      htmlFor={i === 0 ? 'concern-noticed' : `concern-noticed-${one}`}
                    >
                      {NOTICED[one]}
                    </label>
                  </div>
                ))}
              </div>
            </fieldset>
            {dangerous && (
              <div className="todo todo--emergency" role="alert">
                <strong>CALL 999 FIRST</strong>
                <p>This form is not watched like 999 is. Call 999 now, and send this after.</p>
                <a className="todo__call" href="tel:999">
                  Call 999
                </a>
              </div>
            )}
            <button type="submit" className="nhsuk-button" aria-disabled={sending}>
              {sending ? 'Sending…' : 'Send'}
            </button>
          </form>
        )}
      </main>
    </>
  );
}

/** Why it was not taken. A refused code is 401, like a session that has ended: here there is none. */
function faultOf(answer: Exclude<Answer<unknown>, { kind: 'done' }>): Fault {
  if (answer.kind === 'unreachable') {
    return {
      field: 'form',
      sentence: 'It was not sent: there is no connection. Try again, or call 999 if someone is in danger',
    };
  }
  const sentence = answer.problem?.detail ?? 'It was not sent. Try again, or call 999 if someone is in danger';
  return { field: answer.kind === 'signed-out' ? 'code' : 'form', sentence };
}

interface TextFieldProps {
  readonly name: 'code' | 'name' | 'address';
  readonly label: string;
  readonly hint: string;
  readonly fault?: string | undefined;
  readonly value?: string;
  readonly onChange?: (text: string) => void;
}

function TextField({ name, label, hint, fault, value, onChange }: TextFieldProps) {
  const id = `concern-${name}`;
  return (
    <div className={`nhsuk-form-group${fault === undefined ? '' : ' nhsuk-form-group--error'}`}>
      <label className="nhsuk-label nhsuk-label--s" htmlFor={id}>
        {label}
      </label>
      <div className="nhsuk-hint" id={`${id}-hint`}>
        {hint}
      </div>
      {fault !== undefined && (
        <p className="nhsuk-error-message" id={`${id}-error`}>
          <span className="nhsuk-u-visually-hidden">Error:</span> {fault}
        </p>
      )}
      <input
        className="nhsuk-input"
        id={id}
        name={name}
        autoComplete="off"
        spellCheck={false}
        maxLength={name === 'address' ? 300 : 200}
        aria-describedby={`${id}-hint${fault === undefined ? '' : ` ${id}-error`}`}
        {...(value === undefined ? {} : { value, onChange: (change) => onChange?.(change.target.value) })}
      />
    </div>
  );
}
