import { isOfRecord, LEVELS } from '#clinical';
import type { SignedIn, StayReadiness, WardReadiness } from '#contracts';
import { useState } from 'react';
import { NoticePage } from '../page/notice-page.tsx';
import { dateAndTime, day, dayAndTime } from '../words/times.ts';
import { LevelForm } from './level-form.tsx';
import { ReviewForm, reviewInWords } from './review-form.tsx';
import { CRITERION_NAMES, nearness, STATE_WORDS } from './readiness-words.ts';

interface StepDownViewProps {
  readiness: WardReadiness | null;
  wardId: string;
  trouble: string | null;
  told: string | null;
  who: SignedIn;
  onSignOut: () => void;
  onSessionEnded: () => void;
  onChanged: (sentence: string) => void;
}

/** Everybody on the ward, those nearest to a step down first, each criterion with what it rests on. */
export function StepDownView(props: StepDownViewProps) {
  const { readiness, wardId, trouble, told, who, onSignOut, onSessionEnded, onChanged } = props;
  const [open, setOpen] = useState<string | null>(null);
  const [reviewing, setReviewing] = useState<string | null>(null);
  return (
    <NoticePage heading="Step-down" who={who} onSignOut={onSignOut}>
      {readiness && (
        <>
          <p className="nhsuk-caption-l">{readiness.ward.name}</p>
          <p>
            {readiness.ward.occupied} of {readiness.ward.capacity} beds taken.{' '}
            {readiness.stays.filter(({ recordReady, mayOverride }) => recordReady && mayOverride).length} could step
            down when people agree. The record proposes; a clinician decides. Criteria: {readiness.rules}.
          </p>
        </>
      )}
      {trouble !== null && <p role="alert">{trouble}</p>}
      <output>{told !== null && <span className="step-down__told">{told}</span>}</output>
      {readiness?.stays.length === 0 && <p>Nobody is on this ward.</p>}
      <ol className="step-down">
        {readiness?.stays.map((stay) => (
          <li className="step-down__stay" key={stay.admissionId} aria-label={stay.name}>
            <div className="step-down__head">
              <h2 className="nhsuk-heading-s">
                <a href={`/wards/${encodeURIComponent(wardId)}/patients/${stay.admissionId}`}>{stay.name}</a>
              </h2>
              <p>
                {stay.bed === null ? 'No bed' : `Bed ${stay.bed}`}, {stay.pathway}, {stay.level} (
                {LEVELS[stay.level].title}), since {day(stay.admittedAt)}
              </p>
              <p
                className={
                  stay.recordReady && stay.mayOverride ? 'step-down__near step-down__near--ready' : 'step-down__near'
                }
              >
                {nearness(stay)}
              </p>
              {stay.reviewDue && <p className="step-down__near">Review due since {day(stay.reviewAt)}</p>}
            </div>
            <Criteria stay={stay} />
            {stay.lastChange !== null && (
              <p className="nhsuk-body-s">
                {stay.lastChange.from} to {stay.lastChange.to} at {dateAndTime(stay.lastChange.at)} by{' '}
                {stay.lastChange.by}: {stay.lastChange.reason}
                {stay.lastChange.overridden.length > 0 &&
                  ` Not met then, and overridden: ${stay.lastChange.overridden.map((id) => CRITERION_NAMES[id]).join(', ')}.`}
              </p>
            )}
            {stay.lastReview !== null && <p className="nhsuk-body-s">{reviewInWords(stay.lastReview)}</p>}
            {reviewing === stay.admissionId ? (
              <ReviewForm
                stay={stay}
                onDone={(sentence) => {
                  setReviewing(null);
                  onChanged(sentence);
                }}
                onCancel={() => setReviewing(null)}
                onSessionEnded={onSessionEnded}
              />
            ) : open === stay.admissionId ? (
              <LevelForm
                stay={stay}
                onDone={(sentence) => {
                  setOpen(null);
                  onChanged(sentence);
                }}
                onCancel={() => setOpen(null)}
                onSessionEnded={onSessionEnded}
              />
            ) : (
              <div className="step-down__acts">
                <button
                  type="button"
                  className="nhsuk-button nhsuk-button--small nhsuk-button--secondary step-down__open"
                  onClick={() => setOpen(stay.admissionId)}
                >
                  Change level<span className="nhsuk-u-visually-hidden"> of {stay.name}</span>
                </button>
                {stay.reviewDue && (
                  <button
                    type="button"
                    className="nhsuk-button nhsuk-button--small nhsuk-button--secondary step-down__open"
                    onClick={() => setReviewing(stay.admissionId)}
                  >
                    Review<span className="nhsuk-u-visually-hidden"> the stay of {stay.name}</span>
                  </button>
                )}
              </div>
            )}
          </li>
        ))}
      </ol>
    </NoticePage>
  );
}

function Criteria({ stay }: { stay: StayReadiness }) {
  return (
    <dl className="step-down__criteria">
      {stay.criteria.filter(isOfRecord).map(({ id, state, evidence, earliest }) => (
        <div key={id} className={`step-down__criterion step-down__criterion--${state}`}>
          <dt>
            {CRITERION_NAMES[id]}: <strong>{STATE_WORDS[state]}</strong>
          </dt>
          <dd>
            {evidence}
            {state !== 'met' && earliest !== null && ` Earliest ${dayAndTime(earliest)}.`}
          </dd>
        </div>
      ))}
    </dl>
  );
}
