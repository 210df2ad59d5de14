import type { SignedIn, WardSummary } from '#contracts';
import { useCallback, useEffect, useState } from 'react';
import { hub, whyNot, type Answer } from '../hub.ts';
import { Link } from '../page/link.tsx';
import { go, wardPath } from '../page/location.ts';
import { NoticePage } from '../page/notice-page.tsx';
import { Administration } from './administration.tsx';

interface WardPickerProps {
  who: SignedIn;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

/** Where a person begins: with the wards that they may see, and with only one on its board; an administrator with what they look after. */
export function WardPicker({ who, onSignOut, onSessionEnded }: WardPickerProps) {
  const [wards, setWards] = useState<WardSummary[] | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const told = useCallback(
    (answer: Answer<WardSummary[]>): void => {
      if (answer.kind === 'signed-out') return onSessionEnded();
      if (answer.kind !== 'done') return setTrouble(whyNot(answer));
      setTrouble(null);
      const only = answer.body.length === 1 ? answer.body[0] : undefined;
      if (only && who.role !== 'administrator') go(wardPath(only.id), 'replace');
      else setWards(answer.body);
    },
    [onSessionEnded, who.role],
  );

  useEffect(() => void hub.wards().then(told), [told]);

  if (trouble !== null) {
    return (
      <NoticePage heading="The wards cannot be shown" who={who} onSignOut={onSignOut}>
        <p role="alert">{trouble}</p>
        <button type="button" className="nhsuk-button" onClick={() => void hub.wards().then(told)}>
          Try again
        </button>
      </NoticePage>
    );
  }
  if (wards === null) return <NoticePage heading="Looking for your wards" who={who} onSignOut={onSignOut} />;
  return who.role === 'administrator' ? (
    <Administration wards={wards} who={who} onSignOut={onSignOut} />
  ) : (
    <WardList wards={wards} who={who} onSignOut={onSignOut} />
  );
}

export function WardList({ wards, who, onSignOut }: { wards: WardSummary[]; who: SignedIn; onSignOut: () => void }) {
  return (
    <NoticePage heading="Choose a ward" who={who} onSignOut={onSignOut}>
      {wards.length === 0 ? (
        <p>You have no ward yet. Ask your administrator to add you to one.</p>
      ) : (
        <ul className="nhsuk-list ward-list">
          {wards.length > 1 && (
            <li>
              <Link to="/all-wards" className="ward-list__ward">
                <span className="ward-list__name">All wards</span>
                <span className="ward-list__occupancy">Everybody on one page, worst first</span>
              </Link>
            </li>
          )}
          {wards.map((ward) => (
            <li key={ward.id}>
              <Link to={wardPath(ward.id)} className="ward-list__ward">
                <span className="ward-list__name">{ward.name}</span>
                <span className="ward-list__occupancy">
                  {ward.occupied} of {ward.capacity} beds occupied
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </NoticePage>
  );
}
