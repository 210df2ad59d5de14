import { showNhsNumber, type StayIdentity, type UnmatchedGroup, type UnmatchedList } from '#contracts';
import { useCallback, useEffect, useState } from 'react';
import { hub, whyNot, type Answer } from '../hub.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { ago } from '../words/times.ts';
import { DecideForm } from './decide-form.tsx';
import { dayInWords, VALUE_WORDS, whyUnmatched } from './unmatched-words.ts';

const ASK_EVERY_MS = 15_000;

/** Readings that fit nobody, until somebody of the hub says whose they are. */
export default function UnmatchedPage({ who, onSignOut, onSessionEnded }: PageProps) {
  const [list, setList] = useState<UnmatchedList | null>(null);
  const [stays, setStays] = useState<readonly StayIdentity[]>([]);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const [open, setOpen] = useState<string | null>(null);

  const taken = useCallback(
    <T,>(answer: Answer<T>, take: (body: T) => void): void => {
      if (answer.kind === 'signed-out') return onSessionEnded();
      setTrouble(answer.kind === 'done' ? null : whyNot(answer));
      if (answer.kind === 'done') take(answer.body);
    },
    [onSessionEnded],
  );
  const look = useCallback(() => void hub.unmatched().then((answer) => taken(answer, setList)), [taken]);

  useEffect(() => {
    look();
    const timer = setInterval(look, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [look]);

  const begin = (group: string): void => {
    setTold(null);
    setOpen(group);
    void hub.stayIdentities().then((answer) => taken(answer, (body) => setStays(body.stays)));
  };
  const decided = (sentence: string): void => {
    setOpen(null);
    setTold(sentence);
    look();
  };

  return (
    <NoticePage heading="Unmatched readings" who={who} onSignOut={onSignOut}>
      <p>
        Readings that fit nobody on your wards. They are kept and not scored until somebody says whose they are. When
        that NHS number is admitted, they find their patient by themselves.
      </p>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {told !== null && <output className="nhsuk-inset-text notice">{told}</output>}
      {list === null ? (
        <output className="notice">Looking for them…</output>
      ) : list.groups.length === 0 ? (
        <p>Nothing is waiting.</p>
      ) : (
        <ul className="unmatched">
          {list.groups.map((group) => (
            <li key={group.group} className="unmatched__group">
              <Group group={group} now={list.at} />
              {open === group.group ? (
                <DecideForm
                  group={group}
                  stays={stays}
                  onDecided={decided}
                  onCancel={() => setOpen(null)}
                  onSessionEnded={onSessionEnded}
                />
              ) : (
                <button
                  type="button"
                  className="nhsuk-button nhsuk-button--small nhsuk-button--secondary"
                  onClick={() => begin(group.group)}
                >
                  Decide
                  <span className="nhsuk-u-visually-hidden"> about {showNhsNumber(group.nhsNumber)}</span>
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </NoticePage>
  );
}

function Group({ group, now }: { group: UnmatchedGroup; now: number }) {
  const { stated, lastValues } = group;
  const name = stated.familyName ?? stated.displayName;
  return (
    <>
      <h2 className="nhsuk-heading-s">
        NHS number {showNhsNumber(group.nhsNumber)}
        {name !== null && `, ${name}`}
        {stated.birthDate !== null && `, born ${dayInWords(stated.birthDate)}`}
      </h2>
      <p>{whyUnmatched(group)}</p>
      <p>
        {group.count} {group.count === 1 ? 'reading' : 'readings'} from {group.source.name}, the last received{' '}
        {ago(group.lastReceivedAt, now)}, waiting since {ago(group.firstReceivedAt, now)}.
      </p>
      <p>
        Last measured {ago(group.lastMeasuredAt, now)}:{' '}
        {VALUE_WORDS.flatMap(([field, words]) => (field in lastValues ? [words(lastValues[field])] : [])).join(', ') ||
          'answers only'}
        .
      </p>
    </>
  );
}
