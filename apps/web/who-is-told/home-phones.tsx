import type { HomePhones as Phones } from '#contracts';
import { useCallback, useState } from 'react';
import { hub } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { useAsked } from '../page/use-asked.ts';
import { Field } from '../sources/fields.tsx';

interface HomePhonesProps {
  wardId: string;
  mayChange: boolean;
  onSessionEnded: () => void;
}

const isNumber = (text: string): boolean => /^[0-9 +]{3,20}$/.test(text);

/** Whom the staff of care homes ring, during the hours of the hub and outside of them. */
export function HomePhones({ wardId, mayChange, onSessionEnded }: HomePhonesProps) {
  const { body, trouble, again } = useAsked(
    useCallback(() => hub.homePhones(wardId), [wardId]),
    { onSessionEnded },
  );
  const [editing, setEditing] = useState(false);
  return (
    <section aria-labelledby="home-phones">
      <h2 className="nhsuk-heading-m" id="home-phones">
        Whom care homes ring
      </h2>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {body !== null && !editing && (
        <>
          <p>
            While the hub is open: <strong>{body.open ?? 'no number is set'}</strong>. While it is closed:{' '}
            <strong>
              {body.closedWhom}, {body.closed}
            </strong>
            .
          </p>
          {mayChange && (
            <button type="button" className="nhsuk-button nhsuk-button--secondary" onClick={() => setEditing(true)}>
              Change whom care homes ring
            </button>
          )}
        </>
      )}
      {body !== null && editing && (
        <ChangeForm
          name="Set whom care homes ring"
          faults={(form) => faultsOf(phonesIn(form))}
          send={(form) => hub.changeHomePhones(wardId, phonesIn(form))}
          onDone={() => {
            setEditing(false);
            again();
          }}
          onCancel={() => setEditing(false)}
          onSessionEnded={onSessionEnded}
        >
          <Field label="Number while the hub is open" name="open" value={body.open ?? ''} width={20} />
          <Field label="Who is there while the hub is closed" name="closedWhom" value={body.closedWhom} width={20} />
          <Field label="Their number" name="closed" value={body.closed} width={20} />
        </ChangeForm>
      )}
    </section>
  );
}

function phonesIn(form: FormData): Phones {
  const [open, closedWhom, closed] = ['open', 'closedWhom', 'closed'].map((name) => typedInto(form, name).trim());
  return { open: open === '' ? null : (open ?? null), closedWhom: closedWhom ?? '', closed: closed ?? '' };
}

function faultsOf({ open, closedWhom, closed }: Phones): string[] {
  return [
    ...(open === null || isNumber(open) ? [] : ['The number while the hub is open is no telephone number']),
    ...(closedWhom === '' ? ['Say who is there while the hub is closed'] : []),
    ...(isNumber(closed) ? [] : ['Their number is no telephone number']),
  ];
}
