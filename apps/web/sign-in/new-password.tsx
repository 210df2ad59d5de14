import { SHORTEST_PASSWORD } from '#contracts';
import { typedInto } from '../page/form-text.ts';

/** Two fields for a password that nobody has yet, `password` and `again`, and what makes a good one. */
export function NewPassword() {
  return (
    <>
      <div className="nhsuk-form-group">
        <label className="nhsuk-label" htmlFor="new-password">
          New password
        </label>
        <div className="nhsuk-hint" id="new-password-hint">
          At least {SHORTEST_PASSWORD} characters. Three words that have nothing to do with each other are easy to keep
          in mind and hard to guess. Common passwords and your own name are refused.
        </div>
        <input
          className="nhsuk-input nhsuk-input--width-20"
          id="new-password"
          name="password"
          type="password"
          autoComplete="new-password"
          aria-describedby="new-password-hint"
        />
      </div>
      <div className="nhsuk-form-group">
        <label className="nhsuk-label" htmlFor="again">
          New password again
        </label>
        <input
          className="nhsuk-input nhsuk-input--width-20"
          id="again"
          name="again"
          type="password"
          autoComplete="new-password"
        />
      </div>
    </>
  );
}

/** What is wrong with the two, before they are sent. */
export function newPasswordFaults(form: FormData): string[] {
  const password = typedInto(form, 'password');
  if (password.length < SHORTEST_PASSWORD) return [`Use at least ${SHORTEST_PASSWORD} characters for the new password`];
  return password === typedInto(form, 'again') ? [] : ['Type the same new password twice'];
}
