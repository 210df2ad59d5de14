import { isOpenEntry, STANDING_STATES, type CareEntry } from '#contracts';
import type { ReactNode } from 'react';
import { useWardTime } from '../page/ward-clock.ts';
import { dateAndTime, lengthOfTime } from '../words/times.ts';
import { headOf, isOverdue, kindInSentence, restOf, stateOf } from './care-words.ts';

/** One entry as it stands: what it is, how far it is, and who wrote it last. */
export function CareEntryShown({ entry, children }: { entry: CareEntry; children?: ReactNode }) {
  const due = entry.kind === 'task' ? entry.content.dueAt : null;
  const late = useWardTime((now) => (isOverdue(entry, now) && due !== null ? lengthOfTime(now - due) : null));
  return (
    <div className={`care-entry ${isOpenEntry(entry) ? '' : 'care-entry--over'}`}>
      <p className="care-entry__head">
        <strong>{headOf(entry)}</strong>{' '}
        {stateOf(entry) !== STANDING_STATES.open && <span className="care-entry__state">{stateOf(entry)}</span>}
        {late !== null && <strong className="care-entry__late"> Overdue by {late}</strong>}
      </p>
      {restOf(entry).map((one) => (
        <p key={one}>{one}</p>
      ))}
      <p className="care-entry__by">
        {entry.by}, {dateAndTime(entry.at)}
        {entry.version > 1 && `, version ${entry.version}`}
      </p>
      {children}
    </div>
  );
}

/** The button that opens an entry's form. */
export function ChangeButton({ entry, onOpen }: { entry: CareEntry; onOpen: () => void }) {
  return (
    <button type="button" className="answer" onClick={onOpen}>
      Change
      <span className="nhsuk-u-visually-hidden">
        {' '}
        the {kindInSentence(entry.kind)}: {headOf(entry)}
      </span>
    </button>
  );
}
