import { useEffect, useId, useRef, useState, type ReactNode, type SubmitEvent } from 'react';

/** What is wrong with a field, in words for whoever filled it in. */
export interface Fault {
  readonly field: string;
  readonly sentence: string;
}

interface FormShellProps {
  heading: string;
  /** What will come of it. */
  hint?: ReactNode;
  button: string;
  buttonWhile: string;
  /** Sends it, or says what is wrong with it. True: done. */
  submit: (form: FormData) => Fault | Promise<boolean>;
  onDone: () => void;
  onCancel: () => void;
  children: (fault: Fault | null) => ReactNode;
}

/** The form of one act, beneath its alert. Has the focus when it opens; what is typed stays when the hub refuses. */
export function FormShell({ heading, hint, button, buttonWhile, submit, onDone, onCancel, children }: FormShellProps) {
  const [fault, setFault] = useState<Fault | null>(null);
  const [sending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const headingId = useId();

  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input, select, textarea')?.focus();
    form.current?.scrollIntoView({ block: 'nearest' });
  }, []);

  async function send(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (sending) return;
    const sent = submit(new FormData(event.currentTarget));
    if (!(sent instanceof Promise)) {
      setFault(sent);
      form.current?.querySelector<HTMLElement>(`[name="${sent.field}"]`)?.focus();
      return;
    }
    setFault(null);
    setSending(true);
    const done = await sent;
    setSending(false);
    if (done) onDone();
  }

  return (
    <form className="act" ref={form} aria-labelledby={headingId} noValidate onSubmit={(event) => void send(event)}>
      <h4 className="act__heading" id={headingId}>
        {heading}
      </h4>
      {hint && <div className="act__hint">{hint}</div>}
      {children(fault)}
      <div className="act__buttons">
        <button type="submit" className="nhsuk-button nhsuk-button--small" aria-disabled={sending}>
          {sending ? buttonWhile : button}
        </button>
        <button type="button" className="answer act__cancel" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

interface FieldProps {
  name: string;
  label: string;
  fault: Fault | null;
  children: (field: { id: string; 'aria-describedby': string | undefined; faulty: boolean }) => ReactNode;
}

/** One field with its label, and with what is wrong about it. */
export function Field({ name, label, fault, children }: FieldProps) {
  const id = useId();
  const faulty = fault?.field === name;
  const errorId = `${id}-error`;
  return (
    <div className={`nhsuk-form-group ${faulty ? 'nhsuk-form-group--error' : ''}`}>
      <label className="nhsuk-label" htmlFor={id}>
        {label}
      </label>
      {faulty && (
        <span className="nhsuk-error-message" id={errorId} role="alert">
          <span className="nhsuk-u-visually-hidden">Error:</span> {fault.sentence}
        </span>
      )}
      {children({ id, 'aria-describedby': faulty ? errorId : undefined, faulty })}
    </div>
  );
}
