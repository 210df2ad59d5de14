import type { HomeCarers } from '#contracts';
import { useEffect, useState } from 'react';

const PIN_DIGITS = 6;
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;

type Carer = HomeCarers['carers'][number];

interface LockScreenProps {
  homeName: string;
  carers: readonly Carer[];
  /** How many sets wait here to be sent. */
  waiting: number;
  /** How many stand in this page alone. */
  atRisk: number;
  /** Resolves to why it stays locked; null when it is open. */
  onPin: (carer: Carer, pin: string) => Promise<string | null>;
  onSignOut: () => void;
}

/** A shared tablet that nobody has in hand: it shows no resident. One tap says who, six digits open it. */
export function LockScreen({ homeName, carers, waiting, atRisk, onPin, onSignOut }: LockScreenProps) {
  const [chosen, setChosen] = useState<Carer | null>(null);
  useEffect(() => {
    document.title = `${homeName} – Homeward`;
  }, [homeName]);
  return (
    <main className="nhsuk-width-container lock" id="main">
      <h1 className="lock__home">{homeName}</h1>
      {chosen === null ? (
        <section aria-labelledby="lock-who">
          <h2 className="lock__question" id="lock-who">
            Who are you?
          </h2>
          <ul className="lock__carers">
            {carers.map((carer) => (
              <li key={carer.id}>
                <button type="button" className="lock__carer" onClick={() => setChosen(carer)}>
                  {carer.name}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ) : (
        <PinPad key={chosen.id} carer={chosen} onPin={onPin} onBack={() => setChosen(null)} />
      )}
      {waiting > 0 && (
        <p className="lock__waiting">
          {waiting === 1
            ? 'One reading or photo waits to be sent. It goes by itself.'
            : `${waiting} readings and photos wait to be sent. They go by themselves.`}
        </p>
      )}
      {atRisk > 0 && (
        <p className="lock__waiting" role="alert">
          <strong>NOT KEPT: {atRisk === 1 ? 'one reading or photo' : `${atRisk} readings and photos`}.</strong> This
          tablet has no room. Leave it on and this page open until that has gone.
        </p>
      )}
      <p className="lock__emergency">
        In an emergency ring <a href="tel:999">999</a>.
      </p>
      <button type="button" className="lock__sign-out" onClick={onSignOut}>
        Sign this tablet out
      </button>
    </main>
  );
}

interface PinPadProps {
  carer: Carer;
  onPin: LockScreenProps['onPin'];
  onBack: () => void;
}

function PinPad({ carer, onPin, onBack }: PinPadProps) {
  const [pin, setPin] = useState('');
  const [looking, setLooking] = useState(false);
  const [why, setWhy] = useState<string | null>(null);

  function typed(text: string): void {
    const digits = text.replaceAll(/\D/g, '').slice(0, PIN_DIGITS);
    setPin(digits);
    if (digits.length < PIN_DIGITS || looking) return;
    setLooking(true);
    setWhy(null);
    void onPin(carer, digits).then((said) => {
      setLooking(false);
      setPin('');
      setWhy(said);
    });
  }

  return (
    <section className="lock__pin" aria-labelledby="lock-pin">
      <h2 className="lock__question" id="lock-pin">
        {carer.name}
      </h2>
      <label className="nhsuk-label" htmlFor="lock-pin-typed">
        Your PIN, six digits
      </label>
      <input
        className="nhsuk-input lock__typed"
        id="lock-pin-typed"
        type="password"
        inputMode="none"
        autoComplete="off"
        value={pin}
        readOnly={looking}
        onChange={({ target }) => typed(target.value)}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the one thing to do on this screen, after it was asked for
        autoFocus
      />
      {why !== null && (
        <p className="nhsuk-error-message" role="alert">
          {why}
        </p>
      )}
      <output className="nhsuk-u-visually-hidden">{looking ? 'Looking' : ''}</output>
      <fieldset className="pad" disabled={looking}>
        <legend className="nhsuk-u-visually-hidden">Number pad</legend>
        {DIGITS.map((digit) => (
          <button key={digit} type="button" className="pad__key" onClick={() => typed(pin + digit)}>
            {digit}
          </button>
        ))}
        <button
          type="button"
          className="pad__key"
          aria-label="delete the last"
          onClick={() => setPin(pin.slice(0, -1))}
        >
          ⌫
        </button>
      </fieldset>
      <button type="button" className="lock__back" onClick={onBack}>
        Somebody else
      </button>
    </section>
  );
}
