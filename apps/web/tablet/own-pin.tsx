import { isGuessedFirst, type CarerKeys } from '#contracts';
import type { Answer } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';

interface OwnPinProps {
  readonly name: string;
  readonly onChange: (pin: string, newPin: string) => Promise<Answer<CarerKeys>>;
  readonly onDone: (keys: CarerKeys) => void;
  readonly onCancel: () => void;
  readonly onSessionEnded: () => void;
}

/** Whoever has the tablet in hand changes their own PIN. */
export function OwnPin({ name, onChange, onDone, onCancel, onSessionEnded }: OwnPinProps) {
  return (
    <section className="own-pin" aria-labelledby="own-pin">
      <h2 className="own-pin__heading" id="own-pin">
        Your PIN, {name}
      </h2>
      <p>It is changed at the hub, so it needs a network. Until it is changed, the PIN that you have stays.</p>
      <ChangeForm
        className="carers__form"
        name="Change my PIN"
        faults={faultsIn}
        send={(form) => onChange(typedInto(form, 'pin'), typedInto(form, 'newPin'))}
        onDone={onDone}
        onCancel={onCancel}
        onSessionEnded={onSessionEnded}
      >
        <PinField name="pin" label="The PIN that you have" />
        <PinField name="newPin" label="New PIN, six digits: not all the same, and not one after the other" />
        <PinField name="again" label="New PIN once more" />
      </ChangeForm>
    </section>
  );
}

function faultsIn(form: FormData): readonly string[] {
  const [pin, newPin] = [typedInto(form, 'pin'), typedInto(form, 'newPin')];
  if (!/^\d{6}$/.test(pin)) return ['Type the six digits of the PIN that you have'];
  if (!/^\d{6}$/.test(newPin)) return ['A new PIN has six digits'];
  if (isGuessedFirst(newPin)) return ['That is one that is guessed first: choose another'];
  if (newPin === pin) return ['That is the PIN that you have: choose another'];
  return newPin === typedInto(form, 'again') ? [] : ['The new PIN was typed in two ways: type it twice the same'];
}

function PinField({ name, label }: { name: string; label: string }) {
  return (
    <label className="nhsuk-label">
      {label}
      <input
        className="nhsuk-input nhsuk-input--width-5"
        name={name}
        type="password"
        inputMode="numeric"
        maxLength={6}
        autoComplete="off"
      />
    </label>
  );
}
