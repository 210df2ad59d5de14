import { CONCERN_OUTCOMES, NOTICED, type ConcernOutcome, type ConcernView, type StayIdentity } from '#contracts';
import { useCallback, useState } from 'react';
import { hub, type Answer } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { Link } from '../page/link.tsx';
import { patientPath } from '../page/location.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { matching } from '../telephone/matching.ts';
import { dayInWords } from '../unmatched/unmatched-words.ts';
import { ago, clockTime, dayAndTime, lengthOfTime } from '../words/times.ts';

const ASK_EVERY_MS = 10_000;

/** What the community noticed: each with the time by which somebody has to have looked after it, and who has it. */
export default function ConcernsPage({ who, onSignOut, onSessionEnded }: PageProps) {
  const { body, trouble, again } = useAsked(
    useCallback(() => hub.concerns(), []),
    { onSessionEnded, everyMs: ASK_EVERY_MS },
  );
  const [open, setOpen] = useState<{ id: string; what: 'match' | 'close' } | null>(null);
  const done = (): void => {
    setOpen(null);
    again();
  };
  // Whose responsibility a welfare check is, is a clinician's.
  const mayTake = who.role === 'hub-clinician' || who.role === 'lead';

  return (
    <NoticePage heading="Community concerns" who={who} onSignOut={onSignOut}>
      <p>
        What police, fire, post and neighbours noticed. Each is about somebody who may or may not be on the ward: look
        after them within 2 hours either way.
      </p>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {body === null ? (
        <output className="notice">Looking for them…</output>
      ) : (
        <>
          {body.open.length === 0 && <p>No concern is open.</p>}
          <ul className="concerns">
            {body.open.map((concern) => (
              <li key={concern.id} className={`concern${body.at >= concern.dueAt ? ' concern--overdue' : ''}`}>
                <Concern concern={concern} now={body.at} />
                {open?.id !== concern.id && (
                  <div className="concern__acts">
                    {mayTake && concern.taken?.byYou !== true && (
                      <Take concern={concern} onDone={done} onSessionEnded={onSessionEnded} />
                    )}
                    <button
                      type="button"
                      className="nhsuk-button nhsuk-button--small nhsuk-button--secondary"
                      onClick={() => setOpen({ id: concern.id, what: 'match' })}
                    >
                      Say whom it is about
                    </button>
                    {mayTake && (
                      <button
                        type="button"
                        className="nhsuk-button nhsuk-button--small nhsuk-button--secondary"
                        onClick={() => setOpen({ id: concern.id, what: 'close' })}
                      >
                        Record the outcome
                      </button>
                    )}
                  </div>
                )}
                {open?.id === concern.id && open.what === 'match' && (
                  <Match
                    concern={concern}
                    onDone={done}
                    onCancel={() => setOpen(null)}
                    onSessionEnded={onSessionEnded}
                  />
                )}
                {open?.id === concern.id && open.what === 'close' && (
                  <Close
                    concern={concern}
                    onDone={done}
                    onCancel={() => setOpen(null)}
                    onSessionEnded={onSessionEnded}
                  />
                )}
              </li>
            ))}
          </ul>
          {body.closed.length > 0 && (
            <section aria-labelledby="closed-concerns">
              <h2 className="nhsuk-heading-m" id="closed-concerns">
                Closed in the last seven days
              </h2>
              <ul className="concerns">
                {body.closed.map((concern) => (
                  <li key={concern.id} className="concern concern--closed">
                    <Concern concern={concern} now={body.at} />
                  </li>
                ))}
              </ul>
            </section>
          )}
        </>
      )}
    </NoticePage>
  );
}

function Concern({ concern, now }: { concern: ConcernView; now: number }) {
  const Heading = concern.closed === null ? 'h2' : 'h3';
  const { name, address, noticed, organisation, receivedAt, dueAt, matched, taken, closed } = concern;
  return (
    <>
      <Heading className="concern__who">{[name, address].filter((one) => one !== null).join(', ')}</Heading>
      {closed === null && (
        <p className="concern__due">
          <strong>
            {now >= dueAt
              ? `OVERDUE: the welfare check was due at ${clockTime(dueAt)}`
              : `Welfare check due by ${clockTime(dueAt)}, in ${lengthOfTime(dueAt - now)}`}
          </strong>
          {'. '}
          {taken === null ? (
            <strong>Nobody has taken it.</strong>
          ) : (
            `${taken.name} has it since ${clockTime(taken.at)}.`
          )}
        </p>
      )}
      <ul className="concern__noticed">
        {noticed.map((one) => (
          <li key={one}>{NOTICED[one]}</li>
        ))}
      </ul>
      <p>
        From {organisation}, {ago(receivedAt, now)}. {aboutWhom(matched)}
        {matched?.stay && (
          <>
            {' '}
            <Link to={patientPath(matched.stay.wardId, matched.stay.admissionId)}>Open {matched.stay.name}’s page</Link>
          </>
        )}
      </p>
      {closed !== null && (
        <p>
          <strong>{CONCERN_OUTCOMES[closed.outcome]}.</strong> {closed.note} ({closed.name}, {dayAndTime(closed.at)})
        </p>
      )}
    </>
  );
}

function aboutWhom(matched: ConcernView['matched']): string {
  if (matched === null) return 'Nobody has said yet whom it is about.';
  return matched.stay === null
    ? `Nobody on the ward, says ${matched.name}.`
    : `About ${matched.stay.name}, at ${matched.stay.level} level, says ${matched.name}.`;
}

interface ActProps {
  readonly concern: ConcernView;
  readonly onDone: () => void;
  readonly onSessionEnded: () => void;
}

function Take({ concern, ...shared }: ActProps) {
  return (
    <ChangeForm
      className="concern__take"
      name={concern.taken === null ? 'I take it' : `Take it over from ${concern.taken.name}`}
      faults={() => []}
      send={() => hub.takeConcern(concern.id, concern.version)}
      {...shared}
    >
      {null}
    </ChangeForm>
  );
}

const MOST_SHOWN = 6;

function Match({ concern, onDone, onCancel, onSessionEnded }: ActProps & { onCancel: () => void }) {
  const { body, trouble } = useAsked(
    useCallback(() => hub.stayIdentities(), []),
    { onSessionEnded },
  );
  const [typed, setTyped] = useState(concern.name ?? '');
  const stays = body?.stays ?? [];
  const found = likely(stays, typed);
  return (
    <ChangeForm
      name="This is whom it is about"
      faults={(form) => (typedInto(form, 'stay') === '' ? ['Choose the patient, or that it is none of ours'] : [])}
      send={(form): Promise<Answer<unknown>> => {
        const stay = typedInto(form, 'stay');
        return hub.matchConcern(concern.id, concern.version, stay === 'nobody' ? null : stay);
      }}
      onDone={onDone}
      onCancel={onCancel}
      onSessionEnded={onSessionEnded}
    >
      {trouble !== null && <p role="alert">{trouble}</p>}
      <label className="nhsuk-label" htmlFor={`match-${concern.id}`}>
        A part of the name
      </label>
      <input
        className="nhsuk-input nhsuk-input--width-20"
        id={`match-${concern.id}`}
        autoComplete="off"
        value={typed}
        onChange={(change) => setTyped(change.target.value)}
      />
      <fieldset className="nhsuk-fieldset concern__choices">
        <legend className="nhsuk-u-visually-hidden">Whom it is about</legend>
        {found.slice(0, MOST_SHOWN).map((stay) => (
          <label key={stay.admissionId}>
            <input type="radio" name="stay" value={stay.admissionId} />
            {stay.name}, born {dayInWords(stay.birthDate)}
          </label>
        ))}
        <label>
          <input type="radio" name="stay" value="nobody" />
          Nobody on the ward
        </label>
      </fieldset>
    </ChangeForm>
  );
}

/** Whoever fits all that is typed, and then whoever fits a word of it: partners spell names as they hear them. */
function likely(stays: readonly StayIdentity[], typed: string): StayIdentity[] {
  const words = typed.split(/\s+/).filter((word) => word.length > 1);
  return [...new Set([...matching(stays, typed), ...words.flatMap((word) => matching(stays, word))])];
}

function Close({ concern, onDone, onCancel, onSessionEnded }: ActProps & { onCancel: () => void }) {
  return (
    <ChangeForm
      name="Close the concern"
      faults={(form) => (typedInto(form, 'outcome') === '' ? ['Choose what came of it'] : [])}
      send={(form) =>
        hub.closeConcern(concern.id, {
          version: concern.version,
          outcome: typedInto(form, 'outcome') as ConcernOutcome,
          note: typedInto(form, 'note').trim() || null,
        })
      }
      onDone={onDone}
      onCancel={onCancel}
      onSessionEnded={onSessionEnded}
    >
      <fieldset className="nhsuk-fieldset concern__choices">
        <legend className="nhsuk-fieldset__legend">What came of it?</legend>
        {Object.entries(CONCERN_OUTCOMES).map(([outcome, words]) => (
          <label key={outcome}>
            <input type="radio" name="outcome" value={outcome} />
            {words}
          </label>
        ))}
      </fieldset>
      <label className="nhsuk-label" htmlFor={`note-${concern.id}`}>
        Note (you need not write anything)
      </label>
      <textarea className="nhsuk-textarea" id={`note-${concern.id}`} name="note" rows={2} maxLength={1000} />
    </ChangeForm>
  );
}
