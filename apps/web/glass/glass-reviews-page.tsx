import { GLASS_FINDINGS, ROLE_NAMES, type GlassReview, type GlassReviews, type SignedIn } from '#contracts';
import { useCallback, useState } from 'react';
import { hub, type Answer } from '../hub.ts';
import { ChangeForm } from '../page/change-form.tsx';
import { typedInto } from '../page/form-text.ts';
import { NoticePage } from '../page/notice-page.tsx';
import type { PageProps } from '../page/page-props.ts';
import { useAsked } from '../page/use-asked.ts';
import { clockTime, dateAndTime } from '../words/times.ts';
import { GLASS_FINDING_WORDS, GLASS_KIND_WORDS, RESTRICTED_KIND_WORDS } from './glass-words.ts';

/** Who opened patients beyond their wards, and whether that was right. */
export default function GlassReviewsPage({ who, onSignOut, onSessionEnded }: PageProps) {
  const { body, trouble, again } = useAsked(
    useCallback(() => hub.glassReviews(), []),
    { onSessionEnded },
  );
  return (
    <GlassReviewList
      who={who}
      asked={body}
      trouble={trouble}
      send={hub.reviewGlass}
      onReviewed={again}
      onSignOut={onSignOut}
      onSessionEnded={onSessionEnded}
    />
  );
}

interface GlassReviewListProps {
  who: SignedIn;
  asked: GlassReviews | null;
  trouble: string | null;
  send: (id: string, review: GlassReview) => Promise<Answer<unknown>>;
  onReviewed: () => void;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

type Glass = GlassReviews['glasses'][number];

const inWords = (act: string): string => act.replaceAll('-', ' ');

export function GlassReviewList(props: GlassReviewListProps) {
  const { who, asked, trouble, send, onReviewed, onSignOut, onSessionEnded } = props;
  const [reviewing, setReviewing] = useState<string | null>(null);
  return (
    <NoticePage heading="Break-glass reviews" who={who} onSignOut={onSignOut}>
      <p>
        Who opened a patient of {who.role === 'auditor' ? 'any ward' : 'your wards'} without working there, or a
        restricted record without being named for it, and why. Say of each whether it was right. What you find stands as
        it is.
      </p>
      {trouble !== null && <p role="alert">{trouble}</p>}
      {asked === null && trouble === null && <output className="notice">Looking for them…</output>}
      {asked?.glasses.length === 0 && <p>Nobody has.</p>}
      <ul className="concerns">
        {asked?.glasses.map((glass) => (
          <li key={glass.id} className="concern">
            <h2 className="concern__who">
              {glass.by.name}, {ROLE_NAMES[glass.by.role]}
            </h2>
            <p>
              A patient of {glass.ward.name}, from {dateAndTime(glass.openedAt)} until {clockTime(glass.until)}. Stay{' '}
              {glass.admissionId}. In the audit trail it is {glass.id}.
            </p>
            <p>
              <strong>
                {glass.restricted ? 'Restricted record. ' : ''}
                {(glass.restricted ? RESTRICTED_KIND_WORDS : GLASS_KIND_WORDS)[glass.kind]}.
              </strong>{' '}
              “{glass.reason}”
            </p>
            <p>{didInWords(glass)}</p>
            {glass.review !== null && (
              <p>
                <strong>{GLASS_FINDING_WORDS[glass.review.finding]}</strong>, said {glass.review.by} at{' '}
                {dateAndTime(glass.review.at)}
                {glass.review.note !== null && `: “${glass.review.note}”`}
              </p>
            )}
            {glass.review === null && glass.by.isYou && <p>Somebody else reviews what you opened.</p>}
            {glass.review === null &&
              !glass.by.isYou &&
              (reviewing === glass.id ? (
                <Review
                  glass={glass}
                  send={send}
                  onDone={() => {
                    setReviewing(null);
                    onReviewed();
                  }}
                  onCancel={() => setReviewing(null)}
                  onSessionEnded={onSessionEnded}
                />
              ) : (
                <button
                  type="button"
                  className="nhsuk-button nhsuk-button--small"
                  onClick={() => setReviewing(glass.id)}
                >
                  Review
                  <span className="nhsuk-u-visually-hidden">
                    {` what ${glass.by.name} opened at ${dateAndTime(glass.openedAt)}`}
                  </span>
                </button>
              ))}
          </li>
        ))}
      </ul>
      {asked !== null && asked.triedInVain.length > 0 && (
        <section aria-labelledby="in-vain">
          <h2 className="nhsuk-heading-m" id="in-vain">
            Tried in vain
          </h2>
          <p>
            Who typed NHS numbers and dates of birth that are nobody’s on a ward, in the last 30 days. Ask them why.
          </p>
          <ul>
            {asked.triedInVain.map(({ by, times, heldBack, lastAt }) => (
              <li key={`${by.name} ${lastAt}`}>
                {by.name}, {ROLE_NAMES[by.role]}: {times === 1 ? 'once' : `${times} times`}, last at{' '}
                {dateAndTime(lastAt)}
                {heldBack > 0 && (
                  <>
                    . <strong>{heldBack === 1 ? 'Once' : `${heldBack} times`} held back</strong>: there had been too
                    many
                  </>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </NoticePage>
  );
}

function didInWords({ did, by }: Glass): string {
  if (did.length === 0) return `${by.name} opened nothing of theirs in that time.`;
  const acts = did.map(({ act, times }) => `${inWords(act)}${times > 1 ? ` (${times} times)` : ''}`);
  return `What they did meanwhile: ${acts.join(', ')}.`;
}

interface ReviewProps {
  glass: Glass;
  send: (id: string, review: GlassReview) => Promise<Answer<unknown>>;
  onDone: () => void;
  onCancel: () => void;
  onSessionEnded: () => void;
}

function Review({ glass, send, onDone, onCancel, onSessionEnded }: ReviewProps) {
  return (
    <ChangeForm
      name="Say so"
      faults={(form) => (typedInto(form, 'finding') === '' ? ['Choose whether it was right'] : [])}
      send={(form) => {
        const chosen = typedInto(form, 'finding');
        const finding = GLASS_FINDINGS.find((one) => one === chosen) ?? 'not-appropriate';
        const note = typedInto(form, 'note').trim();
        return send(glass.id, { finding, note: note === '' ? null : note });
      }}
      onDone={onDone}
      onCancel={onCancel}
      onSessionEnded={onSessionEnded}
    >
      <div className="nhsuk-form-group">
        <fieldset className="nhsuk-fieldset">
          <legend className="nhsuk-fieldset__legend nhsuk-fieldset__legend--s">Was it right?</legend>
          <div className="nhsuk-radios">
            {GLASS_FINDINGS.map((finding) => (
              <div key={finding} className="nhsuk-radios__item">
                <input
                  className="nhsuk-radios__input"
                  type="radio"
                  id={`finding-${glass.id}-${finding}`}
                  name="finding"
                  value={finding}
                />
                <label className="nhsuk-label nhsuk-radios__label" htmlFor={`finding-${glass.id}-${finding}`}>
                  {GLASS_FINDING_WORDS[finding]}
                </label>
              </div>
            ))}
          </div>
        </fieldset>
      </div>
      <div className="nhsuk-form-group">
        <label className="nhsuk-label" htmlFor={`note-${glass.id}`}>
          Note, if there is something to say
        </label>
        <textarea className="nhsuk-textarea" id={`note-${glass.id}`} name="note" rows={2} maxLength={1_000} />
      </div>
    </ChangeForm>
  );
}
