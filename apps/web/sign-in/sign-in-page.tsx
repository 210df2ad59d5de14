import { problemType, type SignedIn } from '#contracts';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { hub, type Answer } from '../hub.ts';
import { typedInto } from '../page/form-text.ts';
import { Masthead } from '../page/masthead.tsx';
import { RecoveryPage } from './recovery-page.tsx';
import { SignOn } from './sign-on.tsx';

type Field = 'username' | 'password' | 'second-factor' | 'sign-on';

export interface SignInFault {
  field: Field;
  sentence: string;
}

/** What is wrong with what was typed, before it is sent. */
export function faultsIn(username: string, password: string): SignInFault[] {
  return [
    ...(username.trim() === '' ? [{ field: 'username' as const, sentence: 'Enter your username' }] : []),
    ...(password === '' ? [{ field: 'password' as const, sentence: 'Enter your password' }] : []),
  ];
}

/** Why the hub did not sign us in. Never says which of the two was wrong. */
export function refusalOf(answer: Exclude<Answer<unknown>, { kind: 'done' }>): SignInFault {
  const sentence =
    answer.kind === 'unreachable'
      ? 'Homeward could not be reached. Check your connection and try again'
      : answer.kind === 'signed-out'
        ? 'The username or the password is not right'
        : answer.status === 429
          ? (answer.problem?.detail ?? 'There were too many tries to sign in. Wait a minute and try again')
          : answer.status < 500
            ? 'The username or the password is not right'
            : 'Homeward could not sign you in just now. Try again in a minute';
  return { field: 'username', sentence };
}

function needsSecondFactor(answer: Answer<unknown>): boolean {
  return answer.kind === 'signed-out' && answer.problem?.type === problemType('second-factor-needed');
}

interface SignInPageProps {
  /** Why a person who was signed in has to do it again. */
  sentence: string | null;
  onSignedIn: (who: SignedIn) => void;
}

export function SignInPage({ sentence, onSignedIn }: SignInPageProps) {
  const [faults, setFaults] = useState<SignInFault[]>([]);
  const [sending, setSending] = useState(false);
  const [passwordShown, setPasswordShown] = useState(false);
  /** The hub said that the account has a second factor. */
  const [asksForCode, setAsksForCode] = useState(false);
  const [recovering, setRecovering] = useState(false);
  const summary = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (recovering) return;
    document.title = `${faults.length > 0 ? 'Error: ' : ''}Sign in – Homeward`;
    if (faults.length > 0) summary.current?.focus();
  }, [faults, recovering]);

  async function signIn(submit: SubmitEvent<HTMLFormElement>): Promise<void> {
    submit.preventDefault();
    if (sending) return;
    const form = new FormData(submit.currentTarget);
    const username = typedInto(form, 'username');
    const password = typedInto(form, 'password');
    const found = faultsIn(username, password);
    setFaults(found);
    if (found.length > 0) return;
    setSending(true);
    const answer = await hub.signIn(username.trim(), password, asksForCode ? typedInto(form, 'second-factor') : null);
    if (answer.kind === 'done') return onSignedIn(answer.body);
    setSending(false);
    if (needsSecondFactor(answer)) {
      setFaults(asksForCode ? [{ field: 'second-factor', sentence: 'Enter the code, or a spare code' }] : []);
      return setAsksForCode(true);
    }
    setFaults([refusalOf(answer)]);
  }

  const faultOf = (field: Field): string | undefined => faults.find((fault) => fault.field === field)?.sentence;

  if (recovering) return <RecoveryPage onSignedIn={onSignedIn} onCancel={() => setRecovering(false)} />;
  return (
    <>
      <Masthead />
      <div className="nhsuk-width-container">
        <main className="nhsuk-main-wrapper sign-in" id="main">
          {faults.length > 0 && (
            <div className="nhsuk-error-summary" ref={summary} tabIndex={-1}>
              <div role="alert">
                <h2 className="nhsuk-error-summary__heading">There is a problem</h2>
                <div className="nhsuk-error-summary__body">
                  <ul className="nhsuk-list nhsuk-error-summary__list">
                    {faults.map((fault) => (
                      <li key={fault.field}>
                        <a
                          href={`#${fault.field}`}
                          onClick={(click) => {
                            click.preventDefault();
                            document.getElementById(fault.field)?.focus();
                          }}
                        >
                          {fault.sentence}
                        </a>
                      </li>
                    ))}
                  </ul>
                </div>
              </div>
            </div>
          )}
          <h1 className="nhsuk-heading-l">Sign in to Homeward</h1>
          {sentence && <output className="nhsuk-inset-text notice">{sentence}</output>}
          <SignOn fault={faultOf('sign-on')} onFault={(sentence) => setFaults([{ field: 'sign-on', sentence }])} />
          <form onSubmit={(submit) => void signIn(submit)} noValidate>
            <SignInField field="username" label="Username" fault={faultOf('username')} autoComplete="username" />
            <SignInField
              field="password"
              label="Password"
              fault={faultOf('password')}
              autoComplete="current-password"
              type={passwordShown ? 'text' : 'password'}
            />
            <div className="nhsuk-checkboxes nhsuk-checkboxes--small sign-in__show">
              <div className="nhsuk-checkboxes__item">
                <input
                  className="nhsuk-checkboxes__input"
                  id="show-password"
                  type="checkbox"
                  checked={passwordShown}
                  onChange={(change) => setPasswordShown(change.target.checked)}
                />
                <label className="nhsuk-label nhsuk-checkboxes__label" htmlFor="show-password">
                  Show password
                </label>
              </div>
            </div>
            {asksForCode && (
              <SignInField
                field="second-factor"
                label="Code"
                hint="What your authenticator app shows for Homeward now. If the telephone is lost, one of your spare codes."
                fault={faultOf('second-factor')}
                autoComplete="one-time-code"
                takesFocus
              />
            )}
            <button className="nhsuk-button" type="submit" aria-disabled={sending}>
              {sending ? 'Signing in…' : 'Sign in'}
            </button>
          </form>
          <details className="nhsuk-details">
            <summary className="nhsuk-details__summary">
              <span className="nhsuk-details__summary-text">I cannot sign in</span>
            </summary>
            <div className="nhsuk-details__text">
              <p>Ring your administrator. They can give you a code to set a new password with.</p>
              <button
                type="button"
                className="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
                onClick={() => setRecovering(true)}
              >
                I have a code
              </button>
            </div>
          </details>
        </main>
      </div>
    </>
  );
}

interface SignInFieldProps {
  field: Field;
  label: string;
  fault: string | undefined;
  autoComplete: string;
  type?: 'text' | 'password';
  hint?: string;
  /** It came after something was sent: it is what has to be filled in now. */
  takesFocus?: boolean;
}

function SignInField({ field, label, fault, autoComplete, type = 'text', hint, takesFocus = false }: SignInFieldProps) {
  const errorId = `${field}-error`;
  const hintId = `${field}-hint`;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takesFocus) input.current?.focus();
  }, [takesFocus]);
  const describedBy = [...(hint === undefined ? [] : [hintId]), ...(fault ? [errorId] : [])].join(' ');
  return (
    <div className={`nhsuk-form-group ${fault ? 'nhsuk-form-group--error' : ''}`}>
      <label className="nhsuk-label" htmlFor={field}>
        {label}
      </label>
      {hint !== undefined && (
        <div className="nhsuk-hint" id={hintId}>
          {hint}
        </div>
      )}
      {fault && (
        <span className="nhsuk-error-message" id={errorId}>
          <span className="nhsuk-u-visually-hidden">Error:</span> {fault}
        </span>
      )}
      <input
        className={`nhsuk-input nhsuk-input--width-20 ${fault ? 'nhsuk-input--error' : ''}`}
        id={field}
        name={field}
        type={type}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        ref={input}
        aria-describedby={describedBy || undefined}
        aria-invalid={fault ? true : undefined}
      />
    </div>
  );
}
