import type { SignedIn } from '#contracts';
import { useCallback } from 'react';
import { hub } from '../hub.ts';
import { NoticePage } from '../page/notice-page.tsx';
import { useAsked } from '../page/use-asked.ts';
import { SecondFactor } from './second-factor.tsx';

interface SetUpSecondFactorProps {
  who: SignedIn;
  onDone: () => void;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

/** All that somebody sees whose role needs a second factor, and who has none yet. */
export default function SetUpSecondFactorPage({ who, onDone, onSignOut, onSessionEnded }: SetUpSecondFactorProps) {
  const { body, trouble } = useAsked(
    useCallback(() => hub.secondFactor(), []),
    { onSessionEnded },
  );
  return (
    <NoticePage heading="Set up a second factor">
      <p>
        {who.displayName}, your role needs a second factor. Everything else is open to you as soon as you have one.{' '}
        <button type="button" className="nhsuk-button nhsuk-button--secondary nhsuk-button--small" onClick={onSignOut}>
          Sign out
        </button>
      </p>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {body !== null && <SecondFactor view={body} onChanged={onDone} onSessionEnded={onSessionEnded} />}
    </NoticePage>
  );
}
