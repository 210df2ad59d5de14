import { useState, type ReactNode, type SubmitEvent } from 'react';
import { whyNot, type Answer } from '../hub.ts';

interface ChangeFormProps<T> {
  readonly className?: string;
  /** What stands on its button. */
  readonly name: string;
  readonly children: ReactNode;
  /** What is wrong with what was typed, before it is sent; nothing sends it. */
  readonly faults: (form: FormData) => readonly string[];
  readonly send: (form: FormData) => Promise<Answer<T>>;
  readonly onDone: (body: T) => void;
  readonly onCancel?: (() => void) | undefined;
  readonly onSessionEnded: () => void;
}

/** A form that changes something: says what is wrong in it, or why the hub did not do it, above its button. */
export function ChangeForm<T>(props: ChangeFormProps<T>) {
  const { className, name, children, faults, send, onDone, onCancel, onSessionEnded } = props;
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const [sending, setSending] = useState(false);

  async function change(submit: SubmitEvent<HTMLFormElement>): Promise<void> {
    submit.preventDefault();
    if (sending) return;
    const form = new FormData(submit.currentTarget);
    const found = faults(form);
    setWrong(found);
    if (found.length > 0) return;
    setSending(true);
    const answer = await send(form);
    setSending(false);
    if (answer.kind === 'signed-out') return onSessionEnded();
    if (answer.kind !== 'done') return setWrong([whyNot(answer)]);
    onDone(answer.body);
  }

  return (
    <form className={className} onSubmit={(submit) => void change(submit)} noValidate>
      {children}
      {wrong.length > 0 && (
        <div className="nhsuk-error-message" role="alert">
          <span className="nhsuk-u-visually-hidden">Error:</span>
          {wrong.length === 1 ? (
            ` ${wrong[0]}`
          ) : (
            <ul>
              {wrong.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          )}
        </div>
      )}
      <div className="change-form__buttons">
        <button type="submit" className="nhsuk-button" aria-disabled={sending}>
          {sending ? 'Saving…' : name}
        </button>
        {onCancel && (
          <button type="button" className="nhsuk-button nhsuk-button--secondary" onClick={onCancel}>
            Cancel
          </button>
        )}
      </div>
    </form>
  );
}
