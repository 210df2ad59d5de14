import type { RoundList, SignedIn } from '#contracts';
import { useState } from 'react';
import { PATHWAY_NAMES } from '../board/icons.tsx';
import { writeAddress } from '../page/address.ts';
import { Link } from '../page/link.tsx';
import { patientPath } from '../page/location.ts';
import { NoticePage } from '../page/notice-page.tsx';
import { ReviewForm, reviewInWords } from '../step-down/review-form.tsx';

interface RoundListViewProps {
  list: RoundList | null;
  wardId: string;
  trouble: string | null;
  told: string | null;
  who: SignedIn;
  onChanged: (sentence: string) => void;
  onSignOut: () => void;
  onSessionEnded: () => void;
}

/** Whom a board round talks about, the most pressing first, each with every reason; and a review where one is due. */
export function RoundListView(props: RoundListViewProps) {
  const { list, wardId, trouble, told, who, onChanged, onSignOut, onSessionEnded } = props;
  const [open, setOpen] = useState<string | null>(null);
  const asked = list?.stays.filter(({ reasons }) => reasons.length > 0) ?? [];
  const others = list?.stays.filter(({ reasons }) => reasons.length === 0) ?? [];
  return (
    <NoticePage heading="Who to talk about today" who={who} onSignOut={onSignOut}>
      {trouble !== null && <p role="alert">{trouble}</p>}
      <output>{told !== null && <span className="step-down__told">{told}</span>}</output>
      {list === null ? (
        trouble === null && <output className="notice">Looking…</output>
      ) : (
        <>
          <p className="nhsuk-caption-l">{list.ward.name}</p>
          <p>
            {asked.length} of {list.stays.length} to talk about.{' '}
            <Link to={writeAddress('/wards/:wardId/round', { wardId }) ?? '/'}>To the board round</Link>
          </p>
          <ol className="step-down">
            {asked.map((stay) => (
              <li className="step-down__stay" key={stay.admissionId} aria-label={stay.name}>
                <div className="step-down__head">
                  <h2 className="nhsuk-heading-s">
                    <Link to={patientPath(wardId, stay.admissionId)}>{stay.name}</Link>
                  </h2>
                  <p>
                    {stay.bed === null ? 'No bed' : `Bed ${stay.bed}`}, {PATHWAY_NAMES[stay.pathway].toLowerCase()},{' '}
                    {stay.level}
                  </p>
                </div>
                <ul className="round-list__reasons">
                  {stay.reasons.map(({ kind, sentence }) => (
                    <li key={kind}>{sentence}</li>
                  ))}
                </ul>
                {stay.lastReview !== null && <p className="nhsuk-body-s">{reviewInWords(stay.lastReview)}</p>}
                {open === stay.admissionId ? (
                  <ReviewForm
                    stay={stay}
                    onDone={(sentence) => {
                      setOpen(null);
                      onChanged(sentence);
                    }}
                    onCancel={() => setOpen(null)}
                    onSessionEnded={onSessionEnded}
                  />
                ) : (
                  stay.reviewDue && (
                    <button
                      type="button"
                      className="nhsuk-button nhsuk-button--small nhsuk-button--secondary step-down__open"
                      onClick={() => setOpen(stay.admissionId)}
                    >
                      Review<span className="nhsuk-u-visually-hidden"> the stay of {stay.name}</span>
                    </button>
                  )
                )}
              </li>
            ))}
          </ol>
          {others.length > 0 && (
            <>
              <h2 className="nhsuk-heading-s">Nothing asks for them today</h2>
              <ul>
                {others.map(({ admissionId, name }) => (
                  <li key={admissionId}>
                    <Link to={patientPath(wardId, admissionId)}>{name}</Link>
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </NoticePage>
  );
}
