import type { SignedIn } from '#contracts';
import { useState } from 'react';
import { allOf, moreInWords, type Group } from '../words/alerts.ts';
import type { ActKind } from './acts.ts';
import { AlertWithActs } from './alert-with-acts.tsx';
import type { AlertAnswers, AlertPlace } from './answers.ts';

interface AlertCardProps {
  place: AlertPlace;
  group: Group;
  who: SignedIn;
  answers: AlertAnswers;
  /** What to open at once: what a person asked for on the tile. */
  begin?: ActKind | 'history' | 'more' | undefined;
}

/** A group of alerts with everything that can be done about it. What is done to the first is done to all of them. */
export function AlertCard({ place, group, who, answers, begin }: AlertCardProps) {
  const [showsUnder, setShowsUnder] = useState(begin === 'more');
  const shared = { place, who, answers };
  const more = moreInWords(group);
  return (
    <>
      <AlertWithActs alert={group.head} alerts={allOf(group)} begin={begin === 'more' ? undefined : begin} {...shared}>
        {more !== null && (
          <button
            type="button"
            className="alert__more"
            aria-expanded={showsUnder}
            onClick={() => setShowsUnder(!showsUnder)}
          >
            {more}
          </button>
        )}
      </AlertWithActs>
      {showsUnder && (
        <ul className="card__under" aria-label="With it">
          {group.under.map((alert) => (
            <li key={alert.id}>
              <AlertWithActs alert={alert} alerts={[alert]} isUnder {...shared} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
