import type { RetentionDecision, RetentionView, SignedIn } from '#contracts';
import { useCallback, useState } from 'react';
import { hub, whyNot, type Answer } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { Scrolled } from '../page/scrolled.tsx';
import { useAsked } from '../page/use-asked.ts';
import { dateAndTime } from '../words/times.ts';

/** What is kept for how long, and what was removed. */
export default function RetentionPage({ who, onSignOut, onSessionEnded }: PageProps) {
  const { body, trouble, again } = useAsked(
    useCallback(() => hub.retention(), []),
    { onSessionEnded },
  );
  return (
    <Retention
      who={who}
      asked={body}
      trouble={trouble}
      decide={hub.decideRetention}
      withdraw={hub.withdrawRetention}
      onChanged={again}
      onSignOut={onSignOut}
      onSessionEnded={onSessionEnded}
    />
  );
}

interface RetentionProps {
  who: SignedIn;
  asked: RetentionView | null;
  trouble: string | null;
  decide: (decision: RetentionDecision) => Promise<Answer<unknown>>;
  withdraw: (id: string) => Promise<Answer<unknown>>;
  onChanged: () => void;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

type Decision = RetentionView['decisions'][number];
type Run = RetentionView['runs'][number];

const people = (count: number): string => (count === 1 ? 'one person' : `${count} people`);
const inWords = (name: string): string => name.replaceAll('-', ' ');
const longFor = (days: number): string => (days >= 730 ? `${Math.floor(days / 365.25)} years` : `${days} days`);

export function Retention(props: RetentionProps) {
  const { who, asked, trouble, onSignOut } = props;
  return (
    <NoticePage heading="What is kept" who={who} onSignOut={onSignOut}>
      <p>
        What has been kept for long enough is removed each night, and how much of what is written down here. Care
        records go by the decision of an administrator alone.
      </p>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {asked === null && trouble === null && <output className="notice">Looking…</output>}
      {asked !== null && (
        <>
          <CareRecords {...props} asked={asked} />
          <section aria-labelledby="nights">
            <h2 className="nhsuk-heading-m" id="nights">
              What the nights removed
            </h2>
            {asked.runs.length === 0 ? (
              <p>No night has been done yet.</p>
            ) : (
              <ul>
                {asked.runs.map((run) => (
                  <li key={run.id}>{runInWords(run)}</li>
                ))}
              </ul>
            )}
          </section>
          <section aria-labelledby="terms">
            <h2 className="nhsuk-heading-m" id="terms">
              For how long
            </h2>
            <Scrolled label="What is kept for how long">
              <table className="nhsuk-table">
                <thead>
                  <tr>
                    <th scope="col">What</th>
                    <th scope="col">How long</th>
                    <th scope="col">From</th>
                    <th scope="col">By</th>
                  </tr>
                </thead>
                <tbody>
                  {asked.classes.map(({ name, what, days, from, endedBy, source }) => (
                    <tr key={name}>
                      <td>
                        {what}. {source}
                      </td>
                      <td>{longFor(days)}</td>
                      <td>{from}</td>
                      <td>{endedBy === 'person' ? 'an administrator’s decision' : 'the timetable'}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scrolled>
          </section>
        </>
      )}
    </NoticePage>
  );
}

function runInWords({ day, finishedAt, classes, leftDue }: Run): string {
  const removed = classes.flatMap(({ class: name, people: whose, removed: rows }) => {
    const count = Object.values(rows).reduce((sum, one) => sum + one, 0);
    return count === 0 ? [] : [`${inWords(name)}${whose === null ? '' : ` of ${people(whose)}`}: ${count} rows`];
  });
  const said = removed.length === 0 ? 'nothing was due' : removed.join('; ');
  const left = leftDue ? `. Care records of ${people(leftDue)} are due and were left` : '';
  return `${day}: ${said}${finishedAt === null ? '; it is not finished' : ''}${left}.`;
}

function CareRecords(props: RetentionProps & { asked: RetentionView }) {
  const { who, asked, decide, withdraw, onChanged, onSessionEnded } = props;
  const [refused, setRefused] = useState<string | null>(null);
  const waiting = asked.decisions.find(({ withdrawn, doneOn }) => withdrawn === null && doneOn === null);
  const mayDecide = who.role === 'administrator';
  return (
    <section aria-labelledby="care-records">
      <h2 className="nhsuk-heading-m" id="care-records">
        Care records
      </h2>
      <p>
        {asked.careRecordsDue === 0
          ? 'None has been kept for long enough.'
          : `Those of ${people(asked.careRecordsDue)} have been kept for long enough, and nobody holds them back.`}
      </p>
      {refused !== null && <p role="alert">{refused}</p>}
      {waiting !== undefined && (
        <div className="nhsuk-inset-text">
          <p>
            <strong>
              {waiting.by} decided at {dateAndTime(waiting.at)} that those of {people(waiting.people)} go in the night
              to come.
            </strong>{' '}
            “{waiting.reason}”
          </p>
          {mayDecide && (
            <button
              type="button"
              className="nhsuk-button nhsuk-button--secondary"
              onClick={() =>
                void withdraw(waiting.id).then((answer) => {
                  if (answer.kind === 'signed-out') return onSessionEnded();
                  setRefused(answer.kind === 'done' ? null : whyNot(answer));
                  onChanged();
                })
              }
            >
              Withdraw this decision
            </button>
          )}
        </div>
      )}
      {mayDecide && waiting === undefined && asked.careRecordsDue > 0 && (
        <ChangeForm
          name={`Let the care records of ${people(asked.careRecordsDue)} end`}
          faults={(form) =>
            typedInto(form, 'reason').trim() === '' ? ['Write who looked at them and why they may go'] : []
          }
          send={(form) => decide({ people: asked.careRecordsDue, reason: typedInto(form, 'reason').trim() })}
          onDone={onChanged}
          onSessionEnded={onSessionEnded}
        >
          <p>
            They are deleted in the night to come and cannot be brought back but from a backup. Until then this can be
            withdrawn. A record that is to be kept is put on hold first.
          </p>
          <div className="nhsuk-form-group">
            <label className="nhsuk-label" htmlFor="retention-reason">
              Who looked at them, and why they may go
            </label>
            <textarea className="nhsuk-textarea" id="retention-reason" name="reason" rows={3} maxLength={500} />
          </div>
        </ChangeForm>
      )}
      {asked.decisions.length > 0 && <Decisions decisions={asked.decisions} />}
    </section>
  );
}

function Decisions({ decisions }: { decisions: readonly Decision[] }) {
  const past = decisions.filter(({ withdrawn, doneOn }) => withdrawn !== null || doneOn !== null);
  return past.length === 0 ? null : (
    <details className="nhsuk-details">
      <summary className="nhsuk-details__summary">
        <span className="nhsuk-details__summary-text">Decisions before</span>
      </summary>
      <ul className="nhsuk-details__text">
        {past.map(({ id, at, by, people: count, reason, withdrawn, doneOn }) => (
          <li key={id}>
            {by}, {dateAndTime(at)}: {people(count)}. “{reason}”{' '}
            {withdrawn === null ? `Done in the night of ${doneOn}.` : `Withdrawn by ${withdrawn.by}.`}
          </li>
        ))}
      </ul>
    </details>
  );
}
