import type { SecondFactorBegun, SecondFactorView } from '#contracts';
import { encodeQR } from 'qr';
import { useState } from 'react';
import { hub, type Answer } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { CopyButton } from '../page/copy-button.tsx';
import { typedInto } from '../page/form-text.ts';
import { day } from '../words/times.ts';

interface SecondFactorProps {
  view: SecondFactorView;
  onChanged: () => void;
  onSessionEnded: () => void;
}

/** Setting up, and removing, the codes of an authenticator app. */
export function SecondFactor({ view, onChanged, onSessionEnded }: SecondFactorProps) {
  const [step, setStep] = useState<'shown' | 'asked' | SecondFactorBegun | string[]>('shown');
  const shown = (): void => {
    setStep('shown');
    onChanged();
  };
  return (
    <section aria-labelledby="second-factor">
      <h2 className="nhsuk-heading-m" id="second-factor">
        Second factor
      </h2>
      {Array.isArray(step) ? (
        <SpareCodeList codes={step} onDone={shown} />
      ) : typeof step === 'object' ? (
        <ConfirmSecondFactor begun={step} onCodes={setStep} onSessionEnded={onSessionEnded} />
      ) : (
        <>
          <p>
            {view.since === null
              ? 'None. With one, nobody gets in who knows your password alone: Homeward asks for a code that an app on your telephone shows.'
              : `In use since ${day(view.since)}. ${view.codesLeft} spare ${view.codesLeft === 1 ? 'code' : 'codes'} left.`}
            {view.demanded && ' Your role needs one.'}
          </p>
          {step === 'asked' ? (
            <ChangeForm
              key={view.since === null ? 'begin' : 'remove'}
              name={view.since === null ? 'Go on' : 'Remove the second factor'}
              faults={(form) => (typedInto(form, 'second-factor-password') === '' ? ['Enter your password'] : [])}
              send={(form): Promise<Answer<unknown>> => {
                const password = typedInto(form, 'second-factor-password');
                return view.since === null ? hub.beginSecondFactor(password) : hub.removeSecondFactor(password);
              }}
              onDone={(body) => (view.since === null ? setStep(body as SecondFactorBegun) : shown())}
              onCancel={() => setStep('shown')}
              onSessionEnded={onSessionEnded}
            >
              <div className="nhsuk-form-group">
                <label className="nhsuk-label" htmlFor="second-factor-password">
                  Your password
                </label>
                <input
                  className="nhsuk-input nhsuk-input--width-20"
                  id="second-factor-password"
                  name="second-factor-password"
                  type="password"
                  autoComplete="current-password"
                />
              </div>
            </ChangeForm>
          ) : (
            <button type="button" className="nhsuk-button nhsuk-button--secondary" onClick={() => setStep('asked')}>
              {view.since === null ? 'Set up a second factor' : 'Remove it'}
            </button>
          )}
        </>
      )}
    </section>
  );
}

interface ConfirmProps {
  begun: SecondFactorBegun;
  onCodes: (codes: string[]) => void;
  onSessionEnded: () => void;
}

/** The secret as a picture and in letters, and the first code of it. */
export function ConfirmSecondFactor({ begun, onCodes, onSessionEnded }: ConfirmProps) {
  return (
    <ChangeForm
      name="Confirm"
      faults={(form) => (/^\d{6}$/.test(codeIn(form)) ? [] : ['Enter the six digits that the app shows'])}
      send={(form) => hub.confirmSecondFactor(codeIn(form))}
      onDone={({ codes }) => onCodes(codes)}
      onSessionEnded={onSessionEnded}
    >
      <p>Open an authenticator app on your telephone and let it scan this.</p>
      <QrCode text={begun.address} />
      <p>
        If it cannot, type this into it: <span className="second-factor__secret">{inFours(begun.secret)}</span>
      </p>
      <div className="nhsuk-form-group">
        <label className="nhsuk-label" htmlFor="second-factor-code">
          The code that the app shows
        </label>
        <input
          className="nhsuk-input nhsuk-input--width-10"
          id="second-factor-code"
          name="second-factor-code"
          inputMode="numeric"
          autoComplete="one-time-code"
        />
      </div>
    </ChangeForm>
  );
}

const codeIn = (form: FormData): string => typedInto(form, 'second-factor-code').replaceAll(/\s/g, '');

const inFours = (secret: string): string => secret.replaceAll(/(.{4})(?=.)/g, '$1 ');

/** Shown this once. */
export function SpareCodeList({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <>
      <output className="nhsuk-inset-text notice">
        <strong>Your second factor is in use.</strong> These spare codes let you in when your telephone is lost, each
        once. They are shown this once: print them, or keep them where you keep your passwords.
      </output>
      <ul className="second-factor__codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <CopyButton name="Copy the codes" text={() => codes.join('\n')} />
      <p>
        <button type="button" className="nhsuk-button" onClick={onDone}>
          I have kept them
        </button>
      </p>
    </>
  );
}

/** A QR code, drawn here: what is in it goes nowhere else. Black on white by day and by night, with the quiet margin of four. */
function QrCode({ text }: { text: string }) {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
  const path = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg
      className="second-factor__qr"
      role="img"
      aria-label="The secret as a QR code; it stands below in letters"
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      shapeRendering="crispEdges"
    >
      <rect width={rows.length} height={rows.length} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
