import { typedInto } from '../page/form-text.ts';

/** What is wrong with the name and address of another system that is told or sent something. */
export const addressFaults = (form: FormData): string[] => [
  ...(typedInto(form, 'name').trim() === '' ? ['Give it a name'] : []),
  ...(/^https?:\/\/./.test(typedInto(form, 'url').trim()) ? [] : ['Enter an address that begins with https://']),
];

/** What the other system checks our messages with, as long as nobody has said that it is copied. */
export function SecretOnce({
  of: { name, secret },
  onCopied,
}: {
  of: { name: string; secret: string };
  onCopied: () => void;
}) {
  return (
    <div className="nhsuk-inset-text" aria-live="polite">
      <p>
        The secret of <strong>{name}</strong>. It is shown this once: copy it into the other system now.
      </p>
      <p>
        <code className="webhook__secret">{secret}</code>
      </p>
      <button type="button" className="nhsuk-button nhsuk-button--secondary nhsuk-button--small" onClick={onCopied}>
        I have copied it
      </button>
    </div>
  );
}
