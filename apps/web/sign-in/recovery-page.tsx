import type { SignedIn } from '#contracts';
import { hub, type Answer } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { NoticePage } from '../page/notice-page.tsx';
import { NewPassword, newPasswordFaults } from './new-password.tsx';

interface RecoveryPageProps {
  onSignedIn: (who: SignedIn) => void;
  onCancel: () => void;
}

/** For somebody who cannot sign in and was given a code by an administrator. */
export function RecoveryPage({ onSignedIn, onCancel }: RecoveryPageProps) {
  return (
    <NoticePage heading="Set a new password">
      <ChangeForm
        className="sign-in"
        name="Set the password and sign in"
        faults={(form) => [
          ...(typedInto(form, 'code').trim() === '' ? ['Enter the code that you were given'] : []),
          ...newPasswordFaults(form),
        ]}
        send={async (form) =>
          inWords(await hub.recover({ code: typedInto(form, 'code'), password: typedInto(form, 'password') }))
        }
        onDone={onSignedIn}
        onCancel={onCancel}
        onSessionEnded={onCancel}
      >
        <div className="nhsuk-form-group">
          <label className="nhsuk-label" htmlFor="code">
            Code
          </label>
          <div className="nhsuk-hint" id="code-hint">
            Three groups of four, such as A1B2-C3D4-E5F6. It works once, and for an hour.
          </div>
          <input
            className="nhsuk-input nhsuk-input--width-20"
            id="code"
            name="code"
            autoComplete="one-time-code"
            autoCapitalize="characters"
            spellCheck={false}
            aria-describedby="code-hint"
          />
        </div>
        <NewPassword />
      </ChangeForm>
    </NoticePage>
  );
}

/** A code that does not work is a refusal like any other: there is no session that could have ended. */
function inWords(answer: Answer<SignedIn>): Answer<SignedIn> {
  return answer.kind === 'signed-out' ? { kind: 'refused', status: 401, problem: answer.problem } : answer;
}
