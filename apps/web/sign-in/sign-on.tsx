import { useEffect, useState } from 'react';
import { hub } from '../hub.ts';

/** The way in by the organisation's account, where there is one. */
export function SignOn({ fault, onFault }: Omit<SignOnButtonProps, 'name'>) {
  const [name, setName] = useState<string | null>(null);
  useEffect(() => {
    let left = false;
    void hub.signOnOffer().then((answer) => {
      if (!left && answer.kind === 'done') setName(answer.body.name);
    });
    return () => {
      left = true;
    };
  }, []);
  return name === null ? null : <SignOnButton name={name} fault={fault} onFault={onFault} />;
}

interface SignOnButtonProps {
  name: string;
  /** Why the last try came to nothing. */
  fault: string | undefined;
  onFault: (sentence: string) => void;
}

function SignOnButton({ name, fault, onFault }: SignOnButtonProps) {
  const [going, setGoing] = useState(false);
  return (
    <>
      {fault !== undefined && (
        <span className="nhsuk-error-message" id="sign-on-error">
          <span className="nhsuk-u-visually-hidden">Error:</span> {fault}
        </span>
      )}
      <button
        type="button"
        id="sign-on"
        className="nhsuk-button"
        aria-describedby={fault === undefined ? undefined : 'sign-on-error'}
        aria-disabled={going}
        onClick={() => {
          if (going) return;
          setGoing(true);
          void hub.beginSignOn().then((answer) => {
            if (answer.kind === 'done') return location.assign(answer.body.address);
            setGoing(false);
            const why = answer.kind === 'refused' ? answer.problem?.detail : undefined;
            onFault(why ?? 'Homeward could not be reached. Check your connection and try again');
          });
        }}
      >
        {going ? 'Going there…' : `Sign in with ${name}`}
      </button>
      <h2 className="nhsuk-heading-s">Or with a password</h2>
    </>
  );
}
