import { useEffect, useState } from 'react';
import { hub } from '../hub.ts';

/** The way in by the organisation's account, where there is one. */
export function SignOn({ onFault }: { onFault: (sentence: string) => void }) {
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
  return name === null ? null : <SignOnButton name={name} onFault={onFault} />;
}

export function SignOnButton({ name, onFault }: { name: string; onFault: (sentence: string) => void }) {
  const [going, setGoing] = useState(false);
  return (
    <>
      <button
        type="button"
        className="nhsuk-button"
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
